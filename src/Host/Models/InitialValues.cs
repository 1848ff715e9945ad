using GpuFormer.Graph;

namespace GpuFormer.Models;

/// <summary>How numbers are distributed with which a parameter starts.</summary>
internal enum InitialDistribution
{
    /// <summary>All are the same.</summary>
    Constant,

    /// <summary>Normal, with mean 0.</summary>
    Normal,

    /// <summary>Uniform, with mean 0.</summary>
    Uniform,
}

/// <summary>The values with which the training of a parameter starts.</summary>
/// <param name="Distribution">Their distribution.</param>
/// <param name="Scale">The value of all, the standard deviation, or the bound.</param>
internal readonly record struct InitialValues(InitialDistribution Distribution, double Scale)
{
    /// <summary>One value for all.</summary>
    public static InitialValues Constant(double value) => new(InitialDistribution.Constant, value);

    /// <summary>Normal, with mean 0.</summary>
    public static InitialValues Normal(double deviation) => new(InitialDistribution.Normal, deviation);

    /// <summary>
    /// Uniform, with a variance of 2 over the sum of what an output reads and what an input is read by (X. Glorot, Y.
    /// Bengio, 2010): PyTorch's <c>xavier_uniform_</c>.
    /// </summary>
    /// <param name="shape">Of a filter [C, K, ...], of which all behind C is read for an output.</param>
    public static InitialValues Xavier(Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        var taps = shape.Elements / ((double)shape[0] * shape[1]);
        return new(InitialDistribution.Uniform, Math.Sqrt(6 / (taps * (shape[0] + shape[1]))));
    }

    /// <summary>
    /// Uniform, with a variance of 1 over what an output reads: PyTorch's <c>kaiming_uniform_</c> with a slope of 1.
    /// </summary>
    /// <param name="shape">Of a filter [C, K, ...], of which all behind C is read for an output.</param>
    public static InitialValues Kaiming(Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return new(InitialDistribution.Uniform, Math.Sqrt(3.0 * shape[0] / shape.Elements));
    }

    /// <summary><see cref="Kaiming"/> of all that has two or more axes; of the rest nothing is said.</summary>
    internal static InitialValues? KaimingOfMatrices(string name, Shape shape) => shape.Rank > 1 ? Kaiming(shape) : null;

    /// <summary><see cref="Xavier"/> of all that has two or more axes; of the rest nothing is said.</summary>
    internal static InitialValues? XavierOfMatrices(string name, Shape shape) => shape.Rank > 1 ? Xavier(shape) : null;

    /// <summary>
    /// Uniform up to the square root of 1 over what an output reads: what PyTorch's linears and convolutions start with,
    /// weights and biases.
    /// </summary>
    public static InitialValues OfReads(int reads) => new(InitialDistribution.Uniform, 1 / Math.Sqrt(reads));
}
