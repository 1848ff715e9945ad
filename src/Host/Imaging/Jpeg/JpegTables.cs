using System.Buffers.Binary;

namespace GpuFormer.Imaging.Jpeg;

/// <summary>The tables in force at a point of the file; each slot can be redefined between scans.</summary>
internal sealed class JpegTables
{
    // Zigzag position to natural position (T.81 figure A.6).
    private static readonly byte[] Natural =
    [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5,
        12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
        58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    ];

    public static ReadOnlySpan<byte> NaturalOrder => Natural;

    public HuffmanTable?[] Dc { get; } = new HuffmanTable?[4];

    public HuffmanTable?[] Ac { get; } = new HuffmanTable?[4];

    // [4][64], natural order
    public ushort[]?[] Quantisation { get; } = new ushort[]?[4];

    // MCUs between restart markers; 0 for none.
    public int RestartInterval { get; private set; }

    // T.81 B.2.4.1
    public void ReadQuantisation(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            int precision = data[0] >> 4, slot = data[0] & 15;
            var bytes = precision == 0 ? 64 : 128;
            if (precision > 1 || slot > 3 || data.Length < 1 + bytes)
                throw Wrong("DQT", $"table {slot} with precision {precision} does not fit");
            var table = new ushort[64];
            for (var i = 0; i < 64; i++)
            {
                table[NaturalOrder[i]] = precision == 0
                    ? data[1 + i]
                    : BinaryPrimitives.ReadUInt16BigEndian(data[(1 + 2 * i)..]);
            }
            Quantisation[slot] = table;
            data = data[(1 + bytes)..];
        }
    }

    // T.81 B.2.4.2
    public void ReadHuffman(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            int kind = data[0] >> 4, slot = data[0] & 15;
            if (kind > 1 || slot > 3 || data.Length < 17)
                throw Wrong("DHT", $"table {slot} of class {kind} does not fit");
            var counts = data.Slice(1, 16);
            var total = 0;
            foreach (var count in counts)
                total += count;
            if (total > 256 || data.Length < 17 + total)
                throw Wrong("DHT", $"table {slot} of class {kind} has {total} codes");
            (kind == 0 ? Dc : Ac)[slot] = new HuffmanTable(counts, data.Slice(17, total));
            data = data[(17 + total)..];
        }
    }

    // T.81 B.2.4.4
    public void ReadRestartInterval(ReadOnlySpan<byte> data)
    {
        if (data.Length != 2)
            throw Wrong("DRI", $"it has {data.Length} bytes in place of 2");
        RestartInterval = BinaryPrimitives.ReadUInt16BigEndian(data);
    }

    private static ImageFormatException Wrong(string segment, string what) =>
        ImageFormatException.Damaged("JPEG", $"segment {segment}", what);
}
