using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered.Backward;

/// <summary>The gradient of <see cref="Concat"/>: dy taken apart; tokens that were not taken get 0.</summary>
/// <remarks>Input: dy, as the result of <see cref="Of"/>. Outputs: da of shape <see cref="A"/> [N, A]; db of shape
/// <see cref="B"/>, [N, B] or [N, M, D].</remarks>
internal sealed record ConcatBackward(Concat Of, Shape A, Shape B) : KernelOp
{
    /// <summary>Adds the node and returns the gradients of <paramref name="a"/> and <paramref name="b"/>.</summary>
    public static (Tensor Da, Tensor Db) Add(
        GraphBuilder builder, string name, Concat of, Tensor dy, Shape a, Shape b)
    {
        var outputs = builder.AddNode(name, new ConcatBackward(of, a, b), dy);
        return (outputs[0], outputs[1]);
    }

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var expected = Of.InferShapes([A, B])[0];
        return inputs[0] == expected ? [A, B] : throw new ShapeException(this, "dy", expected, inputs[0]);
    }

    public override void Forward(ForwardContext context)
    {
        var stride = B.Elements / A.Rows;
        var lanes = Tiling.Lanes(context.Capabilities, A.Last + stride);
        context.Launch(
            new KernelSpecialisation(Library.ConcatBackwardKernels.Backward, new GroupShape(lanes)),
            RowGrids.Of(Tiling.Panels(A.Last + stride, lanes), A),
            context.Input(0), context.Output(0), context.Output(1), A.Last, context.InputShape(0).Last - A.Last,
            Of.FirstToken * B.Last, stride);
    }
}
