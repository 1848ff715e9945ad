using GpuFormer.Graph;
using GpuFormer.Graph.Lowered.Backward;
using GpuFormer.Graph.Ops;
using Xunit;

namespace GpuFormer.Tests.Ops.Backward;

public sealed class ChannelScaleBackwardTests : GradientTests
{
    private protected override IEnumerable<GradientCase> Cases =>
    [
        Case(1, 1, 1, 1, 1), Case(3, 2, 3, 5, 2), Case(2, 3, 3, 24, 1), Case(1, 19, 17, 6, 2), Case(3, 23, 29, 20, 0.5f),
    ];

    [Fact]
    public void A_scale_of_other_channels_is_refused()
    {
        Shape[] shapes = [new Shape(2, 3, 3, 8), new Shape(2, 3, 3, 8), new Shape(2, 4)];
        Assert.Throws<ShapeException>(() => new ChannelScaleBackward(1).InferShapes(shapes));
    }

    private static GradientCase Case(int N, int H, int W, int C, float factor)
    {
        var op = new Elementwise { Epilogue = Epilogue.Identity.Then(new ChannelScale(factor)) };
        return new($"[{N},{H},{W},{C}] times {factor}", H * W,
            [Given.Activation("x", N, H, W, C), Given.Activation("scale", N, 1, 1, C)],
            [Given.Activation("dy", N, H, W, C)],
            inputs => [.. inputs[0].Select((v, i) => inputs[1][(i / (H * W * C) * C) + (i % C)] * v * factor)],
            (builder, inputs, dy) =>
            {
                var gradients = OpGradient.Add(builder, op, inputs, dy);
                return [gradients[0], gradients[1]];
            });
    }
}
