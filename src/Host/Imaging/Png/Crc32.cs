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
        for (; data.Length >= 4; data = data[4..])
        {
            crc ^= System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(data);
            crc = t3[(byte)crc] ^ t2[(byte)(crc >> 8)] ^ t1[(byte)(crc >> 16)] ^ t0[crc >> 24];
        }
        foreach (var value in data)
            crc = t0[(byte)(crc ^ value)] ^ (crc >> 8);
        return crc;
    }

    private static uint[][] MakeTables()
    {
        var tables = new uint[4][];
        for (var t = 0; t < 4; t++)
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
