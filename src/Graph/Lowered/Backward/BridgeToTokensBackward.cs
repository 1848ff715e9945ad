using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered.Backward;

/// <summary>
/// The gradient of the bridge Mobile to Former (Networks 1.4). With g = dy * 2 * hardSigmoid(alpha) and, per head,
/// a[m, p] = soft-max over pixels of Scale * q[m] . x[p] and
/// d = a * (g[m] . x[p] - g[m] . result[m]) + dscores / Heads:
/// dx[p] = sum over m of a * g[m] + Scale * d * q[m], and dq[m] = Scale * sum over p of d * x[p].
/// Scores are computed again, from the maximum and the sum that the forward run keeps of each soft-max.
/// </summary>
/// <remarks>
/// Inputs: x [N, H, W, C]; rows, columns and lanes of <see cref="BridgeToTokensPrepare"/>; with
/// <see cref="HasScores"/> dscores [N, H, W, M]; with <see cref="Adds"/> a tensor as x, which is added to dx; with
/// <see cref="HasValues"/> the values, a map as x: they take the place of x in g[m] . x[p], and their gradient is the sum
/// of a * g[m]. Output 0: dx as x. Output 1: [N, Chunks, M, C], dq by each chunk of pixels, or [N, M, C] where there is
/// one chunk. Output 2, with <see cref="HasValues"/>: dvalues as x.
/// </remarks>
internal sealed record BridgeToTokensBackward(
    int Heads, float Scale, bool HasScores, bool Adds, bool HasValues = false) : KernelOp
{
    public override bool MakesMaps => true;

    /// <summary>Adds the nodes and returns dx, dq, dalpha (if gated) and dvalues (if values are another map).</summary>
    /// <param name="builder">Gets the nodes.</param>
    /// <param name="name">Of the nodes.</param>
    /// <param name="heads">Of the bridge.</param>
    /// <param name="scale">Of its scores.</param>
    /// <param name="dy">[N, M, C].</param>
    /// <param name="dscores">[N, H, W, M], the gradient of the mean over heads of the scaled scores, or null.</param>
    /// <param name="x">The map [N, H, W, C].</param>
    /// <param name="q">Unscaled queries [N, M, C].</param>
    /// <param name="alpha">The gates before their hard sigmoid [N, M, C], or null.</param>
    /// <param name="result">What the forward run keeps: attention before the gate [N, M, C].</param>
    /// <param name="terms">What the forward run keeps of each soft-max [N, M, 2 * heads].</param>
    /// <param name="values">The map of the values, or null where it is x.</param>
    /// <param name="addend">Another gradient of x that is added to dx, or null.</param>
    public static (Tensor Dx, Tensor Dq, Tensor? Dalpha, Tensor? Dvalues) Add(
        GraphBuilder builder, string name, int heads, float scale, Tensor dy, Tensor? dscores, Tensor x, Tensor q,
        Tensor? alpha, Tensor result, Tensor terms, Tensor? values = null, Tensor? addend = null)
    {
        var qAlpha = builder.Add($"{name}.stack", new ScaledStack(scale), alpha is null ? [q] : [q, alpha]);
        var prepared = builder.AddNode(
            $"{name}.prepare", new BridgeToTokensPrepare(heads), dy, result, qAlpha, terms);
        var op = new BridgeToTokensBackward(
            heads, scale, dscores is not null, addend is not null, values is not null);
        List<Tensor> inputs = [x, prepared[1], prepared[2], prepared[3]];
        if (dscores is not null)
            inputs.Add(dscores);
        if (addend is not null)
            inputs.Add(addend);
        if (values is not null)
            inputs.Add(values);
        var outputs = builder.AddNode(name, op, inputs);
        return (outputs[0], BridgeChunks.Sum(builder, $"{name}.q", outputs[1]), alpha is null ? null : prepared[0],
            values is null ? null : outputs[2]);
    }

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var (x, rows) = (inputs[0], inputs[1]);
        if (x.Rank != 4 || x[3] % Heads != 0)
            throw new ShapeException(this, "x", $"[N,H,W,C], C a multiple of {Heads} heads", x);
        if (rows.Rank != 3 || rows[0] != x[0] || rows[1] % 2 != 0 || rows[2] != x[3])
            throw new ShapeException(this, "x", x, "rows", rows);
        var M = rows[1] / 2;
        var expected = BridgeToTokensPrepare.Layouts(x[0], M, x[3], Heads);
        if (inputs[2] != expected.Columns)
            throw new ShapeException(this, "columns", expected.Columns, inputs[2]);
        if (inputs[3] != expected.Lanes)
            throw new ShapeException(this, "lanes", expected.Lanes, inputs[3]);
        if (HasScores && inputs[4] != x.WithLast(M))
            throw new ShapeException(this, "dscores", x.WithLast(M), inputs[4]);
        if (Adds && inputs[HasScores ? 5 : 4] != x)
            throw new ShapeException(this, "the addend", x, inputs[HasScores ? 5 : 4]);
        if (HasValues && inputs[^1] != x)
            throw new ShapeException(this, "values", x, inputs[^1]);
        var partial = Chunks(x, M).Partial(x, M);
        return HasValues ? [x, partial, x] : [x, partial];
    }

    /// <summary>Two products of the forward run again, and their gradients: x by q and g, dx of both, dq.</summary>
    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs) =>
        5L * inputs[0].Elements * (inputs[1][1] / 2);

    public override void Forward(ForwardContext context)
    {
        var x = context.InputShape(0);
        var (M, width) = (context.InputShape(1)[1] / 2, x[3] / Heads);
        var chunks = Chunks(x, M);
        var lanes = Tiling.Lanes(context.Capabilities, width, limit: 8);
        var panelTile = BridgeChunks.Padded(2 * M) / lanes % 2 == 0 ? 2 : 1;
        var tileChannels = context.Capabilities.IsProcessor && width % (2 * lanes) == 0 ? 2 : 1;
        var kernel = new KernelSpecialisation(
            Library.BridgeToTokensBackwardKernels.Backward, new GroupShape(lanes),
            new Library.BridgeToTokensBackwardConstants
            {
                Tokens = M,
                Heads = Heads,
                Block = chunks.Block,
                PixelTile = panelTile == 2 ? 6 : 8,
                PanelTile = panelTile,
                TileChannels = tileChannels,
                HasScores = HasScores ? 1 : 0,
                Adds = Adds ? 1 : 0,
                HasValues = HasValues ? 1 : 0,
            });
        context.Launch(kernel, new LaunchShape(chunks.Count, 1, x[0]),
            new Library.BridgeToTokensInputs(
                context.Input(0), context.Input(HasValues ? context.InputCount - 1 : 0), context.Input(1),
                context.Input(2), context.Input(3), context.Input(HasScores ? 4 : 0),
                context.Input(!Adds ? 0 : HasScores ? 5 : 4)),
            new Library.BridgeToTokensGradients(
                context.Output(0), context.Output(HasValues ? 2 : 0), context.Output(1)),
            new Library.BridgeSizes(x[1] * x[2], chunks.Pixels, x[3], Scale));
    }

    private BridgeChunks Chunks(Shape x, int M) =>
        BridgeChunks.Of(x, Heads, BridgeChunks.Padded(2 * M) + (2 * BridgeChunks.Padded(M)));
}

/// <summary>
/// The small part of the gradient of the bridge Mobile to Former: g = dy * 2 * hardSigmoid(alpha) and q in the two
/// layouts that <see cref="BridgeToTokensBackward"/> reads, and dalpha = dy * result * 2 * hardSigmoid'(alpha).
/// </summary>
/// <remarks>
/// Inputs: dy [N, M, C]; result [N, M, C]; qAlpha [N, M, 2C], scaled queries and gates, or [N, M, C] without gates;
/// terms [N, M, 2 * Heads]. Output 0: dalpha [N, M, C], 0 without gates. Output 1: rows [N, 2M, C], queries, then g. Output 2: columns [N, C, L], the same with
/// tokens innermost, L the next multiple of 8. Output 3: lanes [N, Heads, 3, P], of each token (P the next multiple of
/// 8) the maximum, 1 over the sum, and g . result over the head's channels.
/// </remarks>
internal sealed record BridgeToTokensPrepare(int Heads) : KernelOp
{
    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var (dy, result, qAlpha, terms) = (inputs[0], inputs[1], inputs[2], inputs[3]);
        if (dy.Rank != 3 || dy[2] % Heads != 0)
            throw new ShapeException(this, "dy", $"[N,M,C], C a multiple of {Heads} heads", dy);
        if (result != dy)
            throw new ShapeException(this, "result", dy, result);
        if (qAlpha != dy.WithLast(2 * dy[2]) && qAlpha != dy)
            throw new ShapeException(this, "qAlpha", dy.WithLast(2 * dy[2]), qAlpha);
        if (terms != dy.WithLast(2 * Heads))
            throw new ShapeException(this, "terms", dy.WithLast(2 * Heads), terms);
        var layouts = Layouts(dy[0], dy[1], dy[2], Heads);
        return [dy, new Shape(dy[0], 2 * dy[1], dy[2]), layouts.Columns, layouts.Lanes];
    }

    public override void Forward(ForwardContext context)
    {
        var dy = context.InputShape(0);
        var lanes = Tiling.Lanes(context.Capabilities, dy[2] / Heads);
        context.Launch(
            new KernelSpecialisation(Library.BridgeToTokensBackwardKernels.Prepare, new GroupShape(lanes),
                new Library.BridgeToTokensPrepareConstants { Gated = context.InputShape(2) == dy ? 0 : 1 }),
            new LaunchShape(1, dy[1], dy[0]),
            context.Input(0), context.Input(1), context.Input(2), context.Input(3),
            context.Output(0), context.Output(1), context.Output(2), context.Output(3),
            new Library.BridgeTokenSizes(
                dy[1], dy[2], context.OutputShape(2)[2], context.OutputShape(3)[3], Heads));
    }

    internal static (Shape Columns, Shape Lanes) Layouts(int N, int M, int C, int heads) =>
        (new Shape(N, C, BridgeChunks.Padded(2 * M)), new Shape(N, heads, 3, BridgeChunks.Padded(M)));
}
