using GpuFormer.Graph;
using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Lowered.Backward;
using GpuFormer.Graph.Ops;
using Xunit;

namespace GpuFormer.Tests.Ops.Backward;

public sealed class PointwiseFilterGradientTests : GradientTests
{
    private protected override IEnumerable<GradientCase> Cases =>
    [
        Case(2, 1, 1, 3), Case(3, 7, 5, 1), Case(5, 3, 12, 20), Case(1, 1100, 9, 17), Case(4, 6, 8, 12, groups: 4),
        Case(3, 5, 24, 72, groups: 4, shuffle: true), Case(2, 3, 40, 96), Case(1, 150, 16, 101),
    ];

    private static GradientCase Case(int N, int rows, int K, int C, int groups = 1, bool shuffle = false) =>
        new($"[{N},{rows},{K}] to {C}, {groups} filter groups, shuffle {shuffle}", N * rows,
            [Given.Activation("filter", C, K / groups), Given.Activation("x", N, rows, K)],
            [Given.Activation("dy", N, rows, C)],
            inputs =>
            [
                .. Enumerable.Range(0, N * rows * C).Select(i =>
                {
                    var c = i % C;
                    var source = shuffle ? (c % groups * (C / groups)) + (c / groups) : c;
                    var first = source / (C / groups) * (K / groups);
                    return Term.Sum(Enumerable.Range(0, K / groups).Select(k =>
                        inputs[0][(source * (K / groups)) + k] * inputs[1][(i / C * K) + first + k]));
                }),
            ],
            (builder, inputs, dy) =>
            [
                PointwiseFilterGradient.Add(builder, "filter",
                    new PointwiseFilterGradient { FilterGroups = groups, Shuffle = shuffle }, inputs[1], dy[0]),
                null,
            ]);
}

public sealed class FirstTokenGradientTests : GradientTests
{
    private protected override IEnumerable<GradientCase> Cases => [Case(1, 1, 1, 1), Case(3, 4, 5, 7), Case(2, 3, 32, 20)];

    // What the linear makes of the first token, and, beside it, the first token of others.
    private static GradientCase Case(int N, int M, int D, int C) =>
        new($"[{N},{M},{D}] to {C}", N,
            [Given.Activation("tokens", N, M, D), Given.Activation("filter", C, D), Given.Activation("others", N, M, D)],
            [Given.Activation("dy", N, D), Given.Activation("dz", N, C)],
            inputs =>
            [
                .. Enumerable.Range(0, N * D).Select(i => inputs[2][(i / D * M * D) + (i % D)] * 1.0),
                .. Enumerable.Range(0, N * C).Select(i => Term.Sum(Enumerable.Range(0, D).Select(d =>
                    inputs[0][(i / C * M * D) + d] * inputs[1][(i % C * D) + d]))),
            ],
            (builder, inputs, dy) =>
            [
                null,
                PointwiseFilterGradient.Add(builder, "filter", new PointwiseFilterGradient { FirstToken = true },
                    inputs[0], dy[1]),
                builder.Add("tokens", new FirstTokenGradient(M), dy[0]),
            ]);
}

public sealed class DepthwiseBackwardTests : GradientTests
{
    private protected override IEnumerable<GradientCase> Cases =>
    [
        Case(1, 1, 1, 1, 1, 1), Case(1, 4, 5, 2, 2, 1), Case(2, 3, 4, 2, 1, 2), Case(1, 5, 3, 3, 1, 2),
        Case(2, 7, 7, 12, 3, 1), Case(2, 9, 16, 9, 2, 2), Case(3, 8, 14, 8, 1, 2), Case(2, 13, 28, 20, 1, 1),
        Case(1, 75, 30, 10, 2, 1), Case(1, 6, 11, 8, 3, 2),
        Case(1, 1, 1, 2, 1, 1, 5, 5), Case(2, 5, 7, 9, 1, 1, 5, 5), Case(2, 7, 7, 8, 1, 2, 5, 5),
        Case(1, 9, 12, 20, 2, 2, 5, 5), Case(1, 70, 28, 8, 1, 1, 5, 5), Case(1, 5, 7, 4, 2, 1, 3, 1),
        Case(1, 7, 8, 4, 1, 2, 3, 1), Case(2, 5, 7, 4, 1, 1, 1, 3), Case(1, 6, 9, 9, 2, 2, 1, 3),
        Case(1, 5, 7, 3, 1, 2, 1, 1), Case(1, 6, 10, 4, 1, 1, 9, 9), Case(1, 7, 10, 4, 1, 2, 7, 7),
        Case(1, 5, 6, 2, 2, 2, 3, 1, across: 1), Case(1, 5, 6, 2, 2, 1, 1, 3, across: 2),
        Case(2, 8, 16, 9, 1, 2, 3, 1, across: 1), Case(2, 7, 15, 9, 1, 1, 1, 3, across: 2),
        Case(1, 9, 14, 8, 1, 2, 3, 3, across: 1), Case(1, 9, 14, 8, 1, 1, 5, 5, across: 2),
        Case(1, 1, 1, 2, 1, 1, 13, 13), Case(2, 5, 7, 9, 2, 1, 13, 13), Case(2, 8, 9, 4, 1, 2, 13, 13),
        Case(1, 5, 3, 4, 1, 1, 21, 21), Case(1, 7, 6, 3, 2, 2, 15, 1), Case(1, 6, 9, 4, 1, 1, 1, 13),
        Case(1, 9, 8, 4, 2, 2, 13, 3, across: 1), Case(1, 6, 10, 9, 1, 1, 3, 13, across: 2),
        Case(1, 70, 30, 2, 1, 1, 13, 3),
    ];

    [Fact]
    public void Gradients_of_another_map_than_the_convolution_made_are_refused()
    {
        Shape[] shapes = [new Shape(1, 5, 5, 4), new Shape(3, 3, 4)];
        Assert.Throws<ShapeException>(() => new DepthwiseInputGradient(2, 5, 5, 4).InferShapes(shapes));
        Assert.Throws<ShapeException>(() => new DepthwiseFilterGradient(2).InferShapes([shapes[0], shapes[0]]));
    }

    private static GradientCase Case(
        int N, int H, int W, int C, int multiplier, int stride, int R = 3, int S = 3, int? across = null)
    {
        var op = new Depthwise(stride) { ColumnStride = across ?? stride };
        var Q = C * multiplier;
        var output = op.InferShapes([new Shape(N, H, W, C), new Shape(R, S, Q), new Shape(Q)])[0];
        return new($"[{N},{H},{W},{C}] times {multiplier}, {R}x{S}, strides {stride}, {op.ColumnStride}",
            Math.Max(N * H * W, R * S * multiplier),
            [Given.Activation("x", N, H, W, C), Given.Activation("filter", R, S, Q), Given.Activation("norm.bias", Q)],
            [Given.Activation("dy", [.. output])],
            inputs => Loop(inputs, output, H, W, C, stride, R, S, across),
            (builder, inputs, dy) =>
            {
                var gradients = OpGradient.Add(builder, op, [inputs[0], inputs[1], inputs[2]], dy);
                return [gradients[0], gradients[1], gradients[2]];
            });
    }

    internal static Term[] Loop(
        Term[][] inputs, Shape output, int H, int W, int C, int stride, int R = 3, int S = 3, int? across = null)
    {
        var (outH, outW, Q) = (output[1], output[2], output[3]);
        return
        [
            .. Enumerable.Range(0, output.Elements).Select(i =>
            {
                var (n, oh, ow, q) = (i / (outH * outW * Q), i / (outW * Q) % outH, i / Q % outW, i % Q);
                var sum = inputs[2][q];
                for (var r = 0; r < R; r++)
                {
                    for (var s = 0; s < S; s++)
                    {
                        var (h, w) = ((oh * stride) + r - (R / 2), (ow * (across ?? stride)) + s - (S / 2));
                        if (h >= 0 && h < H && w >= 0 && w < W)
                        {
                            sum += inputs[0][(((((n * H) + h) * W) + w) * C) + (q % C)]
                                * inputs[1][(((r * S) + s) * Q) + q];
                        }
                    }
                }

                return sum;
            }),
        ];
    }
}
