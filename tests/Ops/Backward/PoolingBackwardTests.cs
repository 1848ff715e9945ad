using GpuFormer.Graph.Lowered.Backward;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Tests.Ops.Backward;

public sealed class GlobalAveragePoolBackwardTests : GradientTests
{
    private protected override IEnumerable<GradientCase> Cases =>
    [
        Case(1, 1, 1, 1), Case(3, 2, 3, 5), Case(1, 3, 2, 33), Case(3, 7, 7, 12), Case(1, 19, 17, 20),
        Case(2, 6, 1, 24, ofTokens: true),
    ];

    private static GradientCase Case(int N, int H, int W, int C, bool ofTokens = false)
    {
        var x = ofTokens ? Given.Activation("x", N, H, C) : Given.Activation("x", N, H, W, C);
        return new($"{x.Shape}", H * W, [x], [Given.Activation("dy", N, C)],
            inputs => [.. from n in Enumerable.Range(0, N)
                          from c in Enumerable.Range(0, C)
                          select Term.Sum(Enumerable.Range(0, H * W)
                              .Select(p => inputs[0][(((n * H * W) + p) * C) + c])) * (1.0 / (H * W))],
            (builder, _, dy) => [GlobalAveragePoolBackward.Add(builder, "dx", dy[0], x.Shape)],
            (builder, inputs) => [builder.Add("y", new GlobalAveragePool(), inputs[0])]);
    }
}

public sealed class AdaptiveAveragePoolBackwardTests : GradientTests
{
    private protected override IEnumerable<GradientCase> Cases =>
    [
        Case([1, 1, 1, 1], 1, 1), Case([3, 5, 7, 2], 2, 3), Case([1, 7, 5, 3], 7, 5), Case([3, 4, 6, 3], 5, 4),
        Case([1, 14, 14, 11], 7, 7),
    ];

    private static GradientCase Case(int[] shape, int height, int width)
    {
        var (N, H, W, C) = (shape[0], shape[1], shape[2], shape[3]);
        var x = Given.Activation("x", shape);
        return new($"[{string.Join(',', shape)}] to {height}x{width}", 4, [x],
            [Given.Activation("dy", N, height, width, C)],
            inputs => [.. from n in Enumerable.Range(0, N)
                          from oh in Enumerable.Range(0, height)
                          from ow in Enumerable.Range(0, width)
                          from c in Enumerable.Range(0, C)
                          select Mean(from h in Window(oh, H, height)
                                      from w in Window(ow, W, width)
                                      select inputs[0][(((((n * H) + h) * W) + w) * C) + c])],
            (builder, _, dy) => [AdaptiveAveragePoolBackward.Add(builder, "dx", dy[0], x.Shape)]);
    }

    private static IEnumerable<int> Window(int index, int size, int count)
    {
        var first = index * size / count;
        return Enumerable.Range(first, (int)Math.Ceiling((index + 1.0) * size / count) - first);
    }

    private static Term Mean(IEnumerable<Term> terms)
    {
        var all = terms.ToArray();
        return Term.Sum(all) * (1.0 / all.Length);
    }
}
