namespace GpuFormer.Imaging.Masks;

/// <summary>The colours of Pascal VOC's class masks: the bits of a class number spread over red, green and blue, the
/// highest first.</summary>
internal static class ColourPalette
{
    private static readonly byte[] Colours = Create();

    // From 0xRRGGBB to the class.
    private static readonly Dictionary<int, byte> Classes = Enumerable.Range(0, 256).ToDictionary(
        i => (Colours[3 * i] << 16) | (Colours[3 * i + 1] << 8) | Colours[3 * i + 2], i => (byte)i);

    /// <summary>All 256 colours: <c>[256, 3]</c>, red first.</summary>
    public static ReadOnlySpan<byte> All => Colours;

    /// <summary>The colour of a class.</summary>
    public static (byte Red, byte Green, byte Blue) Of(byte label) =>
        (Colours[3 * label], Colours[3 * label + 1], Colours[3 * label + 2]);

    /// <summary>The class of a colour; null for one that no class has.</summary>
    public static byte? ClassOf(byte red, byte green, byte blue) =>
        Classes.TryGetValue((red << 16) | (green << 8) | blue, out var label) ? label : null;

    private static byte[] Create()
    {
        var colours = new byte[3 * 256];
        for (var label = 0; label < 256; label++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                for (var channel = 0; channel < 3; channel++)
                    colours[3 * label + channel] |= (byte)(((label >> (3 * bit + channel)) & 1) << (7 - bit));
            }
        }

        return colours;
    }
}
