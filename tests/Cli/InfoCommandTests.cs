using Xunit;

namespace GpuFormer.Tests.Cli;

public sealed class InfoCommandTests
{
    [Fact]
    public void JSON_states_counts_at_the_chosen_size()
    {
        var info = CommandLineRun.Of("info", "mobile-former-96m", "--img-size", "64", "--json").Json;
        Assert.Equal("mobile_former_96m", info.GetProperty("model").GetString());
        Assert.Equal(4_585_252, info.GetProperty("params").GetInt64());
        Assert.Equal([1, 3, 64, 64], info.GetProperty("input").EnumerateArray().Select(size => size.GetInt32()));
        Assert.InRange(info.GetProperty("macs").GetInt64(), 5_000_000, 20_000_000);
        Assert.Equal(
            info.GetProperty("arena_bytes").GetInt64() + info.GetProperty("constant_bytes").GetInt64(),
            info.GetProperty("peak_bytes").GetInt64());
        Assert.False(info.TryGetProperty("graph", out _));
    }

    [Theory]
    [InlineData("mobile_former_96m", 1280)]
    [InlineData("mobilenet_v2", 1280)]
    [InlineData("mobilenet_v3_small", 1024)]
    [InlineData("mobilevit_xxs", 320)]
    public void Other_classes_change_the_last_linear_and_none_removes_it(string name, int width)
    {
        long Count(params string[] options)
        {
            string[] words = ["info", name, "--img-size", "64", "--device", "cpu", "--json", .. options];
            return CommandLineRun.Of(words).Json.GetProperty("params").GetInt64();
        }

        var without = Count("--classes", "0");
        Assert.Equal(without + ((width + 1) * 7), Count("--classes", "7"));
        Assert.Equal(without + ((width + 1) * 1000), Count());
        var last = CommandLineRun.Of("info", name, "--img-size", "64", "--classes", "0", "--graph", "--device", "cpu",
            "--json").Json.GetProperty("graph").EnumerateArray().Last();
        Assert.Equal([1, width], last.GetProperty("outputs")[0].GetProperty("shape").EnumerateArray()
            .Select(size => size.GetInt32()));
    }

    [Fact]
    public void The_graph_lists_every_launch_with_kernel_shape_and_place()
    {
        var info = CommandLineRun.Of("info", "mobile_former_26m", "--img-size", "64", "--graph", "--json").Json;
        var rows = info.GetProperty("graph").EnumerateArray().ToList();
        Assert.Equal(info.GetProperty("launches").GetInt32(), rows.Count);
        Assert.All(rows, row =>
        {
            Assert.NotEmpty(row.GetProperty("kernel").GetString()!);
            Assert.All(row.GetProperty("outputs").EnumerateArray(), output =>
                Assert.InRange(output.GetProperty("offset").GetInt64(), 0, info.GetProperty("arena_bytes").GetInt64()));
        });
        Assert.Equal([1, 1000], rows[^1].GetProperty("outputs")[0].GetProperty("shape").EnumerateArray()
            .Select(size => size.GetInt32()));
    }

    [Fact]
    public void Text_shows_a_table_of_launches()
    {
        var run = CommandLineRun.Of("info", "mobile_former_26m", "--img-size", "64", "--graph");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("3,232,788", run.Output);
        Assert.Contains("arena offset", run.Output);
    }

    [Fact]
    public void An_unknown_model_is_answered_with_the_nearest()
    {
        var run = CommandLineRun.Of("info", "mobile_former_295m");
        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains("Did you mean 'mobile_former_294m'?", run.Error);
        Assert.DoesNotContain("Parameter", run.Error);
    }

    [Theory]
    [InlineData("--img-size", "-1")]
    [InlineData("--img-size", "32768.5")]
    [InlineData("--batch-size", "0")]
    [InlineData("--batch-size", "many")]
    [InlineData("--device", "gpu")]
    [InlineData("--device", "cuda:99")]
    public void Bad_numbers_and_devices_are_usage_errors_that_repeat_them(string option, string value)
    {
        var run = CommandLineRun.Of("info", "mobile_former_26m", option, value);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(value, run.Error);
    }

    [Fact]
    public void A_size_that_no_index_reaches_is_a_usage_error()
    {
        var run = CommandLineRun.Of("info", "mobile_former_26m", "--img-size", "32768", "--batch-size", "32768");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("32768", run.Error);
    }
}
