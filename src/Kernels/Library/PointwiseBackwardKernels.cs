using GpuFormer.Kernels.Language;

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

/// <summary>The gradient of a 1x1 convolution's or linear's filter. Lanes are input channels.</summary>
public static class PointwiseBackwardKernels
{
    // x: [rows, xStride]   dy: [rows, dyStride]   partial: [chunks, filter groups * C, K]
    // partial[chunk, c, k] = sum over the rows of the chunk of dy[row, c] * x[row, k]
    //
    // A thread makes tileOutputs filter rows by tileInputs columns that lie Group.SizeX apart, in registers. dy is the
    // same for all lanes.
    // Grid: X tiles of filter rows, Y panels of tileInputs * Group.SizeX columns, Z chunk and filter group.
    // C and K are at least a tile: the last ones overlap.
    [Kernel]
    public static void Filter(
        View<float> x, View<float> dy, View<float> partial, FilterGradientSizes sizes, int filterGroups,
        [Constant] int tileOutputs, [Constant] int tileInputs)
    {
        var chunk = Grid.IndexZ / filterGroups;
        var filterGroup = Grid.IndexZ - (chunk * filterGroups);
        var P = Group.SizeX * tileInputs;
        var c = KernelMath.Min(Grid.IndexX * tileOutputs, sizes.C - tileOutputs);
        var k = KernelMath.Min(Grid.IndexY * P, sizes.K - P);
        var first = chunk * sizes.Chunk;
        var last = KernelMath.Min(first + sizes.Chunk, sizes.Rows);
        var sums = new float[tileOutputs * tileInputs];
        for (var i = 0; i < tileOutputs * tileInputs; i++)
            sums[i] = 0f;
        var inputs = new float[tileInputs];
        var xAt = (first * sizes.XStride) + (filterGroup * sizes.K) + k;
        var dyAt = (first * sizes.DyStride) + (filterGroup * sizes.GroupStride) + (c * sizes.ChannelStride);
        for (var row = first; row < last; row++)
        {
            for (var t = 0; t < tileInputs; t++)
                inputs[t] = x[xAt + (t * Group.SizeX) + Group.IndexX];
            for (var o = 0; o < tileOutputs; o++)
            {
                var gradient = dy[dyAt + (o * sizes.ChannelStride)];
                for (var t = 0; t < tileInputs; t++)
                {
                    sums[(o * tileInputs) + t] =
                        KernelMath.Fma(gradient, inputs[t], sums[(o * tileInputs) + t]);
                }
            }

            xAt += sizes.XStride;
            dyAt += sizes.DyStride;
        }

        for (var o = 0; o < tileOutputs; o++)
        {
            var at = (((((chunk * filterGroups) + filterGroup) * sizes.C) + c + o) * sizes.K) + k;
            for (var t = 0; t < tileInputs; t++)
                partial[at + (t * Group.SizeX) + Group.IndexX] = sums[(o * tileInputs) + t];
        }
    }
}
