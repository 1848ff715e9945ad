using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Lowered.Backward;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Ops;

/// <summary>Soft-max over the innermost axis, relative to each row's maximum.</summary>
/// <remarks>Input: x [..., D]. Output as x.</remarks>
internal sealed record Softmax : KernelOp, IDifferentiable
{
    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs) => [inputs[0]];

    public override void Forward(ForwardContext context)
    {
        var shape = context.InputShape(0);
        var lanes = context.Capabilities.LaneCount;
        context.Launch(
            new KernelSpecialisation(Library.SoftmaxKernels.Forward, new GroupShape(lanes)),
            new LaunchShape(Tiling.Panels(shape.Rows, lanes)),
            context.Input(0), context.Output(), shape.Rows, shape.Last);
    }

    public void Differentiate(GradientContext context)
    {
        if (context.OutputGradient() is { } dy)
            context.AddGradient(0, SoftmaxBackward.Add(context.Builder, context.Named("x"), dy, context.Output()));
    }
}
