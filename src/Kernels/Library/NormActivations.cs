using GpuFormer.Kernels.Language;
using ILGPU;

namespace GpuFormer.Kernels.Library;

/// <summary>What stands behind a batch norm, seen from its gradient.</summary>
/// <typeparam name="TTerms">What depends on image and channel alone.</typeparam>
public interface INormActivation<TTerms>
    where TTerms : struct
{
    /// <summary>Reads what depends on image and channel.</summary>
    TTerms Load(int image, int channel);

    /// <summary>The gradient by the norm's result x from that by the activation's.</summary>
    float Gradient(float dy, float x, TTerms terms);

    /// <summary>How much of what lies above 0 a dynamic ReLU takes from its first slope: 1, 0, and 1/2 where both are
    /// the same. Below 0 it is the rest.</summary>
    float FirstShare(TTerms terms);
}

/// <summary>The derivative of a function of the value alone.</summary>
public interface IActivationDerivative
{
    static abstract float Of(float x);
}

/// <summary>1.</summary>
public readonly struct IdentityDerivative : IActivationDerivative
{
    public static float Of(float x) => 1f;
}

/// <summary>1 above 0, else 0.</summary>
public readonly struct ReluDerivative : IActivationDerivative
{
    public static float Of(float x) => x > 0f ? 1f : 0f;
}

/// <summary>1 between 0 and 6, else 0.</summary>
public readonly struct Relu6Derivative : IActivationDerivative
{
    public static float Of(float x) => x > 0f && x < 6f ? 1f : 0f;
}

/// <summary>hardSigmoid(x), and x / 6 more between -3 and 3.</summary>
public readonly struct HardSwishDerivative : IActivationDerivative
{
    public static float Of(float x) => HardSigmoid.Apply(x) + (x > -3f && x < 3f ? x * (1f / 6f) : 0f);
}

/// <summary>sigmoid(x) * (1 + x * (1 - sigmoid(x))).</summary>
public readonly struct SiluDerivative : IActivationDerivative
{
    public static float Of(float x)
    {
        var sigmoid = KernelMath.Sigmoid(x);
        return sigmoid * KernelMath.Fma(x, 1f - sigmoid, 1f);
    }
}

/// <summary>A norm behind which a function of the value alone stands.</summary>
public readonly struct NormThen<TDerivative> : INormActivation<NoTerms>
    where TDerivative : struct, IActivationDerivative
{
    public NoTerms Load(int image, int channel) => default;

    public float Gradient(float dy, float x, NoTerms terms) => dy * TDerivative.Of(x);

    public float FirstShare(NoTerms terms) => 0f;
}

/// <summary>A norm behind which a dynamic ReLU stands. slopes: [N, 2C], of each image first all s1, then all s2.</summary>
public readonly struct NormThenDyRelu(ArrayView<float> slopes, int C) : INormActivation<Slopes>
{
    private readonly ArrayView<float> _slopes = slopes;
    private readonly int _channels = C;

    public Slopes Load(int image, int channel)
    {
        var at = (image * 2 * _channels) + channel;
        return new Slopes(_slopes[at], _slopes[at + _channels]);
    }

    public float Gradient(float dy, float x, Slopes terms)
    {
        // max(s1 * x, s2 * x): the larger slope above 0, the smaller one below. At 0 half to each: the rule of max(a, b).
        var slope = x > 0f
            ? KernelMath.Larger(terms.First, terms.Second)
            : KernelMath.Smaller(terms.First, terms.Second);
        return dy * (x == 0f ? 0.5f * (terms.First + terms.Second) : slope);
    }

    public float FirstShare(Slopes terms) =>
        terms.First == terms.Second ? 0.5f : terms.First > terms.Second ? 1f : 0f;
}
