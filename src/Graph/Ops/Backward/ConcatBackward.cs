using GpuFormer.Kernels.Launch;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Ops.Backward;

/// <summary>The gradient of <see cref="Concat"/>: dy taken apart; tokens behind the first get 0.</summary>
/// <remarks>Input: dy [N, A + B]. Outputs: da of shape <see cref="A"/> [N, A]; db of shape <see cref="B"/>, [N, B] or
/// [N, M, B].</remarks>
public sealed record ConcatBackward(Shape A, Shape B) : Op
{
    /// <summary>Adds the node and returns the gradients of <paramref name="a"/> and <paramref name="b"/>.</summary>
    public static (Tensor Da, Tensor Db) Add(GraphBuilder builder, string name, Tensor dy, Shape a, Shape b)
    {
        var outputs = builder.AddNode(name, new ConcatBackward(a, b), dy);
        return (outputs[0], outputs[1]);
    }

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var expected = new Concat().InferShapes([A, B])[0];
        return inputs[0] == expected ? [A, B] : throw new ShapeException(this, "dy", expected, inputs[0]);
    }

    public override void Forward(ForwardContext context)
    {
        var stride = B.Elements / B[0];
        var lanes = Tiling.Lanes(context.Capabilities, A[1] + stride);
        context.Launch(
            new KernelSpecialisation(Library.ConcatBackwardKernels.Backward, new GroupShape(lanes)),
            new LaunchShape(Tiling.Panels(A[1] + stride, lanes), A[0]),
            context.Input(0), context.Output(0), context.Output(1), A[1], B.Last, stride);
    }
}
