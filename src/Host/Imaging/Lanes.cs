using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace GpuFormer.Imaging;

/// <summary>How lanes of vectors are rearranged and change their width, for all that computes with whole vectors of
/// samples.</summary>
internal static class Lanes
{
    /// <summary>Eight numbers of 16 bits as numbers of 32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Widen(Vector128<short> values) => Vector256.WidenLower(values.ToVector256Unsafe());

    /// <summary>Eight numbers of 32 bits as numbers of 16; what does not fit becomes the nearest that does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Narrow(Vector256<int> values) =>
        Vector128.NarrowWithSaturation(values.GetLower(), values.GetUpper());

    /// <summary>Transposes a matrix of 8 x 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(
        ref Vector128<short> r0, ref Vector128<short> r1, ref Vector128<short> r2, ref Vector128<short> r3,
        ref Vector128<short> r4, ref Vector128<short> r5, ref Vector128<short> r6, ref Vector128<short> r7)
    {
        // Rows four apart are interleaved, three times: each turns the bits of a position by one.
        Interleave(r0, r4, out var a0, out var a1);
        Interleave(r1, r5, out var a2, out var a3);
        Interleave(r2, r6, out var a4, out var a5);
        Interleave(r3, r7, out var a6, out var a7);
        Interleave(a0, a4, out var b0, out var b1);
        Interleave(a1, a5, out var b2, out var b3);
        Interleave(a2, a6, out var b4, out var b5);
        Interleave(a3, a7, out var b6, out var b7);
        Interleave(b0, b4, out r0, out r1);
        Interleave(b1, b5, out r2, out r3);
        Interleave(b2, b6, out r4, out r5);
        Interleave(b3, b7, out r6, out r7);
    }

    /// <summary>Sixteen pixels from their channels: <c>[16, 3]</c> in three parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Pixels(
        Vector128<byte> red, Vector128<byte> green, Vector128<byte> blue,
        out Vector128<byte> first, out Vector128<byte> second, out Vector128<byte> third)
    {
        // Indices; 99 is outside, and gives zero.
        first = Vector128.Shuffle(red, Vector128.Create((byte)0, 99, 99, 1, 99, 99, 2, 99, 99, 3, 99, 99, 4, 99, 99, 5))
            | Vector128.Shuffle(green, Vector128.Create((byte)99, 0, 99, 99, 1, 99, 99, 2, 99, 99, 3, 99, 99, 4, 99, 99))
            | Vector128.Shuffle(blue, Vector128.Create((byte)99, 99, 0, 99, 99, 1, 99, 99, 2, 99, 99, 3, 99, 99, 4, 99));
        second = Vector128.Shuffle(red, Vector128.Create((byte)99, 99, 6, 99, 99, 7, 99, 99, 8, 99, 99, 9, 99, 99, 10, 99))
            | Vector128.Shuffle(green, Vector128.Create((byte)5, 99, 99, 6, 99, 99, 7, 99, 99, 8, 99, 99, 9, 99, 99, 10))
            | Vector128.Shuffle(blue, Vector128.Create((byte)99, 5, 99, 99, 6, 99, 99, 7, 99, 99, 8, 99, 99, 9, 99, 99));
        third = Vector128.Shuffle(red, Vector128.Create((byte)99, 11, 99, 99, 12, 99, 99, 13, 99, 99, 14, 99, 99, 15, 99, 99))
            | Vector128.Shuffle(green, Vector128.Create((byte)99, 99, 11, 99, 99, 12, 99, 99, 13, 99, 99, 14, 99, 99, 15, 99))
            | Vector128.Shuffle(blue, Vector128.Create((byte)10, 99, 99, 11, 99, 99, 12, 99, 99, 13, 99, 99, 14, 99, 99, 15));
    }

    // a0 b0 a1 b1 ... of the lower halves, and of the upper ones.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Interleave(
        Vector128<short> a, Vector128<short> b, out Vector128<short> lower, out Vector128<short> upper)
    {
        if (Sse2.IsSupported)
        {
            (lower, upper) = (Sse2.UnpackLow(a, b), Sse2.UnpackHigh(a, b));
        }
        else if (AdvSimd.Arm64.IsSupported)
        {
            (lower, upper) = (AdvSimd.Arm64.ZipLow(a, b), AdvSimd.Arm64.ZipHigh(a, b));
        }
        else
        {
            lower = Vector128.Create(a[0], b[0], a[1], b[1], a[2], b[2], a[3], b[3]);
            upper = Vector128.Create(a[4], b[4], a[5], b[5], a[6], b[6], a[7], b[7]);
        }
    }
}
