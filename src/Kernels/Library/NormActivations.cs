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

/// <summary>A norm behind which a function of the value alone stands.</summary>
public readonly struct NormThen<TActivation> : INormActivation<NoTerms>
    where TActivation : struct, IActivation
{
    public NoTerms Load(int image, int channel) => default;

    public float Gradient(float dy, float x, NoTerms terms) => dy * TActivation.Derivative(x);

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
