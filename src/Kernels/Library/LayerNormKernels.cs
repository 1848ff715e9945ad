using GpuFormer.Kernels.Language;
using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Kernels.Library;

/// <summary>Compile-time constants of <see cref="LayerNormKernels.Forward"/>.</summary>
public record struct LayerNormConstants
{
    /// <summary>Rows that a group makes at once.</summary>
    public int Tile;
}

/// <summary>Normalises each row of x to mean 0 and variance 1, then scales and shifts it.</summary>
public static class LayerNormKernels
{
    // x, y: [rows, D]   weight, bias: [D]
    // y = (x - mean) / sqrt(variance + epsilon) * weight + bias
    // A group makes `tile` rows at once: the sums of one are ready while those of the others are added to.
    // Grid: X tiles of rows. rows is at least tile: the last one begins early enough to be whole. D need not be a
    // multiple of the group.
    [Kernel]
    public static void Forward(
        ArrayView<float> x, ArrayView<float> weight, ArrayView<float> bias, ArrayView<float> y, int rows, int D,
        float epsilon, SpecializedValue<LayerNormConstants> specialised)
    {
        var tile = specialised.Value.Tile;
        var threads = Group.DimX;
        var partial = SharedMemory.Allocate<float>(tile * threads);
        var start = KernelMath.Min(Grid.IdxX * tile, rows - tile) * D;
        var whole = D / threads * threads;
        var tail = whole + Group.IdxX < D;

        var sums = new float[tile];
        for (var r = 0; r < tile; r++)
            sums[r] = 0f;
        for (var d = 0; d < whole; d += threads)
            Add(x, start + d + Group.IdxX, D, sums);
        if (tail)
            Add(x, start + whole + Group.IdxX, D, sums);

        for (var r = 0; r < tile; r++)
            partial[(r * threads) + Group.IdxX] = sums[r];
        Group.Barrier();
        var means = new float[tile];
        for (var r = 0; r < tile; r++)
            means[r] = Sum(partial, r * threads, threads) / D;
        // All have read the partial sums before the next ones overwrite them.
        Group.Barrier();

        for (var r = 0; r < tile; r++)
            sums[r] = 0f;
        for (var d = 0; d < whole; d += threads)
            AddSquares(x, start + d + Group.IdxX, D, means, sums);
        if (tail)
            AddSquares(x, start + whole + Group.IdxX, D, means, sums);

        for (var r = 0; r < tile; r++)
            partial[(r * threads) + Group.IdxX] = sums[r];
        Group.Barrier();
        var scales = new float[tile];
        for (var r = 0; r < tile; r++)
            scales[r] = 1f / KernelMath.Sqrt((Sum(partial, r * threads, threads) / D) + epsilon);

        for (var d = 0; d < whole; d += threads)
            Write(x, weight, bias, y, start, d + Group.IdxX, D, means, scales);
        if (tail)
            Write(x, weight, bias, y, start, whole + Group.IdxX, D, means, scales);
    }

    // Of the elements at `first` and below it, one of each row: their sums, the squares of what they differ from the
    // means by, and the results.
    private static void Add(ArrayView<float> x, int first, int D, float[] sums)
    {
        for (var r = 0; r < sums.Length; r++)
            sums[r] += x[first + (r * D)];
    }

    private static void AddSquares(ArrayView<float> x, int first, int D, float[] means, float[] sums)
    {
        for (var r = 0; r < sums.Length; r++)
        {
            var deviation = x[first + (r * D)] - means[r];
            sums[r] = KernelMath.Fma(deviation, deviation, sums[r]);
        }
    }

    private static void Write(
        ArrayView<float> x, ArrayView<float> weight, ArrayView<float> bias, ArrayView<float> y, int start, int column, int D,
        float[] means, float[] scales)
    {
        for (var r = 0; r < means.Length; r++)
        {
            var at = start + (r * D) + column;
            y[at] = KernelMath.Fma((x[at] - means[r]) * scales[r], weight[column], bias[column]);
        }
    }

    private static float Sum(ArrayView<float> values, int first, int count)
    {
        var sum = 0f;
        for (var i = 0; i < count; i++)
            sum += values[first + i];
        return sum;
    }
}
