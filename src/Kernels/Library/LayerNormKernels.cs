using GpuFormer.Kernels.Language;

namespace GpuFormer.Kernels.Library;

/// <summary>Normalises each row of x to mean 0 and variance 1, then scales and shifts it. One group per row.</summary>
public static class LayerNormKernels
{
    // x, y: [rows, D]   weight, bias: [D]
    // y = (x - mean) / sqrt(variance + epsilon) * weight + bias
    // Grid: X rows. D need not be a multiple of the group.
    [Kernel]
    public static void Forward(
        View<float> x, View<float> weight, View<float> bias, View<float> y, int D, float epsilon)
    {
        var threads = Group.SizeX;
        var partial = Shared.Array<float>(threads);
        var row = Grid.IndexX * D;
        var whole = D / threads * threads;
        var tail = whole + Group.IndexX < D;

        var sum = 0f;
        for (var d = 0; d < whole; d += threads)
            sum += x[row + d + Group.IndexX];
        if (tail)
            sum += x[row + whole + Group.IndexX];
        partial[Group.IndexX] = sum;
        Group.Barrier();
        var mean = 0f;
        for (var i = 0; i < threads; i++)
            mean += partial[i];
        mean /= D;
        // All have read the partial sums before the next ones overwrite them.
        Group.Barrier();

        var squares = 0f;
        for (var d = 0; d < whole; d += threads)
        {
            var deviation = x[row + d + Group.IndexX] - mean;
            squares = KernelMath.Fma(deviation, deviation, squares);
        }

        if (tail)
        {
            var deviation = x[row + whole + Group.IndexX] - mean;
            squares = KernelMath.Fma(deviation, deviation, squares);
        }

        partial[Group.IndexX] = squares;
        Group.Barrier();
        var variance = 0f;
        for (var i = 0; i < threads; i++)
            variance += partial[i];
        var scale = 1f / KernelMath.Sqrt((variance / D) + epsilon);

        for (var d = 0; d < whole; d += threads)
        {
            var at = d + Group.IndexX;
            y[row + at] = KernelMath.Fma((x[row + at] - mean) * scale, weight[at], bias[at]);
        }

        if (tail)
        {
            var at = whole + Group.IndexX;
            y[row + at] = KernelMath.Fma((x[row + at] - mean) * scale, weight[at], bias[at]);
        }
    }
}
