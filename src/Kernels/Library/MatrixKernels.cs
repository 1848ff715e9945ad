using GpuFormer.Kernels.Language;

namespace GpuFormer.Kernels.Library;

/// <summary>
/// 1x1 convolutions and linears as products of small matrices of halves (<see cref="Fragment"/>), for devices with
/// matrix units. Sums and epilogue are floats.
/// </summary>
public static class MatrixKernels
{
    // The part of the sums that a group has in shared memory at a time, and how far its rows lie apart there: 8 more,
    // so that the threads of a fragment read from different banks.
    private const int Depth = 32;
    private const int Stride = Depth + 8;

    // x: rows of K channels   filter: [C, K]   bias: [C]   y: [N, rows, C]
    // y[row, c] = epilogue(bias[c] + sum over k of x[row, k] * filter[c, k]), x and filter rounded to halves
    //
    // A group makes a tile of rowWarps * rowFragments * 16 rows by columnWarps * columnFragments * 8 channels, each of
    // its rowWarps * columnWarps = Group.SizeY warps rowFragments by columnFragments fragments of it. Tiles may stick
    // out: rows and channels beyond the last are read as the last ones, and not written.
    // Grid: X tiles of rows, Y tiles of channels, Z images. Group: 32 along X, warps along Y.
    [Kernel]
    public static void Forward<TEpilogue, TTerms>(
        View<float> x, View<float> filter, View<float> bias, View<float> y, TEpilogue epilogue, PointwiseSizes sizes,
        [Constant] int rowWarps, [Constant] int columnWarps, [Constant] int rowFragments,
        [Constant] int columnFragments)
        where TEpilogue : struct, IEpilogue<TTerms>
        where TTerms : struct
    {
        var tileRows = rowWarps * rowFragments * Fragment.Rows;
        var tileChannels = columnWarps * columnFragments * Fragment.Columns;
        var left = Shared.Halves(tileRows * Stride);
        var right = Shared.Halves(tileChannels * Stride);
        var firstRow = Grid.IndexX * tileRows;
        var firstChannel = Grid.IndexY * tileChannels;
        var start = (Grid.IndexZ * sizes.ImageStride) + sizes.Offset;
        var columnWarp = Group.IndexY / rowWarps;
        var warpRow = (Group.IndexY - (columnWarp * rowWarps)) * rowFragments * Fragment.Rows;
        var warpChannel = columnWarp * columnFragments * Fragment.Columns;

        var sums = new float[rowFragments * columnFragments * Fragment.Sums];
        for (var i = 0; i < rowFragments * columnFragments * Fragment.Sums; i++)
            sums[i] = 0f;
        for (var first = 0; first < sizes.K; first += Depth)
        {
            // Threads along X take neighbouring k.
            var k = first + Group.IndexX;
            var isInside = k < sizes.K;
            var from = KernelMath.Min(k, sizes.K - 1);
            for (var r = 0; r < tileRows; r += Group.SizeY)
            {
                var row = KernelMath.Min(firstRow + r + Group.IndexY, sizes.Rows - 1);
                var value = x[start + (row * sizes.RowStride) + from];
                left[((r + Group.IndexY) * Stride) + Group.IndexX] = KernelMath.RoundToHalf(isInside ? value : 0f);
            }

            for (var c = 0; c < tileChannels; c += Group.SizeY)
            {
                var channel = KernelMath.Min(firstChannel + c + Group.IndexY, sizes.C - 1);
                var value = filter[(channel * sizes.K) + from];
                right[((c + Group.IndexY) * Stride) + Group.IndexX] = KernelMath.RoundToHalf(isInside ? value : 0f);
            }

            Group.Barrier();
            for (var part = 0; part < Depth; part += Fragment.Depth)
            {
                for (var i = 0; i < rowFragments; i++)
                {
                    for (var j = 0; j < columnFragments; j++)
                    {
                        Fragment.MultiplyAdd(
                            left, ((warpRow + (i * Fragment.Rows)) * Stride) + part, Stride,
                            right, ((warpChannel + (j * Fragment.Columns)) * Stride) + part, Stride,
                            sums, ((i * columnFragments) + j) * Fragment.Sums);
                    }
                }
            }

            Group.Barrier();
        }

        for (var j = 0; j < columnFragments; j++)
        {
            for (var element = 0; element < Fragment.Sums; element++)
            {
                var channel = firstChannel + warpChannel + (j * Fragment.Columns) + Fragment.Column(element);
                if (channel < sizes.C)
                {
                    var terms = epilogue.Load(Grid.IndexZ, channel);
                    var first = bias[channel];
                    for (var i = 0; i < rowFragments; i++)
                    {
                        var row = firstRow + warpRow + (i * Fragment.Rows) + Fragment.Row(element);
                        if (row < sizes.Rows)
                        {
                            var index = (((Grid.IndexZ * sizes.Rows) + row) * sizes.C) + channel;
                            y[index] = epilogue.Apply(
                                first + sums[(((i * columnFragments) + j) * Fragment.Sums) + element], terms,
                                Grid.IndexZ, row, channel, index);
                        }
                    }
                }
            }
        }
    }
}
