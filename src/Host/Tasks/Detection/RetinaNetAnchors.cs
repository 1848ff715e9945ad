using GpuFormer.Imaging;

namespace GpuFormer.Tasks.Detection;

/// <summary>How the anchors of RetinaNet are laid out.</summary>
internal enum AnchorConvention
{
    /// <summary>torchvision's: whole sizes, corners rounded half to even, ratio by ratio, and a stride that is the
    /// padded side divided by the map's, without remainder.</summary>
    Rounded,

    /// <summary>detectron2's: sizes and corners as they come, size by size, strides 8 to 128.</summary>
    Exact,
}

/// <summary>
/// The anchors of RetinaNet (Lin et al., "Focal loss for dense object detection", 2017): three sizes in three ratios
/// around every cell of five maps, flattened by level, row, column and anchor.
/// </summary>
internal static class RetinaNetAnchors
{
    /// <summary>Anchors of one cell.</summary>
    public const int PerCell = 9;

    /// <summary>The smallest side of each level's anchors, for strides 8 to 128.</summary>
    public static IReadOnlyList<int> DefaultSizes { get; } = [32, 64, 128, 256, 512];

    private static readonly double[] Ratios = [0.5, 1, 2]; // height over width
    private static readonly double[] Octaves = [0, 1.0 / 3, 2.0 / 3];

    /// <summary>Rows and columns of the five maps of a padded image: its sides over strides 8 to 128, rounded up.</summary>
    public static IReadOnlyList<(int Height, int Width)> MapsOf(int height, int width) =>
        [.. Enumerable.Range(3, DefaultSizes.Count).Select(power => (CeilingShift(height, power), CeilingShift(width, power)))];

    /// <summary>The anchors of one cell whose centre is the origin.</summary>
    /// <param name="size">The smallest side.</param>
    /// <param name="convention">Whose rule.</param>
    public static IReadOnlyList<Box> Cell(int size, AnchorConvention convention = AnchorConvention.Rounded) =>
        convention == AnchorConvention.Rounded
            ? [.. Ratios.SelectMany(ratio => Octaves.Select(octave => RoundedCell(size, ratio, octave)))]
            : [.. Octaves.SelectMany(octave => Ratios.Select(ratio => ExactCell(size, ratio, octave)))];

    /// <summary>The anchors of a padded image, in its pixels.</summary>
    /// <param name="height">Rows of the padded image.</param>
    /// <param name="width">Columns of the padded image.</param>
    /// <param name="maps">Rows and columns of the map of each level, finest first.</param>
    /// <param name="sizes">The smallest side of each level's anchors; null for <see cref="DefaultSizes"/>.</param>
    /// <param name="convention">Whose rule.</param>
    /// <exception cref="ArgumentException">There are not as many sizes as maps.</exception>
    public static Box[] Create(
        int height, int width, IReadOnlyList<(int Height, int Width)> maps, IReadOnlyList<int>? sizes = null,
        AnchorConvention convention = AnchorConvention.Rounded)
    {
        sizes ??= DefaultSizes;
        if (sizes.Count != maps.Count)
            throw new ArgumentException($"{maps.Count} maps need as many sizes, but {sizes.Count} were given.");
        var anchors = new List<Box>(maps.Sum(map => map.Height * map.Width) * PerCell);
        for (var level = 0; level < maps.Count; level++)
        {
            var cell = Cell(sizes[level], convention);
            var (rows, columns) = maps[level];
            var (down, across) = convention == AnchorConvention.Rounded
                ? (height / rows, width / columns)
                : (8 << level, 8 << level);
            for (var row = 0; row < rows; row++)
            {
                for (var column = 0; column < columns; column++)
                {
                    float x = column * across, y = row * down;
                    foreach (var box in cell)
                        anchors.Add(new Box(x + box.X1, y + box.Y1, x + box.X2, y + box.Y2));
                }
            }
        }

        return [.. anchors];
    }

    private static int CeilingShift(int side, int power) => (side + (1 << power) - 1) >> power;

    private static Box RoundedCell(int size, double ratio, double octave)
    {
        // The reference computes in float32: whole sizes times square roots, halved, rounded half to even.
        var side = (float)(int)(size * Math.Pow(2, octave));
        var tall = MathF.Sqrt((float)ratio);
        var (halfWidth, halfHeight) = (MathF.Round(1 / tall * side / 2), MathF.Round(tall * side / 2));
        return new Box(-halfWidth, -halfHeight, halfWidth, halfHeight);
    }

    private static Box ExactCell(int size, double ratio, double octave)
    {
        var side = size * Math.Pow(2, octave);
        var width = Math.Sqrt(side * side / ratio);
        var height = ratio * width;
        return new Box((float)(-width / 2), (float)(-height / 2), (float)(width / 2), (float)(height / 2));
    }
}
