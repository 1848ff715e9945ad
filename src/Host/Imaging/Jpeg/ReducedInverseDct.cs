using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GpuFormer.Imaging.Jpeg;

/// <summary>The inverse cosine transform to 4 x 4, 2 x 2 or 1 x 1 samples of a block, from the lower frequencies: the
/// IJG's reduced transforms (jidctred.c), bit for bit as libjpeg-turbo computes them.</summary>
internal static class ReducedInverseDct
{
    private const int ConstantBits = 13;
    private const int MiddleBits = 2;
    private const int Centre = 128;

    // Constants of the 4-point transform, times 2^13, named by their value.
    private const int C0211164243 = 1730;
    private const int C0509795579 = 4176;
    private const int C0601344887 = 4926;
    private const int C0765366865 = 6270;
    private const int C0899976223 = 7373;
    private const int C1061594337 = 8697;
    private const int C1451774981 = 11893;
    private const int C1847759065 = 15137;
    private const int C2172734803 = 17799;
    private const int C2562915447 = 20995;

    // And of the 2-point one.
    private const int C0720959822 = 5906;
    private const int C0850430095 = 6967;
    private const int C1272758580 = 10426;
    private const int C3624509785 = 29692;

    // coefficients: 64, natural order. quantisation: what each is multiplied by. side: samples of a row. output: the
    // block's first sample.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Transform(
        ReadOnlySpan<short> coefficients, ReadOnlySpan<ushort> quantisation, int side, Span<byte> output, int stride)
    {
        if (side == 1)
        {
            output[0] = One((short)(coefficients[0] * quantisation[0]));
            return;
        }
        var rows = MemoryMarshal.Cast<short, Vector128<short>>(coefficients);
        var steps = MemoryMarshal.Cast<ushort, Vector128<short>>(quantisation);
        if (side == 2)
            Two(rows, steps, output, stride);
        else
            Four(rows, steps, output, stride);
    }

    // An eighth of the coefficient. What no picture has wraps around at 10 bits: libjpeg looks samples up in a table.
    private static byte One(int dc)
    {
        var value = ((dc + 4) >> 3) & 0x3FF;
        return (byte)Math.Clamp((value ^ 0x200) - 0x200 + Centre, 0, 255);
    }

    // Rows and columns 0, 1, 3, 5 and 7 matter.
    private static void Two(
        ReadOnlySpan<Vector128<short>> rows, ReadOnlySpan<Vector128<short>> steps, Span<byte> output, int stride)
    {
        const int shift = ConstantBits - MiddleBits + 2;
        var even = (Lanes.Widen(rows[0] * steps[0]) << (ConstantBits + 2)) + Vector256.Create(1 << (shift - 1));
        var odd = Lanes.Widen(rows[7] * steps[7]) * -C0720959822 + Lanes.Widen(rows[5] * steps[5]) * C0850430095
            + Lanes.Widen(rows[3] * steps[3]) * -C1272758580 + Lanes.Widen(rows[1] * steps[1]) * C3624509785;
        TwoOfRow(Lanes.Narrow((even + odd) >> shift), output);
        TwoOfRow(Lanes.Narrow((even - odd) >> shift), output[stride..]);
    }

    private static void TwoOfRow(Vector128<short> row, Span<byte> output)
    {
        const int shift = ConstantBits + MiddleBits + 3 + 2;
        var even = (row[0] << (ConstantBits + 2)) + (1 << (shift - 1));
        var odd = row[7] * -C0720959822 + row[5] * C0850430095 + row[3] * -C1272758580 + row[1] * C3624509785;
        output[0] = Sample((even + odd) >> shift);
        output[1] = Sample((even - odd) >> shift);
    }

    // All but row and column 4 matter.
    private static void Four(
        ReadOnlySpan<Vector128<short>> rows, ReadOnlySpan<Vector128<short>> steps, Span<byte> output, int stride)
    {
        var r0 = rows[0] * steps[0];
        var r1 = rows[1] * steps[1];
        var r2 = rows[2] * steps[2];
        var r3 = rows[3] * steps[3];
        var r4 = Vector128<short>.Zero;
        var r5 = rows[5] * steps[5];
        var r6 = rows[6] * steps[6];
        var r7 = rows[7] * steps[7];
        Pass(ref r0, ref r1, ref r2, ref r3, r5, r6, r7, ConstantBits - MiddleBits + 1);
        (r5, r6, r7) = (r4, r4, r4);
        Lanes.Transpose(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        Pass(ref r0, ref r1, ref r2, ref r3, r5, r6, r7, ConstantBits + MiddleBits + 3 + 1);
        r4 = r5 = r6 = r7 = Vector128<short>.Zero;
        Lanes.Transpose(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        Store(r0, output);
        Store(r1, output[stride..]);
        Store(r2, output[(2 * stride)..]);
        Store(r3, output[(3 * stride)..]);
    }

    // One dimension: eight coefficients in (the fifth is not used), four samples out.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pass(
        ref Vector128<short> r0, ref Vector128<short> r1, ref Vector128<short> r2, ref Vector128<short> r3,
        Vector128<short> r5, Vector128<short> r6, Vector128<short> r7, int shift)
    {
        var half = Vector256.Create(1 << (shift - 1));
        var c0 = (Lanes.Widen(r0) << (ConstantBits + 1)) + half;
        var even = Lanes.Widen(r2) * C1847759065 - Lanes.Widen(r6) * C0765366865;
        var (c1, c3, c5, c7) = (Lanes.Widen(r1), Lanes.Widen(r3), Lanes.Widen(r5), Lanes.Widen(r7));
        var inner = c7 * -C0211164243 + c5 * C1451774981 - c3 * C2172734803 + c1 * C1061594337;
        var outer = c7 * -C0509795579 - c5 * C0601344887 + c3 * C0899976223 + c1 * C2562915447;
        r0 = Lanes.Narrow((c0 + even + outer) >> shift);
        r3 = Lanes.Narrow((c0 + even - outer) >> shift);
        r1 = Lanes.Narrow((c0 - even + inner) >> shift);
        r2 = Lanes.Narrow((c0 - even - inner) >> shift);
    }

    private static void Store(Vector128<short> row, Span<byte> output)
    {
        var samples = Vector128.NarrowWithSaturation(row, row).AsByte() ^ Vector128.Create((byte)Centre);
        MemoryMarshal.Write(output, samples.AsUInt32()[0]);
    }

    private static byte Sample(int value) => (byte)(Math.Clamp(value, -Centre, Centre - 1) + Centre);
}
