using GpuFormer.Tests.Host;
using GpuFormer.Tests.Host.Models;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Cli;

public sealed class RunCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Golden_logits_come_back_through_files()
    {
        using var golden = new GoldenFile("forward-mobile_former_26m-160");
        var weights = StoredModel.Write(_folder["w.safetensors"], golden.Model, golden.Weights.Fill);
        var input = WriteInput(golden.Input, golden.Batch, 3, golden.Size, golden.Size);
        var run = CommandLineRun.Of("run", "--model", "mobile-former-26m", "--weights", weights, "--input", input,
            "--output", _folder["y.safetensors"], "--json");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal([golden.Batch, 1000],
            run.Json.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32()));

        using var output = SafetensorsFile.Open(_folder["y.safetensors"]);
        var expected = golden.Read("logits");
        var actual = new float[expected.Length];
        output.ReadFloat32("logits", actual);
        Assert.Equal([golden.Batch, 1000], output.Tensors.Single().Shape.AsEnumerable());
        for (var i = 0; i < expected.Length; i++)
            Assert.InRange(actual[i], expected[i] - 1e-4f, expected[i] + 1e-4f);
    }

    [Fact]
    public void Spatial_dynamic_relu_changes_the_logits_and_odd_sizes_run()
    {
        var weights = StoredModel.Write(_folder["w.safetensors"], "mobile_former_96m", classes: 7);
        var input = WriteInput(SeededWeights.Input(3 * 33 * 50), 1, 3, 33, 50);
        var first = Logits(weights, input, "--model-kwargs", "hyper_token_id=0", "--classes", "7");
        var all = Logits(weights, input, "--model-kwargs", "hyper_token_id=-1");
        Assert.Equal(7, first.Length);
        Assert.Contains(first.Zip(all), pair => Math.Abs(pair.First - pair.Second) > 1e-3);
    }

    [Fact]
    public void Half_precision_rounds_logits_a_little()
    {
        var weights = StoredModel.Write(_folder["w.safetensors"], "mobile_former_96m", classes: 7);
        var input = WriteInput(SeededWeights.Input(3 * 32 * 32), 1, 3, 32, 32);
        var (single, half) = (Logits(weights, input), Logits(weights, input, "--precision", "fp16"));
        Assert.NotEqual(single, half);
        Assert.All(single.Zip(half), pair => Assert.InRange(pair.Second, pair.First - 0.02f, pair.First + 0.02f));
    }

    [Fact]
    public void Missing_extra_and_misshapen_weights_are_all_named_at_once()
    {
        var weights = StoredModel.Write(_folder["w.safetensors"], change: tensors =>
        {
            tensors.Remove("stem.0.weight");
            tensors.Remove("features.3.global_block.q.bias");
            tensors["tokens.weight"] = ([128, 3], new float[384]);
            tensors["head.weight"] = ([2], new float[2]);
        });
        var run = Run(weights, WriteInput(new float[3 * 32 * 32], 1, 3, 32, 32));
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("'stem.0.weight'", run.Error);
        Assert.Contains("'features.3.global_block.q.bias'", run.Error);
        Assert.Contains("'tokens.weight' is [128, 3], the model needs [3, 128]", run.Error);
        Assert.Contains("'head.weight'", run.Error);
        Assert.Empty(run.Output);
        Assert.False(File.Exists(_folder["y.safetensors"]));
    }

    [Fact]
    public void Another_number_of_classes_than_asked_for_is_refused()
    {
        var weights = StoredModel.Write(_folder["w.safetensors"], classes: 5);
        var run = Run(weights, WriteInput(new float[3 * 32 * 32], 1, 3, 32, 32), "--classes", "6");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("classifier.classifier.1.weight", run.Error);
    }

    [Fact]
    public void Inputs_of_another_shape_or_name_are_refused_with_what_is_needed()
    {
        var weights = StoredModel.Write(_folder["w.safetensors"], classes: 5);
        var flat = Run(weights, WriteInput(new float[32 * 32], 1, 1, 32, 32));
        Assert.Equal(3, flat.ExitCode);
        Assert.Contains("[N,3,H,W]", flat.Error);

        var run = Run(weights, weights);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("'input'", run.Error);
    }

    [Fact]
    public void Weights_that_do_not_exist_are_exit_code_3()
    {
        var run = Run(_folder["absent.safetensors"], WriteInput(new float[3 * 32 * 32], 1, 3, 32, 32));
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("absent.safetensors", run.Error);
    }

    [Fact]
    public void Without_weights_it_is_a_usage_error()
    {
        var run = CommandLineRun.Of("run", "--model", "mobile_former_26m", "--input", "x", "--output", "y");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--weights", run.Error);
    }

    [Fact]
    public void The_output_is_none_of_the_inputs_whatever_links_lead_there()
    {
        var weights = StoredModel.Write(_folder["w.safetensors"], classes: 5);
        var input = WriteInput(new float[3 * 32 * 32], 1, 3, 32, 32);
        Directory.CreateSymbolicLink(_folder["link"], _folder.Path);
        var before = File.ReadAllBytes(input);
        foreach (var target in new[] { input, weights, _folder["link/x.safetensors"], _folder["sub/../x.safetensors"] })
        {
            var run = CommandLineRun.Of("run", "--model", "mobile_former_26m", "--weights", weights, "--input", input,
                "--output", target);
            Assert.Equal(2, run.ExitCode);
            Assert.Contains("itself", run.Error);
        }

        Assert.Equal(before, File.ReadAllBytes(input));
    }

    private CommandLineRun Run(string weights, string input, params string[] more) => CommandLineRun.Of(
        ["run", "--model", "mobile_former_26m", "--weights", weights, "--input", input, "--output",
            _folder["y.safetensors"], .. more]);

    private float[] Logits(string weights, string input, params string[] more)
    {
        var target = _folder["logits.safetensors"];
        var run = CommandLineRun.Of(["run", "--model", "mobile_former_96m", "--weights", weights, "--input", input,
            "--output", target, .. more]);
        Assert.Equal(0, run.ExitCode);
        using var file = SafetensorsFile.Open(target);
        var values = new float[file.Tensors.Single().ElementCount];
        file.ReadFloat32("logits", values);
        return values;
    }

    private string WriteInput(float[] values, params int[] shape)
    {
        var writer = new SafetensorsWriter();
        writer.Add("input", values, shape);
        writer.Save(_folder["x.safetensors"]);
        return _folder["x.safetensors"];
    }
}
