using GpuFormer.Kernels.Language;
using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Kernels.Library;

/// <summary>The sizes of a dense 3x3 convolution from [N, H, W, K] to [N, H, W, C].</summary>
public readonly struct DenseConvolutionSizes(int H, int W, int K, int C)
{
    public readonly int H = H;
    public readonly int W = W;
    public readonly int K = K;
    public readonly int C = C;
}

/// <summary>Compile-time constants of <see cref="DenseConvolutionKernels.Forward{TEpilogue, TTerms}"/>.</summary>
public record struct DenseConvolutionConstants
{
    /// <summary>Neighbouring pixels of a tile.</summary>
    public int TileColumns;

    /// <summary>Vectors of channels of a tile.</summary>
    public int TileChannels;
}

/// <summary>Compile-time constants of <see cref="DenseConvolutionKernels.Filter"/>.</summary>
public record struct DenseConvolutionFilterConstants
{
    /// <summary>Filter rows of a tile.</summary>
    public int TileOutputs;

    /// <summary>Vectors of filter columns of a tile.</summary>
    public int TileInputs;
}

/// <summary>
/// 3x3 convolutions of all channels with all channels, stride 1, padding 1. Lanes are output channels.
/// </summary>
public static class DenseConvolutionKernels
{
    // x: [N, H, W, K]   filter: [panels, 3, 3, K, P], P = Group.DimX * tileChannels   bias: [C]   y: [N, H, W, C]
    // y[h, w, c] = epilogue(bias[c] + sum over r, s, k of x[h + r - 1, w + s - 1, k] * filter[r, s, k, c])
    //
    // A thread makes a tile of tileColumns neighbouring pixels by tileChannels channels that lie Group.DimX apart, in
    // registers. What a pixel reads of one row of x, three pixels of K channels, lies side by side, as does what it is
    // multiplied with: one loop of 3K steps. Where the first or last pixel of the tile has no neighbour, a loop without
    // that pixel stands beside a shorter one.
    // Grid: X tiles of columns (times Group.DimY), Y rows of all maps, Z panels of P channels: all pixels use one
    // panel of the filter before the next comes.
    // C must be at least P and W at least tileColumns: the last panel starts at C - P, the last tile at
    // W - tileColumns, and both make what others make too.
    [Kernel]
    public static void Forward<TEpilogue, TTerms>(
        ArrayView<float> x, ArrayView<float> filter, ArrayView<float> bias, ArrayView<float> y, TEpilogue epilogue,
        DenseConvolutionSizes sizes, SpecializedValue<DenseConvolutionConstants> specialised)
        where TEpilogue : struct, IEpilogue<TTerms>
        where TTerms : struct
    {
        var constants = specialised.Value;
        var (tileColumns, tileChannels) = (constants.TileColumns, constants.TileChannels);
        var P = Group.DimX * tileChannels;
        var K = sizes.K;
        var image = Grid.IdxY / sizes.H;
        var row = Grid.IdxY - (image * sizes.H);
        var firstColumn = KernelMath.Min(
            ((Grid.IdxX * Group.DimY) + Group.IdxY) * tileColumns, sizes.W - tileColumns);
        var firstChannel = KernelMath.Min(Grid.IdxZ * P, sizes.C - P);
        var isFirst = firstColumn == 0;
        var isLast = firstColumn + tileColumns == sizes.W;

        var sums = new float[tileColumns * tileChannels];
        for (var t = 0; t < tileChannels; t++)
        {
            var first = bias[firstChannel + (t * Group.DimX) + Group.IdxX];
            for (var i = 0; i < tileColumns; i++)
                sums[(i * tileChannels) + t] = first;
        }

        var taps = new float[tileChannels];
        for (var r = 0; r < 3; r++)
        {
            var above = row + r - 1;
            if (above >= 0 && above < sizes.H)
            {
                // Before the first pixel of a map these lie outside, and are not read.
                var start = ((((Grid.IdxY + r - 1) * sizes.W) + firstColumn) * K) - K;
                var panel = ((Grid.IdxZ * 3) + r) * 3 * K * P;
                var begin = 0;
                var end = 3 * K;
                if (isFirst)
                {
                    begin = K;
                    AddRow(x, filter, sums, taps, start, panel, K, 0, K, 1, tileColumns, tileChannels);
                }

                if (isLast)
                    end = 2 * K;

                AddRow(x, filter, sums, taps, start, panel, K, begin, end, 0, tileColumns, tileChannels);
                // After the others: where tiles overlap, both sum a pixel's terms in one order.
                if (isLast)
                    AddRow(x, filter, sums, taps, start, panel, K, 2 * K, 3 * K, 0, tileColumns - 1, tileChannels);
            }
        }

        for (var t = 0; t < tileChannels; t++)
        {
            var channel = firstChannel + (t * Group.DimX) + Group.IdxX;
            var terms = epilogue.Load(image, channel);
            for (var i = 0; i < tileColumns; i++)
            {
                var pixel = (row * sizes.W) + firstColumn + i;
                var index = (((image * sizes.H * sizes.W) + pixel) * sizes.C) + channel;
                y[index] = epilogue.Apply(sums[(i * tileChannels) + t], terms, image, pixel, channel, index);
            }
        }
    }

    // Adds the steps `from` to `to` of the loop over 3K elements of a row to the sums of the pixels `first` to `last`.
    private static void AddRow(
        ArrayView<float> x, ArrayView<float> filter, float[] sums, float[] taps, int start, int panel, int K, int from, int to,
        int first, int last, int tileChannels)
    {
        var column = panel + (from * Group.DimX * tileChannels);
        for (var k = from; k < to; k++)
        {
            for (var t = 0; t < tileChannels; t++)
                taps[t] = filter[column + (t * Group.DimX) + Group.IdxX];
            for (var i = first; i < last; i++)
            {
                var value = x[start + (i * K) + k];
                for (var t = 0; t < tileChannels; t++)
                    sums[(i * tileChannels) + t] = KernelMath.Fma(value, taps[t], sums[(i * tileChannels) + t]);
            }

            column += Group.DimX * tileChannels;
        }
    }

    // x: [N, H, W, K]   dy: [N, H, W, C]   partial: [chunks, C, K, 3, 3]
    // partial[chunk, c, k, r, s] = sum over the chunk's rows of all maps and their columns of
    //                              dy[h, w, c] * x[h + r - 1, w + s - 1, k]
    // A thread makes tileOutputs channels c by tileInputs channels k that lie Group.DimX apart, of one tap, in
    // registers. dy is the same for all lanes.
    // Grid: X tiles of channels c, Y panels of tileInputs * Group.DimX channels k times 9 taps, Z chunks of `chunk` of
    // the `rows` rows of all maps. C and K are at least a tile: the last ones overlap.
    [Kernel]
    public static void Filter(
        ArrayView<float> x, ArrayView<float> dy, ArrayView<float> partial, DenseConvolutionSizes sizes, int rows,
        int chunk, SpecializedValue<DenseConvolutionFilterConstants> specialised)
    {
        var constants = specialised.Value;
        var (tileOutputs, tileInputs) = (constants.TileOutputs, constants.TileInputs);
        var panel = Grid.IdxY / 9;
        var tap = Grid.IdxY - (panel * 9);
        var r = tap / 3;
        var s = tap - (r * 3);
        var P = Group.DimX * tileInputs;
        var c = KernelMath.Min(Grid.IdxX * tileOutputs, sizes.C - tileOutputs);
        var k = KernelMath.Min(panel * P, sizes.K - P);
        var sums = new float[tileOutputs * tileInputs];
        for (var i = 0; i < tileOutputs * tileInputs; i++)
            sums[i] = 0f;
        var inputs = new float[tileInputs];
        // Columns of dy beside which x has the column that this tap reads.
        var first = s == 0 ? 1 : 0;
        var last = s == 2 ? sizes.W - 1 : sizes.W;
        var end = KernelMath.Min((Grid.IdxZ + 1) * chunk, rows);
        for (var row = Grid.IdxZ * chunk; row < end; row++)
        {
            var above = (row % sizes.H) + r - 1;
            if (above >= 0 && above < sizes.H)
            {
                var xAt = (((((row + r - 1) * sizes.W) + first + s - 1) * sizes.K) + k);
                var dyAt = (((row * sizes.W) + first) * sizes.C) + c;
                for (var w = first; w < last; w++)
                {
                    for (var t = 0; t < tileInputs; t++)
                        inputs[t] = x[xAt + (t * Group.DimX) + Group.IdxX];
                    for (var o = 0; o < tileOutputs; o++)
                    {
                        var gradient = dy[dyAt + o];
                        for (var t = 0; t < tileInputs; t++)
                        {
                            sums[(o * tileInputs) + t] =
                                KernelMath.Fma(gradient, inputs[t], sums[(o * tileInputs) + t]);
                        }
                    }

                    xAt += sizes.K;
                    dyAt += sizes.C;
                }
            }
        }

        for (var o = 0; o < tileOutputs; o++)
        {
            for (var t = 0; t < tileInputs; t++)
            {
                var input = k + (t * Group.DimX) + Group.IdxX;
                partial[(((((Grid.IdxZ * sizes.C) + c + o) * sizes.K) + input) * 9) + tap] =
                    sums[(o * tileInputs) + t];
            }
        }
    }
}
