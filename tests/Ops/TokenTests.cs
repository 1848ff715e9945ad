using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Tests.Ops;

internal sealed class TokenAttentionCases : IOpCases
{
    public static IEnumerable<OpCase> Cases =>
        [Case(1, 1, 4), Case(2, 3, 16), Case(1, 6, 32), Case(2, 4, 36), Case(1, 11, 48)];

    private static OpCase Case(int N, int M, int D)
    {
        Given[] inputs = [Given.Activation("q", N, M, D), Given.Activation("z", N, M, D)];
        return new($"[{N},{M},{D}]", (D / 4) + M, () => Expected(inputs[0], inputs[1], 4),
            device => OpRun.First(device, new TokenAttention(4), inputs));
    }

    private static double[] Expected(Given q, Given z, int heads)
    {
        var (N, M, D) = (q.Shape[0], q.Shape[1], q.Shape[2]);
        var y = new double[N * M * D];
        for (var n = 0; n < N; n++)
        {
            for (var i = 0; i < M; i++)
            {
                for (var h = 0; h < heads; h++)
                {
                    var columns = Enumerable.Range(h * (D / heads), D / heads);
                    var shares = Reference.Softmax([.. Enumerable.Range(0, M).Select(j =>
                        columns.Sum(d => q[(((n * M) + i) * D) + d] * z[(((n * M) + j) * D) + d]))]);
                    foreach (var d in columns)
                    {
                        y[(((n * M) + i) * D) + d] =
                            Enumerable.Range(0, M).Sum(j => shares[j] * z[(((n * M) + j) * D) + d]);
                    }
                }
            }
        }

        return y;
    }
}

public sealed class TokenAttentionTests : OpTests
{
    private protected override IEnumerable<OpCase> Cases => TokenAttentionCases.Cases;
}

internal sealed class LayerNormCases : IOpCases
{
    public static IEnumerable<OpCase> Cases => [Case(1, 7), Case(3, 8), Case(2, 33), Case(6, 192), Case(1, 1)];

    private static OpCase Case(int rows, int D)
    {
        Given[] inputs =
            [Given.Activation("x", rows, D), Given.Constant("weight", D), Given.Constant("bias", D)];
        return new($"[{rows},{D}]", D, () => Expected(inputs, rows, D),
            device => OpRun.First(device, new LayerNorm(1e-5f), inputs));
    }

    private static double[] Expected(Given[] inputs, int rows, int D)
    {
        var y = new double[rows * D];
        for (var row = 0; row < rows; row++)
        {
            var x = Enumerable.Range(0, D).Select(d => inputs[0][(row * D) + d]).ToArray();
            var mean = x.Average();
            var scale = 1 / Math.Sqrt(x.Average(v => (v - mean) * (v - mean)) + 1e-5f);
            for (var d = 0; d < D; d++)
                y[(row * D) + d] = ((x[d] - mean) * scale * inputs[1][d]) + inputs[2][d];
        }

        return y;
    }
}

public sealed class LayerNormTests : OpTests
{
    private protected override IEnumerable<OpCase> Cases => LayerNormCases.Cases;
}

internal sealed class SoftmaxCases : IOpCases
{
    public static IEnumerable<OpCase> Cases => [Case(1, 1, 1), Case(100, 3, 6), Case(33, 1, 7), Case(5, 50, 4)];

    // Scaled rows reach beyond where e^x overflows.
    private static OpCase Case(int rows, float scale, int D)
    {
        var x = Given.Activation("x", rows, D);
        x = x with { Values = [.. x.Values.Select(v => v * scale * 3)] };
        return new($"[{rows},{D}] times {scale}", D,
            () => [.. Enumerable.Range(0, rows).SelectMany(row =>
                Reference.Softmax([.. Enumerable.Range(0, D).Select(d => x[(row * D) + d])]))],
            device => OpRun.First(device, new Softmax(), x));
    }
}

public sealed class SoftmaxTests : OpTests
{
    private protected override IEnumerable<OpCase> Cases => SoftmaxCases.Cases;
}

internal sealed class ConcatCases : IOpCases
{
    public static IEnumerable<OpCase> Cases =>
        [Case([1, 1], [1, 1]), Case([3, 7], [3, 9]), Case([2, 33], [2, 3, 16]), Case([1, 1, 1, 1], [1, 1, 1, 2]), Case([2, 3, 5, 9], [2, 3, 5, 20])];

    private static OpCase Case(int[] a, int[] b)
    {
        Given[] inputs = [Given.Activation("a", a), Given.Activation("b", b)];
        var stride = inputs[1].Shape.Elements / inputs[0].Shape.Rows;
        return new($"[{string.Join(',', a)}] and [{string.Join(',', b)}]", 0,
            () => [.. Enumerable.Range(0, inputs[0].Shape.Rows).SelectMany(n =>
                Enumerable.Range(0, a[^1]).Select(i => inputs[0][(n * a[^1]) + i]).Concat(
                    Enumerable.Range(0, b[^1]).Select(i => inputs[1][(n * stride) + i])))],
            device => OpRun.First(device, new Concat(), inputs));
    }
}

public sealed class ConcatTests : OpTests
{
    private protected override IEnumerable<OpCase> Cases => ConcatCases.Cases;
}
