using Xunit;

namespace GpuFormer.Tests.Cli;

public sealed class ExplainCommandTests
{
    [Fact]
    public void A_kernel_is_shown_as_each_target_writes_it()
    {
        var cpu = CommandLineRun.Of("explain", "LayerNorm.Forward", "--target", "cpu");
        var openCl = CommandLineRun.Of("explain", "LayerNorm.Forward", "--target", "opencl");
        var ptx = CommandLineRun.Of("explain", "LayerNorm.Forward", "--target", "ptx");
        Assert.Contains("ldloc", cpu.Output);
        Assert.Contains(".visible .entry", ptx.Output);
        Assert.Contains("__kernel", openCl.Output);
    }

    [Fact]
    public void A_kernel_is_shown_after_the_last_pass_and_after_any_other()
    {
        var last = CommandLineRun.Of("explain", "LayerNorm.Forward", "--after", "Scheduling");
        var first = CommandLineRun.Of("explain", "layernorm.forward", "--after", "SsaConstruction");
        var none = CommandLineRun.Of("explain", "LayerNorm.Forward", "--after", "FrontEnd");
        Assert.All([last, first, none], run => Assert.Equal(0, run.ExitCode));
        Assert.Equal(3, new[] { last.Output, first.Output, none.Output }.Distinct().Count());
        Assert.All([last, first, none], run => Assert.Contains("LayerNorm", run.Output));
    }

    [Fact]
    public void JSON_names_the_specialisation()
    {
        var json = CommandLineRun.Of("explain", "Depthwise.Walk", "--json").Json;
        Assert.StartsWith("Depthwise.Walk<", json.GetProperty("kernel").GetString());
        Assert.Equal("cpu", json.GetProperty("target").GetString());
        Assert.Equal(3, json.GetProperty("group").GetArrayLength());
        Assert.NotEmpty(json.GetProperty("text").GetString()!);
    }

    [Fact]
    public void An_unknown_kernel_is_answered_with_all_there_are()
    {
        var run = CommandLineRun.Of("explain", "LayerNorm.Backward");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("LayerNorm.Forward", run.Error);
        Assert.Contains("MobileToFormer.Attend", run.Error);
    }

    [Theory]
    [InlineData("--after", "Magic", "Scheduling")]
    [InlineData("--target", "metal", "cpu")]
    public void An_unknown_pass_or_target_is_answered_with_those_there_are(string option, string value, string known)
    {
        var run = CommandLineRun.Of("explain", "LayerNorm.Forward", option, value);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(known, run.Error);
        Assert.Empty(run.Output);
    }
}
