using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered.Backward;

/// <summary>
/// The gradient of <see cref="Ops.Softmax"/> from its result: dx = y * (dy - sum over the row of dy * y).
/// </summary>
/// <remarks>Inputs: dy [..., D]; y [..., D]. Output dx as y.</remarks>
internal sealed record SoftmaxBackward : KernelOp
{
    /// <summary>Adds the node and returns dx.</summary>
    public static Tensor Add(GraphBuilder builder, string name, Tensor dy, Tensor y) =>
        builder.Add(name, new SoftmaxBackward(), dy, y);

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs) =>
        inputs[0] == inputs[1] ? [inputs[1]] : throw new ShapeException(this, "dy", inputs[1], inputs[0]);

    public override void Forward(ForwardContext context)
    {
        var shape = context.InputShape(1);
        var lanes = context.Capabilities.LaneCount;
        context.Launch(
            new KernelSpecialisation(Library.SoftmaxBackwardKernels.Backward, new GroupShape(lanes)),
            new LaunchShape(Tiling.Panels(shape.Rows, lanes)),
            context.Input(0), context.Input(1), context.Output(), shape.Rows, shape.Last);
    }
}
