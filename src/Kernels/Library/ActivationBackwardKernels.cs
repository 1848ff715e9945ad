using GpuFormer.Kernels.Language;
using ILGPU;

namespace GpuFormer.Kernels.Library;

/// <summary>The gradient of a function of one number.</summary>
public interface IActivationGradient
{
    /// <summary>dx from dy and what the forward run has kept: the argument x or the result y.</summary>
    static abstract float Apply(float dy, float saved);
}

/// <summary>Of max(x, 0), from y; 0 at the kink.</summary>
public readonly struct ReluGradient : IActivationGradient
{
    public static float Apply(float dy, float saved) => saved > 0f ? dy : 0f;
}

/// <summary>Of min(max(x, 0), 6), from y; 0 at both kinks.</summary>
public readonly struct Relu6Gradient : IActivationGradient
{
    public static float Apply(float dy, float saved) => saved > 0f && saved < 6f ? dy : 0f;
}

/// <summary>Of min(max(x + 3, 0), 6) / 6, from x; 0 at both kinks.</summary>
public readonly struct HardSigmoidGradient : IActivationGradient
{
    public static float Apply(float dy, float saved) => saved > -3f && saved < 3f ? dy * (1f / 6f) : 0f;
}

/// <summary>Of x * hardSigmoid(x), from x: hardSigmoid(x) + x * hardSigmoid'(x).</summary>
public readonly struct HardSwishGradient : IActivationGradient
{
    public static float Apply(float dy, float saved) =>
        dy * (HardSigmoid.Apply(saved) + HardSigmoidGradient.Apply(saved, saved));
}

/// <summary>Of x * (1 + erf(x / sqrt 2)) / 2, from x: the normal distribution plus x times its density.</summary>
public readonly struct GeluGradient : IActivationGradient
{
    public static float Apply(float dy, float saved)
    {
        var density = 0.398942280f * KernelMath.Exp(-0.5f * saved * saved);
        return dy * KernelMath.Fma(saved, density, 0.5f * (1f + KernelMath.Erf(saved * 0.707106781f)));
    }
}

/// <summary>Of x * sigmoid(x), from x: sigmoid(x) * (1 + x * (1 - sigmoid(x))).</summary>
public readonly struct SiluGradient : IActivationGradient
{
    public static float Apply(float dy, float saved) => dy * SiluDerivative.Of(saved);
}

/// <summary>Of 2 * hardSigmoid(x) and of 2 * hardSigmoid(x) - 1, from x; 0 at both kinks.</summary>
public readonly struct HyperSlopesGradient : IActivationGradient
{
    public static float Apply(float dy, float saved) => saved > -3f && saved < 3f ? dy * (1f / 3f) : 0f;
}

/// <summary>Gradients of functions of single elements. Lanes are elements.</summary>
public static class ActivationBackwardKernels
{
    // dy, saved, dx: [count]   dx = f'(saved) * dy
    // Grid: X runs of `run` vectors of Group.DimX elements. count is at least Group.DimX: the last vector starts
    // early enough to be whole. dx must be neither dy nor saved.
    [Kernel]
    public static void Backward<TGradient>(
        ArrayView<float> dy, ArrayView<float> saved, ArrayView<float> dx, int count, int run)
        where TGradient : struct, IActivationGradient
    {
        var first = Grid.IdxX * run * Group.DimX;
        var last = KernelMath.Min(first + (run * Group.DimX), count);
        for (var at = first; at < last; at += Group.DimX)
        {
            var i = KernelMath.Min(at, count - Group.DimX) + Group.IdxX;
            dx[i] = TGradient.Apply(dy[i], saved[i]);
        }
    }
}
