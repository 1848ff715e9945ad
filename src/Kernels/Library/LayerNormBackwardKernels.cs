using GpuFormer.Kernels.Language;

namespace GpuFormer.Kernels.Library;

/// <summary>The gradient of the layer norm: of its input by rows, of its weight and bias by columns.</summary>
public static class LayerNormBackwardKernels
{
    // dy, x, dx: [rows, D]   weight: [D]   terms: [rows, 2], of each row mean and scale = 1 / sqrt(variance + epsilon)
    // with n = (x - mean) * scale and g = dy * weight:   dx = scale * (g - avg(g) - n * avg(g * n))
    // Grid: X rows. D is at least Group.SizeX and need not be a multiple.
    [Kernel]
    public static void Rows(
        View<float> dy, View<float> x, View<float> weight, View<float> dx, View<float> terms, int D, float epsilon)
    {
        var threads = Group.SizeX;
        var values = Shared.Array<float>(threads);
        var squares = Shared.Array<float>(threads);
        var gradients = Shared.Array<float>(threads);
        var products = Shared.Array<float>(threads);
        var row = Grid.IndexX * D;

        var sum = 0f;
        for (var d = 0; d < D; d += threads)
        {
            if (d + Group.IndexX < D)
                sum += x[row + d + Group.IndexX];
        }

        values[Group.IndexX] = sum;
        Group.Barrier();
        var mean = 0f;
        for (var i = 0; i < threads; i++)
            mean += values[i];
        mean /= D;

        var square = 0f;
        var gradient = 0f;
        var product = 0f;
        for (var d = 0; d < D; d += threads)
        {
            var at = d + Group.IndexX;
            if (at < D)
            {
                var deviation = x[row + at] - mean;
                var g = dy[row + at] * weight[at];
                square = KernelMath.Fma(deviation, deviation, square);
                gradient += g;
                product = KernelMath.Fma(g, deviation, product);
            }
        }

        squares[Group.IndexX] = square;
        gradients[Group.IndexX] = gradient;
        products[Group.IndexX] = product;
        Group.Barrier();
        var variance = 0f;
        var averageGradient = 0f;
        var averageProduct = 0f;
        for (var i = 0; i < threads; i++)
        {
            variance += squares[i];
            averageGradient += gradients[i];
            averageProduct += products[i];
        }

        var scale = 1f / KernelMath.Sqrt((variance / D) + epsilon);
        averageGradient /= D;
        averageProduct = averageProduct / D * scale * scale;
        for (var d = 0; d < D; d += threads)
        {
            // The last threads make what others make too.
            var at = KernelMath.Min(d, D - threads) + Group.IndexX;
            var g = dy[row + at] * weight[at];
            dx[row + at] = scale * (g - averageGradient - ((x[row + at] - mean) * averageProduct));
        }

        if (Group.IndexX == 0)
        {
            terms[2 * Grid.IndexX] = mean;
            terms[(2 * Grid.IndexX) + 1] = scale;
        }
    }

    // dy, x: [rows, D]   terms: as Rows makes them   dWeight, dBias: [chunks, D]
    // dWeight = sum over the rows of a chunk of dy * (x - mean) * scale   dBias = sum of dy
    // Grid: X panels of tile * Group.SizeX columns, the last overlapping (D is at least that), Y chunks of rows.
    [Kernel]
    public static void Columns(
        View<float> dy, View<float> x, View<float> terms, View<float> dWeight, View<float> dBias, int rows, int chunk,
        int D, [Constant] int tile)
    {
        var first = KernelMath.Min(Grid.IndexX * Group.SizeX * tile, D - (Group.SizeX * tile)) + Group.IndexX;
        var weights = new float[tile];
        var biases = new float[tile];
        for (var t = 0; t < tile; t++)
        {
            weights[t] = 0f;
            biases[t] = 0f;
        }

        var end = KernelMath.Min((Grid.IndexY + 1) * chunk, rows);
        for (var row = Grid.IndexY * chunk; row < end; row++)
        {
            var mean = terms[2 * row];
            var scale = terms[(2 * row) + 1];
            for (var t = 0; t < tile; t++)
            {
                var at = (row * D) + first + (t * Group.SizeX);
                weights[t] = KernelMath.Fma(dy[at], (x[at] - mean) * scale, weights[t]);
                biases[t] += dy[at];
            }
        }

        for (var t = 0; t < tile; t++)
        {
            var at = (Grid.IndexY * D) + first + (t * Group.SizeX);
            dWeight[at] = weights[t];
            dBias[at] = biases[t];
        }
    }
}
