using GpuFormer.Models;
using Xunit;

namespace GpuFormer.Tests.Cli;

public sealed class ModelsCommandTests
{
    [Fact]
    public void JSON_has_the_parameters_and_multiply_adds_of_the_networks_page()
    {
        var rows = CommandLineRun.Of("models", "--json").Json.EnumerateArray()
            .ToDictionary(row => row.GetProperty("model").GetString()!);
        Assert.Equal(ModelCatalogue.Names, rows.Keys);
        // Networks 1.9
        Assert.Equal(3_232_788, rows["mobile_former_26m"].GetProperty("params").GetInt64());
        Assert.Equal(23_550_208, rows["mobile_former_26m"].GetProperty("macs").GetInt64());
        Assert.Equal(13_976_976, rows["mobile_former_508m"].GetProperty("params").GetInt64());
        Assert.Equal(2 * 498_467_680L, rows["mobile_former_508m"].GetProperty("flops").GetInt64());
        // Networks 4.1
        Assert.Equal(216_589_760, rows["mobilenet_v3_large"].GetProperty("macs").GetInt64());
        Assert.Equal("MobileNetV3", rows["mobilenet_v3_large"].GetProperty("family").GetString());
        Assert.Equal(224, rows["mobile_former_508m"].GetProperty("img_size").GetInt32());
    }

    [Fact]
    public void A_pattern_narrows_the_list()
    {
        var lines = CommandLineRun.Of("models", "mobile_former_2*").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("model", lines[0]);
        Assert.StartsWith("mobile_former_26m", lines[1]);
    }

    [Fact]
    public void A_pattern_without_a_match_gives_an_empty_list_and_a_warning()
    {
        var run = CommandLineRun.Of("models", "efficientnet", "--json");
        Assert.Equal(0, run.ExitCode);
        Assert.Empty(run.Json.EnumerateArray());
        Assert.Contains("mobile_former_26m", run.Error);
    }
}
