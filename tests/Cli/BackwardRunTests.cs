using GpuFormer.Models;
using GpuFormer.Tests.Host;
using GpuFormer.Tests.Host.Models;
using GpuFormer.Tests.Host.Training;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Cli;

/// <summary><c>gpuformer run --backward</c>: gradients and losses through files.</summary>
public sealed class BackwardRunTests : IDisposable
{
    private const int Classes = 10;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("backward-mobile_former_26m", "0")]
    [InlineData("backward-mobile_former_96m-spatial", "-1")]
    public void Golden_gradients_buffers_and_losses_come_back_through_files(string name, string token)
    {
        using var golden = new GoldenFile(name);
        var weights = StoredModel.Write(_folder["w.safetensors"], golden.Model, golden.Weights.Fill, Classes);
        var run = Run(golden, weights, WriteClasses(golden), "--model-kwargs", $"hyper_token_id={token}", "--steps", "2",
            "--opt", "adamw", "--lr", "0.001", "--weight-decay", "0.05", "--json");
        Assert.True(run.ExitCode == 0, run.Error);

        using var output = SafetensorsFile.Open(_folder["y.safetensors"]);
        var parameters = ModelCatalogue.Create(golden.Model, Classes).Parameters;
        foreach (var parameter in parameters.Where(p => p.Kind == ParameterKind.Weight))
        {
            Assert.True(output.TryGet($"grad.{parameter.Name}", out var entry), parameter.Name);
            Assert.Equal(parameter.Shape.ToArray(), entry.Shape.AsEnumerable());
            TrainingGoldenTests.AssertSamples(golden.Read($"grad.{parameter.Name}.sample"),
                Read(output, $"grad.{parameter.Name}"), parameter.Name);
        }

        foreach (var statistic in parameters.Where(p => p.Kind == ParameterKind.Statistic))
            Assert.Equal(golden.Read($"buffer.{statistic.Name}.sample")[0],
                Read(output, $"buffer.{statistic.Name}")[0], 1e-4);
        var (losses, expected) = (Read(output, "losses"), golden.Read("losses"));
        Assert.Equal(2, losses.Length);
        Assert.Equal(expected[0], losses[0], 1e-3);
        Assert.Equal(expected[1], losses[1], 1e-2);
        Assert.Equal(expected[0], Read(output, "loss")[0], 1e-4);
        Assert.Equal([golden.Batch, Classes], Entry(output, "logits").Shape.AsEnumerable());
        Assert.Equal(losses[0], run.Json.GetProperty("loss").GetSingle());
        Assert.Equal(losses[1], run.Json.GetProperty("losses")[1].GetSingle());
        Assert.True(run.Json.GetProperty("gradientNorm").GetDouble() > 0);
        Assert.Equal(parameters.Count(p => p.Kind != ParameterKind.Counter) + 3, output.Tensors.Length);
    }

    [Fact]
    public void Classes_and_shares_of_them_are_the_same()
    {
        using var golden = new GoldenFile("backward-mobile_former_26m");
        var weights = StoredModel.Write(_folder["w.safetensors"], golden.Model, golden.Weights.Fill, Classes);
        Assert.Equal(0, Run(golden, weights, WriteClasses(golden), "--device", "cpu").ExitCode);
        var first = File.ReadAllBytes(_folder["y.safetensors"]);
        Assert.Equal(0, Run(golden, weights, Write("labels", golden.Weights.Targets(golden.Batch, Classes),
            golden.Batch, Classes), "--device", "cpu").ExitCode);
        Assert.Equal(first, File.ReadAllBytes(_folder["y.safetensors"]));
        using var output = SafetensorsFile.Open(_folder["y.safetensors"]);
        Assert.False(output.TryGet("losses", out _));
    }

    [Fact]
    public void Labels_that_do_not_fit_are_refused_with_what_is_needed()
    {
        using var golden = new GoldenFile("backward-mobile_former_26m");
        var weights = StoredModel.Write(_folder["w.safetensors"], golden.Model, golden.Weights.Fill, Classes);
        foreach (var labels in new float[][] { [0, 1, 2, 10], [0, 1, 2, -1], [0, 1, 2, 0.5f], [0, 1, 2], [0, 1, 2, float.NaN] })
        {
            var run = Run(golden, weights, Write("labels", labels, labels.Length));
            Assert.Equal(3, run.ExitCode);
            Assert.Contains("4 classes from 0 to 9", run.Error);
        }

        var unnamed = Run(golden, weights, Write("targets", [0, 1, 2, 3], 4));
        Assert.Equal(3, unnamed.ExitCode);
        Assert.Contains("'labels'", unnamed.Error);
        Assert.False(File.Exists(_folder["y.safetensors"]));
    }

    [Theory]
    [InlineData("--labels l.safetensors", "--labels needs --backward")]
    [InlineData("--steps 3", "--steps needs --backward")]
    [InlineData("--backward", "--labels FILE")]
    [InlineData("--backward --labels l --lr -1", "--lr takes a number of at least 0")]
    [InlineData("--backward --labels l --weight-decay NaN", "--weight-decay takes a number")]
    [InlineData("--backward --labels l --opt lion", "lion")]
    [InlineData("--backward --labels l --precision fp16", "Gradients are made in fp32")]
    public void What_cannot_be_is_a_usage_error(string arguments, string message)
    {
        var weights = StoredModel.Write(_folder["w.safetensors"], classes: Classes);
        var input = Write("input", new float[2 * 3 * 32 * 32], 2, 3, 32, 32);
        var run = CommandLineRun.Of(["run", "--model", "mobile_former_26m", "--weights", weights, "--input", input,
            "--output", _folder["y.safetensors"], .. arguments.Split(' ')]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error);
    }

    [Fact]
    public void A_batch_of_one_is_refused_with_the_reason()
    {
        var weights = StoredModel.Write(_folder["w.safetensors"], classes: Classes);
        var run = CommandLineRun.Of("run", "--model", "mobile_former_26m", "--weights", weights, "--input",
            Write("input", new float[3 * 32 * 32], 1, 3, 32, 32), "--output", _folder["y.safetensors"], "--backward",
            "--labels", Write("labels", [1], 1), "--device", "cpu");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("at least 2", run.Error);
    }

    private CommandLineRun Run(GoldenFile golden, string weights, string labels, params string[] more) =>
        CommandLineRun.Of(["run", "--model", golden.Model, "--weights", weights, "--input",
            Write("input", golden.Input, golden.Batch, 3, golden.Size, golden.Size), "--labels", labels, "--backward",
            "--output", _folder["y.safetensors"], .. more]);

    // As PyTorch stores classes.
    private string WriteClasses(GoldenFile golden)
    {
        var targets = golden.Weights.Targets(golden.Batch, Classes);
        var writer = new SafetensorsWriter();
        writer.Add("labels", DType.I64, [golden.Batch], stream =>
        {
            for (var i = 0; i < golden.Batch; i++)
                stream.Write(BitConverter.GetBytes((long)Array.IndexOf(targets, 1f, i * Classes) - (i * Classes)));
        });
        writer.Save(_folder["labels.safetensors"]);
        return _folder["labels.safetensors"];
    }

    private string Write(string tensor, float[] values, params int[] shape)
    {
        var writer = new SafetensorsWriter();
        writer.Add(tensor, values, shape);
        writer.Save(_folder[$"{tensor}.safetensors"]);
        return _folder[$"{tensor}.safetensors"];
    }

    private static TensorEntry Entry(SafetensorsFile file, string name)
    {
        Assert.True(file.TryGet(name, out var entry), name);
        return entry;
    }

    private static float[] Read(SafetensorsFile file, string name)
    {
        var values = new float[Entry(file, name).ElementCount];
        file.ReadFloat32(name, values);
        return values;
    }
}
