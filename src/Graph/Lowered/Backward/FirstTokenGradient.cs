using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered.Backward;

/// <summary>The gradient by tokens of which only the first of each image was read: 0 for all others.</summary>
/// <remarks>Input: dy [N, D]. Output [N, Tokens, D].</remarks>
internal sealed record FirstTokenGradient(int Tokens) : KernelOp
{
    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs) =>
        inputs[0].Rank == 2
            ? [new Shape(inputs[0][0], Tokens, inputs[0][1])]
            : throw new ShapeException(this, "dy", "[N,D]", inputs[0]);

    public override void Forward(ForwardContext context)
    {
        var dy = context.InputShape(0);
        var lanes = Tiling.Lanes(context.Capabilities, dy[1]);
        context.Launch(
            new KernelSpecialisation(Library.ConcatKernels.FirstToken, new GroupShape(lanes)),
            new LaunchShape(Tiling.Panels(dy[1], lanes), Tokens, dy[0]),
            context.Input(0), context.Output(), dy[1]);
    }
}
