namespace GpuFormer.Imaging.Jpeg;

/// <summary>A Huffman code (T.81 annex C), ready to decode: short codes by one look-up, long ones by comparison with
/// the largest code of each length (T.81 F.2.2.3).</summary>
internal sealed class HuffmanTable
{
    // Codes of up to 9 bits are by far the most frequent ones; the table stays in the first-level cache.
    public const int FastBits = 9;
    public const int LongestCode = 16;

    private readonly ushort[] _fast = new ushort[1 << FastBits];
    private readonly byte[] _symbols;

    // By code length: the first code beyond those of this length, left-aligned in 16 bits, and what to add to a code
    // to get the index of its symbol.
    private readonly int[] _end = new int[LongestCode + 1];
    private readonly int[] _offset = new int[LongestCode + 1];

    // counts: 16 numbers of codes by length. symbols: as many as the counts add up to.
    public HuffmanTable(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        _symbols = symbols.ToArray();
        int code = 0, index = 0;
        for (var length = 1; length <= LongestCode; length++, code <<= 1)
        {
            var count = counts[length - 1];
            if (code + count > 1 << length)
                throw ImageFormatException.Damaged("JPEG", "segment DHT", $"too many codes of {length} bits");
            _offset[length] = index - code;
            for (var i = 0; i < count; i++, code++, index++)
            {
                if (length <= FastBits)
                {
                    // Every continuation of the code leads to the same symbol.
                    var entry = (ushort)((length << 8) | _symbols[index]);
                    _fast.AsSpan(code << (FastBits - length), 1 << (FastBits - length)).Fill(entry);
                }
            }
            _end[length] = code << (LongestCode - length);
        }
    }

    // The largest symbol: those of DC are sizes, which have a limit.
    public int HighestSymbol => _symbols.Length == 0 ? 0 : _symbols.Max();

    // (length << 8) | symbol; 0 when the code is longer than FastBits or does not exist.
    public int Fast(int bits) => _fast[bits];

    // The same for any code, from the next 16 bits.
    public int Slow(int bits)
    {
        for (var length = 1; length <= LongestCode; length++)
        {
            if (bits < _end[length])
                return (length << 8) | _symbols[(bits >> (LongestCode - length)) + _offset[length]];
        }
        return 0;
    }
}
