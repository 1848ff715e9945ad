using Xunit;

namespace GpuFormer.Tests.Cli;

public sealed class SelfTestCommandTests
{
    [Fact]
    public void A_right_device_is_told_its_coverage()
    {
        var run = CommandLineRun.Of("selftest", "--device", "cpu", "--op", "layernorm");
        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"(\d+) of \1 ops on this device \(cpu\)", run.Output);
        Assert.Contains("allowed 1.0e-7", run.Output);
        Assert.Matches(@"(?m)^LayerNorm +(\d+) +\1 +\S+ +1\.0e-7 ", run.Output);
    }

    [Fact]
    public void Half_precision_is_tested_where_it_is_stored()
    {
        var run = CommandLineRun.Of("selftest", "--device", "cpu", "--op", "pointwise", "--precision", "fp16", "--json");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("fp16", run.Json.GetProperty("precision").GetString());
        Assert.Contains(run.Json.GetProperty("ops").EnumerateArray(),
            row => row.GetProperty("kernel").GetString()!.EndsWith(" half filter", StringComparison.Ordinal)
                && row.GetProperty("nmse").GetDouble() <= 1e-6);
    }

    [Theory]
    [InlineData("test", "nmse")]
    [InlineData("perf", "gbps")]
    [InlineData("support", "specialisation")]
    public void JSON_has_one_row_for_each_op(string mode, string key)
    {
        var json = CommandLineRun.Of(
            "selftest", "--device", "cpu", "--op", "TokenAttention", "--mode", mode, "--json").Json;
        var total = json.GetProperty("total").GetInt32();
        Assert.True(total > 0);
        Assert.Equal(total, json.GetProperty("passed").GetInt32());
        var rows = json.GetProperty("ops").EnumerateArray().ToList();
        Assert.Equal(total, rows.Count);
        Assert.All(rows, row => Assert.Equal("passed", row.GetProperty("outcome").GetString()));
        Assert.All(rows, row => Assert.True(row.TryGetProperty(key, out _)));
    }

    [Fact]
    public void An_unknown_op_is_answered_with_all_there_are()
    {
        var run = CommandLineRun.Of("selftest", "--device", "cpu", "--op", "Conv9D");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Pointwise", run.Error);
        Assert.Empty(run.Output);
    }

    [Fact]
    public void A_device_that_is_not_there_is_a_usage_error() =>
        Assert.Equal(2, CommandLineRun.Of("selftest", "--device", "opencl:98.7").ExitCode);
}
