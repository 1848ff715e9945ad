namespace GpuFormer.Imaging.Png;

/// <summary>Reads rows from the inflated stream and undoes their filters.</summary>
/// <param name="header">The picture's.</param>
/// <param name="inflated">The data.</param>
/// <param name="bytes">How many bytes all rows have with their filters: no more are read.</param>
internal sealed class PngRows(PngHeader header, Stream inflated, long bytes)
{
    // Rows are inflated many at a time.
    private const int BufferBytes = 1 << 15;

    // The corresponding byte of the pixel to the left; 1 where pixels are smaller than a byte.
    private readonly int _pixelBytes = Math.Max(1, header.BitsPerPixel / 8);
    private byte[] _buffer = [];
    private int _first;
    private int _end;
    private long _unread = bytes;
    private int _rowNumber;

    // row: the next row of a pass, to be filled. above: the one before it, zero for the first.
    public void Read(Span<byte> row, ReadOnlySpan<byte> above)
    {
        var filtered = Filtered(1 + row.Length);
        var filter = filtered[0];
        if (filter == 0)
            filtered[1..].CopyTo(row);
        else if (filter <= 4)
            PngFilters.Undo(filter, _pixelBytes, filtered[1..], above[..row.Length], row);
        else
            throw ImageFormatException.Damaged("PNG", $"row {_rowNumber}", $"filter {filter} does not exist");
        _rowNumber++;
    }

    private ReadOnlySpan<byte> Filtered(int length)
    {
        if (_end - _first < length)
        {
            var rest = _buffer.AsSpan(_first, _end - _first);
            var buffer = _buffer.Length >= length ? _buffer : new byte[Math.Max(length, BufferBytes)];
            rest.CopyTo(buffer);
            (_buffer, _first, _end) = (buffer, 0, rest.Length);
            while (_end < length)
            {
                var count = inflated.Read(_buffer, _end, (int)Math.Min(_buffer.Length - _end, _unread));
                if (count == 0)
                    throw new EndOfStreamException();
                _end += count;
                _unread -= count;
            }
        }
        _first += length;
        return _buffer.AsSpan(_first - length, length);
    }
}
