using GpuFormer.Graph.Lowered;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Ops;

/// <summary>
/// The positions of a map's pixels, from those of its rows and of its columns. A pixel in a column that is padding has
/// row position 0, one in a row that is padding column position 0: sines 0, cosines 1, which alternate.
/// </summary>
/// <remarks>
/// Inputs: rows [N, H, half]; columns [N, W, half]; sizes [N, 2], how many rows and columns of each image are no padding.
/// <c>half</c> is even. Output [N, H, W, 2 * half]. There is no gradient: nothing of it is learned.
/// </remarks>
internal sealed record PositionMap : KernelOp
{
    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var (rows, columns) = (inputs[0], inputs[1]);
        if (rows.Rank != 3 || rows[2] % 2 != 0)
            throw new ShapeException(this, "rows", "[N,H,half], half even", rows);
        if (columns.Rank != 3 || columns[0] != rows[0] || columns[2] != rows[2])
            throw new ShapeException(this, "rows", rows, "columns", columns);
        return inputs[2] == new Shape(rows[0], 2)
            ? [new Shape(rows[0], rows[1], columns[1], 2 * rows[2])]
            : throw new ShapeException(this, "sizes", new Shape(rows[0], 2), inputs[2]);
    }

    public override void Forward(ForwardContext context)
    {
        var y = context.OutputShape();
        var lanes = Tiling.Lanes(context.Capabilities, y.Last);
        context.Launch(
            new KernelSpecialisation(Library.PositionKernels.Forward, new GroupShape(lanes)),
            RowGrids.Of(Tiling.Panels(y.Last, lanes), y),
            context.Input(0), context.Input(1), context.Input(2), context.Output(), y[1], y.Last / 2);
    }
}
