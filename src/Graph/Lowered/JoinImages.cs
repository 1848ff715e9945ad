using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered;

/// <summary>The images of two tensors behind each other.</summary>
/// <remarks>Inputs: a [A, ...]; b [B, ...]. Output [A + B, ...].</remarks>
internal sealed record JoinImages : KernelOp
{
    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs) =>
        inputs[0].Skip(1).SequenceEqual(inputs[1].Skip(1))
            ? [new Shape([inputs[0][0] + inputs[1][0], .. inputs[0].Skip(1)])]
            : throw new ShapeException(this, "a", inputs[0], "b", inputs[1]);

    public override void Forward(ForwardContext context)
    {
        var (a, b) = (context.InputShape(0).Elements, context.InputShape(1).Elements);
        var lanes = Tiling.Lanes(context.Capabilities, a + b);
        // A concatenation of two rows.
        context.Launch(
            new KernelSpecialisation(Library.ConcatKernels.Forward, new GroupShape(lanes)),
            new LaunchShape(Tiling.Panels(a + b, lanes)),
            context.Input(0), context.Input(1), context.Output(), a, b, 0, b);
    }
}

/// <summary>Some images of a tensor.</summary>
/// <remarks>Input: x [N, ...]. Output [Count, ...], images First to First + Count - 1.</remarks>
internal sealed record ImageSlice(int First, int Count) : KernelOp
{
    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs) =>
        First >= 0 && Count > 0 && First + Count <= inputs[0][0]
            ? [new Shape([Count, .. inputs[0].Skip(1)])]
            : throw new ShapeException(this, "x", $"at least {First + Count} images", inputs[0]);

    public override void Forward(ForwardContext context)
    {
        var (x, count) = (context.InputShape(0), context.OutputShape().Elements);
        var lanes = Tiling.Lanes(context.Capabilities, count);
        // A concatenation of nothing and of this part of one row.
        context.Launch(
            new KernelSpecialisation(Library.ConcatKernels.Forward, new GroupShape(lanes)),
            new LaunchShape(Tiling.Panels(count, lanes)),
            context.Input(0), context.Input(0), context.Output(), 0, count, First * (x.Elements / x[0]), x.Elements);
    }
}
