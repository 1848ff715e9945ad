using GpuFormer.Graph;
using GpuFormer.Graph.Lowered.Backward;
using GpuFormer.Graph.Ops;
using Xunit;

namespace GpuFormer.Tests.Ops.Backward;

public sealed class DyReluBackwardTests : GradientTests
{
    private protected override IEnumerable<GradientCase> Cases =>
    [
        Case(1, 1, 1, 1), Case(3, 2, 3, 5), Case(1, 4, 3, 12), Case(2, 3, 3, 24), Case(1, 19, 17, 6),
        Case(3, 23, 29, 20),
    ];

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    public void Equal_products_share_the_gradient(string device)
    {
        // Of x = 0 both products are 0; of x = 2 they are equal where the slopes are.
        Given dy = new([3f, 5f], new Shape(1, 2, 1));
        Given x = new([0f, 2f], new Shape(1, 2, 1));
        Given slopes = new([0.5f, 0.5f], new Shape(1, 2));
        var results = OpRun.All(TestDevices.Get(device), new DyReluBackward(), dy, x, slopes);
        Assert.Equal([1.5f, 2.5f], results[0]);
        Assert.Equal([5f, 5f], results[1]);
    }

    private static GradientCase Case(int N, int H, int W, int C) =>
        new($"[{N},{H},{W},{C}]", H * W,
            [Given.Activation("x", N, H, W, C), Given.Activation("slopes", N, 2 * C)],
            [Given.Activation("dy", N, H, W, C)],
            inputs =>
            [
                .. inputs[0].Select((v, i) =>
                {
                    var slope = (i / (H * W * C) * 2 * C) + (i % C);
                    return Term.Max(inputs[1][slope] * v, inputs[1][slope + C] * v);
                }),
            ],
            (builder, inputs, dy) =>
            {
                var (dx, dslopes) = DyReluBackward.Add(builder, "dx", dy[0], inputs[0], inputs[1]);
                return [dx, dslopes];
            });
}
