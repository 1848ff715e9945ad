using GpuFormer.Graph.Lowered;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Ops;

/// <summary>
/// Turns the rows of each image into its columns: pixels or tokens become innermost, so that a linear can mix them.
/// y[n, c, r] = x[n, r, c].
/// </summary>
/// <remarks>
/// Input: x [N, ..., C], all axes between the two together the rows. Output [N, C, rows]; with <see cref="Height"/> and
/// <see cref="Width"/>, whose product must be C, [N, Height, Width, rows].
/// </remarks>
/// <param name="Height">Of the map that the result is, or 0.</param>
/// <param name="Width">Of the map that the result is, or 0.</param>
internal sealed record Transpose(int Height = 0, int Width = 0) : KernelOp, IDifferentiable
{
    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var x = inputs[0];
        if (x.Rank < 3)
            throw new ShapeException(this, "x", "[N,...,C]", x);
        var rows = x.Rows / x[0];
        if (Height == 0)
            return [new Shape(x[0], x.Last, rows)];
        return Height * Width == x.Last
            ? [new Shape(x[0], Height, Width, rows)]
            : throw new ShapeException(this, "x", $"{Height} * {Width} channels wide", x);
    }

    public override void Forward(ForwardContext context)
    {
        var x = context.InputShape(0);
        var rows = x.Rows / x[0];
        var lanes = Tiling.Lanes(context.Capabilities, rows);
        context.Launch(
            new KernelSpecialisation(Library.TransposeKernels.Forward, new GroupShape(lanes)),
            new LaunchShape(Tiling.Panels(rows, lanes), x.Last, x[0]), context.Input(0), context.Output(), rows);
    }

    public void Differentiate(GradientContext context)
    {
        if (context.OutputGradient() is not { } dy)
            return;
        var x = context.Input(0).Shape;
        var back = x.Rank == 4 ? new Transpose(x[1], x[2]) : new Transpose();
        context.AddGradient(0, context.Builder.Add(context.Named("x"), back, dy));
    }
}
