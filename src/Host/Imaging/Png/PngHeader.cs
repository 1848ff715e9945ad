using System.Buffers.Binary;

namespace GpuFormer.Imaging.Png;

/// <summary>The IHDR chunk (PNG specification 11.2.1).</summary>
internal readonly record struct PngHeader(int Width, int Height, int Depth, PngColour Colour, bool Interlaced)
{
    public int Channels => Colour switch
    {
        PngColour.Grey or PngColour.Palette => 1,
        PngColour.GreyAlpha => 2,
        PngColour.Rgb => 3,
        PngColour.RgbAlpha => 4,
    };

    public int BitsPerPixel => Channels * Depth;

    // Bytes of one unfiltered row of the given number of pixels.
    public int RowBytes(int width) => (int)(((long)width * BitsPerPixel + 7) / 8);

    public static PngHeader Parse(ReadOnlySpan<byte> data, ImageLimits limits, ImageDamage damage)
    {
        if (data.Length < 13)
            throw Wrong($"it has {data.Length} bytes in place of 13");
        if (data.Length > 13)
            damage.Report("PNG", "chunk IHDR", $"it has {data.Length} bytes in place of 13");
        var width = BinaryPrimitives.ReadUInt32BigEndian(data);
        var height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        limits.CheckSize("PNG", width, height);
        int depth = data[8], colour = data[9];
        var valid = colour switch
        {
            0 => depth is 1 or 2 or 4 or 8 or 16,
            3 => depth is 1 or 2 or 4 or 8,
            2 or 4 or 6 => depth is 8 or 16,
            _ => throw Wrong($"colour type {colour} does not exist"),
        };
        if (!valid)
            throw Wrong($"colour type {colour} cannot have {depth} bits");
        if (data[11] != 0 || data[12] > 1)
            throw Wrong($"filter {data[11]}, interlace {data[12]} do not exist");
        // The data itself shows whether it is deflated.
        if (data[10] != 0)
            damage.Report("PNG", "chunk IHDR", $"compression {data[10]} does not exist");
        return new PngHeader((int)width, (int)height, depth, (PngColour)colour, data[12] == 1);
    }

    private static ImageFormatException Wrong(string what) => ImageFormatException.Damaged("PNG", "chunk IHDR", what);
}

/// <summary>Colour types of IHDR, by their numbers there.</summary>
internal enum PngColour
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyAlpha = 4,
    RgbAlpha = 6,
}
