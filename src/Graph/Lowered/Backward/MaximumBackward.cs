using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered.Backward;

/// <summary>
/// The gradient of <see cref="Ops.Maximum"/>: dy goes to the larger, and in halves to both where they are equal, as PyTorch
/// has it.
/// </summary>
/// <remarks>Inputs: dy, a, b [...]. Outputs: da, db [...].</remarks>
internal sealed record MaximumBackward : KernelOp
{
    public override bool MakesMaps => true;

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        if (inputs[1] != inputs[2])
            throw new ShapeException(this, "a", inputs[1], "b", inputs[2]);
        return inputs[0] == inputs[1]
            ? [inputs[1], inputs[1]]
            : throw new ShapeException(this, "dy", inputs[1], inputs[0]);
    }

    public override void Forward(ForwardContext context)
    {
        var count = context.InputShape(0).Elements;
        var (group, grid, run) = BackwardTiling.Elements(context.Capabilities, count);
        context.Launch(
            new KernelSpecialisation(Library.MaximumBackwardKernels.Backward, group), grid,
            context.Input(0), context.Input(1), context.Input(2), context.Output(0), context.Output(1), count, run);
    }
}
