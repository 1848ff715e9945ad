using GpuFormer.Kernels.Launch;
using GpuFormer.Models;
using GpuFormer.Tests.Ops;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host.Models;

/// <summary>The graph after all passes, stage by stage against the float64 reference.</summary>
public sealed class FusedGraphTests
{
    [Theory]
    [InlineData("26m", false, 1, 40, 56)]
    [InlineData("52m", true, 2, 33, 32)]
    [InlineData("96m", false, 1, 32, 32)]
    public void Stages_match_the_reference_with_cpu_kernels(
        string size, bool spatial, int batch, int height, int width) =>
        AssertMatchesReference(TestDevices.Get("cpu"), size, spatial, (batch, height, width));

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    public void Stages_match_the_reference(string kind)
    {
        var device = TestDevices.Get(kind);
        foreach (var variant in MobileFormerVariant.All)
        {
            var size = variant.Name[(variant.Name.LastIndexOf('_') + 1)..];
            AssertMatchesReference(device, size, false, (2, 64, 64));
            AssertMatchesReference(device, size, true, (1, 65, 95));
        }
    }

    private static void AssertMatchesReference(
        Device device, string size, bool spatial, (int Batch, int Height, int Width) images)
    {
        var variant = ReferenceTests.Variant(size);
        var input = SeededWeights.Input(images.Batch * 3 * images.Height * images.Width);
        var reference = new MobileFormerReference(variant, SeededWeights.Fill, spatial);
        var logits = reference.Run(Values.Of(input, images.Batch, 3, images.Height, images.Width));
        var model = new MobileFormer(variant, new(SpatialDyRelu: spatial));
        var run = new ModelRun(device, model, SeededWeights.Fill, input, images);
        foreach (var (stage, (x, tokens)) in reference.Stages)
        {
            AssertStage($"{size} {stage}.x", x, run.Stage(stage, tokens: false));
            AssertStage($"{size} {stage}.tokens", tokens, run.Stage(stage, tokens: true));
        }

        GoldenTaps.AssertClose([.. logits.Data.Select(v => (float)v)], run.Logits, $"{size} logits");
    }

    private static void AssertStage(string what, Values? expected, Values? actual)
    {
        if (expected is null)
            return;
        Assert.NotNull(actual);
        Assert.Equal(expected.Sizes, actual.Sizes);
        GoldenTaps.AssertClose([.. expected.Data.Select(v => (float)v)], actual.Data, what);
    }
}
