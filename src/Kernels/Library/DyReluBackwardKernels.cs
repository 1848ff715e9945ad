using GpuFormer.Kernels.Language;
using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Kernels.Library;

/// <summary>The gradient of the dynamic ReLU (Networks 1.7). Lanes are channels.</summary>
public static class DyReluBackwardKernels
{
    // dy, x, dx: [N, pixels, C]   slopes: [N, 2C], of each image first all s1, then all s2   partial: [N, chunks, 2C]
    // w = 1 where s1 * x > s2 * x, 1/2 where they are equal, else 0
    // dx = dy * (w * s1 + (1 - w) * s2)
    // partial = sums over the pixels of a chunk of dy * x * w, then of dy * x * (1 - w)
    // Grid: X panels of tile * Group.DimX channels, the last overlapping (C is at least that), Y chunks of `chunk`
    // pixels, Z images.
    [Kernel]
    public static void Backward(
        ArrayView<float> dy, ArrayView<float> x, ArrayView<float> slopes, ArrayView<float> dx, ArrayView<float> partial,
        int pixels, int chunk, int C, SpecializedValue<ColumnConstants> specialised)
    {
        var tile = specialised.Value.Tile;
        var first = KernelMath.Min(Grid.IdxX * Group.DimX * tile, C - (Group.DimX * tile)) + Group.IdxX;
        var firsts = new float[tile];
        var seconds = new float[tile];
        var firstSums = new float[tile];
        var secondSums = new float[tile];
        for (var t = 0; t < tile; t++)
        {
            var slope = (Grid.IdxZ * 2 * C) + first + (t * Group.DimX);
            firsts[t] = slopes[slope];
            seconds[t] = slopes[slope + C];
            firstSums[t] = 0f;
            secondSums[t] = 0f;
        }

        var end = KernelMath.Min((Grid.IdxY + 1) * chunk, pixels);
        for (var pixel = Grid.IdxY * chunk; pixel < end; pixel++)
        {
            var at = (((Grid.IdxZ * pixels) + pixel) * C) + first;
            for (var t = 0; t < tile; t++)
            {
                var value = x[at + (t * Group.DimX)];
                var gradient = dy[at + (t * Group.DimX)];
                var one = firsts[t] * value;
                var other = seconds[t] * value;
                var share = one > other ? 1f : one < other ? 0f : 0.5f;
                var rest = 1f - share;
                dx[at + (t * Group.DimX)] = gradient * KernelMath.Fma(share, firsts[t], rest * seconds[t]);
                var product = gradient * value;
                firstSums[t] = KernelMath.Fma(product, share, firstSums[t]);
                secondSums[t] = KernelMath.Fma(product, rest, secondSums[t]);
            }
        }

        for (var t = 0; t < tile; t++)
        {
            var at = (((Grid.IdxZ * Grid.DimY) + Grid.IdxY) * 2 * C) + first + (t * Group.DimX);
            partial[at] = firstSums[t];
            partial[at + C] = secondSums[t];
        }
    }
}
