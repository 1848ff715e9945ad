using System.Numerics;

namespace GpuFormer.Weights;

/// <summary>Looks for weights that no sound training leaves behind.</summary>
internal static class WeightCheck
{
    private const string Variance = "running_var";

    /// <summary>What is wrong with the values of a tensor, as a clause that follows its name; null when
    /// nothing is.</summary>
    public static string? Find(string name, ReadOnlySpan<float> values)
    {
        if (!AllFinite(values))
        {
            int nan = 0, infinite = 0;
            foreach (float value in values)
            {
                nan += float.IsNaN(value) ? 1 : 0;
                infinite += float.IsInfinity(value) ? 1 : 0;
            }

            return $"has {nan} NaN and {infinite} infinite values of {values.Length}";
        }

        if (name.EndsWith(Variance, StringComparison.Ordinal))
        {
            int negative = 0;
            foreach (float value in values)
                negative += value < 0 ? 1 : 0;
            if (negative > 0)
                return $"has {negative} negative variances of {values.Length}";
        }

        return null;
    }

    // Zero times a finite number is zero; all else is NaN, and stays it in a sum.
    private static bool AllFinite(ReadOnlySpan<float> values)
    {
        Vector<float> sums = Vector<float>.Zero;
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
            sums += new Vector<float>(values[i..]) * Vector<float>.Zero;
        float sum = Vector.Sum(sums);
        for (; i < values.Length; i++)
            sum += values[i] * 0f;
        return sum == 0;
    }
}
