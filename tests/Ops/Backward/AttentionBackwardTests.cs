using GpuFormer.Graph;
using GpuFormer.Graph.Lowered.Backward;
using GpuFormer.Graph.Ops;
using GpuFormer.Graph.Ops.Training;

namespace GpuFormer.Tests.Ops.Backward;

/// <summary>Attention on a tape, for tokens and both bridges.</summary>
internal static class AttentionReference
{
    /// <summary>
    /// Of each row of queries the soft-max, over all rows of keys, of scale * query . key over the columns of a head.
    /// </summary>
    public static Term[][] Shares(Term[][] queries, Term[][] keys, Range columns, double scale) =>
        [.. queries.Select(q => Term.Softmax([.. keys.Select(k => Score(q, k, columns, scale))]))];

    public static Term Score(Term[] query, Term[] key, Range columns, double scale) =>
        Term.Sum(query[columns].Zip(key[columns], (a, b) => a * b)) * scale;

    /// <summary>The columns of a head.</summary>
    public static Range Head(int head, int heads, int width) => (head * width / heads)..((head + 1) * width / heads);

    /// <summary>One image of a tensor [N, ..., C], as rows.</summary>
    public static Term[][] Image(Term[] all, Given given, int image) =>
        [.. all.Chunk(given.Shape.Elements / given.Shape[0]).ElementAt(image).Chunk(given.Shape.Last)];
}

/// <summary>Of <see cref="TokenAttentionBackward"/>.</summary>
public sealed class TokenAttentionBackwardTests : GradientTests
{
    private protected override IEnumerable<GradientCase> Cases =>
        [Case(1, 1, 4), Case(3, 3, 12), Case(1, 6, 20), Case(2, 6, 36), Case(3, 3, 64)];

    private static GradientCase Case(int N, int M, int D)
    {
        const int heads = 4;
        var scale = (float)Math.Pow(D / heads, -0.5);
        Given[] given = [Given.Activation("q", N, M, D), Given.Activation("z", N, M, D)];
        return new($"[{N},{M},{D}]", 4 * (D + M), given, [Given.Activation("dy", N, M, D)],
            inputs =>
            [
                .. Enumerable.Range(0, N).SelectMany(n =>
                {
                    var q = AttentionReference.Image(inputs[0], given[0], n);
                    var z = AttentionReference.Image(inputs[1], given[1], n);
                    var shares = Enumerable.Range(0, heads).Select(h => AttentionReference.Shares(
                        q, z, AttentionReference.Head(h, heads, D), scale)).ToArray();
                    return from i in Enumerable.Range(0, M)
                           from d in Enumerable.Range(0, D)
                           select Term.Sum(shares[d * heads / D][i].Select((share, j) => share * z[j][d]));
                }),
            ],
            (builder, inputs, dy) =>
            {
                var (dq, dz) = TokenAttentionBackward.Add(builder, "dx", heads, scale, dy[0], inputs[0], inputs[1]);
                return [dq, dz];
            },
            (builder, inputs) =>
                OpGradient.Lowered(builder, "forward", new TrainedSelfAttention(heads, scale), [.. inputs]));
    }
}

/// <summary>
/// Of <see cref="BridgeToTokensPrepare"/> and <see cref="BridgeToTokensBackward"/> behind
/// <see cref="BridgeToTokensMerge"/> and <see cref="ScaledStack"/>, gated and with keys as values or not.
/// </summary>
public sealed class BridgeToTokensBackwardTests : GradientTests
{
    private protected override IEnumerable<GradientCase> Cases =>
    [
        Case([1, 1, 1, 2], 1, false, false), Case([3, 2, 3, 4], 3, true, false), Case([1, 3, 2, 12], 6, true, true),
        Case([3, 7, 5, 16], 6, false, false), Case([1, 13, 11, 24], 6, true, false),
        Case([1, 15, 14, 40], 3, false, true),
        Case([2, 2, 3, 4], 3, true, true, gated: false), Case([1, 13, 11, 24], 6, false, false, gated: false),
        Case([2, 3, 2, 4], 3, true, true, gated: true, values: true), Case([1, 2, 2, 2], 1, false, false, true, true),
        Case([1, 13, 11, 24], 6, false, true, gated: true, values: true),
        Case([2, 7, 5, 16], 5, true, false, gated: false, values: true),
    ];

    private static GradientCase Case(
        int[] shape, int M, bool returnsScores, bool adds, bool gated = true, bool values = false)
    {
        const int heads = 2;
        var (N, pixels, C) = (shape[0], shape[1] * shape[2], shape[3]);
        var scale = (float)Math.Pow(C / heads, -0.5);
        var op = new TrainedBridgeToTokens(heads, scale, returnsScores) { IsGated = gated, HasValues = values };
        List<Given> given = [Given.Activation("x", shape), Given.Activation("q", N, M, C)];
        // Gates on both sides of their kinks.
        if (gated)
            given.Add(new(SpecFill.Values("alpha", N * M * C, scale: 4), new Shape(N, M, C)));
        if (values)
            given.Add(Given.Activation("values", shape));
        List<Given> gradients = [Given.Activation("dy", N, M, C)];
        if (returnsScores)
            gradients.Add(Given.Activation("dscores", N, shape[1], shape[2], M));
        // What is added to dx is the gradient of another result, x itself.
        if (adds)
            gradients.Add(Given.Activation("addend", shape));
        return new(
            $"[{string.Join(',', shape)}], {M} tokens, scores {returnsScores}, adds {adds}, gated {gated}, values {values}",
            4 * (pixels + C), [.. given], [.. gradients],
            inputs => [.. Forward(inputs, [.. given], op), .. adds ? inputs[0] : []],
            (builder, inputs, dy) =>
            {
                var forward = OpGradient.Lowered(builder, "forward", op, [.. inputs]);
                var (dx, dq, dalpha, dvalues) = BridgeToTokensBackward.Add(
                    builder, "dx", heads, scale, dy[0], returnsScores ? dy[1] : null, inputs[0], inputs[1],
                    gated ? inputs[2] : null, forward[1], forward[2], values ? inputs[^1] : null, adds ? dy[^1] : null);
                return [dx, dq, .. gated ? [dalpha] : Array.Empty<Tensor?>(), .. values ? [dvalues] : Array.Empty<Tensor?>()];
            },
            adds ? null : (builder, inputs) =>
                [.. OpGradient.Lowered(builder, "forward", op, [.. inputs]).Where((_, i) => i is 0 or 3)]);
    }

    private static IEnumerable<Term> Forward(Term[][] inputs, Given[] given, TrainedBridgeToTokens op)
    {
        const int heads = 2;
        var (x, C) = (given[0].Shape, given[0].Shape[3]);
        var (results, scores) = (new List<Term>(), new List<Term>());
        for (var n = 0; n < x[0]; n++)
        {
            var map = AttentionReference.Image(inputs[0], given[0], n);
            var q = AttentionReference.Image(inputs[1], given[1], n);
            var alpha = op.IsGated ? AttentionReference.Image(inputs[2], given[2], n) : null;
            var values = op.HasValues ? AttentionReference.Image(inputs[^1], given[^1], n) : map;
            var columns = Enumerable.Range(0, heads).Select(h => AttentionReference.Head(h, heads, C)).ToArray();
            var shares = columns.Select(c => AttentionReference.Shares(q, map, c, op.Scale)).ToArray();
            var found = from m in Enumerable.Range(0, q.Length)
                        from c in Enumerable.Range(0, C)
                        select (m, c, Term.Sum(shares[c * heads / C][m].Select((share, p) => share * values[p][c])));
            results.AddRange(found.Select(f =>
                alpha is null ? f.Item3 : f.Item3 * (alpha[f.m][f.c].HardSigmoid() * 2)));
            if (op.ReturnsScores)
            {
                scores.AddRange(map.SelectMany(pixel => q.Select(query =>
                    Term.Sum(columns.Select(c => AttentionReference.Score(query, pixel, c, op.Scale))) * (1.0 / heads))));
            }
        }

        return results.Concat(scores);
    }
}

/// <summary>Of <see cref="BridgeToMapPrepare"/> and <see cref="BridgeToMapBackward"/>.</summary>
public sealed class BridgeToMapBackwardTests : GradientTests
{
    private protected override IEnumerable<GradientCase> Cases =>
    [
        Case([1, 1, 1, 2], 1), Case([3, 2, 3, 4], 3), Case([1, 2, 3, 12], 6), Case([3, 7, 5, 12], 3),
        Case([1, 13, 11, 24], 6), Case([1, 15, 14, 40], 3),
        Case([2, 3, 2, 4], 3, skips: false), Case([1, 13, 11, 24], 6, skips: false),
    ];

    private static GradientCase Case(int[] shape, int M, bool skips = true)
    {
        const int heads = 2;
        var (N, C) = (shape[0], shape[3]);
        var scale = (float)Math.Pow(C / heads, -0.5);
        Given[] given = [Given.Activation("x", shape), Given.Activation("k", N, M, C), Given.Activation("v", N, M, C)];
        return new($"[{string.Join(',', shape)}], {M} tokens, skips {skips}", 4 * ((shape[1] * shape[2]) + C), given,
            [Given.Activation("dy", shape)],
            inputs =>
            [
                .. Enumerable.Range(0, N).SelectMany(n =>
                {
                    var (x, k, v) = (AttentionReference.Image(inputs[0], given[0], n),
                        AttentionReference.Image(inputs[1], given[1], n),
                        AttentionReference.Image(inputs[2], given[2], n));
                    var shares = Enumerable.Range(0, heads).Select(h => AttentionReference.Shares(
                        x, k, AttentionReference.Head(h, heads, C), scale)).ToArray();
                    return from p in Enumerable.Range(0, x.Length)
                           from c in Enumerable.Range(0, C)
                           let found = Term.Sum(shares[c * heads / C][p].Select((share, m) => share * v[m][c]))
                           select skips ? x[p][c] + found : found;
                }),
            ],
            (builder, inputs, dy) =>
            {
                var (dx, dk, dv) = BridgeToMapBackward.Add(
                    builder, "dx", heads, scale, dy[0], inputs[0], inputs[1], inputs[2], skips);
                return [dx, dk, dv];
            },
            (builder, inputs) =>
                OpGradient.Lowered(builder, "forward", new TrainedBridgeToMap(heads, scale) { Skips = skips }, [.. inputs]));
    }
}
