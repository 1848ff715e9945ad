namespace GpuFormer.Imaging;

/// <summary>Rotates, shears and moves pictures, byte for byte as Pillow's <c>Image.transform</c> with a fill
/// colour.</summary>
internal static class AffineWarp
{
    /// <summary>Warps one picture; the result has its size.</summary>
    /// <param name="source"><c>[height, width, 3]</c>.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="map">From the result to the source.</param>
    /// <param name="interpolation">Bilinear reads 2x2 pixels, bicubic 4x4; neither widens when shrinking.</param>
    /// <param name="fill">Red, green, blue of what is read outside the source.</param>
    /// <param name="destination"><c>[height, width, 3]</c>, other memory than the source.</param>
    public static void Apply(
        ReadOnlySpan<byte> source, int height, int width, in AffineMap map, Interpolation interpolation,
        (byte Red, byte Green, byte Blue) fill, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        var length = (long)height * width * 3;
        if (source.Length != length || destination.Length != length)
            throw new ArgumentException($"An RGB picture of {width} x {height} takes {length} bytes.");
        var to = 0;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++, to += 3)
            {
                double xCentre = x + 0.5, yCentre = y + 0.5;
                var xIn = map.A * xCentre + map.B * yCentre + map.C;
                var yIn = map.D * xCentre + map.E * yCentre + map.F;
                var pixel = destination.Slice(to, 3);
                // Written so that a value that is no number lies outside.
                if (!(xIn >= 0 && xIn < width && yIn >= 0 && yIn < height))
                    (pixel[0], pixel[1], pixel[2]) = fill;
                else if (interpolation == Interpolation.Bilinear)
                    Bilinear(source, height, width, xIn - 0.5, yIn - 0.5, pixel);
                else
                    Bicubic(source, height, width, xIn - 0.5, yIn - 0.5, pixel);
            }
        }
    }

    // Pillow's Geometry.c, bilinear_filter32RGB: not rounded but cut.
    private static void Bilinear(
        ReadOnlySpan<byte> source, int height, int width, double xIn, double yIn, Span<byte> pixel)
    {
        int x = (int)Math.Floor(xIn), y = (int)Math.Floor(yIn);
        double dx = xIn - x, dy = yIn - y;
        int left = Math.Max(x, 0) * 3, right = Math.Min(x + 1, width - 1) * 3;
        var upper = source.Slice(Math.Max(y, 0) * width * 3, width * 3);
        var lower = y + 1 < height ? source.Slice((y + 1) * width * 3, width * 3) : upper;
        for (var channel = 0; channel < 3; channel++)
        {
            var above = upper[left + channel] + (upper[right + channel] - upper[left + channel]) * dx;
            var below = lower[left + channel] + (lower[right + channel] - lower[left + channel]) * dx;
            pixel[channel] = (byte)(above + (below - above) * dy);
        }
    }

    // Pillow's Geometry.c, bicubic_filter32RGB: a = -1 in terms of Keys, rows outside repeat the last one inside.
    private static void Bicubic(
        ReadOnlySpan<byte> source, int height, int width, double xIn, double yIn, Span<byte> pixel)
    {
        int x = (int)Math.Floor(xIn), y = (int)Math.Floor(yIn);
        double dx = xIn - x, dy = yIn - y;
        var last = width - 1;
        int x0 = Math.Clamp(x - 1, 0, last) * 3, x1 = Math.Clamp(x, 0, last) * 3;
        int x2 = Math.Clamp(x + 1, 0, last) * 3, x3 = Math.Clamp(x + 2, 0, last) * 3;
        Span<double> rows = stackalloc double[4];
        for (var channel = 0; channel < 3; channel++)
        {
            for (var i = 0; i < 4; i++)
            {
                var row = y - 1 + i;
                if (i > 0 && (row < 0 || row >= height))
                {
                    rows[i] = rows[i - 1];
                    continue;
                }
                var samples = source[(Math.Clamp(row, 0, height - 1) * width * 3 + channel)..];
                rows[i] = Cubic(samples[x0], samples[x1], samples[x2], samples[x3], dx);
            }
            var value = Cubic(rows[0], rows[1], rows[2], rows[3], dy);
            pixel[channel] = value <= 0 ? (byte)0 : value >= 255 ? (byte)255 : (byte)value;
        }
    }

    private static double Cubic(double v1, double v2, double v3, double v4, double d)
    {
        var p2 = -v1 + v3;
        var p3 = 2 * (v1 - v2) + v3 - v4;
        var p4 = -v1 + v2 - v3 + v4;
        return v2 + d * (p2 + d * (p3 + d * p4));
    }
}
