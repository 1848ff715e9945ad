using GpuFormer.Models;
using GpuFormer.Tests.Ops;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host.Models;

/// <summary>Whole MobileViTs on devices against values that timm computed: golden files and Networks 5.7.</summary>
public sealed class MobileVitGoldenTests
{
    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    public void Golden_files_are_reproduced(string kind)
    {
        foreach (var file in new[] { "xxs", "xxs-224" })
        {
            using var golden = new GoldenFile($"forward-mobilevit_{file}");
            var run = new ModelRun(TestDevices.Get(kind), ModelCatalogue.Create(golden.Model), golden.Weights.Fill,
                golden.Input, (golden.Batch, golden.Size, golden.Size));
            GoldenTaps.AssertClose(golden.Read("logits"), run.Logits, $"{file} logits");
            foreach (var name in golden.Names.Where(n => n.EndsWith(".sample", StringComparison.Ordinal)))
            {
                var sample = GoldenTaps.Sample(run.Stage(GoldenTaps.Parse(name).Stage, tokens: false)!.Data);
                GoldenTaps.AssertClose(golden.Read(name), sample, $"{file} {name}");
            }
        }
    }

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    public void Logits_match_the_table_of_the_networks_page(string kind)
    {
        AssertLogits(kind, "xxs", 256, [-0.045095, -0.057315, 0.045939, -0.003075, 0.165085], -1.052017, 190);
        AssertLogits(kind, "xxs", 224, [-0.040922, -0.057528, 0.042421, 0.000930, 0.161005], -1.095351, null);
        AssertLogits(kind, "xs", 256, [-0.140354, -0.171996, -0.023918, 0.007085, -0.103837], 2.947795, 97);
        AssertLogits(kind, "xs", 224, [-0.130417, -0.161043, -0.022352, 0.013301, -0.100570], 2.891349, null);
        AssertLogits(kind, "s", 256, [-0.154834, 0.103067, -0.159003, 0.102694, -0.200850], -1.956057, 993);
        AssertLogits(kind, "s", 224, [-0.148342, 0.088492, -0.152225, 0.107498, -0.198092], -2.153280, null);
    }

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    public void Stages_match_the_table_of_the_networks_page(string kind)
    {
        // Mean and root mean square, by the number of the stage.
        Dictionary<string, (int Stage, double Mean, double Rms)[]> tables = new()
        {
            ["xxs"] =
            [
                (0, .0519817, .4071914), (1, -.0404855, .3320660), (2, .0084176, .1722466), (3, .0636437, .2854460),
                (4, .0394892, .2569196),
            ],
            ["xs"] = [(2, .0947467, .5075480), (3, .0468378, .2499897), (4, .0241353, .2046745)],
            ["s"] =
            [
                (0, .0004487, .2037068), (1, -.0164940, .3027047), (2, .0459771, .2853408), (3, .0678424, .2446974),
                (4, .0275810, .2650474),
            ],
        };
        foreach (var (size, rows) in tables)
        {
            var run = Run(kind, size, 256);
            foreach (var (stage, mean, rms) in rows)
            {
                var x = run.Stage($"stages.{stage}", tokens: false)!;
                Assert.Equal(mean, x.Mean, 1e-4);
                Assert.Equal(rms, x.RootMeanSquare, 1e-4);
            }
        }
    }

    private static void AssertLogits(string kind, string size, int side, double[] first, double sum, int? largest)
    {
        var logits = Run(kind, size, side).Logits;
        Assert.Equal(1000, logits.Length);
        for (var i = 0; i < first.Length; i++)
            Assert.Equal(first[i], logits[i], 1e-4);
        Assert.Equal(sum, logits.Sum(), 0.1);
        if (largest is { } index)
            Assert.Equal(index, Array.IndexOf(logits, logits.Max()));
    }

    private static ModelRun Run(string kind, string size, int side) =>
        new(TestDevices.Get(kind), ModelCatalogue.Create($"mobilevit_{size}"), SeededWeights.Fill,
            SeededWeights.Input(3 * side * side), (1, side, side));
}
