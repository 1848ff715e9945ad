using System.Buffers.Binary;
using System.Numerics;

namespace GpuFormer.Imaging.Bmp;

/// <summary>Reads BMP (Windows and OS/2 bitmaps): palettes of 1, 4 and 8 bits, also run-length coded, and colours of 16,
/// 24 and 32 bits with any masks; alpha is dropped.</summary>
internal static class BmpReader
{
    public static Image Read(ReadOnlySpan<byte> file, ImageLimits limits, ImageDamage damage)
    {
        var header = BmpHeader.Parse(file, limits);
        var data = file[header.DataOffset..];
        var image = new Image(header.Height, header.Width);
        if (header.Bits <= 8)
        {
            var palette = file.Slice(header.PaletteOffset, Math.Min(header.Colours, 256) * header.ColourBytes);
            ReadPalette(header, data, Colours(palette, header.ColourBytes), image, damage);
        }
        else
        {
            for (var y = 0; y < header.Height; y++)
                ReadColours(header, data.Slice(y * header.RowBytes, header.RowBytes), Row(header, image, y));
        }
        return image;
    }

    // What a palette lacks are greys, as in Pillow.
    private static uint[] Colours(ReadOnlySpan<byte> palette, int bytes)
    {
        var colours = new uint[256];
        for (var i = 0; i < colours.Length; i++)
        {
            colours[i] = i * bytes < palette.Length
                ? palette[i * bytes + 2] | (uint)palette[i * bytes + 1] << 8 | (uint)palette[i * bytes] << 16
                : (uint)i * 0x010101;
        }
        return colours;
    }

    private static void ReadPalette(
        BmpHeader header, ReadOnlySpan<byte> data, uint[] colours, Image image, ImageDamage damage)
    {
        if (header.Compression != BmpCompression.None)
        {
            var samples = BmpRuns.Read(header, data, damage);
            for (var y = 0; y < header.Height; y++)
                LookUp(header, samples.AsSpan(y * header.Width, header.Width), colours, Row(header, image, y), damage);
            return;
        }
        var row = new byte[header.Width];
        for (var y = 0; y < header.Height; y++)
        {
            var packed = data.Slice(y * header.RowBytes, header.RowBytes);
            if (header.Bits == 8)
                packed[..row.Length].CopyTo(row);
            else
                PixelRows.Unpack(packed, header.Bits, row);
            LookUp(header, row, colours, Row(header, image, y), damage);
        }
    }

    private static void LookUp(
        BmpHeader header, ReadOnlySpan<byte> samples, uint[] colours, Span<byte> row, ImageDamage damage)
    {
        if (header.Colours < 256 && samples.IndexOfAnyExceptInRange((byte)0, (byte)(header.Colours - 1)) is >= 0 and var x)
        {
            damage.Report("BMP", "the pixels", $"colour {samples[x]} is outside the palette of {header.Colours}");
        }
        PixelRows.LookUp(samples, colours, row);
    }

    private static void ReadColours(BmpHeader header, ReadOnlySpan<byte> data, Span<byte> row)
    {
        var bytes = header.Bits / 8;
        if (bytes > 2 && header.Masks == (0xFF0000, 0xFF00, 0xFF))
        {
            for (int to = 0, from = 0; to < row.Length; to += 3, from += bytes)
                (row[to], row[to + 1], row[to + 2]) = (data[from + 2], data[from + 1], data[from]);
            return;
        }
        var (red, green, blue) = header.Masks;
        for (int to = 0, from = 0; to < row.Length; to += 3, from += bytes)
        {
            var pixel = bytes switch
            {
                2 => BinaryPrimitives.ReadUInt16LittleEndian(data[from..]),
                3 => data[from] | (uint)data[from + 1] << 8 | (uint)data[from + 2] << 16,
                _ => BinaryPrimitives.ReadUInt32LittleEndian(data[from..]),
            };
            (row[to], row[to + 1], row[to + 2]) = (Channel(pixel, red), Channel(pixel, green), Channel(pixel, blue));
        }
    }

    // A number of any width as one of 8 bits, cut as Pillow does.
    private static byte Channel(uint pixel, uint mask)
    {
        var shift = BitOperations.TrailingZeroCount(mask);
        return (byte)((ulong)((pixel & mask) >> shift) * 255 / (mask >> shift));
    }

    private static Span<byte> Row(BmpHeader header, Image image, int y) =>
        image.Row(header.TopDown ? y : header.Height - 1 - y);
}
