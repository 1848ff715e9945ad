using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered.Backward;

/// <summary>The gradient of <see cref="Ops.Gather"/> by its <see cref="Rows"/> rows: of each, the sum over what chose it.</summary>
/// <remarks>Inputs: dy [N, K, D]; indices [N, K]. Output [N, Rows, D].</remarks>
internal sealed record GatherBackward(int Rows) : KernelOp
{
    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs) =>
        inputs[0].Rank == 3 && inputs[1] == new Shape(inputs[0][0], inputs[0][1])
            ? [new Shape(inputs[0][0], Rows, inputs[0][2])]
            : throw new ShapeException(this, "dy", inputs[0], "indices", inputs[1]);

    public override void Forward(ForwardContext context)
    {
        var dy = context.InputShape(0);
        var lanes = Tiling.Lanes(context.Capabilities, dy[2]);
        context.Launch(
            new KernelSpecialisation(Library.GatherKernels.Backward, new GroupShape(lanes)),
            new LaunchShape(Tiling.Panels(dy[2], lanes), Rows, dy[0]),
            context.Input(0), context.Input(1), context.Output(), dy[1], dy[2]);
    }
}
