using GpuFormer.Graph.Lowered.Backward;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Tests.Ops.Backward;

/// <summary>Of <see cref="SpatialDyReluBackward"/> and <see cref="SpatialDyReluAttentionBackward"/>.</summary>
public sealed class SpatialDyReluBackwardTests : GradientTests
{
    private protected override IEnumerable<GradientCase> Cases =>
    [
        Case(1, 1, 1, 1, 1), Case(3, 2, 3, 4, 3), Case(1, 2, 3, 11, 6), Case(3, 5, 7, 20, 6), Case(1, 19, 17, 12, 3),
        Case(2, 3, 3, 9, 10),
    ];

    private static GradientCase Case(int N, int H, int W, int C, int M)
    {
        Given[] given =
        [
            Given.Activation("x", N, H, W, C), Given.Activation("attention", N, H, W, M),
            Given.Activation("slopes", N, M, 2 * C),
        ];
        return new($"[{N},{H},{W},{C}], {M} tokens", (H * W) + (4 * C), given, [Given.Activation("dy", N, H, W, C)],
            inputs =>
            [
                .. inputs[0].Select((v, i) =>
                {
                    var (row, slope) = (i / C * M, (i / (H * W * C) * M * 2 * C) + (i % C));
                    return Term.Max(Mixed(row, slope) * v, Mixed(row, slope + C) * v);

                    Term Mixed(int at, int channel) => Term.Sum(Enumerable.Range(0, M)
                        .Select(m => inputs[1][at + m] * inputs[2][channel + (m * 2 * C)]));
                }),
            ],
            (builder, inputs, dy) =>
            {
                var (dx, dattention, dslopes) =
                    SpatialDyReluBackward.Add(builder, "dx", dy[0], inputs[0], inputs[1], inputs[2]);
                return [dx, dattention, dslopes];
            });
    }
}
