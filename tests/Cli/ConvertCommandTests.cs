using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Cli;

public sealed class ConvertCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_checkpoint_becomes_a_safetensors_file()
    {
        var target = _folder["out.safetensors"];
        var run = CommandLineRun.Of("convert", Checkpoint("training-zip.pth.tar"), target, "--json");
        Assert.Equal(0, run.ExitCode);
        using var written = SafetensorsFile.Open(target);
        Assert.Equal(written.Tensors.Length, run.Json.GetProperty("tensors").GetInt32());
        Assert.Equal(written.Tensors.Sum(t => t.ByteCount), run.Json.GetProperty("bytes").GetInt64());
        Assert.Equal(target, run.Json.GetProperty("output").GetString());
        Assert.NotEmpty(written.Tensors);
        Assert.DoesNotContain(written.Tensors, t => t.Name.StartsWith("module.", StringComparison.Ordinal));
    }

    [Fact]
    public void Half_precision_rounds_numbers_and_keeps_counters_and_metadata()
    {
        var writer = new SafetensorsWriter();
        writer.Add("w", new[] { 1f, 0.1f, -65504f }, 3);
        writer.Add("n", DType.I64, [1], stream => stream.Write([7, 0, 0, 0, 0, 0, 0, 0]));
        writer.AddMetadata("model", "net");
        writer.Save(_folder["in.safetensors"]);
        var run = CommandLineRun.Of(
            "convert", _folder["in.safetensors"], _folder["out.safetensors"], "--half", "--json");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(14, run.Json.GetProperty("bytes").GetInt32());
        using var written = SafetensorsFile.Open(_folder["out.safetensors"]);
        Assert.Equal("net", written.Metadata["model"]);
        Assert.Equal([DType.I64, DType.F16], written.Tensors.Select(t => t.DType));
        var values = new float[3];
        written.ReadFloat32("w", values);
        Assert.Equal([1f, (float)(Half)0.1f, -65504f], values);
    }

    [Fact]
    public void A_number_too_large_for_half_precision_is_refused_with_its_tensor()
    {
        var writer = new SafetensorsWriter();
        writer.Add("wide", new[] { 70000f }, 1);
        writer.Save(_folder["in.safetensors"]);
        var run = CommandLineRun.Of("convert", _folder["in.safetensors"], _folder["out.safetensors"], "--half");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("wide", run.Error);
        Assert.False(File.Exists(_folder["out.safetensors"]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Values_that_are_no_numbers_and_negative_variances_are_told_with_their_tensor(bool half)
    {
        var writer = new SafetensorsWriter();
        writer.Add("sound", new[] { 1f, 2f }, 2);
        writer.Add("broken", new[] { float.NaN, float.PositiveInfinity, 1f }, 3);
        writer.Add("bn.running_var", new[] { -1f, 2f }, 2);
        writer.Add("n", DType.I64, [1], stream => stream.Write([7, 0, 0, 0, 0, 0, 0, 0]));
        writer.Save(_folder["in.safetensors"]);
        string[] args = ["convert", _folder["in.safetensors"], _folder["out.safetensors"]];
        var run = CommandLineRun.Of(half ? [.. args, "--half"] : args);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(2, run.Error.Split("warning").Length - 1);
        Assert.Contains("in.safetensors: tensor 'broken' has 1 NaN and 1 infinite values of 3", run.Error);
        Assert.Contains("tensor 'bn.running_var' has 1 negative variances of 2", run.Error);
    }

    [Fact]
    public void Text_says_how_much_was_written()
    {
        var target = _folder["out.safetensors"];
        var run = CommandLineRun.Of("convert", Checkpoint("plain-zip.pth"), target);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("tensors", run.Output);
    }

    [Fact]
    public void What_is_no_checkpoint_is_exit_code_3_and_writes_nothing()
    {
        var source = _folder.Write("in.pth", "this is a letter, not a checkpoint");
        var run = CommandLineRun.Of("convert", source, _folder["out.safetensors"]);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains(source, run.Error);
        Assert.False(File.Exists(_folder["out.safetensors"]));
    }

    [Fact]
    public void A_pickled_program_is_exit_code_3_and_named()
    {
        var run = CommandLineRun.Of("convert", Checkpoint("module-zip.pth"), _folder["out.safetensors"]);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("torch.nn.modules.linear.Linear", run.Error);
        Assert.Empty(run.Output);
    }

    [Fact]
    public void An_absent_file_is_exit_code_3_with_its_name()
    {
        var run = CommandLineRun.Of("convert", _folder["absent.pth"], _folder["out.safetensors"]);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("absent.pth", run.Error);
        Assert.DoesNotContain("   at ", run.Error);
    }

    [Fact]
    public void A_stack_trace_comes_only_when_asked_for()
    {
        var run = CommandLineRun.Of(
            "convert", _folder["absent.pth"], _folder["out.safetensors"], "--verbosity", "debug");
        Assert.Contains("   at ", run.Error);
    }

    [Theory]
    [InlineData("in.pth", "out.pth")]
    [InlineData("a.safetensors", "a.safetensors")]
    public void A_target_that_cannot_be_is_a_usage_error(string source, string target)
    {
        var run = CommandLineRun.Of("convert", _folder[source], _folder[target]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(target, run.Error);
    }

    private static string Checkpoint(string name) => Path.Combine(AppContext.BaseDirectory, "Data", "Weights", name);
}
