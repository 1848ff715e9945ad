namespace GpuFormer.Imaging.Jpeg;

/// <summary>The inverse cosine transform of a block, in the integer arithmetic of the IJG's "islow" method: Loeffler,
/// Ligtenberg and Moschytz, ICASSP 1989, 12 multiplications, 13-bit constants. Bit for bit what libjpeg-turbo
/// computes.</summary>
internal static class InverseDct
{
    internal const int ConstantBits = 13;

    // Extra precision kept between the two passes.
    internal const int MiddleBits = 2;

    // Sums of the cosines of k pi / 16, times 2^13, named by their value.
    private const int C0298631336 = 2446;
    private const int C0390180644 = 3196;
    private const int C0541196100 = 4433;
    private const int C0765366865 = 6270;
    private const int C0899976223 = 7373;
    private const int C1175875602 = 9633;
    private const int C1501321110 = 12299;
    private const int C1847759065 = 15137;
    private const int C1961570560 = 16069;
    private const int C2053119869 = 16819;
    private const int C2562915447 = 20995;
    private const int C3072711026 = 25172;

    // Blocks of more, a sum of squares, are of no picture: samples of 8 bits make 1024 squared. Up to here no value of
    // either pass leaves 16 bits.
    private const int GreatestEnergy = 1400 * 1400 / 64;

    // Of a coefficient of 16 bits, for the sum that Transform is given: 64 of them stay within 31 bits.
    public static int Energy(int coefficient) => (coefficient * coefficient) >> 6;

    // block: 64 dequantised coefficients, natural order; overwritten; with onlyDc the others are not read. energy: the
    // sum of theirs. output: the block's first sample.
    public static void Transform(Span<int> block, bool onlyDc, int energy, Span<byte> output, int stride)
    {
        if (energy > GreatestEnergy)
        {
            if (onlyDc)
                block[1..].Clear();
            WideInverseDct.Transform(block, output, stride);
            return;
        }
        if (onlyDc)
        {
            var value = Sample(((block[0] << MiddleBits) + (1 << (MiddleBits + 2))) >> (MiddleBits + 3));
            for (var y = 0; y < 8; y++)
                output.Slice(y * stride, 8).Fill(value);
            return;
        }
        block = block[..64];
        for (var x = 0; x < 8; x++)
            Column(block, x);
        for (var y = 0; y < 8; y++)
            Row(block.Slice(y * 8, 8), output.Slice(y * stride, 8));
    }

    private static void Column(Span<int> block, int x)
    {
        if ((block[x + 8] | block[x + 16] | block[x + 24] | block[x + 32] | block[x + 40] | block[x + 48]
            | block[x + 56]) == 0)
        {
            var value = block[x] << MiddleBits;
            for (var i = x; i < 64; i += 8)
                block[i] = value;
            return;
        }
        Even(block[x], block[x + 16], block[x + 32], block[x + 48], out var e0, out var e1, out var e2, out var e3);
        Odd(block[x + 8], block[x + 24], block[x + 40], block[x + 56], out var o0, out var o1, out var o2, out var o3);
        const int shift = ConstantBits - MiddleBits;
        const int half = 1 << (shift - 1);
        block[x] = (e0 + o3 + half) >> shift;
        block[x + 56] = (e0 - o3 + half) >> shift;
        block[x + 8] = (e1 + o2 + half) >> shift;
        block[x + 48] = (e1 - o2 + half) >> shift;
        block[x + 16] = (e2 + o1 + half) >> shift;
        block[x + 40] = (e2 - o1 + half) >> shift;
        block[x + 24] = (e3 + o0 + half) >> shift;
        block[x + 32] = (e3 - o0 + half) >> shift;
    }

    private static void Row(ReadOnlySpan<int> row, Span<byte> output)
    {
        Even(row[0], row[2], row[4], row[6], out var e0, out var e1, out var e2, out var e3);
        Odd(row[1], row[3], row[5], row[7], out var o0, out var o1, out var o2, out var o3);
        const int shift = ConstantBits + MiddleBits + 3;
        const int half = 1 << (shift - 1);
        output[0] = Sample((e0 + o3 + half) >> shift);
        output[7] = Sample((e0 - o3 + half) >> shift);
        output[1] = Sample((e1 + o2 + half) >> shift);
        output[6] = Sample((e1 - o2 + half) >> shift);
        output[2] = Sample((e2 + o1 + half) >> shift);
        output[5] = Sample((e2 - o1 + half) >> shift);
        output[3] = Sample((e3 + o0 + half) >> shift);
        output[4] = Sample((e3 - o0 + half) >> shift);
    }

    // Coefficients 0, 2, 4, 6: a rotation by 6 pi / 16 and a butterfly.
    internal static void Even(int c0, int c2, int c4, int c6, out int e0, out int e1, out int e2, out int e3)
    {
        var z = (c2 + c6) * C0541196100;
        var low = z - c6 * C1847759065;
        var high = z + c2 * C0765366865;
        var sum = (c0 + c4) << ConstantBits;
        var difference = (c0 - c4) << ConstantBits;
        e0 = sum + high;
        e3 = sum - high;
        e1 = difference + low;
        e2 = difference - low;
    }

    // Coefficients 1, 3, 5, 7, figure 8 of the paper.
    private static void Odd(int c1, int c3, int c5, int c7, out int o0, out int o1, out int o2, out int o3) =>
        Odd(c1, c3, c5, c7, c7 + c3, c5 + c1, out o0, out o1, out o2, out o3);

    // z3 = c7 + c3 and z4 = c5 + c1.
    internal static void Odd(
        int c1, int c3, int c5, int c7, int z3, int z4, out int o0, out int o1, out int o2, out int o3)
    {
        var z1 = c7 + c1;
        var z2 = c5 + c3;
        var z5 = (z3 + z4) * C1175875602;
        var p1 = -z1 * C0899976223;
        var p2 = -z2 * C2562915447;
        var p3 = z5 - z3 * C1961570560;
        var p4 = z5 - z4 * C0390180644;
        o0 = c7 * C0298631336 + p1 + p3;
        o1 = c5 * C2053119869 + p2 + p4;
        o2 = c3 * C3072711026 + p2 + p3;
        o3 = c1 * C1501321110 + p1 + p4;
    }

    // Samples are centred on zero before coding (T.81 A.3.1).
    private static byte Sample(int value) => (byte)Math.Clamp(value + 128, 0, 255);
}
