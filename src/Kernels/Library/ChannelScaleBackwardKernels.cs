using GpuFormer.Kernels.Language;
using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Kernels.Library;

/// <summary>The gradient of the channel scale of squeeze and excitation. Lanes are channels.</summary>
public static class ChannelScaleBackwardKernels
{
    // dy, x, dx: [N, pixels, C]   scale: [N, C]   partial: [N, chunks, C]
    // dx = dy * scale * factor
    // partial = factor * sum over the pixels of a chunk of dy * x
    // Grid: X panels of tile * Group.DimX channels, the last overlapping (C is at least that), Y chunks of `chunk`
    // pixels, Z images.
    [Kernel]
    public static void Backward(
        ArrayView<float> dy, ArrayView<float> x, ArrayView<float> scale, ArrayView<float> dx, ArrayView<float> partial,
        float factor, int pixels, int chunk, int C, SpecializedValue<ColumnConstants> specialised)
    {
        var tile = specialised.Value.Tile;
        var first = KernelMath.Min(Grid.IdxX * Group.DimX * tile, C - (Group.DimX * tile)) + Group.IdxX;
        var scales = new float[tile];
        var sums = new float[tile];
        for (var t = 0; t < tile; t++)
        {
            scales[t] = factor * scale[(Grid.IdxZ * C) + first + (t * Group.DimX)];
            sums[t] = 0f;
        }

        var end = KernelMath.Min((Grid.IdxY + 1) * chunk, pixels);
        for (var pixel = Grid.IdxY * chunk; pixel < end; pixel++)
        {
            var at = (((Grid.IdxZ * pixels) + pixel) * C) + first;
            for (var t = 0; t < tile; t++)
            {
                var gradient = dy[at + (t * Group.DimX)];
                dx[at + (t * Group.DimX)] = gradient * scales[t];
                sums[t] = KernelMath.Fma(gradient, x[at + (t * Group.DimX)], sums[t]);
            }
        }

        for (var t = 0; t < tile; t++)
        {
            partial[(((Grid.IdxZ * Grid.DimY) + Grid.IdxY) * C) + first + (t * Group.DimX)] = factor * sums[t];
        }
    }
}
