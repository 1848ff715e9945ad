using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered.Backward;

/// <summary>
/// The gradient of attention among tokens with unscaled queries (<see cref="Ops.SelfAttention"/>): per head, with
/// a[i, j] = soft-max over j of Scale * q[i] . z[j] and g = Scale * a * (dy[i] . z[j] - mean over a of the same),
/// dq[i] = sum over j of g[i, j] * z[j] and dz[j] = sum over i of g[i, j] * q[i] + a[i, j] * dy[i].
/// </summary>
/// <remarks>Inputs: dy, q, z [N, M, D]. Outputs: dq, dz [N, M, D].</remarks>
internal sealed record TokenAttentionBackward(int Heads, float Scale) : KernelOp
{
    /// <summary>Adds the node and returns dq and dz.</summary>
    public static (Tensor Dq, Tensor Dz) Add(
        GraphBuilder builder, string name, int heads, float scale, Tensor dy, Tensor q, Tensor z)
    {
        var outputs = builder.AddNode(name, new TokenAttentionBackward(heads, scale), dy, q, z);
        return (outputs[0], outputs[1]);
    }

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        if (!(Scale > 0))
            throw new ArgumentException($"{Name}: a scale of {Scale}; it must be above 0.");
        var output = new TokenAttention(Heads).InferShapes([inputs[1], inputs[2]])[0];
        return inputs[0] == output ? [output, output] : throw new ShapeException(this, "dy", output, inputs[0]);
    }

    public override void Forward(ForwardContext context)
    {
        var shape = context.InputShape(1);
        var kernel = new KernelSpecialisation(
            Library.TokenAttentionBackwardKernels.Backward,
            new GroupShape(Tiling.Lanes(context.Capabilities, shape[2] / Heads, limit: 8)),
            new Library.TokenConstants { Tokens = shape[1] });
        context.Launch(kernel, new LaunchShape(Heads, 1, shape[0]),
            context.Input(0), context.Input(1), context.Input(2), context.Output(0), context.Output(1),
            shape[2], Scale);
    }
}
