namespace GpuFormer.Imaging.Bmp;

/// <summary>Decodes the run-length coded pixels of a BMP, 8 or 4 bits.</summary>
internal static class BmpRuns
{
    private const int EndOfLine = 0;
    private const int EndOfBitmap = 1;
    private const int Delta = 2;

    // Returns [H, W], rows in the order of the file. What is passed over has the number 0.
    public static byte[] Read(BmpHeader header, ReadOnlySpan<byte> data, ImageDamage damage)
    {
        var (width, height) = (header.Width, header.Height);
        var samples = new byte[width * height];
        var four = header.Bits == 4;
        int x = 0, y = 0, next = 0;
        while (y < height)
        {
            // The end of the data counts as the end of the bitmap where the last row is complete.
            if (next + 2 > data.Length)
            {
                if (y == height - 1 && x >= width)
                    break;
                throw ImageFormatException.Truncated("BMP", $"row {y}");
            }
            int count = data[next], value = data[next + 1];
            next += 2;
            if (count > 0)
            {
                Write(Rest(samples, width, x, y, count, damage), four, value);
                x = Math.Min(x + count, width);
            }
            else if (value == EndOfLine)
            {
                (x, y) = (0, y + 1);
            }
            else if (value == EndOfBitmap)
            {
                break;
            }
            else
            {
                var bytes = value == Delta ? 2 : four ? (value + 1) / 2 : value;
                if (next + bytes > data.Length)
                    throw ImageFormatException.Truncated("BMP", $"row {y}");
                var given = data.Slice(next, bytes);
                if (value == Delta)
                {
                    (x, y) = (Math.Min(x + given[0], width), y + given[1]);
                }
                else
                {
                    Copy(given, four, Rest(samples, width, x, y, value, damage));
                    x = Math.Min(x + value, width);
                }
                next += bytes + (bytes & 1);
            }
        }
        return samples;
    }

    // Where so many pixels go; fewer at the end of the row.
    private static Span<byte> Rest(byte[] samples, int width, int x, int y, int count, ImageDamage damage)
    {
        var free = Math.Max(width - x, 0);
        if (count > free)
            damage.Report("BMP", $"row {y}", "a run leaves its row");
        return free == 0 ? default : samples.AsSpan(y * width + x, Math.Min(count, free));
    }

    // Of four bits the high and the low half in turn.
    private static void Write(Span<byte> samples, bool four, int value)
    {
        if (!four)
        {
            samples.Fill((byte)value);
            return;
        }
        for (var i = 0; i < samples.Length; i++)
            samples[i] = (byte)(i % 2 == 0 ? value >> 4 : value & 15);
    }

    private static void Copy(ReadOnlySpan<byte> given, bool four, Span<byte> samples)
    {
        if (four)
            PixelRows.Unpack(given, 4, samples);
        else
            given[..samples.Length].CopyTo(samples);
    }
}
