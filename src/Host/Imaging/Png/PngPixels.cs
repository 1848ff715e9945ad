namespace GpuFormer.Imaging.Png;

/// <summary>Turns unfiltered rows of any colour type and depth into RGB.</summary>
internal sealed class PngPixels(PngHeader header, ReadOnlySpan<byte> palette, ImageDamage damage)
{
    // [256, 3]: the file's colours, then greys, as in Pillow.
    private readonly byte[] _palette = WithGreys(palette);
    private readonly int _colours = palette.Length / 3;
    private bool _reported = palette.IsEmpty; // that there is none is said already

    // 16-bit samples keep their first, higher byte.
    private readonly int _sampleBytes = header.Depth == 16 ? 2 : 1;

    // row: one row of the pass. destination: the picture's whole row, [W, 3].
    public void Expand(ReadOnlySpan<byte> row, Span<byte> destination, PngPass pass)
    {
        if (header is { Colour: PngColour.Rgb, Depth: 8, Interlaced: false })
        {
            row.CopyTo(destination);
            return;
        }
        var to = pass.Left * 3;
        var step = pass.StepAcross * 3;
        for (var x = 0; x < pass.Width; x++, to += step)
        {
            var pixel = destination.Slice(to, 3);
            switch (header.Colour)
            {
                case PngColour.Palette:
                    LookUp(Packed(row, x)).CopyTo(pixel);
                    break;
                case PngColour.Grey when header.Depth < 8:
                    pixel.Fill((byte)(Packed(row, x) * 255 / ((1 << header.Depth) - 1)));
                    break;
                case PngColour.Grey or PngColour.GreyAlpha:
                    pixel.Fill(row[x * header.Channels * _sampleBytes]);
                    break;
                case PngColour.Rgb or PngColour.RgbAlpha:
                    var from = x * header.Channels * _sampleBytes;
                    pixel[0] = row[from];
                    pixel[1] = row[from + _sampleBytes];
                    pixel[2] = row[from + 2 * _sampleBytes];
                    break;
            }
        }
    }

    // Pixels below 8 bits fill a byte from its high end.
    private int Packed(ReadOnlySpan<byte> row, int x)
    {
        var bit = x * header.Depth;
        return (row[bit >> 3] >> (8 - header.Depth - (bit & 7))) & ((1 << header.Depth) - 1);
    }

    private static byte[] WithGreys(ReadOnlySpan<byte> palette)
    {
        var colours = new byte[3 * 256];
        for (var i = 0; i < colours.Length; i++)
            colours[i] = (byte)(i / 3);
        palette.CopyTo(colours);
        return colours;
    }

    private ReadOnlySpan<byte> LookUp(int index)
    {
        if (index >= _colours && !_reported)
        {
            damage.Report("PNG", "chunk IDAT", $"colour {index} is outside the palette of {_colours}");
            _reported = true;
        }
        return _palette.AsSpan(index * 3, 3);
    }
}
