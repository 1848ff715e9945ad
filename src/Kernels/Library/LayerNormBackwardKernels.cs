using GpuFormer.Kernels.Language;
using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Kernels.Library;

/// <summary>The gradient of the layer norm: of its input by rows, of its weight and bias by columns.</summary>
public static class LayerNormBackwardKernels
{
    // dy, x, dx: [rows, D]   weight: [D]   terms: [rows, 2], of each row mean and scale = 1 / sqrt(variance + epsilon)
    // with n = (x - mean) * scale and g = dy * weight:   dx = scale * (g - avg(g) - n * avg(g * n))
    // Grid: X rows. D is at least Group.DimX and need not be a multiple.
    [Kernel]
    public static void Rows(
        ArrayView<float> dy, ArrayView<float> x, ArrayView<float> weight, ArrayView<float> dx, ArrayView<float> terms,
        int D, float epsilon)
    {
        var threads = Group.DimX;
        var values = SharedMemory.Allocate<float>(threads);
        var squares = SharedMemory.Allocate<float>(threads);
        var gradients = SharedMemory.Allocate<float>(threads);
        var products = SharedMemory.Allocate<float>(threads);
        var row = Grid.IdxX * D;

        var sum = 0f;
        for (var d = 0; d < D; d += threads)
        {
            if (d + Group.IdxX < D)
                sum += x[row + d + Group.IdxX];
        }

        values[Group.IdxX] = sum;
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
            var at = d + Group.IdxX;
            if (at < D)
            {
                var deviation = x[row + at] - mean;
                var g = dy[row + at] * weight[at];
                square = KernelMath.Fma(deviation, deviation, square);
                gradient += g;
                product = KernelMath.Fma(g, deviation, product);
            }
        }

        squares[Group.IdxX] = square;
        gradients[Group.IdxX] = gradient;
        products[Group.IdxX] = product;
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
            var at = KernelMath.Min(d, D - threads) + Group.IdxX;
            var g = dy[row + at] * weight[at];
            dx[row + at] = scale * (g - averageGradient - ((x[row + at] - mean) * averageProduct));
        }

        if (Group.IdxX == 0)
        {
            terms[2 * Grid.IdxX] = mean;
            terms[(2 * Grid.IdxX) + 1] = scale;
        }
    }

    // dy, x: [rows, D]   terms: as Rows makes them   dWeight, dBias: [chunks, D]
    // dWeight = sum over the rows of a chunk of dy * (x - mean) * scale   dBias = sum of dy
    // Grid: X panels of tile * Group.DimX columns, the last overlapping (D is at least that), Y chunks of rows.
    [Kernel]
    public static void Columns(
        ArrayView<float> dy, ArrayView<float> x, ArrayView<float> terms, ArrayView<float> dWeight,
        ArrayView<float> dBias, int rows, int chunk, int D, SpecializedValue<ColumnConstants> specialised)
    {
        var tile = specialised.Value.Tile;
        var first = KernelMath.Min(Grid.IdxX * Group.DimX * tile, D - (Group.DimX * tile)) + Group.IdxX;
        var weights = new float[tile];
        var biases = new float[tile];
        for (var t = 0; t < tile; t++)
        {
            weights[t] = 0f;
            biases[t] = 0f;
        }

        var end = KernelMath.Min((Grid.IdxY + 1) * chunk, rows);
        for (var row = Grid.IdxY * chunk; row < end; row++)
        {
            var mean = terms[2 * row];
            var scale = terms[(2 * row) + 1];
            for (var t = 0; t < tile; t++)
            {
                var at = (row * D) + first + (t * Group.DimX);
                weights[t] = KernelMath.Fma(dy[at], (x[at] - mean) * scale, weights[t]);
                biases[t] += dy[at];
            }
        }

        for (var t = 0; t < tile; t++)
        {
            var at = (Grid.IdxY * D) + first + (t * Group.DimX);
            dWeight[at] = weights[t];
            dBias[at] = biases[t];
        }
    }
}
