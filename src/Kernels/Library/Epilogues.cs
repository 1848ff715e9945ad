using GpuFormer.Kernels.Language;
using ILGPU;

namespace GpuFormer.Kernels.Library;

/// <summary>
/// What a kernel does to a result before it stores it. Kernels take one as a struct type argument, so that it costs no
/// call; <see cref="Chain{TFirst, TFirstTerms, TSecond, TSecondTerms}"/> makes one of two.
/// </summary>
/// <typeparam name="TTerms">What depends on image and channel alone: read once and kept in registers along
/// pixels.</typeparam>
public interface IEpilogue<TTerms>
    where TTerms : struct
{
    /// <summary>Reads what depends on image and channel.</summary>
    TTerms Load(int image, int channel);

    /// <summary>The value to store.</summary>
    /// <param name="value">The result.</param>
    /// <param name="terms">From <see cref="Load"/> for the same image and channel.</param>
    /// <param name="image">The index of the image.</param>
    /// <param name="pixel">The index of the pixel (row) within its image.</param>
    /// <param name="channel">The channel under which the value is stored.</param>
    /// <param name="index">Where in the output the value is stored.</param>
    float Apply(float value, TTerms terms, int image, int pixel, int channel, int index);
}

/// <summary>Nothing.</summary>
public readonly struct NoTerms;

/// <summary>The two slopes of a dynamic ReLU.</summary>
public readonly struct Slopes(float first, float second)
{
    public readonly float First = first;
    public readonly float Second = second;
}

/// <summary>The terms of two epilogues.</summary>
public readonly struct BothTerms<TFirst, TSecond>(TFirst first, TSecond second)
    where TFirst : struct
    where TSecond : struct
{
    public readonly TFirst First = first;
    public readonly TSecond Second = second;
}

/// <summary>Stores results as they are.</summary>
public readonly struct Identity : IEpilogue<NoTerms>
{
    public NoTerms Load(int image, int channel) => default;

    public float Apply(float value, NoTerms terms, int image, int pixel, int channel, int index) => value;
}

/// <summary>Applies a function of the value alone.</summary>
public readonly struct Activated<TActivation> : IEpilogue<NoTerms>
    where TActivation : struct, IActivation
{
    public NoTerms Load(int image, int channel) => default;

    public float Apply(float value, NoTerms terms, int image, int pixel, int channel, int index) =>
        TActivation.Apply(value);
}

/// <summary>
/// The slopes of a dynamic ReLU (Networks 1.7): 2 * hardSigmoid(x) in the first half of the channels, and
/// 2 * hardSigmoid(x) - 1 in the second.
/// </summary>
public readonly struct HyperSlopes(int half) : IEpilogue<float>
{
    private readonly int _half = half;

    public float Load(int image, int channel) => channel < _half ? 0f : -1f;

    public float Apply(float value, float terms, int image, int pixel, int channel, int index) =>
        KernelMath.Fma(2f, HardSigmoid.Apply(value), terms);
}

/// <summary>min(max(x, low), high).</summary>
public readonly struct Clamp(float low, float high) : IEpilogue<NoTerms>
{
    private readonly float _low = low;
    private readonly float _high = high;

    public NoTerms Load(int image, int channel) => default;

    public float Apply(float value, NoTerms terms, int image, int pixel, int channel, int index) =>
        KernelMath.Min(KernelMath.Max(value, _low), _high);
}

/// <summary>max(s1 * x, s2 * x). slopes: [N, 2C], of each image first all s1, then all s2.</summary>
public readonly struct DyRelu(ArrayView<float> slopes, int C) : IEpilogue<Slopes>
{
    private readonly ArrayView<float> _slopes = slopes;
    private readonly int _channels = C;

    public Slopes Load(int image, int channel)
    {
        var at = (image * 2 * _channels) + channel;
        var (first, second) = (_slopes[at], _slopes[at + _channels]);
        // Once for all pixels: the larger of two passes on what is not a number only as the second.
        return new Slopes(first, KernelMath.IsNaN(first) ? first : second);
    }

    public float Apply(float value, Slopes terms, int image, int pixel, int channel, int index) =>
        KernelMath.Larger(terms.First * value, terms.Second * value);
}

/// <summary>
/// max(s1 * x, s2 * x), the slopes of a pixel mixed from those of the tokens (Networks 1.13).
/// attention: [N, pixels, M]   slopes: [N, M, 2C]
/// </summary>
public readonly struct SpatialDyRelu(ArrayView<float> attention, ArrayView<float> slopes, int pixels, int M, int C)
    : IEpilogue<NoTerms>
{
    private readonly ArrayView<float> _attention = attention;
    private readonly ArrayView<float> _slopes = slopes;
    private readonly int _pixels = pixels;
    private readonly int _tokens = M;
    private readonly int _channels = C;

    public NoTerms Load(int image, int channel) => default;

    public float Apply(float value, NoTerms terms, int image, int pixel, int channel, int index)
    {
        var share = ((image * _pixels) + pixel) * _tokens;
        var slope = image * _tokens * 2 * _channels;
        var first = 0f;
        var second = 0f;
        for (var m = 0; m < _tokens; m++)
        {
            var weight = _attention[share + m];
            first = KernelMath.Fma(weight, _slopes[slope + channel], first);
            second = KernelMath.Fma(weight, _slopes[slope + _channels + channel], second);
            slope += 2 * _channels;
        }

        return KernelMath.Max(first * value, second * value);
    }
}

/// <summary>x * scale + shift. affine: [2, C] or more rows: scales, then shifts.</summary>
public readonly struct ScaleShift(ArrayView<float> affine, int C) : IEpilogue<Slopes>
{
    private readonly ArrayView<float> _affine = affine;
    private readonly int _channels = C;

    public Slopes Load(int image, int channel) => new(_affine[channel], _affine[_channels + channel]);

    public float Apply(float value, Slopes terms, int image, int pixel, int channel, int index) =>
        KernelMath.Fma(value, terms.First, terms.Second);
}

/// <summary>x * scale * factor, the scale of squeeze and excitation. scale: [N, C].</summary>
public readonly struct ChannelScale(ArrayView<float> scale, int C, float factor) : IEpilogue<float>
{
    private readonly ArrayView<float> _scale = scale;
    private readonly int _channels = C;
    private readonly float _factor = factor;

    public float Load(int image, int channel) => _scale[(image * _channels) + channel] * _factor;

    public float Apply(float value, float terms, int image, int pixel, int channel, int index) => value * terms;
}

/// <summary>x + r. residual: like the output.</summary>
public readonly struct AddResidual(ArrayView<float> residual) : IEpilogue<NoTerms>
{
    private readonly ArrayView<float> _residual = residual;

    public NoTerms Load(int image, int channel) => default;

    public float Apply(float value, NoTerms terms, int image, int pixel, int channel, int index) =>
        value + _residual[index];
}

/// <summary>x * f. factors: like the output.</summary>
public readonly struct Multiply(ArrayView<float> factors) : IEpilogue<NoTerms>
{
    private readonly ArrayView<float> _factors = factors;

    public NoTerms Load(int image, int channel) => default;

    public float Apply(float value, NoTerms terms, int image, int pixel, int channel, int index) =>
        value * _factors[index];
}

/// <summary>max(x, r). others: like the output.</summary>
public readonly struct Maximum(ArrayView<float> others) : IEpilogue<NoTerms>
{
    private readonly ArrayView<float> _others = others;

    public NoTerms Load(int image, int channel) => default;

    public float Apply(float value, NoTerms terms, int image, int pixel, int channel, int index) =>
        KernelMath.Max(value, _others[index]);
}

/// <summary>One epilogue, then another.</summary>
public readonly struct Chain<TFirst, TFirstTerms, TSecond, TSecondTerms>(TFirst first, TSecond second)
    : IEpilogue<BothTerms<TFirstTerms, TSecondTerms>>
    where TFirst : struct, IEpilogue<TFirstTerms>
    where TFirstTerms : struct
    where TSecond : struct, IEpilogue<TSecondTerms>
    where TSecondTerms : struct
{
    private readonly TFirst _first = first;
    private readonly TSecond _second = second;

    public BothTerms<TFirstTerms, TSecondTerms> Load(int image, int channel) =>
        new(_first.Load(image, channel), _second.Load(image, channel));

    public float Apply(
        float value, BothTerms<TFirstTerms, TSecondTerms> terms, int image, int pixel, int channel, int index) =>
        _second.Apply(
            _first.Apply(value, terms.First, image, pixel, channel, index),
            terms.Second, image, pixel, channel, index);
}
