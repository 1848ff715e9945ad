using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GpuFormer.Imaging.Png;

/// <summary>The checksum of a PNG chunk (PNG specification, annex D), sixteen bytes a step where the processor
/// multiplies polynomials, eight elsewhere.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;

    // x^192 and x^128 modulo the polynomial, bits reversed: what the lower and the upper half of 16 bytes become 16 bytes
    // further on (Gopal and others, Fast CRC computation for generic polynomials using PCLMULQDQ, Intel 2009).
    private static readonly Vector128<ulong> Further = Vector128.Create(0x1751997D0UL, 0xCCAA009EUL);

    // Tables[t][b]: the effect of byte b followed by t zero bytes.
    private static readonly uint[][] Tables = MakeTables();

    public static uint Of(ReadOnlySpan<byte> data) => ~Append(uint.MaxValue, data);

    // Unfinished: starts at all ones, inverted at the end.
    public static uint Append(uint crc, ReadOnlySpan<byte> data)
    {
        if (Pclmulqdq.IsSupported && data.Length >= 64)
            return Fold(crc, data);
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

    // All that comes before is moved into the next 16 bytes, whose checksum is then the same.
    private static uint Fold(uint crc, ReadOnlySpan<byte> data)
    {
        var vectors = MemoryMarshal.Cast<byte, Vector128<ulong>>(data);
        var sum = vectors[0] ^ Vector128.CreateScalar((ulong)crc);
        for (var i = 1; i < vectors.Length; i++)
        {
            sum = Pclmulqdq.CarrylessMultiply(sum, Further, 0x00) ^ Pclmulqdq.CarrylessMultiply(sum, Further, 0x11)
                ^ vectors[i];
        }
        Span<byte> last = stackalloc byte[16];
        MemoryMarshal.Write(last, sum);
        return Append(Append(0, last), data[(16 * vectors.Length)..]);
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
