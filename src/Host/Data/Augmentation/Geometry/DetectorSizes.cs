namespace GpuFormer.Data.Augmentation.Geometry;

/// <summary>Sizes that keep the aspect: a short side is asked for, unless the long one became too long.</summary>
internal static class DetectorSizes
{
    /// <summary>torchvision's rule for RetinaNet: one scale in float32, both sides rounded down.</summary>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="shortSide">The short side that is asked for.</param>
    /// <param name="longest">The longest long side.</param>
    public static (int Height, int Width) RetinaNet(int height, int width, int shortSide = 800, int longest = 1333)
    {
        // PyTorch divides a number by a tensor as the number times the reciprocal; the size is then a product in double
        // precision. Both decide sides that come out whole.
        var scale = Math.Min(
            1f / Math.Min(height, width) * shortSide, 1f / Math.Max(height, width) * longest);
        return (Math.Max(1, (int)Math.Floor(height * (double)scale)), Math.Max(1, (int)Math.Floor(width * (double)scale)));
    }

    /// <summary>DETR's rule: the short side is lowered first if need be, then the long one follows, rounded
    /// down.</summary>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="shortSide">The short side that is asked for.</param>
    /// <param name="longest">The longest long side; null for no limit.</param>
    public static (int Height, int Width) Detr(int height, int width, int shortSide = 800, int? longest = 1333)
    {
        double lesser = Math.Min(height, width), greater = Math.Max(height, width);
        if (longest is { } limit && greater / lesser * shortSide > limit)
            shortSide = (int)Math.Round(limit * lesser / greater);
        shortSide = Math.Max(1, shortSide);
        if ((width <= height && width == shortSide) || (height <= width && height == shortSide))
            return (height, width);
        return width < height
            ? ((int)(shortSide * (double)height / width), shortSide)
            : (shortSide, (int)(shortSide * (double)width / height));
    }
}
