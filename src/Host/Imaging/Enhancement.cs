namespace GpuFormer.Imaging;

/// <summary>Moves a picture away from a dull version of itself, byte for byte as Pillow's <c>ImageEnhance</c>: factor 0
/// gives the dull version, 1 the picture, more than 1 exaggerates. In place; pictures are <c>[H, W, 3]</c>.</summary>
internal static class Enhancement
{
    /// <summary>Away from grey.</summary>
    public static void Colour(Span<byte> pixels, double factor)
    {
        var share = (float)factor;
        for (var i = 0; i + 2 < pixels.Length; i += 3)
        {
            var pixel = pixels.Slice(i, 3);
            var grey = Luminance(pixel);
            foreach (ref var value in pixel)
                value = Blend(grey, value, share);
        }
    }

    /// <summary>Away from the mean grey of the whole picture.</summary>
    public static void Contrast(Span<byte> pixels, double factor)
    {
        var sum = 0L;
        for (var i = 0; i + 2 < pixels.Length; i += 3)
            sum += Luminance(pixels.Slice(i, 3));
        if (pixels.Length < 3)
            return;
        var mean = (byte)((double)sum / (pixels.Length / 3) + 0.5);
        BlendAll(mean, pixels, (float)factor);
    }

    /// <summary>Away from black.</summary>
    public static void Brightness(Span<byte> pixels, double factor) => BlendAll(0, pixels, (float)factor);

    /// <summary>Away from a 3x3 average whose centre weighs 5 of 13; the border stays as it is.</summary>
    /// <param name="source"><c>[height, width, 3]</c>.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="factor">0 or above.</param>
    /// <param name="destination"><c>[height, width, 3]</c>, other memory than the source.</param>
    public static void Sharpness(
        ReadOnlySpan<byte> source, int height, int width, double factor, Span<byte> destination)
    {
        var length = (long)height * width * 3;
        if (source.Length != length || destination.Length != length)
            throw new ArgumentException($"An RGB picture of {width} x {height} takes {length} bytes.");
        source.CopyTo(destination);
        var share = (float)factor;
        var rowBytes = width * 3;
        for (var y = 1; y < height - 1; y++)
        {
            var above = source.Slice((y - 1) * rowBytes, rowBytes);
            var row = source.Slice(y * rowBytes, rowBytes);
            var below = source.Slice((y + 1) * rowBytes, rowBytes);
            var output = destination.Slice(y * rowBytes, rowBytes);
            for (var x = 3; x < rowBytes - 3; x++)
            {
                // In the order of Pillow's Filter.c, single precision; 0.5 to round.
                var smooth = 0.5f;
                smooth += Three(below, x, 1f / 13, 1f / 13);
                smooth += Three(row, x, 1f / 13, 5f / 13);
                smooth += Three(above, x, 1f / 13, 1f / 13);
                output[x] = Blend(ToByte(smooth), row[x], share);
            }
        }
    }

    private static float Three(ReadOnlySpan<byte> row, int x, float side, float centre) =>
        row[x - 3] * side + row[x] * centre + row[x + 3] * side;

    // ITU-R BT.601 in 16-bit fixed point, as Pillow's conversion to L.
    private static byte Luminance(ReadOnlySpan<byte> pixel) =>
        (byte)((pixel[0] * 19595 + pixel[1] * 38470 + pixel[2] * 7471 + 0x8000) >> 16);

    private static void BlendAll(byte dull, Span<byte> pixels, float share)
    {
        Span<byte> table = stackalloc byte[256];
        for (var i = 0; i < table.Length; i++)
            table[i] = Blend(dull, (byte)i, share);
        foreach (ref var value in pixels)
            value = table[value];
    }

    // Pillow's Blend.c: single precision, cut and not rounded.
    private static byte Blend(byte dull, byte value, float share) => ToByte(dull + share * (value - dull));

    private static byte ToByte(float value) => value <= 0 ? (byte)0 : value >= 255 ? (byte)255 : (byte)value;
}
