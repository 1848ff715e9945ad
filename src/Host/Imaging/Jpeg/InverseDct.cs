using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GpuFormer.Imaging.Jpeg;

/// <summary>The inverse cosine transform of a block, in the integer arithmetic of the IJG's "islow" method: Loeffler,
/// Ligtenberg and Moschytz, ICASSP 1989, 12 multiplications, 13-bit constants. Bit for bit what libjpeg-turbo
/// computes with vectors of 16 bits, also of coefficients that no picture has, as damaged files do: sums wrap around
/// where it adds in 16 bits, and the results of a pass stop at the ends of the range.</summary>
internal static class InverseDct
{
    private const int ConstantBits = 13;

    // Extra precision kept between the two passes.
    private const int MiddleBits = 2;

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

    // Samples are centred on zero before coding (T.81 A.3.1).
    private const int Centre = 128;

    // coefficients: 64, natural order; with onlyDc the others are zero. quantisation: what each is multiplied by.
    // output: the block's first sample.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Transform(
        ReadOnlySpan<short> coefficients, ReadOnlySpan<ushort> quantisation, bool onlyDc, Span<byte> output, int stride)
    {
        if (onlyDc)
        {
            var value = Flat(coefficients[0] * quantisation[0]);
            for (var y = 0; y < JpegFrame.BlockSide; y++)
                output.Slice(y * stride, JpegFrame.BlockSide).Fill(value);
            return;
        }
        var rows = MemoryMarshal.Cast<short, Vector128<short>>(coefficients);
        var steps = MemoryMarshal.Cast<ushort, Vector128<short>>(quantisation);
        var r0 = rows[0] * steps[0];
        var r1 = rows[1] * steps[1];
        var r2 = rows[2] * steps[2];
        var r3 = rows[3] * steps[3];
        var r4 = rows[4] * steps[4];
        var r5 = rows[5] * steps[5];
        var r6 = rows[6] * steps[6];
        var r7 = rows[7] * steps[7];
        if ((r1 | r2 | r3 | r4 | r5 | r6 | r7) == Vector128<short>.Zero)
            r0 = r1 = r2 = r3 = r4 = r5 = r6 = r7 = r0 << MiddleBits;
        else
            Pass(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7, ConstantBits - MiddleBits);
        Lanes.Transpose(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        Pass(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7, ConstantBits + MiddleBits + 3);
        Lanes.Transpose(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        Store(r0, r1, output, stride);
        Store(r2, r3, output[(2 * stride)..], stride);
        Store(r4, r5, output[(4 * stride)..], stride);
        Store(r6, r7, output[(6 * stride)..], stride);
    }

    // The sample of a block that has only this coefficient, of 16 bits like all.
    public static byte Flat(int dc) =>
        (byte)(Math.Clamp(((short)(dc << MiddleBits) + (1 << (MiddleBits + 2))) >> (MiddleBits + 3), -Centre, Centre - 1)
            + Centre);

    // One dimension of eight vectors at once: coefficients in, samples out, divided by 2^shift.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pass(
        ref Vector128<short> r0, ref Vector128<short> r1, ref Vector128<short> r2, ref Vector128<short> r3,
        ref Vector128<short> r4, ref Vector128<short> r5, ref Vector128<short> r6, ref Vector128<short> r7, int shift)
    {
        // Coefficients 0, 2, 4, 6: a rotation by 6 pi / 16 and a butterfly.
        var c2 = Lanes.Widen(r2);
        var c6 = Lanes.Widen(r6);
        var z = (c2 + c6) * C0541196100;
        var low = z - c6 * C1847759065;
        var high = z + c2 * C0765366865;
        var half = Vector256.Create(1 << (shift - 1));
        var sum = (Lanes.Widen(r0 + r4) << ConstantBits) + half;
        var difference = (Lanes.Widen(r0 - r4) << ConstantBits) + half;

        // Coefficients 1, 3, 5, 7, figure 8 of the paper.
        var c1 = Lanes.Widen(r1);
        var c3 = Lanes.Widen(r3);
        var c5 = Lanes.Widen(r5);
        var c7 = Lanes.Widen(r7);
        var z3 = Lanes.Widen(r7 + r3);
        var z4 = Lanes.Widen(r5 + r1);
        var z5 = (z3 + z4) * C1175875602;
        var p1 = (c7 + c1) * -C0899976223;
        var p2 = (c5 + c3) * -C2562915447;
        var p3 = z5 - z3 * C1961570560;
        var p4 = z5 - z4 * C0390180644;
        var o0 = c7 * C0298631336 + p1 + p3;
        var o1 = c5 * C2053119869 + p2 + p4;
        var o2 = c3 * C3072711026 + p2 + p3;
        var o3 = c1 * C1501321110 + p1 + p4;

        var e0 = sum + high;
        var e1 = difference + low;
        var e2 = difference - low;
        var e3 = sum - high;
        r0 = Lanes.Narrow((e0 + o3) >> shift);
        r7 = Lanes.Narrow((e0 - o3) >> shift);
        r1 = Lanes.Narrow((e1 + o2) >> shift);
        r6 = Lanes.Narrow((e1 - o2) >> shift);
        r2 = Lanes.Narrow((e2 + o1) >> shift);
        r5 = Lanes.Narrow((e2 - o1) >> shift);
        r3 = Lanes.Narrow((e3 + o0) >> shift);
        r4 = Lanes.Narrow((e3 - o0) >> shift);
    }

    // Two rows of samples.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<short> upper, Vector128<short> lower, Span<byte> output, int stride)
    {
        var samples = Vector128.NarrowWithSaturation(upper, lower).AsByte() ^ Vector128.Create((byte)Centre);
        samples.GetLower().CopyTo(output);
        samples.GetUpper().CopyTo(output[stride..]);
    }
}
