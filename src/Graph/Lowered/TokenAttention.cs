using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered;

/// <summary>
/// Attention among the tokens of an image (Networks 1.5): per head, soft-max over tokens of q . z, times z; keys and
/// values are the tokens themselves. The scale D/Heads to the -1/2 is already in q.
/// </summary>
/// <remarks>Inputs: q [N, M, D]; z [N, M, D]. Output [N, M, D].</remarks>
internal sealed record TokenAttention(int Heads) : KernelOp
{
    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var (q, z) = (inputs[0], inputs[1]);
        if (q.Rank != 3 || q.Last % Heads != 0)
            throw new ShapeException(this, "q", $"[N,M,D], D a multiple of {Heads} heads", q);
        return q == z ? [q] : throw new ShapeException(this, "q", q, "z", z);
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs) =>
        2L * inputs[0].Elements * inputs[1][1];

    public override void Forward(ForwardContext context)
    {
        var shape = context.InputShape(0);
        var kernel = new KernelSpecialisation(
            Library.TokenAttentionKernels.Forward,
            new GroupShape(Tiling.Lanes(context.Capabilities, shape[2] / Heads, limit: 8)),
            new Library.TokenConstants { Tokens = shape[1] });
        context.Launch(kernel, new LaunchShape(Heads, 1, shape[0]),
            context.Input(0), context.Input(1), context.Output(), shape[2]);
    }
}
