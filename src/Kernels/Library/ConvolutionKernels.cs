using GpuFormer.Kernels.Language;
using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Kernels.Library;

/// <summary>
/// One axis of a convolution: output o reads, through tap t, the input at (o * Stride + Origin + t * Dilation) / Divide
/// where that is whole. Divide is 1 in a convolution, and its stride in the gradient by its input.
/// </summary>
public readonly struct ConvolutionAxis(
    int inputs, int outputs, int taps, int stride, int dilation, int origin, int divide)
{
    /// <summary>Inputs along the axis, as they lie in memory.</summary>
    public readonly int Inputs = inputs;
    public readonly int Outputs = outputs;
    public readonly int Taps = taps;
    public readonly int Stride = stride;
    public readonly int Dilation = dilation;
    public readonly int Origin = origin;
    public readonly int Divide = divide;
}

/// <summary>The sizes of a convolution in filter groups.</summary>
/// <param name="rows">The vertical axis; inputs outside are zeros.</param>
/// <param name="columns">The horizontal axis. Its inputs hold the zeros beside the map, so that no tap lies outside; where
/// the taps of a row read neighbouring columns, they are one tap.</param>
/// <param name="K">Input channels.</param>
/// <param name="C">Output channels.</param>
/// <param name="run">Elements of x that a tap reads, which lie side by side: a group's channels, of all columns of one
/// tap.</param>
/// <param name="groupInputs">Input channels of a group.</param>
/// <param name="groupOutputs">Output channels of a group.</param>
/// <param name="firstColumn">The first column of x that holds no padding.</param>
/// <param name="lastColumn">Behind the last one.</param>
public readonly struct ConvolutionSizes(
    ConvolutionAxis rows, ConvolutionAxis columns, int K, int C, int run, int groupInputs, int groupOutputs,
    int firstColumn, int lastColumn)
{
    public readonly ConvolutionAxis Rows = rows;
    public readonly ConvolutionAxis Columns = columns;
    public readonly int K = K;
    public readonly int C = C;
    public readonly int Run = run;
    public readonly int GroupInputs = groupInputs;
    public readonly int GroupOutputs = groupOutputs;
    public readonly int FirstColumn = firstColumn;
    public readonly int LastColumn = lastColumn;
}

/// <summary>Compile-time constants of <see cref="ConvolutionKernels.Forward{TEpilogue, TTerms}"/>.</summary>
public record struct ConvolutionConstants
{
    /// <summary>Output columns of a tile.</summary>
    public int TileColumns;

    /// <summary>Vectors of channels of a tile.</summary>
    public int TileChannels;
}

/// <summary>Compile-time constants of <see cref="ConvolutionKernels.Filter"/>.</summary>
public record struct ConvolutionFilterConstants
{
    /// <summary>Output channels of a tile.</summary>
    public int TileOutputs;

    /// <summary>Vectors of elements of a run of a tile.</summary>
    public int TileInputs;
}

/// <summary>
/// Convolutions of any size, stride, dilation, padding and number of filter groups, as implicit matrix products: each
/// row of the matrix that a pixel would be unfolded to is read where it lies. Lanes are output channels.
/// </summary>
public static class ConvolutionKernels
{
    // x: [N, rows.Inputs, columns.Inputs, K]   y: [N, rows.Outputs, columns.Outputs, C]   bias: [C]
    // filter: [groups * panels, rows.Taps, columns.Taps, run, P], P = Group.DimX * tileChannels
    // y[h, w, c] = epilogue(bias[c] + sum over taps r, s and elements k of a run of x[row, column, k] * filter[r, s, k, c])
    //
    // A thread makes a tile of tileColumns pixels by tileChannels channels that lie Group.DimX apart, in registers. The
    // pixels of a tile lie columns.Divide apart, so that they read through the same taps.
    // Grid: X tiles (times Group.DimY) of columns, those of each remainder by columns.Divide behind those of the one
    // before, Y rows of all maps, Z panels of P channels of each group: all pixels use one panel of the filter before
    // the next comes.
    // A group has at least P output channels and a remainder at least tileColumns columns: the last panel and the last
    // tile overlap the ones before, and both make the same there.
    [Kernel]
    public static void Forward<TEpilogue, TTerms>(
        ArrayView<float> x, ArrayView<float> filter, ArrayView<float> bias, ArrayView<float> y, TEpilogue epilogue,
        ConvolutionSizes sizes, SpecializedValue<ConvolutionConstants> specialised)
        where TEpilogue : struct, IEpilogue<TTerms>
        where TTerms : struct
    {
        var constants = specialised.Value;
        var (tileColumns, tileChannels) = (constants.TileColumns, constants.TileChannels);
        var (rows, columns) = (sizes.Rows, sizes.Columns);
        var P = Group.DimX * tileChannels;
        var image = Grid.IdxY / rows.Outputs;
        var row = Grid.IdxY - (image * rows.Outputs);
        var panels = (sizes.GroupOutputs + P - 1) / P;
        var group = Grid.IdxZ / panels;
        var firstChannel = (group * sizes.GroupOutputs)
            + KernelMath.Min((Grid.IdxZ - (group * panels)) * P, sizes.GroupOutputs - P);

        var remainders = KernelMath.Min(columns.Divide, columns.Outputs);
        var tiles = (((columns.Outputs + columns.Divide - 1) / columns.Divide) + tileColumns - 1) / tileColumns;
        var index = KernelMath.Min((Grid.IdxX * Group.DimY) + Group.IdxY, (remainders * tiles) - 1);
        var remainder = index / tiles;
        var count = (columns.Outputs - remainder + columns.Divide - 1) / columns.Divide;
        var firstStep = KernelMath.Min((index - (remainder * tiles)) * tileColumns, count - tileColumns);

        var sums = new float[tileColumns * tileChannels];
        for (var t = 0; t < tileChannels; t++)
        {
            var first = bias[firstChannel + (t * Group.DimX) + Group.IdxX];
            for (var i = 0; i < tileColumns; i++)
                sums[(i * tileChannels) + t] = first;
        }

        var taps = new float[tileChannels];
        var pitch = columns.Stride * sizes.K;
        for (var r = 0; r < rows.Taps; r++)
        {
            var down = (row * rows.Stride) + rows.Origin + (r * rows.Dilation);
            var source = down / rows.Divide;
            if (source * rows.Divide == down && source >= 0 && source < rows.Inputs)
            {
                for (var s = 0; s < columns.Taps; s++)
                {
                    var along = (remainder * columns.Stride) + columns.Origin + (s * columns.Dilation);
                    var nearest = along / columns.Divide;
                    var left = nearest + (firstStep * columns.Stride);
                    // A tap through which the whole tile reads padding adds nothing.
                    if (nearest * columns.Divide == along && left < sizes.LastColumn
                        && left + ((tileColumns - 1) * columns.Stride) + (sizes.Run / sizes.GroupInputs) > sizes.FirstColumn)
                    {
                        var start = ((((image * rows.Inputs) + source) * columns.Inputs) + left) * sizes.K;
                        start += group * sizes.GroupInputs;
                        var column = ((((Grid.IdxZ * rows.Taps) + r) * columns.Taps) + s) * sizes.Run * P;
                        for (var k = 0; k < sizes.Run; k++)
                        {
                            for (var t = 0; t < tileChannels; t++)
                                taps[t] = filter[column + (t * Group.DimX) + Group.IdxX];
                            for (var i = 0; i < tileColumns; i++)
                            {
                                var value = x[start + (i * pitch) + k];
                                for (var t = 0; t < tileChannels; t++)
                                {
                                    sums[(i * tileChannels) + t] =
                                        KernelMath.Fma(value, taps[t], sums[(i * tileChannels) + t]);
                                }
                            }

                            column += P;
                        }
                    }
                }
            }
        }

        for (var t = 0; t < tileChannels; t++)
        {
            var channel = firstChannel + (t * Group.DimX) + Group.IdxX;
            var terms = epilogue.Load(image, channel);
            for (var i = 0; i < tileColumns; i++)
            {
                var pixel = (row * columns.Outputs) + remainder + ((firstStep + i) * columns.Divide);
                var at = (((image * rows.Outputs * columns.Outputs) + pixel) * sizes.C) + channel;
                y[at] = epilogue.Apply(sums[(i * tileChannels) + t], terms, image, pixel, channel, at);
            }
        }
    }

    // x: [N, rows.Inputs, columns.Inputs, K]   dy: [N, rows.Outputs, columns.Outputs, C]
    // partial: [chunks, C, groupInputs, rows.Taps, filter columns]
    // partial[chunk, c, k, r, s] = sum over the chunk's rows of all maps and their columns of
    //                              dy[h, w, c] * x[h * stride + r * dilation, w * stride + s * dilation, k]
    // A thread makes tileOutputs channels c by tileInputs elements of a run that lie Group.DimX apart, of one tap, in
    // registers. dy is the same for all lanes.
    // Grid: X tiles of the channels c of a group, Y panels of tileInputs * Group.DimX elements of a run times all taps,
    // Z groups times chunks of `chunk` of the `total` rows of all maps. A group's outputs and a run are at least a
    // tile: the last ones overlap.
    [Kernel]
    public static void Filter(
        ArrayView<float> x, ArrayView<float> dy, ArrayView<float> partial, ConvolutionSizes sizes, int total, int chunk,
        SpecializedValue<ConvolutionFilterConstants> specialised)
    {
        var constants = specialised.Value;
        var (tileOutputs, tileInputs) = (constants.TileOutputs, constants.TileInputs);
        var (rows, columns) = (sizes.Rows, sizes.Columns);
        var P = Group.DimX * tileInputs;
        var allTaps = rows.Taps * columns.Taps;
        var panel = Grid.IdxY / allTaps;
        var tap = Grid.IdxY - (panel * allTaps);
        var r = tap / columns.Taps;
        var s = tap - (r * columns.Taps);
        var groups = sizes.C / sizes.GroupOutputs;
        var chunkIndex = Grid.IdxZ / groups;
        var group = Grid.IdxZ - (chunkIndex * groups);
        var c = (group * sizes.GroupOutputs)
            + KernelMath.Min(Grid.IdxX * tileOutputs, sizes.GroupOutputs - tileOutputs);
        var element = KernelMath.Min(panel * P, sizes.Run - P);
        var sums = new float[tileOutputs * tileInputs];
        for (var i = 0; i < tileOutputs * tileInputs; i++)
            sums[i] = 0f;
        var inputs = new float[tileInputs];
        var end = KernelMath.Min((chunkIndex + 1) * chunk, total);
        for (var row = chunkIndex * chunk; row < end; row++)
        {
            var image = row / rows.Outputs;
            var source = ((row - (image * rows.Outputs)) * rows.Stride) + rows.Origin + (r * rows.Dilation);
            if (source >= 0 && source < rows.Inputs)
            {
                var left = columns.Origin + (s * columns.Dilation);
                var xAt = (((((image * rows.Inputs) + source) * columns.Inputs) + left) * sizes.K)
                    + (group * sizes.GroupInputs) + element;
                var dyAt = (row * columns.Outputs * sizes.C) + c;
                for (var w = 0; w < columns.Outputs; w++)
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

                    xAt += columns.Stride * sizes.K;
                    dyAt += sizes.C;
                }
            }
        }

        var across = columns.Taps * (sizes.Run / sizes.GroupInputs);
        for (var t = 0; t < tileInputs; t++)
        {
            var at = element + (t * Group.DimX) + Group.IdxX;
            var inRun = at / sizes.GroupInputs;
            var k = at - (inRun * sizes.GroupInputs);
            for (var o = 0; o < tileOutputs; o++)
            {
                var filterRow = (((((chunkIndex * sizes.C) + c + o) * sizes.GroupInputs) + k) * rows.Taps) + r;
                partial[(filterRow * across) + s + inRun] = sums[(o * tileInputs) + t];
            }
        }
    }
}
