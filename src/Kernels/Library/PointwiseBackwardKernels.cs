using GpuFormer.Kernels.Language;
using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Kernels.Library;

/// <summary>
/// The sizes of a filter's gradient: rows and rows of a chunk, how far rows of x and dy lie apart, and, of one filter
/// group, reduced channels K, channels C, how far its channels lie apart in dy and how far the groups do.
/// </summary>
public readonly struct FilterGradientSizes(
    int rows, int chunk, int xStride, int dyStride, int K, int C, int channelStride, int groupStride)
{
    public readonly int Rows = rows;
    public readonly int Chunk = chunk;
    public readonly int XStride = xStride;
    public readonly int DyStride = dyStride;
    public readonly int K = K;
    public readonly int C = C;
    public readonly int ChannelStride = channelStride;
    public readonly int GroupStride = groupStride;
}

/// <summary>Compile-time constants of <see cref="PointwiseBackwardKernels.Filter"/>.</summary>
public record struct PointwiseFilterConstants
{
    /// <summary>Filter rows of a tile.</summary>
    public int TileOutputs;

    /// <summary>Vectors of filter columns of a tile.</summary>
    public int TileInputs;

    /// <summary>Tiles of a thread.</summary>
    public int Tiles;

    /// <summary>Rows of x that a thread copies before it makes several tiles.</summary>
    public int BlockRows;
}

/// <summary>The gradient of a 1x1 convolution's or linear's filter. Lanes are input channels.</summary>
public static class PointwiseBackwardKernels
{
    // x: [rows, xStride]   dy: [rows, dyStride]   partial: [chunks, filter groups * C, K]
    // partial[chunk, c, k] = sum over the rows of the chunk of dy[row, c] * x[row, k]
    //
    // A thread makes `tiles` tiles of tileOutputs filter rows by tileInputs columns that lie Group.DimX apart, each in
    // registers. dy is the same for all lanes. With several tiles it copies its columns of blockRows rows of x, makes
    // one tile after the other from them, and the sums wait in shared memory for the next rows. A thread reads only what
    // it wrote there.
    // Grid: X `tiles` tiles of filter rows, Y panels of tileInputs * Group.DimX columns, Z chunk and filter group.
    // C and K are at least a tile: the last ones overlap.
    [Kernel]
    public static void Filter(
        ArrayView<float> x, ArrayView<float> dy, ArrayView<float> partial, FilterGradientSizes sizes, int filterGroups,
        SpecializedValue<PointwiseFilterConstants> specialised)
    {
        var constants = specialised.Value;
        var (tileOutputs, tileInputs, tiles, blockRows) =
            (constants.TileOutputs, constants.TileInputs, constants.Tiles, constants.BlockRows);
        var chunk = Grid.IdxZ / filterGroups;
        var filterGroup = Grid.IdxZ - (chunk * filterGroups);
        var P = Group.DimX * tileInputs;
        var k = KernelMath.Min(Grid.IdxY * P, sizes.K - P);
        var first = chunk * sizes.Chunk;
        var last = KernelMath.Min(first + sizes.Chunk, sizes.Rows);
        var firstTile = Grid.IdxX * tiles;
        var count = KernelMath.Min(tiles, ((sizes.C + tileOutputs - 1) / tileOutputs) - firstTile);
        var step = tiles > 1 ? blockRows : sizes.Chunk;
        var waiting = SharedMemory.Allocate<float>(tiles > 1 ? tiles * tileOutputs * P : 1);
        var columns = SharedMemory.Allocate<float>(tiles > 1 ? blockRows * P : 1);
        var sums = new float[tileOutputs * tileInputs];
        var inputs = new float[tileInputs];
        for (var start = first; start < last; start += step)
        {
            var end = KernelMath.Min(start + step, last);
            if (tiles > 1)
            {
                var from = (start * sizes.XStride) + (filterGroup * sizes.K) + k;
                for (var to = 0; to < (end - start) * P; to += P)
                {
                    for (var t = 0; t < tileInputs; t++)
                        columns[to + (t * Group.DimX) + Group.IdxX] = x[from + (t * Group.DimX) + Group.IdxX];
                    from += sizes.XStride;
                }
            }

            for (var tile = 0; tile < count; tile++)
            {
                var c = KernelMath.Min((firstTile + tile) * tileOutputs, sizes.C - tileOutputs);
                var place = tile * tileOutputs * P;
                for (var i = 0; i < tileOutputs * tileInputs; i++)
                    sums[i] = 0f;
                if (tiles > 1 && start > first)
                {
                    for (var i = 0; i < tileOutputs * tileInputs; i++)
                        sums[i] = waiting[place + (i * Group.DimX) + Group.IdxX];
                }

                var xAt = tiles > 1 ? 0 : (start * sizes.XStride) + (filterGroup * sizes.K) + k;
                var dyAt = (start * sizes.DyStride) + (filterGroup * sizes.GroupStride) + (c * sizes.ChannelStride);
                for (var row = start; row < end; row++)
                {
                    for (var t = 0; t < tileInputs; t++)
                    {
                        var at = xAt + (t * Group.DimX) + Group.IdxX;
                        inputs[t] = tiles > 1 ? columns[at] : x[at];
                    }

                    for (var o = 0; o < tileOutputs; o++)
                    {
                        var gradient = dy[dyAt + (o * sizes.ChannelStride)];
                        for (var t = 0; t < tileInputs; t++)
                        {
                            sums[(o * tileInputs) + t] =
                                KernelMath.Fma(gradient, inputs[t], sums[(o * tileInputs) + t]);
                        }
                    }

                    xAt += tiles > 1 ? P : sizes.XStride;
                    dyAt += sizes.DyStride;
                }

                if (tiles > 1 && end < last)
                {
                    for (var i = 0; i < tileOutputs * tileInputs; i++)
                        waiting[place + (i * Group.DimX) + Group.IdxX] = sums[i];
                }
                else
                {
                    var at = (((((chunk * filterGroups) + filterGroup) * sizes.C) + c) * sizes.K) + k;
                    for (var o = 0; o < tileOutputs; o++)
                    {
                        for (var t = 0; t < tileInputs; t++)
                        {
                            partial[at + (o * sizes.K) + (t * Group.DimX) + Group.IdxX] =
                                sums[(o * tileInputs) + t];
                        }
                    }
                }
            }
        }
    }
}
