using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Lowered.Backward;

namespace GpuFormer.Graph.Ops;

/// <summary>
/// Attention across the 2x2 patches of a map, for each of the four places of a pixel in its patch by itself
/// (Networks 3.3): per head, soft-max over the pixels j at the place of pixel i of Scale * q[i] . k[j], times v[j].
/// </summary>
/// <remarks>
/// Input: qkv [N, H, W, 3D], H and W even: queries, keys and values, of each the heads behind each other. Output
/// [N, H, W, D].
/// </remarks>
internal sealed record PatchAttention(int Heads) : KernelOp
{
    public override bool MakesMaps => true;

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var qkv = inputs[0];
        return qkv.Rank == 4 && qkv[1] % 2 == 0 && qkv[2] % 2 == 0 && qkv[3] % (3 * Heads) == 0
            ? [qkv.WithLast(qkv[3] / 3)]
            : throw new ShapeException(this, "qkv", $"[N,H,W,3D], H and W even, D a multiple of {Heads} heads", qkv);
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs) =>
        2L * outputs[0].Elements * (inputs[0][1] / 2 * (inputs[0][2] / 2));

    public override void Forward(ForwardContext context) => Launch(context, Heads, keepsTerms: false);

    /// <summary>(D / Heads) to the -1/2, which scores are multiplied by.</summary>
    public float Scale(int D) => (float)Math.Pow(D / Heads, -0.5);

    internal static void Launch(ForwardContext context, int heads, bool keepsTerms)
    {
        var y = context.OutputShape();
        var plan = PatchTiling.Forward(context.Capabilities, y, heads);
        context.Launch(
            plan.ForwardKernel(keepsTerms), plan.Grid(y, heads), context.Input(0), context.Output(0),
            context.Output(keepsTerms ? 1 : 0), plan.Sizes(y, heads), new PatchAttention(heads).Scale(y.Last));
    }
}

/// <summary><see cref="PatchAttention"/> in training: what the gradient needs of each soft-max is kept.</summary>
/// <remarks>
/// Input: qkv [N, H, W, 3D]. Outputs: y [N, H, W, D]; terms [N, H, W, 2 * Heads], of each pixel's soft-max the maximum
/// of each head, then the sum of each.
/// </remarks>
internal sealed record TrainedPatchAttention(int Heads) : KernelOp, IDifferentiable
{
    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var y = new PatchAttention(Heads).InferShapes(inputs)[0];
        return [y, y.WithLast(2 * Heads)];
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs) =>
        new PatchAttention(Heads).MultiplyAdds(inputs, outputs);

    public override void Forward(ForwardContext context) => PatchAttention.Launch(context, Heads, keepsTerms: true);

    public void Differentiate(GradientContext context)
    {
        if (context.OutputGradient() is not { } dy)
            return;
        context.AddGradient(0, PatchAttentionBackward.Add(context.Builder, context.Named("x"), Heads, dy,
            context.Output(), context.Input(0), context.Output(1)));
    }
}
