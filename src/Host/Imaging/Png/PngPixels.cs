namespace GpuFormer.Imaging.Png;

/// <summary>Turns unfiltered rows of any colour type and depth into RGB.</summary>
internal sealed class PngPixels
{
    private readonly PngHeader _header;
    private readonly ImageDamage _damage;

    // 16-bit samples keep their first, higher byte.
    private readonly int _sampleBytes;

    // By a sample of a palette or below 8 bits: its red, green and blue, from the low byte up. What a palette lacks are
    // greys, as in Pillow.
    private readonly uint[] _colours = new uint[256];
    private readonly int _colourCount;
    private bool _reported;

    // Samples of one row, a byte each; the row of a pass of which only some pixels are part of the picture's row.
    private readonly byte[] _samples;
    private readonly byte[] _row;

    public PngPixels(PngHeader header, ReadOnlySpan<byte> palette, ImageDamage damage)
    {
        (_header, _damage) = (header, damage);
        _sampleBytes = header.Depth == 16 ? 2 : 1;
        var isPalette = header.Colour == PngColour.Palette;
        _colourCount = isPalette ? palette.Length / 3 : 256;
        _reported = palette.IsEmpty; // that there is none is said already
        var greys = isPalette ? 255 : (1 << Math.Min(header.Depth, 8)) - 1;
        for (var i = 0; i < _colours.Length; i++)
        {
            _colours[i] = isPalette && i < _colourCount
                ? palette[3 * i] | (uint)palette[3 * i + 1] << 8 | (uint)palette[3 * i + 2] << 16
                : (byte)(i * 255 / greys) * 0x010101u;
        }
        var isPacked = header.Colour == PngColour.Palette || header.Depth < 8;
        _samples = isPacked || header.Colour is PngColour.Grey or PngColour.GreyAlpha ? new byte[header.Width] : [];
        _row = header.Interlaced ? new byte[header.Width * 3] : [];
    }

    /// <summary>Whether rows are RGB already.</summary>
    public static bool AreRows(PngHeader header) => header is { Colour: PngColour.Rgb, Depth: 8, Interlaced: false };

    // row: one row of the pass. destination: the picture's whole row, [W, 3].
    public void Expand(ReadOnlySpan<byte> row, Span<byte> destination, PngPass pass)
    {
        if (pass is { StepAcross: 1, Left: 0 })
        {
            Expand(row, destination);
            return;
        }
        var pixels = _row.AsSpan(0, pass.Width * 3);
        Expand(row, pixels);
        var to = pass.Left * 3;
        for (var from = 0; from < pixels.Length; from += 3, to += pass.StepAcross * 3)
        {
            destination[to] = pixels[from];
            destination[to + 1] = pixels[from + 1];
            destination[to + 2] = pixels[from + 2];
        }
    }

    private void Expand(ReadOnlySpan<byte> row, Span<byte> pixels)
    {
        var width = pixels.Length / 3;
        if (_header.Colour == PngColour.Palette || _header.Depth < 8)
        {
            var samples = _samples.AsSpan(0, width);
            if (_header.Depth == 8)
                row[..width].CopyTo(samples);
            else
                PixelRows.Unpack(row, _header.Depth, samples);
            if (_colourCount < 256 && !_reported)
                ReportColour(samples);
            PixelRows.LookUp(samples, _colours, pixels);
        }
        else if (_header.Colour is PngColour.Grey or PngColour.GreyAlpha)
        {
            var step = _header.Channels * _sampleBytes;
            var grey = _samples.AsSpan(0, width);
            for (int x = 0, from = 0; x < grey.Length && from < row.Length; x++, from += step)
                grey[x] = row[from];
            PixelRows.Interleave(grey, grey, grey, pixels);
        }
        else if (_header is { Colour: PngColour.RgbAlpha, Depth: 8 })
        {
            PixelRows.DropAlpha(row, pixels);
        }
        else if (_header is { Colour: PngColour.Rgb, Depth: 8 })
        {
            row[..pixels.Length].CopyTo(pixels);
        }
        else
        {
            var step = _header.Channels * _sampleBytes;
            for (int to = 0, from = 0; to < pixels.Length; to += 3, from += step)
            {
                pixels[to] = row[from];
                pixels[to + 1] = row[from + _sampleBytes];
                pixels[to + 2] = row[from + 2 * _sampleBytes];
            }
        }
    }

    private void ReportColour(ReadOnlySpan<byte> samples)
    {
        foreach (var index in samples)
        {
            if (index < _colourCount)
                continue;
            _damage.Report("PNG", "chunk IDAT", $"colour {index} is outside the palette of {_colourCount}");
            _reported = true;
            return;
        }
    }
}
