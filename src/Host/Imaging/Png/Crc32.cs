using System.Buffers.Binary;

namespace GpuFormer.Imaging.Png;

/// <summary>The checksum of a PNG chunk (PNG specification, annex D), four bytes a step.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;

    // Tables[t][b]: the effect of byte b followed by t zero bytes.
    private static readonly uint[][] Tables = MakeTables();

    public static uint Of(ReadOnlySpan<byte> data) => ~Append(uint.MaxValue, data);

    // Unfinished: starts at all ones, inverted at the end.
    public static uint Append(uint crc, ReadOnlySpan<byte> data)
    {
        uint[] t0 = Tables[0], t1 = Tables[1], t2 = Tables[2], t3 = Tables[3];
        uint[] t4 = Tables[4], t5 = Tables[5], t6 = Tables[6], t7 = Tables[7];
        for (; data.Length >= 8; data = data[8..])
        {
            var eight = BinaryPrimitives.ReadUInt64LittleEndian(data) ^ crc;
            crc = t7[(byte)eight] ^ t6[(byte)(eight >> 8)] ^ t5[(byte)(eight >> 16)] ^ t4[(byte)(eight >> 24)]
                ^ t3[(byte)(eight >> 32)] ^ t2[(byte)(eight >> 40)] ^ t1[(byte)(eight >> 48)] ^ t0[eight >> 56];
        }
        foreach (var value in data)
            crc = t0[(byte)(crc ^ value)] ^ (crc >> 8);
        return crc;
    }

    private static uint[][] MakeTables()
    {
        var tables = new uint[8][];
        for (var t = 0; t < 8; t++)
        {
            tables[t] = new uint[256];
            for (var b = 0u; b < 256; b++)
                tables[t][b] = t == 0 ? Shift(b, 8) : Shift(tables[t - 1][b], 8);
        }
        return tables;
    }

    private static uint Shift(uint crc, int bits)
    {
        for (var i = 0; i < bits; i++)
            crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ Polynomial;
        return crc;
    }
}
