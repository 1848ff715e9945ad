using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered.Backward;

/// <summary>
/// Sums over neighbouring axes, in order: the axes disappear. Where there are many rows, <see cref="Add"/> makes two
/// nodes of it, chunks and then their sums.
/// </summary>
/// <remarks>
/// Input: x [outer..., rows..., inner...]. Output [outer..., inner...], or [outer..., chunks, inner...] where
/// <see cref="Chunk"/> rows are summed to one.
/// </remarks>
/// <param name="Axis">The first of the axes.</param>
/// <param name="Axes">How many axes are summed together.</param>
/// <param name="Chunk">Rows that are summed to one; 0: all, and the axes disappear.</param>
internal sealed record SumRows(int Axis, int Axes = 1, int Chunk = 0) : KernelOp
{
    // Rows of a chunk: so many that the sums of chunks cost little.
    private const int MostRows = 512;

    /// <summary>Adds the sum over <paramref name="axes"/> axes from <paramref name="axis"/> on.</summary>
    public static Tensor Add(GraphBuilder builder, string name, Tensor x, int axis, int axes = 1)
    {
        var count = Product(x.Shape.Skip(axis).Take(axes));
        if (count <= MostRows)
            return builder.Add(name, new SumRows(axis, axes), x);
        var chunks = new SumRows(axis, axes, BackwardTiling.Chunk(count, MostRows));
        return builder.Add(name, new SumRows(axis), builder.Add($"{name}.chunks", chunks, x));
    }

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var x = inputs[0];
        if (Axis < 0 || Axes < 1 || Axis + Axes >= x.Rank)
            throw new ShapeException(this, "x", $"of rank {Axis + Axes + 1} or more", x);
        int[] middle = Chunk == 0 ? [] : [Tiling.Panels(Product(x.Skip(Axis).Take(Axes)), Chunk)];
        return [new Shape([.. x.Take(Axis), .. middle, .. x.Skip(Axis + Axes)])];
    }

    public override void Forward(ForwardContext context)
    {
        var x = context.InputShape(0);
        var (outer, count) = (Product(x.Take(Axis)), Product(x.Skip(Axis).Take(Axes)));
        var inner = x.Elements / outer / count;
        var chunk = Chunk == 0 ? count : Chunk;
        var lanes = Tiling.Lanes(context.Capabilities, inner);
        var tile = BackwardTiling.Channels(context.Capabilities, inner, lanes, most: 4);
        context.Launch(
            new KernelSpecialisation(Library.SumKernels.Rows, new GroupShape(lanes),
                new Library.ColumnConstants { Tile = tile }),
            new LaunchShape(Tiling.Panels(inner, lanes * tile), Tiling.Panels(count, chunk), outer),
            context.Input(0), context.Output(), count, chunk, inner);
    }

    private static int Product(IEnumerable<int> sizes) => sizes.Aggregate(1, (a, b) => a * b);
}

/// <summary>Sums over all axes but the innermost: the gradient of a bias.</summary>
internal static class ColumnSum
{
    /// <summary>Adds the sum of x [..., C] over all rows and returns it, [C].</summary>
    public static Tensor Add(GraphBuilder builder, string name, Tensor x) =>
        SumRows.Add(builder, name, x, 0, x.Shape.Rank - 1);
}

/// <summary>Sums over images: the gradient of what all images share.</summary>
internal static class SumImages
{
    /// <summary>Adds the sum of x [N, ...] over images and returns it, [...].</summary>
    public static Tensor Add(GraphBuilder builder, string name, Tensor x) => SumRows.Add(builder, name, x, 0);
}
