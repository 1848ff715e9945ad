using GpuFormer.Kernels.Language;
using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Kernels.Library;

/// <summary>Compile-time constants of <see cref="OptimizerKernels.Adam"/>.</summary>
public record struct AdamConstants
{
    /// <summary>1 where the decay is part of the gradient (Adam), 0 where parameters decay by themselves (AdamW).</summary>
    public int Coupled;
}

/// <summary>Compile-time constants of <see cref="OptimizerKernels.Sgd"/>.</summary>
public record struct SgdConstants
{
    /// <summary>1 for Nesterov's momentum.</summary>
    public int Nesterov;
}

/// <summary>Compile-time constants of <see cref="OptimizerKernels.Accumulate"/>.</summary>
public record struct AccumulateConstants
{
    /// <summary>1 to add to y, 0 to overwrite it.</summary>
    public int Keep;
}

/// <summary>
/// The update of all parameters of one group of a flat buffer, and what else is done to flat buffers. Buffers are
/// padded, so that all threads of all groups have elements; padding is 0 and stays 0.
/// </summary>
public static class OptimizerKernels
{
    /// <summary>Where the kernels find the numbers of an update.</summary>
    public const int LearningRate = 0;

    /// <summary>By what gradients are multiplied: averages an accumulation, and clips.</summary>
    public const int GradientScale = 1;

    /// <summary>Adam, AdamW and LAMB: 1 / (1 - Beta1^t), t the number of this update, from 1.</summary>
    public const int FirstCorrection = 2;

    /// <summary>Adam, AdamW and LAMB: 1 / sqrt(1 - Beta2^t).</summary>
    public const int SecondCorrection = 3;

    /// <summary>The share of a batch's statistics that running ones take.</summary>
    public const int StatisticRate = 4;

    /// <summary>The share of parameters that their moving averages take.</summary>
    public const int AverageRate = 5;

    // parameters, gradients, mean, square: [count]   terms: see above   rate = learning rate * factor
    // coupled: g = g + decay * p;  else: p = p * (1 - rate * decay)
    // m = m + (1 - beta1) * (g - m);  v = beta2 * v + (1 - beta2) * g * g
    // p = p - rate * m * first correction / (sqrt(v) * second correction + epsilon)
    // Grid: X runs of `run` elements of each thread.
    [Kernel]
    public static void Adam(
        ArrayView<float> parameters, ArrayView<float> gradients, ArrayView<float> mean, ArrayView<float> square,
        ArrayView<float> terms, int count, int run, float factor, float decay, float rest1, float beta2, float rest2,
        float epsilon, SpecializedValue<AdamConstants> specialised)
    {
        var coupled = specialised.Value.Coupled != 0;
        var rate = terms[LearningRate] * factor;
        var scale = terms[GradientScale];
        var second = terms[SecondCorrection];
        var size = rate * terms[FirstCorrection];
        var keep = coupled ? 1f : KernelMath.Fma(-rate, decay, 1f);
        var last = KernelMath.Min((Grid.IdxX + 1) * run * Group.DimX, count);
        for (var first = Grid.IdxX * run * Group.DimX; first < last; first += Group.DimX)
        {
            var i = first + Group.IdxX;
            var g = coupled ? KernelMath.Fma(gradients[i], scale, decay * parameters[i]) : gradients[i] * scale;
            var m = KernelMath.Fma(rest1, g - mean[i], mean[i]);
            var v = KernelMath.Fma(rest2 * g, g, beta2 * square[i]);
            mean[i] = m;
            square[i] = v;
            var root = KernelMath.Fma(KernelMath.Sqrt(v), second, epsilon);
            parameters[i] = KernelMath.Fma(parameters[i], keep, -(size * m) / root);
        }
    }

    // parameters, gradients, mean, square, direction: [count]   terms: see above
    // m = m + (1 - beta1) * (g - m);  v = beta2 * v + (1 - beta2) * g * g
    // direction = m * first correction / (sqrt(v) * second correction + epsilon) + decay * p
    // direction may be the buffer of the gradients.
    // Grid: X runs of `run` elements of each thread.
    [Kernel]
    public static void LambDirection(
        ArrayView<float> parameters, ArrayView<float> gradients, ArrayView<float> mean, ArrayView<float> square,
        ArrayView<float> direction, ArrayView<float> terms, int count, int run, float decay, float rest1, float beta2,
        float rest2, float epsilon)
    {
        var scale = terms[GradientScale];
        var first = terms[FirstCorrection];
        var second = terms[SecondCorrection];
        var last = KernelMath.Min((Grid.IdxX + 1) * run * Group.DimX, count);
        for (var start = Grid.IdxX * run * Group.DimX; start < last; start += Group.DimX)
        {
            var i = start + Group.IdxX;
            var g = gradients[i] * scale;
            var m = KernelMath.Fma(rest1, g - mean[i], mean[i]);
            var v = KernelMath.Fma(rest2 * g, g, beta2 * square[i]);
            mean[i] = m;
            square[i] = v;
            var root = KernelMath.Fma(KernelMath.Sqrt(v), second, epsilon);
            direction[i] = KernelMath.Fma(decay, parameters[i], m * first / root);
        }
    }

    // parameters, gradients, mean: [count]   rate = learning rate * factor
    // u = m + (1 - beta1) * (g - m);  m = m + (1 - beta2) * (g - m);  p = p * (1 - rate * decay) - rate * sign(u)
    // Grid: X runs of `run` elements of each thread.
    [Kernel]
    public static void Lion(
        ArrayView<float> parameters, ArrayView<float> gradients, ArrayView<float> mean, ArrayView<float> terms,
        int count, int run, float factor, float decay, float rest1, float rest2)
    {
        var rate = terms[LearningRate] * factor;
        var scale = terms[GradientScale];
        var keep = KernelMath.Fma(-rate, decay, 1f);
        var last = KernelMath.Min((Grid.IdxX + 1) * run * Group.DimX, count);
        for (var first = Grid.IdxX * run * Group.DimX; first < last; first += Group.DimX)
        {
            var i = first + Group.IdxX;
            var m = mean[i];
            var difference = KernelMath.Fma(gradients[i], scale, -m);
            var u = KernelMath.Fma(rest1, difference, m);
            mean[i] = KernelMath.Fma(rest2, difference, m);
            var step = u > 0f ? -rate : (u < 0f ? rate : 0f);
            parameters[i] = KernelMath.Fma(parameters[i], keep, step);
        }
    }

    // gradients, y: [count]   y = g * scale, between -limit and limit
    // Grid: X runs of `run` elements of each thread.
    [Kernel]
    public static void Limit(
        ArrayView<float> gradients, ArrayView<float> y, ArrayView<float> terms, int count, int run, float limit)
    {
        var scale = terms[GradientScale];
        var last = KernelMath.Min((Grid.IdxX + 1) * run * Group.DimX, count);
        for (var first = Grid.IdxX * run * Group.DimX; first < last; first += Group.DimX)
        {
            var i = first + Group.IdxX;
            y[i] = KernelMath.Max(-limit, KernelMath.Min(gradients[i] * scale, limit));
        }
    }

    // parameters, gradients, velocity: [count]   rate = learning rate * factor
    // g = g + decay * p;  b = momentum * b + g;  p = p - rate * (nesterov ? g + momentum * b : b)
    // Grid: X runs of `run` elements of each thread.
    [Kernel]
    public static void Sgd(
        ArrayView<float> parameters, ArrayView<float> gradients, ArrayView<float> velocity, ArrayView<float> terms,
        int count, int run, float factor, float decay, float momentum, SpecializedValue<SgdConstants> specialised)
    {
        var nesterov = specialised.Value.Nesterov != 0;
        var rate = terms[LearningRate] * factor;
        var scale = terms[GradientScale];
        var last = KernelMath.Min((Grid.IdxX + 1) * run * Group.DimX, count);
        for (var first = Grid.IdxX * run * Group.DimX; first < last; first += Group.DimX)
        {
            var i = first + Group.IdxX;
            var p = parameters[i];
            var g = KernelMath.Fma(gradients[i], scale, decay * p);
            var b = KernelMath.Fma(momentum, velocity[i], g);
            velocity[i] = b;
            parameters[i] = KernelMath.Fma(-rate, nesterov ? KernelMath.Fma(momentum, b, g) : b, p);
        }
    }

    // parameters, gradients, velocity, square: [count]   rate = learning rate * factor
    // g = g + decay * p;  v = alpha * v + (1 - alpha) * g * g;  b = momentum * b + g / (sqrt(v) + epsilon)
    // p = p - rate * b
    // Grid: X runs of `run` elements of each thread.
    [Kernel]
    public static void RmsProp(
        ArrayView<float> parameters, ArrayView<float> gradients, ArrayView<float> velocity, ArrayView<float> square,
        ArrayView<float> terms, int count, int run, float factor, float decay, float momentum, float alpha, float rest,
        float epsilon)
    {
        var rate = terms[LearningRate] * factor;
        var scale = terms[GradientScale];
        var last = KernelMath.Min((Grid.IdxX + 1) * run * Group.DimX, count);
        for (var first = Grid.IdxX * run * Group.DimX; first < last; first += Group.DimX)
        {
            var i = first + Group.IdxX;
            var p = parameters[i];
            var g = KernelMath.Fma(gradients[i], scale, decay * p);
            var v = KernelMath.Fma(rest * g, g, alpha * square[i]);
            var b = KernelMath.Fma(momentum, velocity[i], g / (KernelMath.Sqrt(v) + epsilon));
            square[i] = v;
            velocity[i] = b;
            parameters[i] = KernelMath.Fma(-rate, b, p);
        }
    }

    // y, x: [count]   terms: see above   y = y + rate * (x - y), where rate = terms[term]: moving averages
    // Grid: X runs of `run` elements of each thread.
    [Kernel]
    public static void Average(
        ArrayView<float> y, ArrayView<float> x, ArrayView<float> terms, int count, int run, int term)
    {
        var rate = terms[term];
        var last = KernelMath.Min((Grid.IdxX + 1) * run * Group.DimX, count);
        for (var first = Grid.IdxX * run * Group.DimX; first < last; first += Group.DimX)
        {
            var i = first + Group.IdxX;
            y[i] = KernelMath.Fma(rate, x[i] - y[i], y[i]);
        }
    }

    // y, x: [count]   y = keep ? y + x : x
    // Grid: X runs of `run` elements of each thread.
    [Kernel]
    public static void Accumulate(
        ArrayView<float> y, ArrayView<float> x, int count, int run, SpecializedValue<AccumulateConstants> specialised)
    {
        var keep = specialised.Value.Keep != 0;
        var last = KernelMath.Min((Grid.IdxX + 1) * run * Group.DimX, count);
        for (var first = Grid.IdxX * run * Group.DimX; first < last; first += Group.DimX)
        {
            var i = first + Group.IdxX;
            y[i] = keep ? y[i] + x[i] : x[i];
        }
    }

    // x: [count]   partial: [groups, Group.DimX]: of each thread the sum of the squares of its elements
    // Grid: X runs of `run` elements of each thread.
    [Kernel]
    public static void SquareSums(ArrayView<float> x, ArrayView<float> partial, int count, int run)
    {
        var last = KernelMath.Min((Grid.IdxX + 1) * run * Group.DimX, count);
        var sum = 0f;
        for (var first = Grid.IdxX * run * Group.DimX; first < last; first += Group.DimX)
        {
            var value = x[first + Group.IdxX];
            sum = KernelMath.Fma(value, value, sum);
        }

        partial[(Grid.IdxX * Group.DimX) + Group.IdxX] = sum;
    }
}
