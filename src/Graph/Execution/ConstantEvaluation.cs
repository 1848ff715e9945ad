using System.Globalization;
using GpuFormer.Graph.Constants;
using GpuFormer.Kernels.Specialisation;

namespace GpuFormer.Graph.Execution;

/// <summary>Computes the elements of constants on the host.</summary>
internal static class ConstantEvaluation
{
    /// <summary>The elements of a constant in row-major order.</summary>
    /// <param name="constant">A constant tensor.</param>
    /// <param name="weights">The elements of a stored tensor, by name and shape.</param>
    /// <exception cref="InvalidOperationException">There is another number of elements.</exception>
    public static float[] Evaluate(Tensor constant, Func<string, Shape, float[]> weights) =>
        Evaluate(constant, weights, (transform, inputs) => transform.Evaluate(inputs));

    /// <summary>The same of elements of any type.</summary>
    /// <param name="constant">A constant tensor.</param>
    /// <param name="stored">The elements of a stored tensor, by name and shape.</param>
    /// <param name="apply">What a transform makes of its inputs.</param>
    internal static T[] Evaluate<T>(
        Tensor constant, Func<string, Shape, T[]> stored,
        Func<ConstantTransform, IReadOnlyList<ConstantValue<T>>, T[]> apply)
    {
        var values = constant.Source switch
        {
            ConstantSource.Stored source => stored(source.Name, constant.Shape),
            ConstantSource.Derived derived => apply(derived.Transform,
                [.. derived.Inputs.Select(t => new ConstantValue<T>(Evaluate(t, stored, apply), t.Shape))]),
            _ => throw new ArgumentException($"{constant} is no constant.", nameof(constant)),
        };
        return values.Length == constant.Shape.Elements
            ? values
            : throw new InvalidOperationException($"{constant} got {values.Length} elements.");
    }

    /// <summary>The elements as the constant is stored, rounded to nearest even.</summary>
    /// <exception cref="OverflowException">One is too large for that, or no number.</exception>
    internal static byte[] Rounded(Tensor constant, float[] values)
    {
        var stored = constant.Format.Store(values);
        var kept = new float[values.Length];
        constant.Format.Load(stored, kept);
        var large = Array.FindIndex(kept, value => !float.IsFinite(value));
        return large < 0
            ? stored
            : throw new OverflowException(string.Create(CultureInfo.InvariantCulture,
                $"{constant} has {values[large]}, which half precision cannot hold. Use single precision (fp32)."));
    }
}
