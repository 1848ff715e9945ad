namespace GpuFormer.Imaging.Netpbm;

/// <summary>Reads binary PGM (P5) and PPM (P6), 8 and 16 bits per sample, after the Netpbm manual pages.</summary>
internal static class NetpbmReader
{
    private const int HighestMaximum = 65535;

    public static Image Read(ReadOnlySpan<byte> file, ImageLimits limits)
    {
        var (format, channels) = file[1] == '6' ? ("PPM", 3) : ("PGM", 1);
        var position = 2;
        var width = ReadNumber(file, ref position, format);
        var height = ReadNumber(file, ref position, format);
        var maximum = ReadNumber(file, ref position, format);
        limits.CheckSize(format, width, height);
        if (maximum is < 1 or > HighestMaximum)
            throw ImageFormatException.Damaged(format, "the header", $"the highest value {maximum} is not 1 to 65535");
        position++; // exactly one white space, which ReadNumber has seen

        var sampleBytes = maximum > 255 ? 2 : 1;
        var bytes = (long)width * height * channels * sampleBytes;
        if (file.Length - position < bytes)
        {
            throw ImageFormatException.Truncated(
                format, $"{bytes} bytes of pixels expected, {Math.Max(0, file.Length - position)} found");
        }
        var image = new Image(height, width);
        Expand(file.Slice(position, (int)bytes), channels, sampleBytes, maximum, image.Pixels);
        return image;
    }

    private static void Expand(ReadOnlySpan<byte> samples, int channels, int sampleBytes, int maximum, byte[] pixels)
    {
        if (channels == 3 && maximum == 255)
        {
            samples.CopyTo(pixels);
            return;
        }
        var scale = ScaleTable(maximum);
        var repeat = 3 / channels;
        for (int i = 0, p = 0; i < samples.Length; i += sampleBytes)
        {
            var value = sampleBytes == 1 ? samples[i] : (samples[i] << 8) | samples[i + 1];
            var scaled = scale[Math.Min(value, maximum)];
            for (var r = 0; r < repeat; r++)
                pixels[p++] = scaled;
        }
    }

    // 0..maximum to 0..255, rounded half to even as Pillow does.
    private static byte[] ScaleTable(int maximum)
    {
        var table = new byte[maximum + 1];
        for (var value = 0; value <= maximum; value++)
            table[value] = (byte)Math.Round((double)value / maximum * 255);
        return table;
    }

    // Skips white space and comments, reads decimal digits, and stops at the white space behind them.
    private static int ReadNumber(ReadOnlySpan<byte> file, ref int position, string format)
    {
        var before = position;
        while (position < file.Length && (IsSpace(file[position]) || file[position] == '#'))
        {
            if (file[position] == '#')
            {
                while (position < file.Length && file[position] is not ((byte)'\n' or (byte)'\r'))
                    position++;
            }
            else
            {
                position++;
            }
        }
        long number = 0;
        var start = position;
        while (position < file.Length && char.IsAsciiDigit((char)file[position]) && number <= int.MaxValue)
            number = number * 10 + file[position++] - '0';
        if (position >= file.Length)
            throw ImageFormatException.Truncated(format, "in the header");
        if (start == before || start == position || !IsSpace(file[position]) || number > int.MaxValue)
            throw ImageFormatException.Damaged(format, $"the header at byte {start}", "a number was expected");
        return (int)number;
    }

    private static bool IsSpace(byte value) => value is (byte)' ' or >= 9 and <= 13;
}
