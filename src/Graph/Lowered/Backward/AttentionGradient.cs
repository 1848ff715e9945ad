using GpuFormer.Graph.Ops;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered.Backward;

/// <summary>The gradient of <see cref="MultiHeadAttention"/> by its queries; its shares are made again.</summary>
/// <remarks>
/// Inputs: dy, y and q [N, ..., D]; k, v [N, ..., D]; terms of the forward run; its further inputs. Outputs: dq as q;
/// products [N, rows of q, Heads], of each query dy . y.
/// </remarks>
internal sealed record AttentionQueryGradient(MultiHeadAttention Of) : KernelOp
{
    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var q = inputs[2];
        var forward = Of.InferShapes([q, inputs[3], inputs[4], .. inputs.Skip(6)]);
        if (inputs[0] != q)
            throw new ShapeException(this, "dy", q, inputs[0]);
        if (inputs[1] != q)
            throw new ShapeException(this, "y", q, inputs[1]);
        return inputs[5] == forward[1]
            ? [q, forward[1].WithLast(Of.Heads)]
            : throw new ShapeException(this, "terms", forward[1], inputs[5]);
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs) =>
        3L * inputs[2].Elements * (inputs[3].Rows / inputs[3][0]);

    public override void Forward(ForwardContext context)
    {
        var (q, masked) = (context.InputShape(2), Of.IsMasked(context.InputCount - 6));
        var tiling = AttentionTiling.Of(
            context.Capabilities, q, Of.Heads, inShared: 3, scores: 1, masked, Of.Drops is not null);
        context.Launch(
            tiling.Kernel(Library.AttentionKernels.Queries), tiling.Grid(q),
            context.Input(0), context.Input(1), context.Input(2), context.Input(3), context.Input(4),
            context.Input(masked ? 6 : 0), Of.Seeds(context), context.Input(5), context.Output(0), context.Output(1),
            AttentionTiling.Sizes(q, context.InputShape(3), Of.Heads), Of.Scale(q.Last), Of.DropoutOfKernel);
    }
}

/// <summary>The gradients of <see cref="MultiHeadAttention"/> by its keys and values.</summary>
/// <remarks>
/// Inputs: dy and q [N, ..., D]; k, v [N, ..., D]; terms of the forward run; products of
/// <see cref="AttentionQueryGradient"/>; further inputs of the forward run. Outputs: dk and dv, as k.
/// </remarks>
internal sealed record AttentionKeyGradient(MultiHeadAttention Of) : KernelOp
{
    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var forward = Of.InferShapes([inputs[1], inputs[2], inputs[3], .. inputs.Skip(6)]);
        if (inputs[0] != inputs[1])
            throw new ShapeException(this, "dy", inputs[1], inputs[0]);
        if (inputs[4] != forward[1])
            throw new ShapeException(this, "terms", forward[1], inputs[4]);
        var products = forward[1].WithLast(Of.Heads);
        return inputs[5] == products
            ? [inputs[2], inputs[3]]
            : throw new ShapeException(this, "products", products, inputs[5]);
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs) =>
        4L * inputs[1].Elements * (inputs[2].Rows / inputs[2][0]);

    public override void Forward(ForwardContext context)
    {
        var (q, k, masked) = (context.InputShape(1), context.InputShape(2), Of.IsMasked(context.InputCount - 6));
        var tiling = AttentionTiling.Of(
            context.Capabilities, k, Of.Heads, inShared: 4, scores: 2, masked, Of.Drops is not null);
        context.Launch(
            tiling.Kernel(Library.AttentionKernels.Keys), tiling.Grid(k),
            context.Input(0), context.Input(1), context.Input(2), context.Input(3), context.Input(masked ? 6 : 0),
            Of.Seeds(context), context.Input(4), context.Input(5), context.Output(0), context.Output(1),
            AttentionTiling.Sizes(q, k, Of.Heads), Of.Scale(q.Last), Of.DropoutOfKernel);
    }
}
