using GpuFormer.Kernels.Language;
using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Kernels.Library;

/// <summary>The sizes of a depthwise convolution: input height, width and channels, output height and width.</summary>
public readonly struct DepthwiseSizes(int H, int W, int C, int outH, int outW)
{
    public readonly int H = H;
    public readonly int W = W;
    public readonly int C = C;
    public readonly int OutH = outH;
    public readonly int OutW = outW;
}

/// <summary>
/// How a walk divides a map: output channels, panels of x's channels, columns of a run and runs of a row.
/// </summary>
[Arguments]
public readonly struct DepthwiseRuns(int Q, int panels, int columns, int runs)
{
    public readonly int Q = Q;
    public readonly int Panels = panels;
    public readonly int Columns = columns;
    public readonly int Runs = runs;
}

/// <summary>
/// How tiles divide a map: output channels, multiples of x's channels, columns of a run, runs of a row and rows of
/// a strip.
/// </summary>
[Arguments]
public readonly struct DepthwiseStrips(int Q, int multiples, int columns, int runs, int rows)
{
    public readonly int Q = Q;
    public readonly int Multiples = multiples;
    public readonly int Columns = columns;
    public readonly int Runs = runs;
    public readonly int Rows = rows;
}

/// <summary>Compile-time constants of <see cref="DepthwiseKernels.Walk{TEpilogue, TTerms}"/>.</summary>
public record struct DepthwiseWalkConstants
{
    /// <summary>Rows of the filter.</summary>
    public int R;

    /// <summary>Columns of the filter.</summary>
    public int S;

    /// <summary>Input rows from one output row to the next.</summary>
    public int Stride;

    /// <summary>Rows of the map along which a thread walks at once.</summary>
    public int Rows;

    /// <summary>0, or the most columns of a run, whose sums are kept until the epilogue is applied.</summary>
    public int Kept;

    /// <summary>1 where x lies in panels of channels.</summary>
    public int FromPanels;

    /// <summary>1 where y lies in panels of channels.</summary>
    public int ToPanels;
}

/// <summary>Compile-time constants of <see cref="DepthwiseKernels.Tiled{TEpilogue, TTerms}"/>.</summary>
public record struct DepthwiseTiledConstants
{
    /// <summary>Rows of the filter.</summary>
    public int R;

    /// <summary>Columns of the filter.</summary>
    public int S;

    /// <summary>Input rows from one output row to the next.</summary>
    public int Stride;

    /// <summary>Input columns from one output column to the next.</summary>
    public int Across;

    /// <summary>Neighbouring columns that a thread makes at a time.</summary>
    public int Tile;

    /// <summary>1 where the middle row of the filter comes first.</summary>
    public int MiddleFirst;

    /// <summary>1 where x lies in panels of channels.</summary>
    public int FromPanels;

    /// <summary>1 where y lies in panels of channels.</summary>
    public int ToPanels;
}

/// <summary>
/// Depthwise convolutions of odd filter sizes, padding (size - 1) / 2, with a channel multiplier. Lanes are channels.
/// </summary>
public static class DepthwiseKernels
{
    // x: [N, H, W, C]   filter: [R, S, Q], Q a multiple of C   bias: [Q]   y: [N, outH, outW, Q]
    // y[oh, ow, q] = bias[q] + sum over r, s of x[oh * stride + r - R / 2, ow * across + s - S / 2, q mod C]
    //                * filter[r, s, q]
    // One thread for `tile` neighbouring columns of one channel, with a check at every tap: the definition.
    // Grid: X groups of channels, Y tiles of columns of a row, Z image and row.
    [Kernel]
    public static void Naive(
        ArrayView<float> x, ArrayView<float> filter, ArrayView<float> bias, ArrayView<float> y, DepthwiseSizes sizes,
        int Q, SpecializedValue<DepthwiseConstants> specialised)
    {
        var constants = specialised.Value;
        var (R, S, stride, across, tile) =
            (constants.R, constants.S, constants.Stride, constants.Across, constants.Tile);
        var q = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (q >= Q)
            return;
        var image = Grid.IdxZ / sizes.OutH;
        var oh = Grid.IdxZ % sizes.OutH;
        var sums = new float[tile];
        for (var i = 0; i < tile; i++)
            sums[i] = bias[q];
        for (var r = 0; r < R; r++)
        {
            var ih = (oh * stride) + r - (R / 2);
            if (ih < 0 || ih >= sizes.H)
                continue;
            for (var s = 0; s < S; s++)
            {
                var tap = filter[(((r * S) + s) * Q) + q];
                for (var i = 0; i < tile; i++)
                {
                    var iw = (((Grid.IdxY * tile) + i) * across) + s - (S / 2);
                    if (iw < 0 || iw >= sizes.W)
                        continue;
                    sums[i] += x[(((((image * sizes.H) + ih) * sizes.W) + iw) * sizes.C) + (q % sizes.C)] * tap;
                }
            }
        }

        for (var i = 0; i < tile; i++)
        {
            var ow = (Grid.IdxY * tile) + i;
            if (ow < sizes.OutW)
                y[(((((image * sizes.OutH) + oh) * sizes.OutW) + ow) * Q) + q] = sums[i];
        }
    }

    // The same, then the epilogue, for filters of at most 3x3 without a stride across. A thread walks along `rows` rows
    // of the map at once, over a run of `columns` columns: what it reads of a column of x goes into all sums that need
    // it, and the taps stay in registers. Long epilogues are applied after the walk, to sums that were kept: `kept` is
    // 0 or as many columns as a run has at most.
    // Grid: X panels of channels, C / Group.DimX of each multiple of C, Y walks of `rows` rows and `runs` runs, Z
    // image.
    // C must be at least Group.DimX and outH at least `rows`: the last panel and the last rows start early enough to
    // be whole, and make what others make too.
    // With `fromPanels`, x is [C / Group.DimX, N, H, W, Group.DimX], and with `toPanels` y alike: a panel of channels
    // lies together. C is a multiple of Group.DimX then, and the epilogue reads nothing by y's index.
    [Kernel]
    public static void Walk<TEpilogue, TTerms>(
        ArrayView<float> x, ArrayView<float> filter, ArrayView<float> bias, ArrayView<float> y, TEpilogue epilogue,
        DepthwiseSizes sizes, DepthwiseRuns division, SpecializedValue<DepthwiseWalkConstants> specialised)
        where TEpilogue : struct, IEpilogue<TTerms>
        where TTerms : struct
    {
        var (Q, panels, columns, runs) = (division.Q, division.Panels, division.Columns, division.Runs);
        var constants = specialised.Value;
        var (R, S, stride, rows, kept) = (constants.R, constants.S, constants.Stride, constants.Rows, constants.Kept);
        var (fromPanels, toPanels) = (constants.FromPanels != 0, constants.ToPanels != 0);
        var multiple = Grid.IdxX / panels;
        var firstChannel = KernelMath.Min((Grid.IdxX - (multiple * panels)) * Group.DimX, sizes.C - Group.DimX);
        var channel = firstChannel + Group.IdxX;
        var q = (multiple * sizes.C) + channel;
        var walk = Grid.IdxY / runs;
        var oh = KernelMath.Min(walk * rows, sizes.OutH - rows);
        var first = (Grid.IdxY - (walk * runs)) * columns;
        var last = KernelMath.Min(first + columns, sizes.OutW);

        var taps = new float[R * S];
        for (var tap = 0; tap < R * S; tap++)
            taps[tap] = filter[(tap * Q) + q];
        var waiting = SharedMemory.Allocate<float>(kept > 0 ? kept * rows * Group.DimX : 1);
        var results = new float[rows];
        var start = bias[q];
        var terms = epilogue.Load(Grid.IdxZ, q);
        var firstRow = (oh * stride) - (R / 2);
        // From pixel to pixel.
        var step = fromPanels ? Group.DimX : sizes.C;
        var outStep = toPanels ? Group.DimX : Q;
        var origin = (((Grid.IdxZ * sizes.H) + firstRow) * sizes.W * step)
            + (fromPanels ? Panels.At(channel, 0, Grid.DimZ * sizes.H * sizes.W) : channel);
        var target = (((Grid.IdxZ * sizes.OutH) + oh) * sizes.OutW * outStep)
            + (toPanels ? Panels.At(q, 0, Grid.DimZ * sizes.OutH * sizes.OutW) : q);

        // The sums of the columns that are stored next, each with what lies left of the column that is read next: of so
        // many that column is not the first. Column `first` is stored when first + S / 2 is read.
        var open = S - 1;
        var sums = new float[rows * (open + 1)];
        var values = new float[((rows - 1) * stride) + R];
        for (var i = 0; i < rows * (open + 1); i++)
            sums[i] = start;
        for (var j = 0; j < S - 1; j++)
        {
            var iw = first - (S / 2) + j;
            if (j >= S / 2 || iw >= 0)
            {
                Read(x, values, sizes, step, origin, firstRow, iw, R);
                for (var i = 0; i < rows; i++)
                {
                    for (var e = 0; e <= j; e++)
                    {
                        sums[(e * rows) + i] = WithColumn(
                            sums[(e * rows) + i], values, i * stride, taps, j - e, R, S);
                    }
                }
            }
        }

        // Every column completes one sum and begins another.
        var end = KernelMath.Min(last + (S / 2), sizes.W);
        for (var iw = first + (S / 2); iw < end; iw++)
        {
            Read(x, values, sizes, step, origin, firstRow, iw, R);
            for (var i = 0; i < rows; i++)
            {
                var sum = WithColumn(sums[i], values, i * stride, taps, S - 1, R, S);
                var index = target + (((i * sizes.OutW) + iw - (S / 2)) * outStep);
                if (kept > 0)
                    waiting[((((iw - (S / 2) - first) * rows) + i) * Group.DimX) + Group.IdxX] = sum;
                else
                    y[index] = epilogue.Apply(
                        sum, terms, Grid.IdxZ, ((oh + i) * sizes.OutW) + iw - (S / 2), q, index);

                // The others move up behind it, each with its share of the column that completed it.
                sums[i] = start;
                for (var e = 1; e <= open; e++)
                {
                    sums[((e - 1) * rows) + i] = WithColumn(e < open ? sums[(e * rows) + i] : start,
                        values, i * stride, taps, S - 1 - e, R, S);
                }
            }
        }

        // Those that only padding was left to complete.
        for (var e = 0; e < S / 2; e++)
        {
            var ow = sizes.W - (S / 2) + e;
            if (ow < last)
            {
                for (var i = 0; i < rows; i++)
                {
                    var index = target + (((i * sizes.OutW) + ow) * outStep);
                    if (kept > 0)
                        waiting[((((ow - first) * rows) + i) * Group.DimX) + Group.IdxX] = sums[(e * rows) + i];
                    else
                        y[index] = epilogue.Apply(
                            sums[(e * rows) + i], terms, Grid.IdxZ, ((oh + i) * sizes.OutW) + ow, q, index);
                }
            }
        }

        if (kept > 0)
        {
            for (var ow = first; ow < last; ow++)
            {
                for (var i = 0; i < rows; i++)
                {
                    results[i] = epilogue.Apply(
                        waiting[((((ow - first) * rows) + i) * Group.DimX) + Group.IdxX], terms, Grid.IdxZ,
                        ((oh + i) * sizes.OutW) + ow, q, target + (((i * sizes.OutW) + ow) * outStep));
                }

                for (var i = 0; i < rows; i++)
                    y[target + (((i * sizes.OutW) + ow) * outStep)] = results[i];
            }
        }
    }

    // values = column iw of x in all rows that the walk reads. Padding is 0; only the first R / 2 and the last R / 2
    // rows can lie outside.
    private static void Read(
        ArrayView<float> x, float[] values, DepthwiseSizes sizes, int step, int origin, int firstRow, int iw, int R)
    {
        for (var k = 0; k < values.Length; k++)
        {
            values[k] = 0f;
            if ((k >= R / 2 || firstRow + k >= 0)
                && (k <= values.Length - 1 - (R / 2) || firstRow + k < sizes.H))
            {
                values[k] = x[origin + (((k * sizes.W) + iw) * step)];
            }
        }
    }

    // The sum with what column s of the filter makes of the R values from `first`.
    private static float WithColumn(float sum, float[] values, int first, float[] taps, int s, int R, int S)
    {
        for (var r = 0; r < R; r++)
            sum = KernelMath.Fma(values[first + r], taps[(r * S) + s], sum);
        return sum;
    }

    // The same for all other filters. A thread makes `tile` neighbouring columns of a row at a time, whose sums stay in
    // registers, as do the taps of one row of the filter: each value of x goes into all sums that need it.
    // Grid: X panels of channels of x, the last overlapping, with all their multiples, Y strips of `rows` rows and
    // `runs` runs of `columns` columns, a multiple of tile, Z image. C is at least Group.DimX and outW at least tile.
    // Panels as above.
    [Kernel]
    public static void Tiled<TEpilogue, TTerms>(
        ArrayView<float> x, ArrayView<float> filter, ArrayView<float> bias, ArrayView<float> y, TEpilogue epilogue,
        DepthwiseSizes sizes, DepthwiseStrips division, SpecializedValue<DepthwiseTiledConstants> specialised)
        where TEpilogue : struct, IEpilogue<TTerms>
        where TTerms : struct
    {
        var (Q, multiples, columns, runs, rows) =
            (division.Q, division.Multiples, division.Columns, division.Runs, division.Rows);
        var constants = specialised.Value;
        var (R, S, stride, across, tile) =
            (constants.R, constants.S, constants.Stride, constants.Across, constants.Tile);
        var (middleFirst, fromPanels, toPanels) =
            (constants.MiddleFirst != 0, constants.FromPanels != 0, constants.ToPanels != 0);
        var panel = Grid.IdxX / multiples;
        var multiple = Grid.IdxX - (panel * multiples);
        var channel = KernelMath.Min(panel * Group.DimX, sizes.C - Group.DimX) + Group.IdxX;
        var q = (multiple * sizes.C) + channel;
        var step = fromPanels ? Group.DimX : sizes.C;
        var outStep = toPanels ? Group.DimX : Q;
        var origin = fromPanels ? Panels.At(channel, 0, Grid.DimZ * sizes.H * sizes.W) : channel;
        var target = toPanels ? Panels.At(q, 0, Grid.DimZ * sizes.OutH * sizes.OutW) : q;
        var strip = Grid.IdxY / runs;
        var first = (Grid.IdxY - (strip * runs)) * columns;
        var last = KernelMath.Min(first + columns, sizes.OutW);
        var start = bias[q];
        var terms = epilogue.Load(Grid.IdxZ, q);

        // Side by side, however far apart the filter has those of a channel.
        var near = SharedMemory.Allocate<float>(R * S * Group.DimX);
        for (var tap = 0; tap < R * S; tap++)
            near[(tap * Group.DimX) + Group.IdxX] = filter[(tap * Q) + q];
        var taps = new float[S];
        var sums = new float[tile];
        var places = new int[R];
        var reads = ((tile - 1) * across) + S;
        var end = KernelMath.Min((strip + 1) * rows, sizes.OutH);
        for (var oh = strip * rows; oh < end; oh++)
        {
            var top = (oh * stride) - (R / 2);
            // An array, so that the loop over the rows of the filter is unrolled.
            for (var r = 0; r < R; r++)
                places[r] = (((Grid.IdxZ * sizes.H) + top + r) * sizes.W * step) + origin;
            for (var column = first; column < last; column += tile)
            {
                var ow = KernelMath.Min(column, sizes.OutW - tile);
                var left = (ow * across) - (S / 2);
                var room = sizes.W - left;
                for (var i = 0; i < tile; i++)
                    sums[i] = start;

                // First what always lies inside the map, the middle row and, with `middleFirst`, of each row the middle
                // column: what comes behind a branch finds the sums begun and the addresses known. That order is
                // another for the first columns of a tile: only where one thread alone makes tiles that overlap.
                for (var n = 0; n < R; n++)
                {
                    var r = (n + (R / 2)) % R;
                    if ((r >= R / 2 || top >= -r) && (r <= R / 2 || top < sizes.H - r))
                    {
                        for (var s = 0; s < S; s++)
                            taps[s] = near[(((r * S) + s) * Group.DimX) + Group.IdxX];
                        for (var m = 0; m < reads; m++)
                        {
                            var j = (m + (middleFirst ? S / 2 : 0)) % reads;
                            var value = 0f;
                            if ((j >= S / 2 || left >= -j) && (j <= reads - 1 - (S / 2) || room > j))
                                value = x[places[r] + ((left + j) * step)];
                            for (var i = 0; i < tile; i++)
                            {
                                if (j >= i * across && j < (i * across) + S)
                                    sums[i] = KernelMath.Fma(value, taps[j - (i * across)], sums[i]);
                            }
                        }
                    }
                }

                var pixel = (oh * sizes.OutW) + ow;
                for (var i = 0; i < tile; i++)
                {
                    var index = (((Grid.IdxZ * sizes.OutH * sizes.OutW) + pixel + i) * outStep) + target;
                    y[index] = epilogue.Apply(sums[i], terms, Grid.IdxZ, pixel + i, q, index);
                }
            }
        }
    }
}
