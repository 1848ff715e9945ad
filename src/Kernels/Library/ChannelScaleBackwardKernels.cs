using GpuFormer.Kernels.Language;

namespace GpuFormer.Kernels.Library;

/// <summary>The gradient of the channel scale of squeeze and excitation. Lanes are channels.</summary>
public static class ChannelScaleBackwardKernels
{
    // dy, x, dx: [N, pixels, C]   scale: [N, C]   partial: [N, chunks, C]
    // dx = dy * scale * factor
    // partial = factor * sum over the pixels of a chunk of dy * x
    // Grid: X panels of tile * Group.SizeX channels, the last overlapping (C is at least that), Y chunks of `chunk`
    // pixels, Z images.
    [Kernel]
    public static void Backward(
        View<float> dy, View<float> x, View<float> scale, View<float> dx, View<float> partial, float factor,
        int pixels, int chunk, int C, [Constant] int tile)
    {
        var first = KernelMath.Min(Grid.IndexX * Group.SizeX * tile, C - (Group.SizeX * tile)) + Group.IndexX;
        var scales = new float[tile];
        var sums = new float[tile];
        for (var t = 0; t < tile; t++)
        {
            scales[t] = factor * scale[(Grid.IndexZ * C) + first + (t * Group.SizeX)];
            sums[t] = 0f;
        }

        var end = KernelMath.Min((Grid.IndexY + 1) * chunk, pixels);
        for (var pixel = Grid.IndexY * chunk; pixel < end; pixel++)
        {
            var at = (((Grid.IndexZ * pixels) + pixel) * C) + first;
            for (var t = 0; t < tile; t++)
            {
                var gradient = dy[at + (t * Group.SizeX)];
                dx[at + (t * Group.SizeX)] = gradient * scales[t];
                sums[t] = KernelMath.Fma(gradient, x[at + (t * Group.SizeX)], sums[t]);
            }
        }

        for (var t = 0; t < tile; t++)
        {
            partial[(((Grid.IndexZ * Grid.SizeY) + Grid.IndexY) * C) + first + (t * Group.SizeX)] = factor * sums[t];
        }
    }
}
