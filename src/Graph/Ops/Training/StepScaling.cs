using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Lowered.Backward;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Ops.Training;

/// <summary>Training only: y[i] = x[i] * scalars[Index], a factor that may change with every step.</summary>
/// <remarks>Inputs: x [...]; the step's scalars (<see cref="StepScalars"/>). Output as x.</remarks>
internal sealed record StepScaling(int Index) : KernelOp
{
    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs) =>
        inputs[1] == new Shape(StepScalars.Count)
            ? [inputs[0]]
            : throw new ShapeException(this, "scalars", new Shape(StepScalars.Count), inputs[1]);

    public override void Forward(ForwardContext context)
    {
        var count = context.InputShape(0).Elements;
        var (group, grid, run) = BackwardTiling.Elements(context.Capabilities, count);
        context.Launch(new KernelSpecialisation(Library.StepKernels.Scale, group), grid,
            context.Input(0), context.Input(1), context.Output(), count, run, Index);
    }
}
