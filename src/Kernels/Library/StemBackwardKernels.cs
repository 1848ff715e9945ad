using GpuFormer.Kernels.Language;
using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Kernels.Library;

/// <summary>Compile-time constants of <see cref="StemBackwardKernels.Filter"/>.</summary>
public record struct StemFilterConstants
{
    /// <summary>Input rows from one output row to the next.</summary>
    public int Stride;

    /// <summary>Columns that a thread takes at a time.</summary>
    public int Tile;
}

/// <summary>The gradient of the first 3x3 convolution's filter; its images need none. Lanes are output
/// channels.</summary>
public static class StemBackwardKernels
{
    // x: [N, K, H, W]   dy: [N, outH, outW, C]   partial: [chunks, C, K, 3, 3]
    // partial[chunk, c, k, r, s] = sum over the chunk's rows of the map and their columns of
    //                              dy[oh, ow, c] * x[k, oh * stride + r - 1, ow * stride + s - 1]
    // A thread takes `tile` columns at a time, each column of x read once for the outputs that meet it; outW is a
    // multiple of `tile`.
    // Grid: X panels of Group.DimX channels, the last overlapping (C is at least that), Y chunks of `chunk` of the
    // `rows` rows of all maps, Z planes.
    [Kernel]
    public static void Filter(
        ArrayView<float> x, ArrayView<float> dy, ArrayView<float> partial, StemSizes sizes, int rows, int chunk,
        SpecializedValue<StemFilterConstants> specialised)
    {
        var constants = specialised.Value;
        var (stride, tile) = (constants.Stride, constants.Tile);
        var channel = KernelMath.Min(Grid.IdxX * Group.DimX, sizes.C - Group.DimX) + Group.IdxX;
        var last = ((tile - 1) * stride) + 2;
        var sums = new float[9];
        for (var i = 0; i < 9; i++)
            sums[i] = 0f;
        var end = KernelMath.Min((Grid.IdxY + 1) * chunk, rows);
        for (var row = Grid.IdxY * chunk; row < end; row++)
        {
            var image = row / sizes.OutH;
            var ih = ((row - (image * sizes.OutH)) * stride) - 1;
            var top = ((((image * sizes.K) + Grid.IdxZ) * sizes.H) + ih) * sizes.W;
            for (var ow = 0; ow < sizes.OutW; ow += tile)
            {
                var iw = (ow * stride) - 1;
                var gradients = new float[tile];
                for (var i = 0; i < tile; i++)
                    gradients[i] = dy[((((row * sizes.OutW) + ow) + i) * sizes.C) + channel];
                for (var r = 0; r < 3; r++)
                {
                    if ((r > 0 || ih >= 0) && (r < 2 || ih + 2 < sizes.H))
                    {
                        for (var j = 0; j <= last; j++)
                        {
                            var value = 0f;
                            if ((j > 0 || iw >= 0) && (j < last || iw + j < sizes.W))
                                value = x[top + (r * sizes.W) + iw + j];
                            for (var s = 0; s < 3; s++)
                            {
                                if (j >= s && (j - s) % stride == 0 && (j - s) / stride < tile)
                                {
                                    sums[(r * 3) + s] = KernelMath.Fma(
                                        value, gradients[(j - s) / stride], sums[(r * 3) + s]);
                                }
                            }
                        }
                    }
                }
            }
        }

        var at = ((((Grid.IdxY * sizes.C) + channel) * sizes.K) + Grid.IdxZ) * 9;
        for (var i = 0; i < 9; i++)
            partial[at + i] = sums[i];
    }
}
