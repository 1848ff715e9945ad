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

    [Theory]
    [InlineData("mobile_former_26m")]
    [InlineData("mobilenet_v3_small")]
    [InlineData("mobilevit_xxs")]
    public void The_tree_of_layers_adds_up_to_the_network(string name)
    {
        var info = CommandLineRun.Of("info", name, "--img-size", "64", "--device", "cpu", "--json").Json;
        void Adds(System.Text.Json.JsonElement layer, string path)
        {
            var inner = layer.GetProperty("layers").EnumerateArray().ToList();
            if (inner.Count == 0)
                return;
            Assert.All(inner, child => Assert.StartsWith(path, child.GetProperty("name").GetString()!));
            Assert.True(layer.GetProperty("macs").GetInt64() >= inner.Sum(child => child.GetProperty("macs").GetInt64()));
            Assert.True(
                layer.GetProperty("params").GetInt64() >= inner.Sum(child => child.GetProperty("params").GetInt64()));
            inner.ForEach(child => Adds(child, child.GetProperty("name").GetString() + "."));
        }

        Adds(info, "");
        var top = info.GetProperty("layers").EnumerateArray().ToList();
        foreach (var number in new[] { "macs", "params", "flops" })
            Assert.Equal(info.GetProperty(number).GetInt64(), top.Sum(layer => layer.GetProperty(number).GetInt64()));
        Assert.Equal(2 * info.GetProperty("macs").GetInt64(), info.GetProperty("flops").GetInt64());
    }

    [Fact]
    public void The_tree_is_as_deep_as_one_asks()
    {
        string[] Layers(params string[] options)
        {
            var lines = CommandLineRun.Of(["info", "mobile_former_26m", "--device", "cpu", .. options]).Output.Split('\n');
            return [.. lines.SkipWhile(line => !line.StartsWith("layer ", StringComparison.Ordinal)).Skip(1)
                .Where(line => line.Length > 0)];
        }

        Assert.Single(Layers("--depth", "0"));
        Assert.DoesNotContain(Layers("--depth", "1"), line => line.Contains("│  ├─", StringComparison.Ordinal));
        var usual = Layers();
        Assert.Contains(usual, line => line.StartsWith("│  ├─ 3 ", StringComparison.Ordinal));
        Assert.DoesNotContain(usual, line => line.Contains("conv1", StringComparison.Ordinal));
        Assert.Contains(Layers("--depth", "9"), line => line.Contains("─ conv1 ", StringComparison.Ordinal));
        Assert.Equal(2, CommandLineRun.Of("info", "mobile_former_26m", "--depth", "-1").ExitCode);
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
