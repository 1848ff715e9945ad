namespace GpuFormer.Imaging.Jpeg;

/// <summary>Turns full-resolution rows of components into RGB (JFIF 1.02, with the 16-bit fixed point of
/// libjpeg).</summary>
internal static class ColourConversion
{
    private const int FractionBits = 16;
    private const int Half = 1 << (FractionBits - 1);

    // By the value of Cr or Cb: what it adds to red, blue, and (in fixed point, rounding included once) green.
    private static readonly int[] CrToRed = Table(i => (91881 * i + Half) >> FractionBits);
    private static readonly int[] CbToBlue = Table(i => (116130 * i + Half) >> FractionBits);
    private static readonly int[] CrToGreen = Table(i => -46802 * i);
    private static readonly int[] CbToGreen = Table(i => -22554 * i + Half);

    // output: [W, 3]; every row has at least W samples.
    public static void Grey(ReadOnlySpan<byte> grey, Span<byte> output)
    {
        for (int x = 0, to = 0; to < output.Length; x++, to += 3)
            output.Slice(to, 3).Fill(grey[x]);
    }

    public static void Rgb(
        ReadOnlySpan<byte> red, ReadOnlySpan<byte> green, ReadOnlySpan<byte> blue, Span<byte> output)
    {
        for (int x = 0, to = 0; to < output.Length; x++, to += 3)
        {
            output[to] = red[x];
            output[to + 1] = green[x];
            output[to + 2] = blue[x];
        }
    }

    public static void YCbCr(ReadOnlySpan<byte> y, ReadOnlySpan<byte> cb, ReadOnlySpan<byte> cr, Span<byte> output)
    {
        var width = output.Length / 3;
        y = y[..width];
        cb = cb[..width];
        cr = cr[..width];
        for (int x = 0, to = 0; x < y.Length && to + 2 < output.Length; x++, to += 3)
        {
            output[to] = ToByte(y[x] + CrToRed[cr[x]]);
            output[to + 1] = ToByte(y[x] + ((CbToGreen[cb[x]] + CrToGreen[cr[x]]) >> FractionBits));
            output[to + 2] = ToByte(y[x] + CbToBlue[cb[x]]);
        }
    }

    // In place: [W, 3] holds inverted cyan, magenta and yellow, black is inverted too. R = K - (255 - C) K / 255, the
    // division rounded, as Pillow converts.
    public static void BlendBlack(ReadOnlySpan<byte> black, Span<byte> output)
    {
        for (int x = 0, to = 0; to < output.Length; x++, to += 3)
        {
            for (var channel = 0; channel < 3; channel++)
            {
                var product = (255 - output[to + channel]) * black[x] + 128;
                output[to + channel] = ToByte(black[x] - ((product + (product >> 8)) >> 8));
            }
        }
    }

    // In place: YCCK codes the complement of what BlendBlack takes.
    public static void Invert(Span<byte> output)
    {
        foreach (ref var value in output)
            value = (byte)(255 - value);
    }

    private static byte ToByte(int value) => (byte)Math.Clamp(value, 0, 255);

    private static int[] Table(Func<int, int> entry)
    {
        var table = new int[256];
        for (var i = 0; i < 256; i++)
            table[i] = entry(i - 128);
        return table;
    }
}
