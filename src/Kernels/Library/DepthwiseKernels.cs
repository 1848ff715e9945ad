using GpuFormer.Kernels.Language;

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
        View<float> x, View<float> filter, View<float> bias, View<float> y, DepthwiseSizes sizes, int Q,
        [Constant] int R, [Constant] int S, [Constant] int stride, [Constant] int across, [Constant] int tile)
    {
        var q = (Grid.IndexX * Group.SizeX) + Group.IndexX;
        if (q >= Q)
            return;
        var image = Grid.IndexZ / sizes.OutH;
        var oh = Grid.IndexZ % sizes.OutH;
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
                    var iw = (((Grid.IndexY * tile) + i) * across) + s - (S / 2);
                    if (iw < 0 || iw >= sizes.W)
                        continue;
                    sums[i] += x[(((((image * sizes.H) + ih) * sizes.W) + iw) * sizes.C) + (q % sizes.C)] * tap;
                }
            }
        }

        for (var i = 0; i < tile; i++)
        {
            var ow = (Grid.IndexY * tile) + i;
            if (ow < sizes.OutW)
                y[(((((image * sizes.OutH) + oh) * sizes.OutW) + ow) * Q) + q] = sums[i];
        }
    }

    // The same, then the epilogue. A thread walks along `rows` rows of the map at once, over a run of `columns` columns:
    // what it reads of a column of x goes into all sums that need it, and the taps stay in registers (those of 5x5 do
    // not all fit: multiply-adds then take them from the stack, which costs no more than an operand in memory).
    // Long epilogues are applied after the walk, to sums that were kept: `kept` is 0 or as many columns as a run has at
    // most.
    // Grid: X panels of channels, C / Group.SizeX of each multiple of C, Y walks of `rows` rows (of large filters
    // without a stride across, of `strips` times as many) and `runs` runs, Z image.
    // C must be at least Group.SizeX and outH at least `rows`: the last panel and the last rows start early enough to
    // be whole, and make what others make too.
    [Kernel]
    public static void Forward<TEpilogue, TTerms>(
        View<float> x, View<float> filter, View<float> bias, View<float> y, TEpilogue epilogue, DepthwiseSizes sizes,
        int Q, int panels, int columns, int runs, int strips, [Constant] int R, [Constant] int S,
        [Constant] int stride, [Constant] int across, [Constant] int rows, [Constant] int kept)
        where TEpilogue : struct, IEpilogue<TTerms>
        where TTerms : struct
    {
        var multiple = Grid.IndexX / panels;
        var firstChannel = KernelMath.Min((Grid.IndexX - (multiple * panels)) * Group.SizeX, sizes.C - Group.SizeX);
        var channel = firstChannel + Group.IndexX;
        var q = (multiple * sizes.C) + channel;
        var walk = Grid.IndexY / runs;
        var first = (Grid.IndexY - (walk * runs)) * columns;
        var last = KernelMath.Min(first + columns, sizes.OutW);

        var taps = new float[R * S];
        for (var tap = 0; tap < R * S; tap++)
            taps[tap] = filter[(tap * Q) + q];
        var waiting = Shared.Array<float>(kept > 0 ? kept * rows * Group.SizeX : 1);
        var results = new float[rows];
        var start = bias[q];
        var terms = epilogue.Load(Grid.IndexZ, q);

        // Of large filters without a stride across, columns are summed apart (what is added to a sum is one addition
        // away from the column before), the walk begins left of the run, where sums are made that nobody stores
        // (cheaper than code of its own for its beginning, in which nothing stays in registers), and a thread makes
        // several strips of rows, since there are many taps to load.
        var large = across == 1 && (R > 3 || S > 3);
        var count = large ? strips : 1;
        var part = 0;
        do
        {
            var strip = (walk * count) + part;
            var oh = KernelMath.Min(strip * rows, sizes.OutH - rows);
            var firstRow = (oh * stride) - (R / 2);
            var origin = (((Grid.IndexZ * sizes.H) + firstRow) * sizes.W * sizes.C) + channel;
            var target = ((((Grid.IndexZ * sizes.OutH) + oh) * sizes.OutW) * Q) + q;

            // The sums of the columns that are stored next, each with what lies left of the column that is read next:
            // of so many that column is not the first. Column `first` is stored when first * across + S / 2 is read.
            var open = (S - 1) / across;
            var sums = new float[rows * (open + 1)];
            var values = new float[((rows - 1) * stride) + R];
            for (var i = 0; i < rows * (open + 1); i++)
                sums[i] = start;
            for (var j = 0; j < (large ? 0 : S - across); j++)
            {
                var iw = (first * across) - (S / 2) + j;
                if ((j >= S / 2 || iw >= 0) && (j <= S / 2 || iw < sizes.W))
                {
                    Read(x, values, sizes, origin, firstRow, iw, true, R);
                    for (var i = 0; i < rows; i++)
                    {
                        for (var e = 0; e <= j / across; e++)
                        {
                            sums[(e * rows) + i] = WithColumn(
                                sums[(e * rows) + i], values, i * stride, taps, j - (e * across), R, S, false);
                        }
                    }
                }
            }

            if (across == 1)
            {
                // Every column completes one sum and begins another.
                var end = KernelMath.Min(last + (S / 2), sizes.W);
                for (var iw = large ? KernelMath.Max(first - (S / 2), 0) : first + (S / 2); iw < end; iw++)
                {
                    Read(x, values, sizes, origin, firstRow, iw, true, R);
                    for (var i = 0; i < rows; i++)
                    {
                        var sum = WithColumn(sums[i], values, i * stride, taps, S - 1, R, S, large);
                        if (!large || iw - (S / 2) >= first)
                        {
                            var index = target + (((i * sizes.OutW) + iw - (S / 2)) * Q);
                            if (kept > 0)
                                waiting[((((iw - (S / 2) - first) * rows) + i) * Group.SizeX) + Group.IndexX] = sum;
                            else
                                y[index] = epilogue.Apply(
                                    sum, terms, Grid.IndexZ, ((oh + i) * sizes.OutW) + iw - (S / 2), q, index);
                        }

                        Advance(sums, start, values, taps, i, R, S, stride, across, rows, large);
                    }
                }

                // Those that only padding was left to complete.
                for (var e = 0; e < S / 2; e++)
                {
                    var ow = sizes.W - (S / 2) + e;
                    if ((!large || ow >= first) && ow < last)
                    {
                        for (var i = 0; i < rows; i++)
                        {
                            var index = target + (((i * sizes.OutW) + ow) * Q);
                            if (kept > 0)
                                waiting[((((ow - first) * rows) + i) * Group.SizeX) + Group.IndexX] =
                                    sums[(e * rows) + i];
                            else
                                y[index] = epilogue.Apply(
                                    sums[(e * rows) + i], terms, Grid.IndexZ, ((oh + i) * sizes.OutW) + ow, q, index);
                        }
                    }
                }
            }
            else
            {
                // Two columns complete one sum and begin another; all sums have a share of both but that which begins.
                for (var ow = first; ow < last; ow++)
                {
                    var iw = (ow * 2) + (S / 2) - 1;
                    if (S > 1)
                    {
                        Read(x, values, sizes, origin, firstRow, iw, S == 3 || iw < sizes.W, R);
                        for (var i = 0; i < rows; i++)
                        {
                            for (var e = 0; e < S / 2; e++)
                            {
                                sums[(e * rows) + i] = WithColumn(
                                    sums[(e * rows) + i], values, i * stride, taps, S - 2 - (e * 2), R, S, false);
                            }
                        }
                    }

                    Read(x, values, sizes, origin, firstRow, iw + 1, S == 1 || iw + 1 < sizes.W, R);
                    for (var i = 0; i < rows; i++)
                    {
                        var sum = WithColumn(sums[i], values, i * stride, taps, S - 1, R, S, false);
                        var index = target + (((i * sizes.OutW) + ow) * Q);
                        if (kept > 0)
                            waiting[((((ow - first) * rows) + i) * Group.SizeX) + Group.IndexX] = sum;
                        else
                            y[index] = epilogue.Apply(sum, terms, Grid.IndexZ, ((oh + i) * sizes.OutW) + ow, q, index);
                        Advance(sums, start, values, taps, i, R, S, stride, across, rows, false);
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
                            waiting[((((ow - first) * rows) + i) * Group.SizeX) + Group.IndexX], terms, Grid.IndexZ,
                            ((oh + i) * sizes.OutW) + ow, q, target + (((i * sizes.OutW) + ow) * Q));
                    }

                    for (var i = 0; i < rows; i++)
                        y[target + (((i * sizes.OutW) + ow) * Q)] = results[i];
                }
            }

            part++;
        }
        while (part < count);
    }

    // values = column iw of x in all rows that the walk reads. Padding is 0, and so is a column that is not inside; of
    // the rows, only the first R / 2 and the last R / 2 can lie outside.
    private static void Read(
        View<float> x, float[] values, DepthwiseSizes sizes, int origin, int firstRow, int iw, bool inside, int R)
    {
        for (var k = 0; k < values.Length; k++)
        {
            values[k] = 0f;
            if (inside && (k >= R / 2 || firstRow + k >= 0)
                && (k <= values.Length - 1 - (R / 2) || firstRow + k < sizes.H))
            {
                values[k] = x[origin + (((k * sizes.W) + iw) * sizes.C)];
            }
        }
    }

    // The sum with what column s of the filter makes of the R values from `first`, which is summed apart if asked.
    private static float WithColumn(
        float sum, float[] values, int first, float[] taps, int s, int R, int S, bool apart)
    {
        var column = apart ? 0f : sum;
        for (var r = 0; r < R; r++)
            column = KernelMath.Fma(values[first + r], taps[(r * S) + s], column);
        return apart ? sum + column : column;
    }

    // The sums of row i move up behind the one that was stored, each with its share of the column that completed it.
    private static void Advance(
        float[] sums, float start, float[] values, float[] taps, int i, int R, int S, int stride, int across,
        int rows, bool apart)
    {
        var open = (S - 1) / across;
        sums[i] = start;
        for (var e = 1; e <= open; e++)
        {
            sums[((e - 1) * rows) + i] = WithColumn(e < open ? sums[(e * rows) + i] : start,
                values, i * stride, taps, S - 1 - (e * across), R, S, apart);
        }
    }
}
