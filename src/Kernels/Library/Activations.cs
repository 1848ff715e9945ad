using GpuFormer.Kernels.Language;

namespace GpuFormer.Kernels.Library;

/// <summary>A function of one number.</summary>
public interface IActivation
{
    static abstract float Apply(float x);
}

/// <summary>max(x, 0).</summary>
public readonly struct Relu : IActivation
{
    public static float Apply(float x) => KernelMath.Max(x, 0f);
}

/// <summary>min(max(x, 0), 6).</summary>
public readonly struct Relu6 : IActivation
{
    public static float Apply(float x) => KernelMath.Min(KernelMath.Max(x, 0f), 6f);
}

/// <summary>min(max(x + 3, 0), 6) / 6.</summary>
public readonly struct HardSigmoid : IActivation
{
    public static float Apply(float x) => Relu6.Apply(x + 3f) * (1f / 6f);
}

/// <summary>2 * hardSigmoid(x): 0 to 2, and 1 at 0.</summary>
public readonly struct HardGate : IActivation
{
    public static float Apply(float x) => Relu6.Apply(x + 3f) * (1f / 3f);
}

/// <summary>x * hardSigmoid(x).</summary>
public readonly struct HardSwish : IActivation
{
    public static float Apply(float x) => x * HardSigmoid.Apply(x);
}

/// <summary>1 / (1 + e^-x).</summary>
public readonly struct Sigmoid : IActivation
{
    public static float Apply(float x) => KernelMath.Sigmoid(x);
}

/// <summary>x / (1 + e^-x).</summary>
public readonly struct Silu : IActivation
{
    public static float Apply(float x) => x / (1f + NormalExp(-x));

    // KernelMath.Exp where powers of two are normal numbers, so that one factor does: beyond, the quotient is x or below
    // 1e-36 in magnitude.
    private static float NormalExp(float x)
    {
        var clamped = KernelMath.Max(-87f, KernelMath.Min(88f, x));
        var shifted = KernelMath.Fma(clamped, 1.44269504f, 12582912f);
        var n = shifted - 12582912f;
        var r = KernelMath.Fma(n, -0.693145752f, clamped);
        r = KernelMath.Fma(n, -1.42860677e-6f, r);
        var p = KernelMath.Fma(r, 1.38145324e-3f, 8.36874545e-3f);
        p = KernelMath.Fma(p, r, 4.16683927e-2f);
        p = KernelMath.Fma(p, r, 0.166665211f);
        p = KernelMath.Fma(p, r, 0.49999994f);
        p = KernelMath.Fma(p, r, 1f);
        p = KernelMath.Fma(p, r, 1f);
        return p * KernelMath.FromBits((KernelMath.Bits(shifted) - 0x4B400000 + 127) << 23);
    }
}

/// <summary>x * (1 + erf(x / sqrt 2)) / 2.</summary>
public readonly struct Gelu : IActivation
{
    public static float Apply(float x) => 0.5f * x * (1f + KernelMath.Erf(x * 0.707106781f));
}
