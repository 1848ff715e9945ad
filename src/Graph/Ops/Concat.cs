using GpuFormer.Graph.Ops.Backward;
using GpuFormer.Graph.Training;
using GpuFormer.Kernels.Launch;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Ops;

/// <summary>Puts two tensors behind each other along the innermost axis; of tokens it takes the first.</summary>
/// <remarks>
/// Inputs: a [N, A]; b [N, B], or tokens [N, M, B] of which row 0 of each image is read. Output [N, A + B]. Or two maps
/// [N, H, W, A] and [N, H, W, B]; a pass takes their convolution apart.
/// </remarks>
public sealed record Concat : Op
{
    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var (a, b) = (inputs[0], inputs[1]);
        if (a.Rank == 4 && a.WithLast(b.Last) == b)
            return [a.WithLast(a.Last + b.Last)];
        return a.Rank == 2 && b.Rank is 2 or 3 && a[0] == b[0]
            ? [new Shape(a[0], a[1] + b.Last)]
            : throw new ShapeException(this, "a", a, "b", b);
    }

    public override void Forward(ForwardContext context)
    {
        var (a, b, output) = (context.InputShape(0), context.InputShape(1), context.OutputShape());
        if (a.Rank == 4)
            throw new NotSupportedException($"{Name} of maps {a} and {b} can be read by a convolution only.");
        var lanes = Tiling.Lanes(context.Capabilities, output.Last);
        context.Launch(
            new KernelSpecialisation(Library.ConcatKernels.Forward, new GroupShape(lanes)),
            new LaunchShape(Tiling.Panels(output.Last, lanes), output[0]),
            context.Input(0), context.Input(1), context.Output(), a[1], b.Last, b.Elements / b[0]);
    }

    public override void Differentiate(GradientContext context)
    {
        if (context.OutputGradient() is not { } dy)
            return;
        var (da, db) = ConcatBackward.Add(
            context.Builder, context.Named("inputs"), dy, context.Input(0).Shape, context.Input(1).Shape);
        context.AddGradient(0, da);
        context.AddGradient(1, db);
    }
}
