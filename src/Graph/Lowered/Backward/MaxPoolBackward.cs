using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered.Backward;

/// <summary>Which tap of each window has the first of its largest values, row by row.</summary>
/// <remarks>Input: x [N, H, W, C]. Output: numbers of taps, of the shape of the pooled map.</remarks>
internal sealed record MaxPoolTaps(MaxPool Of) : KernelOp
{
    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs) => Of.InferShapes(inputs);

    public override void Forward(ForwardContext context) => Of.Launch(context, writesTaps: true);
}

/// <summary>The gradient of <see cref="MaxPool"/>: each window gives its dy to the tap with its maximum.</summary>
/// <remarks>Inputs: dy [N, h, w, C]; taps as dy. Output dx of shape <see cref="X"/>.</remarks>
internal sealed record MaxPoolBackward(MaxPool Of, Shape X) : KernelOp
{
    public override bool MakesMaps => true;

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var y = Of.InferShapes([X])[0];
        if (inputs[0] != y)
            throw new ShapeException(this, "dy", y, inputs[0]);
        return inputs[1] == y ? [X] : throw new ShapeException(this, "taps", y, inputs[1]);
    }

    public override void Forward(ForwardContext context)
    {
        var lanes = Tiling.Lanes(context.Capabilities, X[3]);
        context.Launch(
            new KernelSpecialisation(Library.MaxPoolKernels.Backward, new GroupShape(lanes)),
            new LaunchShape(Tiling.Panels(X[3], lanes), X[1], X[0]), context.Input(0), context.Input(1),
            context.Output(), Of.Sizes(X, context.InputShape(0)));
    }
}
