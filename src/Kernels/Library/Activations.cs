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
    // Beyond the bounds the quotient is x, or below 1e-36 in magnitude.
    public static float Apply(float x) =>
        x / (1f + KernelMath.PowerOfTwo(KernelMath.Max(KernelMath.Min(x, 87f), -87f), -1.44269504f));
}

/// <summary>x * (1 + erf(x / sqrt 2)) / 2.</summary>
public readonly struct Gelu : IActivation
{
    public static float Apply(float x) => 0.5f * x * (1f + KernelMath.Erf(x * 0.707106781f));
}
