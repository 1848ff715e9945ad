using GpuFormer.Graph;
using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Launch;

namespace GpuFormer.Tests.Ops;

/// <summary>fp64 attention between a map and tokens, for both bridges.</summary>
internal static class BridgeReference
{
    /// <summary>Scores of token m and pixel p of an image, by head: k [.., 2C] holds the token's side first.</summary>
    public static double Score(Given x, Given tokens, int heads, int image, int h, int m, int p)
    {
        var (pixels, C, M) = (x.Shape[1] * x.Shape[2], x.Shape[3], tokens.Shape[1]);
        var sum = 0.0;
        for (var c = h * (C / heads); c < (h + 1) * (C / heads); c++)
            sum += x[(((image * pixels) + p) * C) + c] * tokens[(((image * M) + m) * 2 * C) + c];
        return sum;
    }
}

internal sealed class MobileToFormerCases : IOpCases
{
    public static IEnumerable<OpCase> Cases =>
        from returnsLogits in new[] { false, true }
        from shape in new (int[] X, int M)[]
        {
            ([1, 1, 1, 2], 1),
            ([2, 4, 4, 8], 3),
            ([1, 7, 5, 12], 6),
            ([1, 9, 8, 16], 6),
            ([2, 13, 11, 24], 4),
            ([1, 6, 6, 40], 6),
            ([1, 47, 47, 12], 3),
            ([1, 5, 5, 16], 11),
            // Widths of the networks: heads of 6, 10, 44 and 120 channels, several chunks, several images.
            ([2, 7, 7, 12], 4),
            ([1, 12, 12, 20], 6),
            ([1, 7, 7, 88], 4),
            ([2, 5, 7, 240], 6),
            ([1, 24, 24, 24], 6),
        }
        select Case(shape.X, shape.M, returnsLogits);

    private static OpCase Case(int[] x, int M, bool returnsLogits)
    {
        var attend = new MobileToFormerAttend(2, returnsLogits);
        Given[] inputs = [Given.Activation("feat", x), Given.Activation("q alpha", x[0], M, 2 * x[3])];
        return new($"[{string.Join(',', x)}], {M} tokens, logits {returnsLogits}", x[1] * x[2] + x[3],
            () => Expected(inputs[0], inputs[1], returnsLogits), device => Run(device, attend, inputs));
    }

    private static float[] Run(Device device, MobileToFormerAttend attend, Given[] inputs)
    {
        var parts = OpRun.All(device, attend, inputs);
        var partial = attend.InferShapes([inputs[0].Shape, inputs[1].Shape])[0];
        var merged = OpRun.First(device, new MobileToFormerMerge(2), new Given(parts[0], partial), inputs[1]);
        return attend.ReturnsLogits ? [.. merged, .. parts[1]] : merged;
    }

    private static double[] Expected(Given x, Given q, bool returnsLogits)
    {
        var (N, pixels, C, M) = (x.Shape[0], x.Shape[1] * x.Shape[2], x.Shape[3], q.Shape[1]);
        var y = new double[N * M * C];
        var logits = new double[N * pixels * M];
        for (var n = 0; n < N; n++)
        {
            for (var m = 0; m < M; m++)
            {
                for (var h = 0; h < 2; h++)
                {
                    var scores = Enumerable.Range(0, pixels)
                        .Select(p => BridgeReference.Score(x, q, 2, n, h, m, p)).ToArray();
                    for (var p = 0; p < pixels; p++)
                        logits[(((n * pixels) + p) * M) + m] += scores[p] / 2;
                    var shares = Reference.Softmax(scores);
                    for (var c = h * (C / 2); c < (h + 1) * (C / 2); c++)
                    {
                        var sum = 0.0;
                        for (var p = 0; p < pixels; p++)
                            sum += shares[p] * x[(((n * pixels) + p) * C) + c];
                        var row = (n * M) + m;
                        y[(row * C) + c] = sum * 2 * Reference.HardSigmoid(q[(row * 2 * C) + C + c]);
                    }
                }
            }
        }

        return returnsLogits ? [.. y, .. logits] : y;
    }
}

public sealed class MobileToFormerTests : OpTests
{
    private protected override IEnumerable<OpCase> Cases => MobileToFormerCases.Cases;
}

internal sealed class FormerToMobileCases : IOpCases
{
    public static IEnumerable<OpCase> Cases =>
    [
        Case([1, 1, 1, 2], 1),
        Case([2, 4, 4, 8], 3),
        Case([1, 7, 5, 12], 6),
        Case([1, 9, 8, 24], 6),
        Case([2, 13, 11, 40], 4),
        Case([1, 15, 15, 16], 6),
        Case([1, 5, 5, 16], 11),
        Case([2, 4, 4, 8], 3, skips: false),
        // Widths of the networks: heads of 6, 10, 44 and 120 channels, several runs, several images.
        Case([2, 7, 7, 12], 4),
        Case([1, 12, 12, 20], 6),
        Case([1, 7, 7, 88], 4),
        Case([2, 5, 7, 240], 6),
        Case([3, 3, 1, 48], 3),
        // Fewer pixels than two workers have in a tile each.
        Case([2, 1, 6, 8], 3),
        Case([1, 3, 3, 16], 4),
    ];

    private static OpCase Case(int[] x, int M, bool skips = true)
    {
        var op = new FormerToMobile(2, skips);
        Given[] inputs = [Given.Activation("x", x), Given.Activation("kv", x[0], M, 2 * x[3])];
        return new($"[{string.Join(',', x)}], {M} tokens, skips {skips}", x[3] + M,
            () => Expected(inputs[0], inputs[1], skips), device => OpRun.First(device, op, inputs));
    }

    private static double[] Expected(Given x, Given kv, bool skips)
    {
        var (N, pixels, C, M) = (x.Shape[0], x.Shape[1] * x.Shape[2], x.Shape[3], kv.Shape[1]);
        var y = x.Values.Select(v => skips ? v : 0.0).ToArray();
        for (var n = 0; n < N; n++)
        {
            for (var p = 0; p < pixels; p++)
            {
                for (var h = 0; h < 2; h++)
                {
                    var shares = Reference.Softmax([.. Enumerable.Range(0, M)
                        .Select(m => BridgeReference.Score(x, kv, 2, n, h, m, p))]);
                    for (var c = h * (C / 2); c < (h + 1) * (C / 2); c++)
                    {
                        for (var m = 0; m < M; m++)
                            y[(((n * pixels) + p) * C) + c] += shares[m] * kv[(((n * M) + m) * 2 * C) + C + c];
                    }
                }
            }
        }

        return y;
    }
}

public sealed class FormerToMobileTests : OpTests
{
    private protected override IEnumerable<OpCase> Cases => FormerToMobileCases.Cases;
}
