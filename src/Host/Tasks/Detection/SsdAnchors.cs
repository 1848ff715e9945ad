using GpuFormer.Imaging;

namespace GpuFormer.Tasks.Detection;

/// <summary>
/// The anchors of SSDLite on MobileViT (cvnets), relative to the sides of the image: around each cell of six maps two
/// squares and two rectangles for each ratio, clipped to [0, 1] in centre form, so that a clipped side no longer fits
/// its ratio.
/// </summary>
internal static class SsdAnchors
{
    private const double LeastScale = 0.1;
    private const double GreatestScale = 1.05;

    // Of the six maps; the last is a single cell for the whole image.
    private static readonly double[][] Ratios = [[2, 3], [2, 3], [2, 3], [2, 3], [2, 3], [2]];

    /// <summary>The strides of the maps; the last map is 1 x 1.</summary>
    public static IReadOnlyList<int> Strides { get; } = [16, 32, 64, 128, 256];

    /// <summary>Anchors of a cell of each map: 6, and 4 of the last.</summary>
    public static IReadOnlyList<int> PerCell { get; } = [.. Ratios.Select(ratios => 2 + 2 * ratios.Length)];

    /// <summary>Rows and columns of the maps of an image: sides over strides, rounded up, and 1 x 1.</summary>
    public static IReadOnlyList<(int Height, int Width)> MapsOf(int height, int width) =>
        [.. Strides.Select(stride => ((height + stride - 1) / stride, (width + stride - 1) / stride)), (1, 1)];

    /// <summary>The anchors by map, row, column and anchor, by centre and extents.</summary>
    /// <exception cref="ArgumentException">There are not six maps.</exception>
    public static (float X, float Y, float Width, float Height)[] CreateCentres(
        IReadOnlyList<(int Height, int Width)> maps)
    {
        if (maps.Count != Ratios.Length)
            throw new ArgumentException($"SSD has {Ratios.Length} maps, but {maps.Count} were given.", nameof(maps));
        var anchors = new List<(float, float, float, float)>();
        for (var level = 0; level < maps.Count; level++)
        {
            var extents = ExtentsOf(level);
            var (rows, columns) = maps[level];
            for (var row = 0; row < rows; row++)
            {
                for (var column = 0; column < columns; column++)
                {
                    foreach (var (width, height) in extents)
                    {
                        anchors.Add((Clip((column + 0.5) / columns), Clip((row + 0.5) / rows), Clip(width),
                            Clip(height)));
                    }
                }
            }
        }

        return [.. anchors];
    }

    /// <summary>The same anchors by their corners.</summary>
    /// <inheritdoc cref="CreateCentres"/>
    public static Box[] Create(IReadOnlyList<(int Height, int Width)> maps) =>
        [.. CreateCentres(maps).Select(a => Box.FromCentre(a.X, a.Y, a.Width, a.Height))];

    private static List<(double Width, double Height)> ExtentsOf(int level)
    {
        var (small, next) = (ScaleOf(level), ScaleOf(level + 1));
        var large = Math.Sqrt(small * next);
        var extents = new List<(double, double)> { (small, small), (large, large) };
        foreach (var ratio in Ratios[level])
        {
            var side = Math.Sqrt(ratio);
            extents.Add((small * side, small / side));
            extents.Add((small / side, small * side));
        }

        return extents;
    }

    private static double ScaleOf(int level) =>
        LeastScale + level * (GreatestScale - LeastScale) / Ratios.Length;

    private static float Clip(double value) => (float)Math.Clamp(value, 0, 1);
}
