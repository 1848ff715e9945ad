namespace GpuFormer.Weights;

/// <summary>Looks for weights that no sound training leaves behind.</summary>
internal static class WeightCheck
{
    private const string Variance = "running_var";

    /// <summary>A sentence about what <see cref="Find"/> found.</summary>
    public static string Warning(string file, string name, string fault) =>
        $"{file}: tensor '{ModelFormatException.Printable(name)}' {fault}: results mean nothing.";

    /// <summary>What is wrong with the values of a tensor, as a clause that follows its name; null when
    /// nothing is.</summary>
    public static string? Find(string name, ReadOnlySpan<float> values)
    {
        if (!FiniteNumbers.All(values))
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
}
