using GpuFormer.Kernels.Language;

namespace GpuFormer.Kernels.Library;

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
        View<float> x, View<float> weight, View<float> bias, View<float> y, int rows, int D, float epsilon,
        [Constant] int tile)
    {
        var threads = Group.SizeX;
        var partial = Shared.Array<float>(tile * threads);
        var start = KernelMath.Min(Grid.IndexX * tile, rows - tile) * D;
        var whole = D / threads * threads;
        var tail = whole + Group.IndexX < D;

        var sums = new float[tile];
        for (var r = 0; r < tile; r++)
            sums[r] = 0f;
        for (var d = 0; d < whole; d += threads)
        {
            for (var r = 0; r < tile; r++)
                sums[r] += x[start + (r * D) + d + Group.IndexX];
        }

        if (tail)
        {
            for (var r = 0; r < tile; r++)
                sums[r] += x[start + (r * D) + whole + Group.IndexX];
        }

        for (var r = 0; r < tile; r++)
            partial[(r * threads) + Group.IndexX] = sums[r];
        Group.Barrier();
        var means = new float[tile];
        for (var r = 0; r < tile; r++)
            means[r] = Sum(partial, r * threads, threads) / D;
        // All have read the partial sums before the next ones overwrite them.
        Group.Barrier();

        for (var r = 0; r < tile; r++)
            sums[r] = 0f;
        for (var d = 0; d < whole; d += threads)
        {
            for (var r = 0; r < tile; r++)
            {
                var deviation = x[start + (r * D) + d + Group.IndexX] - means[r];
                sums[r] = KernelMath.Fma(deviation, deviation, sums[r]);
            }
        }

        if (tail)
        {
            for (var r = 0; r < tile; r++)
            {
                var deviation = x[start + (r * D) + whole + Group.IndexX] - means[r];
                sums[r] = KernelMath.Fma(deviation, deviation, sums[r]);
            }
        }

        for (var r = 0; r < tile; r++)
            partial[(r * threads) + Group.IndexX] = sums[r];
        Group.Barrier();
        var scales = new float[tile];
        for (var r = 0; r < tile; r++)
            scales[r] = 1f / KernelMath.Sqrt((Sum(partial, r * threads, threads) / D) + epsilon);

        for (var d = 0; d < whole; d += threads)
        {
            var at = d + Group.IndexX;
            for (var r = 0; r < tile; r++)
            {
                y[start + (r * D) + at] = KernelMath.Fma(
                    (x[start + (r * D) + at] - means[r]) * scales[r], weight[at], bias[at]);
            }
        }

        if (tail)
        {
            var at = whole + Group.IndexX;
            for (var r = 0; r < tile; r++)
            {
                y[start + (r * D) + at] = KernelMath.Fma(
                    (x[start + (r * D) + at] - means[r]) * scales[r], weight[at], bias[at]);
            }
        }
    }

    private static float Sum(Shared<float> values, int first, int count)
    {
        var sum = 0f;
        for (var i = 0; i < count; i++)
            sum += values[first + i];
        return sum;
    }
}
