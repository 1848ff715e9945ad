using System.Text.Json;
using GpuFormer.Imaging;
using GpuFormer.Imaging.Png;
using GpuFormer.Models;
using GpuFormer.Tests.Host;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Cli;

/// <summary>Numbers that are none are told with the name of their file, and never become ordinary results.</summary>
public sealed class NonFiniteTests : IDisposable
{
    private const string Name = "mobilenet_v3_small";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // NaN in the last layer reaches the logits whatever activations do on the way.
    private const string Last = "classifier.3.bias";

    [Fact]
    public void Predict_names_the_picture_and_keeps_its_JSON()
    {
        var picture = Picture("p/a.png");
        Picture("p/b.png");
        var run = CommandLineRun.Of(
            "predict", _folder["p"], "-m", Name, "-w", Weights(Last, float.NaN), "-d", "cpu", "--json");
        Assert.Equal(1, run.ExitCode);
        var rows = run.Json.EnumerateArray().ToList();
        Assert.Equal(2, rows.Count);
        Assert.Equal(picture, rows[0].GetProperty("file").GetString());
        Assert.Contains("infinite or NaN", rows[0].GetProperty("error").GetString());
        Assert.Contains($"{picture}: the network's result is infinite or NaN", run.Error);
        Assert.Contains($"tensor '{Last}'", run.Error);
    }

    [Fact]
    public void Val_exits_with_1_names_pictures_and_keeps_its_JSON()
    {
        Picture("p/val/a/1.png");
        var second = Picture("p/val/b/2.png");
        var run = CommandLineRun.Of("val", _folder["p"], "-m", Name, "-w", Weights(Last, float.PositiveInfinity), "-d",
            "cpu", "--json", "-b", "2");
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(2, run.Json.GetProperty("non_finite").GetInt32());
        Assert.Equal(2, run.Json.GetProperty("pictures").GetInt32());
        Assert.Equal(JsonValueKind.Null, run.Json.GetProperty("loss").ValueKind);
        Assert.Contains($"{second}: the network's result is infinite or NaN", run.Error);
    }

    [Theory]
    [InlineData("features.0.0.weight", float.NaN, "'features.0.0.weight' has 1 NaN")]
    [InlineData("features.0.1.running_var", -1f, "'features.0.1.running_var' has 1 negative variances")]
    [InlineData("classifier.3.weight", float.NegativeInfinity, "'classifier.3.weight' has 0 NaN and 1 infinite")]
    public void Run_names_the_tensor_of_the_weights(string tensor, float value, string part)
    {
        var run = Run(Weights(tensor, value), Input(0.5f));
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(part, run.Error);
    }

    [Fact]
    public void Run_names_the_tensor_of_the_input_and_says_that_logits_are_not_finite()
    {
        var run = Run(Weights(Last, 0), Input(float.PositiveInfinity));
        Assert.Contains("x.safetensors: tensor 'input' has infinities or NaN", run.Error);
        run = Run(Weights(Last, float.NaN), Input(0.5f));
        Assert.Contains("y.safetensors: tensor 'logits' has infinities or NaN", run.Error);
        Assert.False(run.Json.GetProperty("finite").GetBoolean());
        Assert.True(Run(Weights(Last, 0), Input(0.5f)).Json.GetProperty("finite").GetBoolean());
    }

    [Fact]
    public void The_library_names_the_picture_and_the_tensor()
    {
        var told = new List<string>();
        using var classifier = Classifier.Load(
            Name, Weights(Last, float.NaN), new ClassifierOptions { Device = "cpu", Warn = told.Add });
        var picture = Picture("a.png");
        Assert.Contains(picture, Assert.Throws<NonFiniteResultException>(() => classifier.Classify(picture)).Message);
        Assert.Throws<NonFiniteResultException>(() => classifier.Classify(new Image(4, 4)));
        Assert.Contains(Last, Assert.Single(told));
    }

    [Fact]
    public void Train_exits_with_1_and_announces_no_best_epoch()
    {
        foreach (var file in new[] { "train/a/1", "train/a/2", "train/b/1", "train/b/2", "val/a/1", "val/b/1" })
            Picture($"p/{file}.png");
        // Only validation uses the mean that was kept: the losses of training are numbers.
        const string Model = "mobilevit_xxs";
        var weights = StoredModel.Write(_folder["v.safetensors"], Model, classes: 2,
            change: tensors => tensors["final_conv.bn.running_mean"].Values[0] = float.NaN);
        var run = CommandLineRun.Of("train", _folder["p"], "--model", Model, "--img-size", "32", "-b", "2", "--epochs",
            "1", "--warmup-epochs", "0", "--cooldown-epochs", "0", "--device", "cpu", "--output", _folder["r"],
            "--progress", "never", "--initial-checkpoint", weights);
        Assert.True(run.ExitCode == 1, run.Error);
        Assert.Contains("infinite or NaN", run.Error);
        Assert.DoesNotContain("Best", run.Error);
        Assert.DoesNotContain("Best", run.Output);
        Assert.False(File.Exists(_folder[$"r/classify/{Model}/weights/best.safetensors"]));
    }

    [Fact]
    public void Every_length_and_place_is_looked_at()
    {
        for (var length = 0; length < 40; length++)
        {
            var values = Enumerable.Repeat(float.MaxValue, length).ToArray();
            Assert.True(FiniteNumbers.All(values));
            foreach (var wrong in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
            {
                for (var place = 0; place < length; place++)
                {
                    var changed = values.ToArray();
                    changed[place] = wrong;
                    Assert.False(FiniteNumbers.All(changed));
                }
            }
        }
    }

    private CommandLineRun Run(string weights, string input) => CommandLineRun.Of("run", "-m", Name, "-w", weights,
        "-i", input, "-o", _folder["y.safetensors"], "-d", "cpu", "--json");

    private string Weights(string tensor, float value)
    {
        Assert.Contains(ModelCatalogue.Create(Name, 2).Parameters, parameter => parameter.Name == tensor);
        return StoredModel.Write(_folder["w.safetensors"], Name, classes: 2, labels: """["a", "b"]""",
            change: tensors => tensors[tensor].Values[0] = value);
    }

    private string Input(float value)
    {
        var values = SeededWeights.Input(3 * 32 * 32);
        values[40] = value;
        var writer = new SafetensorsWriter();
        writer.Add("input", values, 1, 3, 32, 32);
        writer.Save(_folder["x.safetensors"]);
        return _folder["x.safetensors"];
    }

    private string Picture(string name)
    {
        var image = new Image(16, 16);
        for (var i = 0; i < image.Pixels.Length; i++)
            image.Pixels[i] = (byte)(i * 11);
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        PngWriter.Save(image, _folder[name]);
        return _folder[name];
    }
}
