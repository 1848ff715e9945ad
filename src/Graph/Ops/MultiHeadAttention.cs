using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Lowered.Backward;
using ILGPU;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Ops;

/// <summary>
/// Attention of queries over keys, head by head (A. Vaswani et al., "Attention Is All You Need", 2017, 3.2): soft-max over
/// the keys j of q[i] . k[j] / sqrt(D / Heads), times v[j]. The linears before and behind it are ops of their own.
/// </summary>
/// <remarks>
/// Inputs: q [N, ..., D]; k [N, ..., D] and v as k; optionally mask [N, M], M the rows of k of an image, 0 where a key takes
/// no part; a query without any key gets 0; where shares are dropped, last the step's scalars
/// (<see cref="StepScalars"/>). Rows of D hold the heads behind each other. Outputs: y as q; terms
/// [N, rows of q, 2 * Heads], of each soft-max the maximum, then the sum, for the gradient.
/// </remarks>
internal sealed record MultiHeadAttention(int Heads) : KernelOp, IDifferentiable
{
    /// <summary>What training drops of the shares that keys have in a query, as <see cref="Dropout"/> does; null: none.
    /// </summary>
    public Dropout? Drops { get; init; }

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var (q, k, v) = (inputs[0], inputs[1], inputs[2]);
        if (q.Rank < 3 || q.Last % Heads != 0)
            throw new ShapeException(this, "q", $"[N,...,D], D a multiple of {Heads} heads", q);
        if (k.Rank < 3 || k[0] != q[0] || k.Last != q.Last)
            throw new ShapeException(this, "q", q, "k", k);
        if (v != k)
            throw new ShapeException(this, "v", k, v);
        Drops?.InferShapes([q, inputs[^1]]);
        if (IsMasked(inputs.Count - 3) && inputs[3] != new Shape(k[0], k.Rows / k[0]))
            throw new ShapeException(this, "mask", new Shape(k[0], k.Rows / k[0]), inputs[3]);
        return [q, new Shape(q[0], q.Rows / q[0], 2 * Heads)];
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs) =>
        2L * inputs[0].Elements * (inputs[1].Rows / inputs[1][0]);

    public override void Forward(ForwardContext context)
    {
        var masked = IsMasked(context.InputCount - 3);
        var tiling = AttentionTiling.Of(
            context.Capabilities, context.InputShape(0), Heads, inShared: 2, scores: 1, masked, Drops is not null);
        context.Launch(
            tiling.Kernel(Library.AttentionKernels.Forward), tiling.Grid(context.InputShape(0)),
            context.Input(0), context.Input(1), context.Input(2), context.Input(masked ? 3 : 0), Seeds(context),
            context.Output(0), context.Output(1),
            AttentionTiling.Sizes(context.InputShape(0), context.InputShape(1), Heads), Scale(context.InputShape(0).Last),
            DropoutOfKernel);
    }

    public void Differentiate(GradientContext context)
    {
        if (context.OutputGradient() is not { } dy)
            return;
        var (q, k, v) = (context.Input(0), context.Input(1), context.Input(2));
        Tensor[] others = [.. context.Node.Inputs.Skip(3)];
        var queries = context.Builder.AddNode(context.Named("q"), new AttentionQueryGradient(this),
            [dy, context.Output(), q, k, v, context.Output(1), .. others]);
        context.AddGradient(0, queries[0]);
        if (!context.NeedsGradient(1) && !context.NeedsGradient(2))
            return;
        var keys = context.Builder.AddNode(context.Named("k"), new AttentionKeyGradient(this),
            [dy, q, k, v, context.Output(1), queries[1], .. others]);
        context.AddGradient(1, keys[0]);
        context.AddGradient(2, keys[1]);
    }

    /// <summary>Whether there is a mask among so many inputs behind those that are always there.</summary>
    internal bool IsMasked(int further) => further > (Drops is null ? 0 : 1);

    /// <summary>The step's scalars of a node; where nothing is dropped, what no kernel reads.</summary>
    internal ArrayView<float> Seeds(ForwardContext context) =>
        context.Input(Drops is null ? 0 : context.InputCount - 1);

    /// <summary>What kernels know of <see cref="Drops"/>.</summary>
    internal Library.AttentionDropout DropoutOfKernel => Drops is { } drops
        ? new(drops.Layer, Chance.Threshold(drops.Rate), Chance.Scale(drops.Rate))
        : default;

    /// <summary>(D / Heads) to the -1/2, which scores are multiplied by.</summary>
    public float Scale(int D) => (float)Math.Pow(D / Heads, -0.5);
}
