using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered;

/// <summary>A 3x3 convolution as products of matrices by Winograd's minimal filtering (Lavin, Gray 2015).</summary>
/// <remarks>
/// Tiles of m by m pixels (m 2 or 4) and their neighbours become (m + 2)^2 points, of which each has a filter [C, K] of
/// its own: <see cref="WinogradInput"/>, a <see cref="Pointwise"/> of so many filter groups,
/// <see cref="WinogradOutput"/>.
/// </remarks>
internal static class Winograd
{
    public static int Points(int m) => (m + 2) * (m + 2);

    public static int Tiles(Shape map, int m) => map[0] * Tiling.Panels(map[1], m) * Tiling.Panels(map[2], m);

    public static Library.WinogradSizes Sizes(Shape map, int m) => new(
        map[1], map[2], map[3], Tiling.Panels(map[1], m), Tiling.Panels(map[2], m), Tiles(map, m));

    public static bool IsWhole(Library.WinogradSizes sizes, int m) => sizes.H % m == 0 && sizes.W % m == 0;
}

/// <summary>
/// The tiles of a map and what lies around them, at their points; of two maps, the channels of the second behind those
/// of the first.
/// </summary>
/// <remarks>Inputs: x [N, H, W, C]; optionally z [N, H, W, D]. Output [tiles, points * (C + D)].</remarks>
/// <param name="Size">m: 2 or 4.</param>
internal sealed record WinogradInput(int Size) : KernelOp
{
    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var (x, z) = (inputs[0], inputs[^1]);
        if (x.Rank != 4)
            throw new ShapeException(this, "x", "[N,H,W,C]", x);
        if (z.Rank != 4 || x.WithLast(z[3]) != z)
            throw new ShapeException(this, "x", x, "z", z);
        return [new Shape(Winograd.Tiles(x, Size), Winograd.Points(Size) * inputs.Sum(map => map[3]))];
    }

    public override void Forward(ForwardContext context)
    {
        var (x, z) = (context.InputShape(0), context.InputShape(context.InputCount - 1));
        var isTwo = context.InputCount > 1;
        var sizes = Winograd.Sizes(isTwo ? x.WithLast(x[3] + z[3]) : x, Size);
        var lanes = Tiling.Lanes(context.Capabilities, Math.Min(x[3], z[3]));
        var panels = Tiling.Panels(x[3], lanes) + (isTwo ? Tiling.Panels(z[3], lanes) : 0);
        var tilesOfGroup = Tiling.TilesOfGroup(context.Capabilities, lanes, sizes.Tiles);
        context.Launch(
            new KernelSpecialisation(Library.WinogradKernels.Input, new GroupShape(lanes, tilesOfGroup),
                new Library.WinogradInputConstants
                {
                    m = Size,
                    Two = isTwo ? 1 : 0,
                    Whole = Winograd.IsWhole(sizes, Size) ? 1 : 0,
                }),
            new LaunchShape(panels, Tiling.Panels(sizes.Tiles, tilesOfGroup)),
            context.Input(0), context.Input(context.InputCount - 1), context.Output(), sizes, x[3]);
    }
}

/// <summary>The map of which all products at the points of its tiles are there.</summary>
/// <remarks>
/// Inputs: products [tiles, points * C]; bias [C]; then the epilogue's. Output [N, H, W, C].
/// </remarks>
/// <param name="Size">m: 2 or 4.</param>
/// <param name="Map">The shape of the output.</param>
internal sealed record WinogradOutput(int Size, Shape Map) : EpilogueOp
{
    public override int OwnInputs => 2;

    public override bool MakesMaps => true;

    protected override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        var expected = new Shape(Winograd.Tiles(Map, Size), Winograd.Points(Size) * Map[3]);
        if (inputs[0] != expected)
            throw new ShapeException(this, "products", expected, inputs[0]);
        if (inputs[1] != new Shape(Map[3]))
            throw new ShapeException(this, "bias", new Shape(Map[3]), inputs[1]);
        return Map;
    }

    public override void Forward(ForwardContext context)
    {
        var sizes = Winograd.Sizes(Map, Size);
        var lanes = Tiling.Lanes(context.Capabilities, sizes.C);
        var tilesOfGroup = Tiling.TilesOfGroup(context.Capabilities, lanes, sizes.Tiles);
        var epilogue = Epilogue.ToKernel(context, OwnInputs);
        context.Launch(
            new KernelSpecialisation(
                epilogue.Close(typeof(Library.WinogradKernels), nameof(Library.WinogradKernels.Output)),
                new GroupShape(lanes, tilesOfGroup),
                new Library.WinogradOutputConstants { m = Size, Whole = Winograd.IsWhole(sizes, Size) ? 1 : 0 }),
            new LaunchShape(Tiling.Panels(sizes.C, lanes), Tiling.Panels(sizes.Tiles, tilesOfGroup)),
            context.Input(0), context.Input(1), context.Output(), epilogue.Value, sizes);
    }
}
