using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered.Backward;

/// <summary>The gradient of <see cref="Join"/>: dy taken apart.</summary>
/// <remarks>Input: dy, as the result of <see cref="Of"/>. Outputs: da, db of the shapes of a and b.</remarks>
internal sealed record JoinBackward(Join Of, Shape A, Shape B) : KernelOp
{
    public override bool MakesMaps => true;

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var expected = Of.InferShapes([A, B])[0];
        return inputs[0] == expected ? [A, B] : throw new ShapeException(this, "dy", expected, inputs[0]);
    }

    public override void Forward(ForwardContext context)
    {
        var (a, b) = (A.Elements / A[0], B.Elements / B[0]);
        var (group, grid, run) = Join.Tile(context.Capabilities, a, b, A[0]);
        context.Launch(new KernelSpecialisation(Library.JoinKernels.Backward, group), grid,
            context.Input(0), context.Output(0), context.Output(1), a, b, run);
    }
}
