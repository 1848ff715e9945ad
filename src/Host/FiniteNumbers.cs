using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GpuFormer;

/// <summary>Looks for infinities and NaN, a vector at a time.</summary>
internal static class FiniteNumbers
{
    /// <summary>Whether all numbers are finite.</summary>
    // It runs over all weights at the start, before the runtime would optimise it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool All(ReadOnlySpan<float> values)
    {
        // 0 times an infinity or NaN is NaN, and a sum with NaN stays NaN.
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        var sum = Vector<float>.Zero;
        foreach (var vector in vectors)
            sum += vector * Vector<float>.Zero;
        var total = Vector.Sum(sum);
        foreach (var value in values[(vectors.Length * Vector<float>.Count)..])
            total += value * 0;
        return total == 0;
    }
}
