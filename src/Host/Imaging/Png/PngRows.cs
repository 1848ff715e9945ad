namespace GpuFormer.Imaging.Png;

/// <summary>Reads rows from the inflated stream and undoes their filters (PNG specification 9.2).</summary>
internal sealed class PngRows(PngHeader header, Stream inflated)
{
    // The corresponding byte of the pixel to the left; 1 where pixels are smaller than a byte.
    private readonly int _pixelBytes = Math.Max(1, header.BitsPerPixel / 8);
    private byte[] _row = [];
    private byte[] _above = [];
    private int _length;
    private int _rowNumber;

    // The row above the first one of a pass is zero.
    public void StartPass(int width)
    {
        _length = header.RowBytes(width);
        if (_row.Length < _length)
            (_row, _above) = (new byte[_length], new byte[_length]);
        _row.AsSpan(0, _length).Clear();
    }

    public ReadOnlySpan<byte> Next()
    {
        (_row, _above) = (_above, _row);
        var filter = inflated.ReadByte();
        var row = _row.AsSpan(0, _length);
        inflated.ReadExactly(row);
        Unfilter(filter, row, _above.AsSpan(0, _length));
        _rowNumber++;
        return row;
    }

    private void Unfilter(int filter, Span<byte> row, ReadOnlySpan<byte> above)
    {
        var left = _pixelBytes;
        switch (filter)
        {
            case 0:
                break;
            case 1:
                for (var i = left; i < row.Length; i++)
                    row[i] += row[i - left];
                break;
            case 2:
                for (var i = 0; i < row.Length; i++)
                    row[i] += above[i];
                break;
            case 3:
                for (var i = 0; i < row.Length; i++)
                    row[i] += (byte)(((i < left ? 0 : row[i - left]) + above[i]) >> 1);
                break;
            case 4:
                for (var i = 0; i < Math.Min(left, row.Length); i++)
                    row[i] += above[i];
                for (var i = left; i < row.Length; i++)
                    row[i] += Paeth(row[i - left], above[i], above[i - left]);
                break;
            case < 0:
                throw new EndOfStreamException();
            default:
                throw ImageFormatException.Damaged("PNG", $"row {_rowNumber}", $"filter {filter} does not exist");
        }
    }

    // The neighbour closest to left + above - aboveLeft; ties in this order.
    public static byte Paeth(byte left, byte above, byte aboveLeft)
    {
        var toLeft = Math.Abs(above - aboveLeft);
        var toAbove = Math.Abs(left - aboveLeft);
        var toAboveLeft = Math.Abs(left + above - 2 * aboveLeft);
        if (toLeft <= toAbove && toLeft <= toAboveLeft)
            return left;
        return toAbove <= toAboveLeft ? above : aboveLeft;
    }
}
