using GpuFormer.Tests.Host;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Cli;

public sealed class ExportCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_network_becomes_an_onnx_file_that_passes_the_check()
    {
        var target = _folder["m.onnx"];
        var run = Export(target, "--check", "--json", "--dynamic", "--opset", "18");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(18, run.Json.GetProperty("opset").GetInt32());
        Assert.Equal(new FileInfo(target).Length, run.Json.GetProperty("bytes").GetInt64());
        Assert.Equal("input [batch,3,224,224]", run.Json.GetProperty("inputs")[0].GetString());
    }

    [Fact]
    public void Text_says_what_was_written_and_how_to_check_the_numbers()
    {
        var run = Export(_folder["m.onnx"], "--check", "--batch-size", "2", "--img-size", "64");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("input [2,3,64,64] to logits [2,10]", run.Output);
        Assert.Contains("onnxruntime", run.Error);
    }

    [Fact]
    public void Weights_alone_become_safetensors()
    {
        var target = _folder["m.safetensors"];
        var run = Export(target, "--format", "safetensors");
        Assert.Equal(0, run.ExitCode);
        using var written = SafetensorsFile.Open(target);
        Assert.NotEmpty(written.Tensors);
    }

    [Theory]
    [InlineData("m.onnx", "--opset 16", "17 to 21")]
    [InlineData("m.onnx", "--format torchscript", "torchscript")]
    [InlineData("m.pb", "", ".onnx")]
    [InlineData("m.onnx", "--format safetensors", ".safetensors")]
    public void What_cannot_be_written_is_a_usage_error(string target, string options, string reason)
    {
        var run = Export(_folder[target], options.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(reason, run.Error);
        Assert.False(File.Exists(_folder[target]));
    }

    [Fact]
    public void Weights_of_another_model_are_exit_code_3()
    {
        var weights = StoredModel.Write(_folder["w.safetensors"], "mobile_former_52m", classes: 10);
        var run = CommandLineRun.Of("export", _folder["m.onnx"], "--model", "mobile_former_26m", "--weights", weights);
        Assert.Equal(3, run.ExitCode);
        Assert.False(File.Exists(_folder["m.onnx"]));
    }

    [Fact]
    public void Without_classes_the_last_linear_is_left_out()
    {
        var whole = Export(_folder["whole.onnx"], "--check");
        var headless = Export(_folder["headless.onnx"], "--check", "--classes", "0");
        Assert.Equal((0, 0), (whole.ExitCode, headless.ExitCode));
        // Its filter and bias, and a little text.
        var difference = new FileInfo(_folder["whole.onnx"]).Length - new FileInfo(_folder["headless.onnx"]).Length;
        Assert.InRange(difference, 4 * 10 * 1025, (4 * 10 * 1025) + 1000);
        var refused = Export(_folder["w.safetensors"], "--format", "safetensors", "--classes", "0");
        Assert.Equal(2, refused.ExitCode);
    }

    [Fact]
    public void Without_weights_it_says_what_is_missing()
    {
        var run = CommandLineRun.Of("export", _folder["m.onnx"], "--model", "mobile_former_26m");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--weights", run.Error);
    }

    private CommandLineRun Export(string target, params string[] options)
    {
        var weights = StoredModel.Write(_folder["w.safetensors"], classes: 10);
        return CommandLineRun.Of(
            ["export", target, "--model", "mobile_former_26m", "--weights", weights, .. options]);
    }
}
