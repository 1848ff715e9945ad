namespace GpuFormer.Imaging;

/// <summary>Changes pictures by a table of what each byte becomes, byte for byte as Pillow's <c>ImageOps</c>. In place;
/// pictures are <c>[H, W, 3]</c>.</summary>
internal static class ToneMapping
{
    private const int Levels = 256;

    /// <summary>Stretches each channel so that its darkest sample becomes 0 and its brightest 255.</summary>
    public static void AutoContrast(Span<byte> pixels)
    {
        Span<byte> table = stackalloc byte[Levels];
        Span<int> histogram = stackalloc int[Levels];
        for (var channel = 0; channel < 3; channel++)
        {
            Count(pixels, channel, histogram);
            var low = histogram.IndexOfAnyExcept(0);
            var high = histogram.LastIndexOfAnyExcept(0);
            if (high <= low)
                continue;
            var scale = 255.0 / (high - low);
            var offset = -low * scale;
            for (var i = 0; i < Levels; i++)
                table[i] = (byte)Math.Clamp((int)(i * scale + offset), 0, 255);
            Map(pixels, channel, table);
        }
    }

    /// <summary>Spreads the samples of each channel evenly over all values.</summary>
    public static void Equalise(Span<byte> pixels)
    {
        Span<byte> table = stackalloc byte[Levels];
        Span<int> histogram = stackalloc int[Levels];
        for (var channel = 0; channel < 3; channel++)
        {
            Count(pixels, channel, histogram);
            var last = histogram.LastIndexOfAnyExcept(0);
            if (last < 0)
                continue;
            // 0 too when there is one value only.
            var step = (pixels.Length / 3 - histogram[last]) / 255;
            if (step == 0)
                continue;
            var sum = step / 2;
            for (var i = 0; i < Levels; i++)
            {
                table[i] = (byte)Math.Min(sum / step, 255);
                sum += histogram[i];
            }
            Map(pixels, channel, table);
        }
    }

    /// <summary>The negative.</summary>
    public static void Invert(Span<byte> pixels)
    {
        foreach (ref var value in pixels)
            value = (byte)(255 - value);
    }

    /// <summary>Keeps the highest <paramref name="bits"/> bits of each sample: 0 to 8.</summary>
    public static void Posterise(Span<byte> pixels, int bits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bits);
        var mask = bits >= 8 ? 255 : 255 & ~((1 << (8 - bits)) - 1);
        foreach (ref var value in pixels)
            value = (byte)(value & mask);
    }

    /// <summary>Inverts the samples at or above <paramref name="threshold"/>.</summary>
    public static void Solarise(Span<byte> pixels, int threshold)
    {
        foreach (ref var value in pixels)
            value = value < threshold ? value : (byte)(255 - value);
    }

    /// <summary>Adds to the samples below 128, up to 255 (timm's <c>solarize_add</c>).</summary>
    public static void SolariseAdd(Span<byte> pixels, int amount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        foreach (ref var value in pixels)
            value = value < 128 ? (byte)Math.Min(value + amount, 255) : value;
    }

    private static void Count(ReadOnlySpan<byte> pixels, int channel, Span<int> histogram)
    {
        histogram.Clear();
        for (var i = channel; i < pixels.Length; i += 3)
            histogram[pixels[i]]++;
    }

    private static void Map(Span<byte> pixels, int channel, ReadOnlySpan<byte> table)
    {
        for (var i = channel; i < pixels.Length; i += 3)
            pixels[i] = table[pixels[i]];
    }
}
