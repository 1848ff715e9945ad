using GpuFormer.Kernels.Language;

namespace GpuFormer.Kernels.Library;

/// <summary>
/// A function of one number: all that kernels, gradients and the export need to know of it. A new one is a struct here
/// and, if ONNX has no operator of its own for it, a row of <c>OnnxActivations</c>; graphs hold it as
/// <c>Activation&lt;T&gt;</c>.
/// </summary>
public interface IActivation
{
    /// <summary>The value at x.</summary>
    static abstract float Apply(float x);

    /// <summary>The derivative at x; 0 at kinks, as in PyTorch.</summary>
    static abstract float Derivative(float x);

    /// <summary>
    /// Whether <see cref="Derivative"/> of the value is that of the argument: training then keeps the value alone.
    /// </summary>
    static virtual bool DerivativeOfValue => false;

    /// <summary>Whether it takes tens of operations: kernels then apply it in a loop rather than a tile at once.</summary>
    static virtual bool IsLong => false;

    /// <summary>The ONNX operator that computes it without attributes, or null if it takes more than that.</summary>
    static virtual string? OnnxName => null;
}

/// <summary>x.</summary>
public readonly struct NoActivation : IActivation
{
    public static float Apply(float x) => x;

    public static float Derivative(float x) => 1f;
}

/// <summary>max(x, 0).</summary>
public readonly struct Relu : IActivation
{
    public static bool DerivativeOfValue => true;

    public static string? OnnxName => "Relu";

    public static float Apply(float x) => KernelMath.Max(x, 0f);

    public static float Derivative(float x) => x > 0f ? 1f : 0f;
}

/// <summary>min(max(x, 0), 6).</summary>
public readonly struct Relu6 : IActivation
{
    public static bool DerivativeOfValue => true;

    public static float Apply(float x) => KernelMath.Min(KernelMath.Max(x, 0f), 6f);

    public static float Derivative(float x) => x > 0f && x < 6f ? 1f : 0f;
}

/// <summary>min(max(x + 3, 0), 6) / 6.</summary>
public readonly struct HardSigmoid : IActivation
{
    public static float Apply(float x) => Relu6.Apply(x + 3f) * (1f / 6f);

    public static float Derivative(float x) => x > -3f && x < 3f ? 1f / 6f : 0f;
}

/// <summary>2 * hardSigmoid(x): 0 to 2, and 1 at 0.</summary>
public readonly struct HardGate : IActivation
{
    public static float Apply(float x) => Relu6.Apply(x + 3f) * (1f / 3f);

    public static float Derivative(float x) => x > -3f && x < 3f ? 1f / 3f : 0f;

    /// <summary>The derivative times dy, in one rounding fewer.</summary>
    public static float Gradient(float dy, float x) => x > -3f && x < 3f ? dy * (1f / 3f) : 0f;
}

/// <summary>x * hardSigmoid(x).</summary>
public readonly struct HardSwish : IActivation
{
    public static string? OnnxName => "HardSwish";

    public static float Apply(float x) => x * HardSigmoid.Apply(x);

    public static float Derivative(float x) => HardSigmoid.Apply(x) + (x > -3f && x < 3f ? x * (1f / 6f) : 0f);
}

/// <summary>1 / (1 + e^-x).</summary>
public readonly struct Sigmoid : IActivation
{
    public static bool IsLong => true;

    public static string? OnnxName => "Sigmoid";

    public static float Apply(float x) => KernelMath.Sigmoid(x);

    public static float Derivative(float x)
    {
        var sigmoid = KernelMath.Sigmoid(x);
        return sigmoid * (1f - sigmoid);
    }
}

/// <summary>x / (1 + e^-x).</summary>
public readonly struct Silu : IActivation
{
    public static bool IsLong => true;

    // Beyond the bounds the quotient is x, or below 1e-36 in magnitude.
    public static float Apply(float x) =>
        x / (1f + KernelMath.PowerOfTwo(KernelMath.Max(KernelMath.Min(x, 87f), -87f), -1.44269504f));

    public static float Derivative(float x)
    {
        var sigmoid = KernelMath.Sigmoid(x);
        return sigmoid * KernelMath.Fma(x, 1f - sigmoid, 1f);
    }
}

/// <summary>x * (1 + erf(x / sqrt 2)) / 2.</summary>
public readonly struct Gelu : IActivation
{
    public static bool IsLong => true;

    public static float Apply(float x) => 0.5f * x * (1f + KernelMath.Erf(x * 0.707106781f));

    // The normal distribution plus x times its density.
    public static float Derivative(float x)
    {
        var density = 0.398942280f * KernelMath.Exp(-0.5f * x * x);
        return KernelMath.Fma(x, density, 0.5f * (1f + KernelMath.Erf(x * 0.707106781f)));
    }
}
