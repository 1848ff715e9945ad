namespace GpuFormer.Imaging;

/// <summary>An 8-bit RGB picture in memory: <c>[H, W, 3]</c>, rows from top to bottom, without padding.</summary>
public sealed class Image
{
    /// <summary>Makes a black picture.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1, or the picture has too many pixels
    /// (<see cref="ImageLimits.HighestPixels"/>).</exception>
    public Image(int height, int width)
        : this(height, width, new byte[CheckedLength(height, width)])
    {
    }

    /// <summary>Wraps <paramref name="pixels"/>, which are not copied.</summary>
    /// <exception cref="ArgumentException">The length is not <c>height * width * 3</c>.</exception>
    public Image(int height, int width, byte[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        var length = CheckedLength(height, width);
        if (pixels.Length != length)
        {
            throw new ArgumentException(
                $"An RGB picture of {width} x {height} takes {length} bytes, but {pixels.Length} were given.",
                nameof(pixels));
        }
        Height = height;
        Width = width;
        Pixels = pixels;
    }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Red, green, blue of the top left pixel first: the value of channel <c>c</c> at (<c>y</c>, <c>x</c>)
    /// is <c>Pixels[(y * Width + x) * 3 + c]</c>.</summary>
    public byte[] Pixels { get; }

    /// <summary>What was wrong with the file that the picture was read from, where it was read all the same
    /// (<see cref="ImageErrors.Recover"/>); null for a sound one.</summary>
    public string? Damage { get; internal set; }

    /// <summary>The bytes of one row: <c>[W, 3]</c>.</summary>
    public Span<byte> Row(int y) => Pixels.AsSpan(y * Width * 3, Width * 3);

    private static int CheckedLength(int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)height * width, ImageLimits.HighestPixels, nameof(height));
        return height * width * 3;
    }
}
