namespace GpuFormer.Imaging.Jpeg;

/// <summary>A Huffman code (T.81 annex C), ready to decode: short codes by one look-up, which gives the number behind
/// the code too where that fits, long ones by comparison with the largest code of each length (T.81 F.2.2.3).</summary>
internal sealed class HuffmanTable
{
    // Most codes with their numbers have up to 10 bits; the tables of a picture stay in the first-level cache.
    public const int FastBits = 10;
    public const int LongestCode = 16;

    // Parts of an entry of Coefficients: the bits that it takes in the low byte, and above it the step to the
    // coefficient. In the high half stands the coefficient itself or, where the flag is set, the size of the number
    // that follows the code.
    public const int LengthMask = 0x7F;
    public const int NumberFollows = 0x80;
    public const int StepShift = 8;
    public const int StepMask = 0x7F;
    public const int ValueShift = 16;

    // The step of a code that ends the block: beyond any coefficient.
    public const int EndOfBlock = 64;

    private readonly ushort[] _fast = new ushort[1 << FastBits];
    private readonly int[] _coefficients = new int[1 << FastBits];
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
                    var (first, entries) = (code << (FastBits - length), 1 << (FastBits - length));
                    _fast.AsSpan(first, entries).Fill(entry);
                    FillCoefficients(_coefficients.AsSpan(first, entries), length, _symbols[index]);
                }
            }
            _end[length] = code << (LongestCode - length);
        }
    }

    // The largest symbol: those of DC are sizes, which have a limit.
    public int HighestSymbol => _symbols.Length == 0 ? 0 : _symbols.Max();

    // By the next FastBits bits: a code and the number behind it, taken as run and size of a coefficient; 0 when the
    // code is longer or does not exist. A symbol for DC is a run of none.
    public ReadOnlySpan<int> Coefficients => _coefficients;

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

    // The entry of a symbol whose code has this many bits, without a number behind it.
    public static int Entry(int length, int symbol)
    {
        int run = symbol >> 4, size = symbol & 15;
        if (size == 0)
            return length | ((run == 15 ? 16 : EndOfBlock) << StepShift);
        return length | NumberFollows | ((run + 1) << StepShift) | (size << ValueShift);
    }

    // A number of the given size; the lower half of its range stands for negative ones (T.81 F.2.2.1, EXTEND).
    public static int Extend(int value, int size) => value + (((value - (1 << size >> 1)) >> 31) & (1 - (1 << size)));

    private static void FillCoefficients(Span<int> entries, int length, int symbol)
    {
        var size = symbol & 15;
        var rest = FastBits - length - size;
        entries.Fill(Entry(length, symbol));
        if (size == 0 || rest < 0)
            return;
        var step = ((symbol >> 4) + 1) << StepShift;
        for (var number = 0; number < 1 << size; number++)
        {
            entries.Slice(number << rest, 1 << rest)
                .Fill((length + size) | step | (Extend(number, size) << ValueShift));
        }
    }
}
