using GpuFormer.Kernels.Language;
using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Kernels.Library;

/// <summary>The sizes of a pointwise convolution or linear.</summary>
/// <param name="rows">Rows (pixels, tokens) of one image.</param>
/// <param name="imageStride">Elements from one image of x to the next.</param>
/// <param name="rowStride">Elements from one row of x to the next.</param>
/// <param name="offset">The first channel of x that is read.</param>
/// <param name="K">Input channels of one filter group.</param>
/// <param name="C">Output channels of one filter group.</param>
/// <param name="filterGroups">The number of filter groups.</param>
public readonly struct PointwiseSizes(
    int rows, int imageStride, int rowStride, int offset, int K, int C, int filterGroups)
{
    public readonly int Rows = rows;
    public readonly int ImageStride = imageStride;
    public readonly int RowStride = rowStride;
    public readonly int Offset = offset;
    public readonly int K = K;
    public readonly int C = C;
    public readonly int FilterGroups = filterGroups;
}

/// <summary>Compile-time constants of <see cref="PointwiseKernels.Forward{TEpilogue, TTerms}"/>.</summary>
public record struct PointwiseConstants
{
    /// <summary>Rows of a tile.</summary>
    public int TileRows;

    /// <summary>Vectors of channels of a tile.</summary>
    public int TileChannels;

    /// <summary>Channels of x that are read at a time.</summary>
    public int Steps;

    /// <summary>Equal parts of the reduced axis that are walked through at once.</summary>
    public int Ranges;

    /// <summary>1 for a grouped convolution.</summary>
    public int Grouped;

    /// <summary>0, or rows of a tile to which the epilogue is applied at a time once the tile is complete.</summary>
    public int Separate;

    /// <summary>0, or elements of the next panel that a tile asks for with each channel of x.</summary>
    public int Ahead;

    /// <summary>1 where x lies in panels of channels.</summary>
    public int FromPanels;

    /// <summary>1 where y lies in panels of channels.</summary>
    public int ToPanels;

    /// <summary>1 where there is one panel, wider than the channels by less than a vector.</summary>
    public int Narrow;
}

/// <summary>1x1 convolutions and linears. Lanes are output channels.</summary>
public static class PointwiseKernels
{
    /// <summary>Floats in 64 bytes, what a prefetch asks for.</summary>
    internal const int MemoryLine = 16;

    // x: rows of K channels   filter: [C, K]   bias: [C]   y: [N * rows, C]
    // y[row, c] = bias[c] + sum over k of x[row, k] * filter[c, k]
    // One thread for each result, one filter group: the definition.
    [Kernel]
    public static void Naive(
        ArrayView<float> x, ArrayView<float> filter, ArrayView<float> bias, ArrayView<float> y, PointwiseSizes sizes)
    {
        var c = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (c >= sizes.C)
            return;
        var at = (Grid.IdxZ * sizes.ImageStride) + (Grid.IdxY * sizes.RowStride) + sizes.Offset;
        var sum = bias[c];
        for (var k = 0; k < sizes.K; k++)
            sum += x[at + k] * filter[(c * sizes.K) + k];
        y[(((Grid.IdxZ * sizes.Rows) + Grid.IdxY) * sizes.C) + c] = sum;
    }

    // x: as above   filter: [filter groups * panels, K, P], P = Group.DimX * tileChannels   bias: [filter groups * C]
    // y: [N, rows, filter groups * C]
    // y[row, c] = epilogue(bias[c] + sum over k of x[row, k] * filter[c, k])
    //
    // A thread makes a tile of tileRows rows by tileChannels channels that lie Group.DimX apart, in registers. x is
    // the same for all lanes, a filter element is read once for all rows of the tile.
    // Along Z, threads of a group take parts of the sums, which the first of them adds up in their order.
    // Grid: X tiles of rows (times Group.DimY), Y panels of P channels of a filter group, Z image and filter group.
    // C must be at least P and rows at least tileRows: the last panel starts at C - P, the last tile at rows - tileRows,
    // and both make what others make too. With `narrow`, C is less than P, but more than P - Group.DimX: there is one
    // panel, whose last vector starts at C - Group.DimX. With `separate` the epilogue is applied after the tile is
    // complete, in a loop over so many of its rows at a time.
    // `steps` channels of x are read at a time; K, the offset and both strides are multiples of it. `ranges` equal
    // parts of K, each such a multiple, are walked through at once.
    // With `fromPanels`, x is [K / steps, N * rows, steps], and with `toPanels`, y is [C / Group.DimX, N * rows,
    // Group.DimX]: a panel of channels of all rows lies together. There are no filter groups then, K and C are
    // multiples of a panel, and the epilogue reads nothing by y's index.
    // Where `ahead` is not 0, a tile asks for a share of the next panel while it uses its own: for that many elements
    // with each channel of x. Tiles beyond P / ahead ask for what the first ones asked for.
    [Kernel]
    public static void Forward<TEpilogue, TTerms>(
        ArrayView<float> x, ArrayView<float> filter, ArrayView<float> bias, ArrayView<float> y, TEpilogue epilogue,
        PointwiseSizes sizes, SpecializedValue<PointwiseConstants> specialised)
        where TEpilogue : struct, IEpilogue<TTerms>
        where TTerms : struct
    {
        var constants = specialised.Value;
        var (tileRows, tileChannels, steps, ranges, separate, ahead) =
            (constants.TileRows, constants.TileChannels, constants.Steps, constants.Ranges, constants.Separate,
            constants.Ahead);
        var (grouped, fromPanels, toPanels, narrow) =
            (constants.Grouped != 0, constants.FromPanels != 0, constants.ToPanels != 0, constants.Narrow != 0);
        var P = Group.DimX * tileChannels;
        var image = grouped ? Grid.IdxZ / sizes.FilterGroups : Grid.IdxZ;
        var filterGroup = grouped ? Grid.IdxZ - (image * sizes.FilterGroups) : 0;
        var tile = (Grid.IdxX * Group.DimY) + Group.IdxY;
        var firstRow = KernelMath.Min(tile * tileRows, sizes.Rows - tileRows);
        var firstChannel = (filterGroup * sizes.C) + (narrow ? 0 : KernelMath.Min(Grid.IdxY * P, sizes.C - P));
        var shift = narrow ? sizes.C - P : 0;

        // The compiler sees that these are multiples.
        var K = sizes.K / steps * steps;
        var rowStride = fromPanels ? steps : sizes.RowStride / steps * steps;
        var rows = Grid.DimZ * sizes.Rows;
        var start = (image * (sizes.ImageStride / steps * steps)) + (sizes.Offset / steps * steps) + (filterGroup * K)
            + (firstRow * rowStride);
        var sums = new float[tileRows * tileChannels];
        for (var t = 0; t < tileChannels; t++)
        {
            var first = bias[Channel(firstChannel, t, tileChannels, shift)];
            for (var r = 0; r < tileRows; r++)
                sums[(r * tileChannels) + t] = Group.IdxZ == 0 ? first : 0f;
        }

        var part = Group.DimZ == 1 ? K : ((K / steps) + Group.DimZ - 1) / Group.DimZ * steps;
        var firstK = Group.DimZ == 1 ? 0 : KernelMath.Min(Group.IdxZ * part, K);
        var lastK = Group.DimZ == 1 ? K / ranges : KernelMath.Min(firstK + part, K);
        var column = (((filterGroup * Grid.DimY) + Grid.IdxY) * K * P) + (firstK * P);
        // One for each step, so that the loop over steps is unrolled.
        var taps = new float[steps * ranges * tileChannels];
        var range = K / ranges;
        var next = ahead > 0 ? column + (K * P) + (tile % ((P + ahead - 1) / ahead) * K * ahead) : 0;
        for (var k = firstK; k < lastK; k += steps)
        {
            for (var i = 0; i < ahead * steps; i += MemoryLine)
                filter.Prefetch(next + (ahead * k) + i);
            for (var i = 0; i < steps * ranges; i++)
            {
                var at = i / steps * range;
                for (var t = 0; t < tileChannels; t++)
                {
                    taps[(i * tileChannels) + t] =
                        filter[column + (at * P) + (i % steps * P) + (t * Group.DimX) + Group.IdxX];
                }

                for (var r = 0; r < tileRows; r++)
                {
                    var value = x[start + (r * rowStride) + at + (fromPanels ? k * rows : k) + (i % steps)];
                    for (var t = 0; t < tileChannels; t++)
                    {
                        sums[(r * tileChannels) + t] = KernelMath.Fma(
                            value, taps[(i * tileChannels) + t], sums[(r * tileChannels) + t]);
                    }
                }
            }

            column += steps * P;
        }

        if (Group.DimZ > 1)
        {
            var count = tileRows * tileChannels;
            var threads = Group.DimX * Group.DimY;
            var parts = SharedMemory.Allocate<float>(Group.DimZ * threads * count);
            var thread = (Group.IdxY * Group.DimX) + Group.IdxX;
            for (var i = 0; i < count; i++)
                parts[(((Group.IdxZ * count) + i) * threads) + thread] = sums[i];
            Group.Barrier();
            for (var z = 1; z < Group.DimZ; z++)
            {
                for (var i = 0; i < count; i++)
                    sums[i] += parts[(((z * count) + i) * threads) + thread];
            }

            if (Group.IdxZ > 0)
                return;
        }

        if (separate > 0)
        {
            // A long epilogue a dozen times over is more code than registers hold: the sums go to memory first. Not to
            // y, where tiles overlap.
            var kept = SharedMemory.Allocate<float>(tileRows * P * Group.DimY);
            var at = Group.IdxY * tileRows * P;
            for (var t = 0; t < tileChannels; t++)
            {
                for (var r = 0; r < tileRows; r++)
                    kept[at + (r * P) + (t * Group.DimX) + Group.IdxX] = sums[(r * tileChannels) + t];
            }

            // Bounds that only the run knows: this is not to be unrolled.
            var results = new float[separate * tileChannels];
            for (var row = firstRow; row < firstRow + tileRows; row += separate)
            {
                for (var r = 0; r < separate; r++)
                {
                    for (var t = 0; t < tileChannels; t++)
                    {
                        var channel = Channel(firstChannel, t, tileChannels, shift);
                        var index = toPanels
                            ? Panels.At(channel, (image * sizes.Rows) + row + r, rows)
                            : (((image * sizes.Rows) + row + r) * sizes.C * sizes.FilterGroups) + channel;
                        results[(r * tileChannels) + t] = epilogue.Apply(
                            kept[at + (r * P) + (t * Group.DimX) + Group.IdxX], epilogue.Load(image, channel),
                            image, row + r, channel, index);
                    }
                }

                for (var r = 0; r < separate; r++)
                {
                    for (var t = 0; t < tileChannels; t++)
                    {
                        var channel = Channel(firstChannel, t, tileChannels, shift);
                        var index = toPanels
                            ? Panels.At(channel, (image * sizes.Rows) + row + r, rows)
                            : (((image * sizes.Rows) + row + r) * sizes.C * sizes.FilterGroups) + channel;
                        y[index] = results[(r * tileChannels) + t];
                    }
                }

                at += separate * P;
            }

            return;
        }

        var allChannels = grouped ? sizes.C * sizes.FilterGroups : sizes.C;
        for (var t = 0; t < tileChannels; t++)
        {
            var channel = Channel(firstChannel, t, tileChannels, shift);
            var terms = epilogue.Load(image, channel);
            for (var r = 0; r < tileRows; r++)
            {
                var row = firstRow + r;
                var index = toPanels
                    ? Panels.At(channel, (image * sizes.Rows) + row, rows)
                    : (((image * sizes.Rows) + row) * allChannels) + channel;
                y[index] = epilogue.Apply(sums[(r * tileChannels) + t], terms, image, row, channel, index);
            }
        }
    }
    // Of vector t of a panel that starts at `first`; the last vector lies `shift` off.
    private static int Channel(int first, int t, int tileChannels, int shift) =>
        first + (t * Group.DimX) + (t == tileChannels - 1 ? shift : 0) + Group.IdxX;
}
