using GpuFormer.Models;
using GpuFormer.Tests.Ops;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host.Models;

/// <summary>
/// Whole networks on devices against values that the official code computed: golden files and Networks 5.2 and 5.3.
/// Devices of compiled kernels only; ILGPU's CPU accelerator takes minutes for a network.
/// </summary>
public sealed class MobileFormerGoldenTests
{
    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    public void Golden_files_are_reproduced(string kind)
    {
        foreach (var file in new[] { "26m", "26m-160", "96m", "294m" })
        {
            using var golden = new GoldenFile($"forward-mobile_former_{file}");
            var run = new ModelRun(TestDevices.Get(kind), ModelCatalogue.Create(golden.Model), golden.Weights.Fill,
                golden.Input, (golden.Batch, golden.Size, golden.Size));
            GoldenTaps.AssertClose(golden.Read("logits"), run.Logits, $"{file} logits");
            foreach (var name in golden.Names.Where(n => n.EndsWith(".sample", StringComparison.Ordinal)))
            {
                var (stage, isTokens) = GoldenTaps.Parse(name);
                var sample = GoldenTaps.Sample(run.Stage(stage, isTokens)!.Data);
                GoldenTaps.AssertClose(golden.Read(name), sample, $"{file} {name}");
            }
        }
    }

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    public void Logits_of_all_sizes_match_the_table_of_the_networks_page(string kind)
    {
        foreach (var size in new[] { "26m", "52m", "96m", "151m", "214m", "294m", "508m" })
            SpecLogits.AssertMatch(size, false, Logits(kind, size, spatial: false), 1e-4);
        SpecLogits.AssertMatch("96m", true, Logits(kind, "96m", spatial: true), 1e-4);
    }

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    public void Stages_match_the_table_of_the_networks_page(string kind)
    {
        // Mean and root mean square of maps, blocks 0, 1, ...
        Dictionary<string, (double Mean, double Rms)[]> tables = new()
        {
            ["294m"] =
            [
                (.2647811, .5497583), (.1757897, .9890288), (.1710130, 1.3352820), (.1238314, 1.8073297),
                (-.0044663, 2.1901670), (-.1063872, 2.1720027), (-.0161640, 3.0085437), (-.4508154, 2.1672869),
                (-.5316154, 2.9489522), (.0508152, 2.9692751), (.0750748, 3.6567073), (-.0843425, 4.3201090),
            ],
            ["52m"] =
            [
                (-.2287113, .4549225), (-.2537675, .8262062), (-.1988847, 1.2561863), (-.1093580, 1.9312843),
                (.3107127, 1.9394449), (-.0679694, 2.0642543), (.2506436, 1.4217011), (-.2524049, 2.1100218),
                (-.3072112, 2.5224100),
            ],
            ["96m"] =
            [
                (.0626941, .4654196), (.0960966, .7493479), (-.1329260, 1.1021647), (-.2202957, 1.6500411),
                (-.0348091, 2.0796046), (-.1773107, 2.6011491), (.0246502, 1.8889361), (-.0952679, 2.2707028),
                (-.4997598, 2.9184724),
            ],
            ["508m"] =
            [
                (.2501264, .5657370), (.0485040, .8349543), (.3008277, 1.3591655), (.3875996, 1.6701515),
                (.3257728, 2.0207430), (.1161405, 2.0458307), (.1450839, 2.5300275), (-.0836780, 1.8720480),
                (-.0479528, 2.4090445), (.0563835, 2.6064676), (-.0337655, 3.1272102), (.0819180, 3.7737112),
            ],
        };
        foreach (var (size, rows) in tables)
        {
            var run = Run(kind, size, spatial: false, 224, 224);
            for (var i = 0; i < rows.Length; i++)
            {
                var x = run.Stage($"features.{i}", tokens: false)!;
                Assert.Equal(rows[i].Mean, x.Mean, 1e-4);
                Assert.Equal(rows[i].Rms, x.RootMeanSquare, 1e-4);
            }
        }
    }

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    public void Odd_image_size_matches_the_official_code(string kind)
    {
        var x = Run(kind, "96m", spatial: false, 250, 333).Stage("features.8", tokens: false)!;
        Assert.Equal([1, 128, 8, 11], x.Sizes);
        Assert.Equal(-0.513228, x.Mean, 1e-4);
    }

    private static IReadOnlyList<double> Logits(string kind, string size, bool spatial) =>
        Run(kind, size, spatial, 224, 224).Logits;

    private static ModelRun Run(string kind, string size, bool spatial, int height, int width) =>
        new(TestDevices.Get(kind), new MobileFormer(ReferenceTests.Variant(size), new(SpatialDyRelu: spatial)),
            SeededWeights.Fill, SeededWeights.Input(3 * height * width), (1, height, width));
}
