using ILGPU.IR.Intrinsics;

namespace GpuFormer.Kernels.Language;

/// <summary>
/// The arithmetic of kernels, with one meaning on every target. <see cref="Fma"/>, <see cref="Abs"/>,
/// <see cref="Sqrt"/> and <see cref="Floor"/> are operators of the compiler. The others are ordinary kernel code, so that
/// all devices agree to the last bits; of it the compiler folds <see cref="Larger"/> and <see cref="Smaller"/>, and
/// <see cref="Max(float, float)"/> and <see cref="Min(float, float)"/> of a number and a constant, to one instruction.
/// </summary>
public static class KernelMath
{
    /// <summary>a * b + c, rounded once.</summary>
    [IntrinsicImplementation]
    public static float Fma(float a, float b, float c) => MathF.FusedMultiplyAdd(a, b, c);

    /// <summary>
    /// The larger of two, of equal ones <paramref name="a"/>; not a number if either is none, as in PyTorch. With a
    /// constant as <paramref name="b"/> it is one instruction.
    /// </summary>
    public static float Max(float a, float b)
    {
        // Not by the comparison alone: some compilers turn it round, and then not-a-number goes the other way.
        if (IsNaN(a))
            return a;
        return b > a || IsNaN(b) ? b : a;
    }

    /// <summary>
    /// The smaller of two, of equal ones <paramref name="a"/>; not a number if either is none, as in PyTorch. With a
    /// constant as <paramref name="b"/> it is one instruction.
    /// </summary>
    public static float Min(float a, float b)
    {
        if (IsNaN(a))
            return a;
        return b < a || IsNaN(b) ? b : a;
    }

    /// <summary>
    /// The larger of two in one instruction; <paramref name="b"/> if either is not a number. For maxima past which
    /// not-a-number finds its way, such as the one that soft-max subtracts.
    /// </summary>
    public static float Larger(float a, float b) => a > b ? a : b;

    /// <summary>The smaller of two in one instruction; <paramref name="b"/> if either is not a number.</summary>
    public static float Smaller(float a, float b) => a < b ? a : b;

    /// <summary>Whether it is not a number.</summary>
    public static bool IsNaN(float x) => (Bits(x) & 0x7FFFFFFF) > 0x7F800000;

    /// <summary>The larger of two.</summary>
    public static int Max(int a, int b) => a > b ? a : b;

    /// <summary>The smaller of two.</summary>
    public static int Min(int a, int b) => a < b ? a : b;

    /// <summary>The magnitude.</summary>
    public static float Abs(float x) => MathF.Abs(x);

    /// <summary>The square root, correctly rounded.</summary>
    public static float Sqrt(float x) => MathF.Sqrt(x);

    /// <summary>The largest integer that is not above x.</summary>
    public static float Floor(float x) => MathF.Floor(x);

    /// <summary>The bits of a float.</summary>
    public static int Bits(float x) => BitConverter.SingleToInt32Bits(x);

    /// <summary>The float with these bits.</summary>
    public static float FromBits(int bits) => BitConverter.Int32BitsToSingle(bits);

    /// <summary>The nearest number of half precision, of two equally near the even one.</summary>
    public static float RoundToHalf(float x)
    {
        var bits = Bits(x);
        var magnitude = bits & 0x7FFFFFFF;
        // From 65520 on, infinity; what is infinite or not a number stays.
        if (magnitude >= 0x477FF000)
            return FromBits(magnitude > 0x7F800000 ? bits : (bits & int.MinValue) | 0x7F800000);
        // From 2^-14 on, 10 bits of the mantissa are left; below, multiples of 2^-24, which adding 0.5 rounds to.
        var rounded = magnitude >= 0x38800000
            ? (magnitude + 0xFFF + ((magnitude >> 13) & 1)) & ~0x1FFF
            : Bits(FromBits(magnitude) + 0.5f - 0.5f);
        return FromBits((bits & int.MinValue) | rounded);
    }

    /// <summary>
    /// e to the x, within 1 unit in the last place (2 where the result is subnormal); 0 below -104, infinity above
    /// 88.72. Reduces x to n ln 2 + r, |r| at most ln 2 / 2, and multiplies a polynomial of degree 6 by 2 to the n.
    /// </summary>
    public static float Exp(float x)
    {
        var clamped = Max(Min(x, 89f), -104f);
        // Adding 1.5 * 2^23 leaves the nearest integer in the low bits of the mantissa.
        var shifted = Fma(clamped, 1.44269504f, 12582912f);
        var n = shifted - 12582912f;
        // ln 2 in two parts, the first exact in 16 bits, so that n * ln 2 loses nothing.
        var r = Fma(n, -0.693145752f, clamped);
        r = Fma(n, -1.42860677e-6f, r);
        // 1 + r + r^2 * Q(r), Q the minimax polynomial for the relative error of the whole (3.1e-9).
        var p = Fma(r, 1.38145324e-3f, 8.36874545e-3f);
        p = Fma(p, r, 4.16683927e-2f);
        p = Fma(p, r, 0.166665211f);
        p = Fma(p, r, 0.49999994f);
        p = Fma(p, r, 1f);
        p = Fma(p, r, 1f);
        // 2^n in two halves: n can leave the exponent's range when the product does not.
        var whole = Bits(shifted) - 0x4B400000;
        var half = whole >> 1;
        return p * FromBits((half + 127) << 23) * FromBits((whole - half + 127) << 23);
    }

    /// <summary>
    /// 2 to the x * factor where that is a normal number, |x * factor| at most 126: half the work of
    /// <see cref="Exp"/>. Within 4e-7 of itself up to |x * factor| = 16, 1.5e-6 at the ends.
    /// </summary>
    public static float PowerOfTwo(float x, float factor)
    {
        var shifted = Fma(x, factor, 12582912f);
        // The whole part, negated.
        var n = 12582912f - shifted;
        var f = Fma(x, factor, n);
        // 1 + f * Q(f), Q the minimax polynomial for the relative error of the whole (9.2e-8).
        var p = Fma(f, 1.3264727e-3f, 9.671513e-3f);
        p = Fma(p, f, 5.5507336e-2f);
        p = Fma(p, f, 0.24022242f);
        p = Fma(p, f, 0.693147f);
        p = Fma(p, f, 1f);
        // What was added has no bits where the exponent comes from.
        return FromBits(Bits(p) + (Bits(shifted) << 23));
    }

    /// <summary>
    /// The natural logarithm of a number that is normal and above 0, within 1e-7 relative or absolute, whichever is more.
    /// </summary>
    public static float Log(float x)
    {
        // x = 2^n * m, m from sqrt(1/2) to sqrt(2): adding the difference of 1 and sqrt(1/2) as bits makes the exponent n.
        var shifted = Bits(x) + (0x3F800000 - 0x3F3504F3);
        var n = (float)((shifted >> 23) - 127);
        var m = FromBits((shifted & 0x007FFFFF) + 0x3F3504F3);
        var log = TwiceArtanh((m - 1f) / (m + 1f));
        // An infinite number, and what is none, stays.
        return (Bits(x) & 0x7FFFFFFF) >= 0x7F800000 ? x : Fma(n, 0.693147182f, log);
    }

    /// <summary>log(1 + x) for x from 0 to 1, within 2 units in the last place.</summary>
    public static float Log1p(float x) => TwiceArtanh(x / (2f + x));

    // log((1 + s) / (1 - s)) for |s| up to 1/3: 2 s + s^3 * P(s^2), P the minimax polynomial for the relative error of the
    // whole (4.5e-9).
    private static float TwiceArtanh(float s)
    {
        var z = s * s;
        var p = Fma(z, 0.280120015f, 0.280018032f);
        p = Fma(p, z, 0.400215268f);
        p = Fma(p, z, 0.666664183f);
        return Fma(s * z, p, s + s);
    }

    /// <summary>1 / (1 + e^-x).</summary>
    public static float Sigmoid(float x) => 1f / (1f + Exp(-x));

    /// <summary>
    /// The error function within 1e-7 absolute: two minimax polynomials, of x^2 near 0 and in the exponent of
    /// 1 - e^(-...) beyond.
    /// </summary>
    public static float Erf(float x)
    {
        var a = Abs(x);
        // |x| < 0.921875: x + x * P(x^2), P within 1.6e-8.
        var s = x * x;
        var near = Fma(s, -6.01338746e-4f, 4.99799941e-3f);
        near = Fma(near, s, -2.67702304e-2f);
        near = Fma(near, s, 0.112819269f);
        near = Fma(near, s, -0.376125067f);
        near = Fma(near, s, 0.128379151f);
        near = Fma(near, x, x);
        // Beyond: 1 - e^(a * Q(a) - a), Q of degree 5, the whole within 2.9e-9 up to 4, from where on the result is 1.
        var b = Min(a, 4f);
        var far = Fma(b, 2.1353054e-4f, -3.21129872e-3f);
        far = Fma(far, b, 2.28785519e-2f);
        far = Fma(far, b, -0.105244569f);
        far = Fma(far, b, -0.635730982f);
        far = Fma(far, b, -0.128510743f);
        far = 1f - Exp(Fma(far, b, -b));
        far = x < 0f ? -far : far;
        return a < 0.921875f ? near : far;
    }
}
