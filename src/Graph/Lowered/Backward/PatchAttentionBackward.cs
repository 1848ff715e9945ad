using GpuFormer.Graph.Ops;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered.Backward;

/// <summary>
/// The gradient of <see cref="PatchAttention"/> by keys and values, beside that by queries, which is given. Per place in
/// the patch and head, with a[i, j] the shares of the soft-max and d[i, j] = scale * a[i, j] * (dy[i] . v[j] -
/// products[i]): dk[j] = sum over i of d[i, j] * q[i], dv[j] = sum over i of a[i, j] * dy[i].
/// </summary>
/// <remarks>
/// Inputs: dy [N, H, W, D]; qkv [N, H, W, 3D]; terms [N, H, W, 2 * Heads] of <see cref="TrainedPatchAttention"/>; dq and
/// products of <see cref="PatchAttentionQueriesBackward"/>. Output [N, H, W, 3D]: dq, dk, dv.
/// </remarks>
internal sealed record PatchAttentionBackward(int Heads) : KernelOp
{
    public override bool MakesMaps => true;

    /// <summary>Adds the nodes and returns dqkv.</summary>
    public static Tensor Add(
        GraphBuilder builder, string name, int heads, Tensor dy, Tensor y, Tensor qkv, Tensor terms)
    {
        var queries = builder.AddNode(
            $"{name}.queries", new PatchAttentionQueriesBackward(heads), dy, y, qkv, terms);
        return builder.Add(name, new PatchAttentionBackward(heads), dy, qkv, terms, queries[0], queries[1]);
    }

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var (dy, qkv) = (inputs[0], inputs[1]);
        new PatchAttentionQueriesBackward(Heads).InferShapes([dy, dy, qkv, inputs[2]]);
        if (inputs[3] != dy)
            throw new ShapeException(this, "dq", dy, inputs[3]);
        var products = dy.WithLast(Heads);
        return inputs[4] == products ? [qkv] : throw new ShapeException(this, "products", products, inputs[4]);
    }

    /// <summary>The scores and shares' gradients again, and the gradients of both products.</summary>
    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs) =>
        4L * inputs[0].Elements * (inputs[0][1] / 2 * (inputs[0][2] / 2));

    public override void Forward(ForwardContext context)
    {
        var y = context.InputShape(0);
        var plan = PatchTiling.Keys(context.Capabilities, y, Heads);
        context.Launch(
            plan.KeysKernel(), plan.Grid(y, Heads),
            context.Input(0), context.Input(1), context.Input(2), context.Input(3),
            context.Input(4), context.Output(), plan.Sizes(y, Heads), new PatchAttention(Heads).Scale(y.Last));
    }
}

/// <summary>
/// The gradient of <see cref="PatchAttention"/> by queries: dq[i] = sum over j of d[i, j] * k[j], d as in
/// <see cref="PatchAttentionBackward"/>, and products[i] = dy[i] . y[i].
/// </summary>
/// <remarks>
/// Inputs: dy, y [N, H, W, D]; qkv [N, H, W, 3D]; terms [N, H, W, 2 * Heads]. Outputs: dq [N, H, W, D]; products
/// [N, H, W, Heads].
/// </remarks>
internal sealed record PatchAttentionQueriesBackward(int Heads) : KernelOp
{
    public override bool MakesMaps => true;

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var (dy, y, qkv, terms) = (inputs[0], inputs[1], inputs[2], inputs[3]);
        var expected = new TrainedPatchAttention(Heads).InferShapes([qkv]);
        if (dy != expected[0])
            throw new ShapeException(this, "dy", expected[0], dy);
        if (y != expected[0])
            throw new ShapeException(this, "y", expected[0], y);
        return terms == expected[1]
            ? [dy, dy.WithLast(Heads)]
            : throw new ShapeException(this, "terms", expected[1], terms);
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs) =>
        3L * inputs[0].Elements * (inputs[0][1] / 2 * (inputs[0][2] / 2));

    public override void Forward(ForwardContext context)
    {
        var y = context.InputShape(0);
        var plan = PatchTiling.Queries(context.Capabilities, y, Heads);
        context.Launch(
            plan.QueriesKernel(), plan.Grid(y, Heads),
            context.Input(0), context.Input(1), context.Input(2), context.Input(3),
            context.Output(0), context.Output(1), plan.Sizes(y, Heads), new PatchAttention(Heads).Scale(y.Last));
    }
}
