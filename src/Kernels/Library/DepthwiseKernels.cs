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

/// <summary>3x3 depthwise convolutions, padding 1, with a channel multiplier. Lanes are channels.</summary>
public static class DepthwiseKernels
{
    // x: [N, H, W, C]   filter: [3, 3, Q], Q a multiple of C   bias: [Q]   y: [N, outH, outW, Q]
    // y[oh, ow, q] = bias[q] + sum over r, s of x[oh * stride + r - 1, ow * stride + s - 1, q mod C] * filter[r, s, q]
    // One thread for `tile` neighbouring columns of one channel, with a check at every tap: the definition.
    // Grid: X groups of channels, Y tiles of columns of a row, Z image and row.
    [Kernel]
    public static void Naive(
        View<float> x, View<float> filter, View<float> bias, View<float> y, DepthwiseSizes sizes, int Q,
        [Constant] int stride, [Constant] int tile)
    {
        var q = (Grid.IndexX * Group.SizeX) + Group.IndexX;
        if (q >= Q)
            return;
        var image = Grid.IndexZ / sizes.OutH;
        var oh = Grid.IndexZ % sizes.OutH;
        var sums = new float[tile];
        for (var i = 0; i < tile; i++)
            sums[i] = bias[q];
        for (var r = 0; r < 3; r++)
        {
            var ih = (oh * stride) + r - 1;
            if (ih < 0 || ih >= sizes.H)
                continue;
            for (var s = 0; s < 3; s++)
            {
                var tap = filter[(((r * 3) + s) * Q) + q];
                for (var i = 0; i < tile; i++)
                {
                    var iw = (((Grid.IndexY * tile) + i) * stride) + s - 1;
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
    // what it reads of a column of x goes into all sums that need it, and the nine taps stay in registers.
    // Grid: X panels of channels, C / Group.SizeX of each multiple of C, Y rows and `runs` runs, Z image.
    // C must be at least Group.SizeX and outH at least `rows`: the last panel and the last rows start early enough to
    // be whole, and make what others make too.
    [Kernel]
    public static void Forward<TEpilogue, TTerms>(
        View<float> x, View<float> filter, View<float> bias, View<float> y, TEpilogue epilogue, DepthwiseSizes sizes,
        int Q, int panels, int columns, int runs, [Constant] int stride, [Constant] int rows)
        where TEpilogue : struct, IEpilogue<TTerms>
        where TTerms : struct
    {
        var multiple = Grid.IndexX / panels;
        var firstChannel = KernelMath.Min((Grid.IndexX - (multiple * panels)) * Group.SizeX, sizes.C - Group.SizeX);
        var channel = firstChannel + Group.IndexX;
        var q = (multiple * sizes.C) + channel;
        var strip = Grid.IndexY / runs;
        var first = (Grid.IndexY - (strip * runs)) * columns;
        var last = KernelMath.Min(first + columns, sizes.OutW);
        var oh = KernelMath.Min(strip * rows, sizes.OutH - rows);

        // Padding is 0. Of the rows that are read, only the first and the last can lie outside.
        var read = ((rows - 1) * stride) + 3;
        var firstRow = (oh * stride) - 1;
        var above = firstRow < 0;
        var below = firstRow + read > sizes.H;
        var origin = (((Grid.IndexZ * sizes.H) + firstRow) * sizes.W * sizes.C) + channel;
        var target = ((((Grid.IndexZ * sizes.OutH) + oh) * sizes.OutW) * Q) + q;

        var taps = new float[9];
        for (var tap = 0; tap < 9; tap++)
            taps[tap] = filter[(tap * Q) + q];
        var start = bias[q];
        var terms = epilogue.Load(Grid.IndexZ, q);

        // The sums of the column that is stored next, with all that lies left of it.
        var sums = new float[rows];
        var values = new float[read];
        for (var i = 0; i < rows; i++)
            sums[i] = start;
        if (stride == 1)
        {
            // Column iw is right of iw - 1, which it completes, and left of iw + 1, which it begins.
            if (first > 0)
            {
                for (var j = 0; j < read; j++)
                {
                    values[j] = 0f;
                    if ((j > 0 || !above) && (j < read - 1 || !below))
                        values[j] = x[origin + (((j * sizes.W) + first - 1) * sizes.C)];
                }

                for (var i = 0; i < rows; i++)
                {
                    sums[i] = KernelMath.Fma(values[i], taps[0], sums[i]);
                    sums[i] = KernelMath.Fma(values[i + 1], taps[3], sums[i]);
                    sums[i] = KernelMath.Fma(values[i + 2], taps[6], sums[i]);
                }
            }

            for (var j = 0; j < read; j++)
            {
                values[j] = 0f;
                if ((j > 0 || !above) && (j < read - 1 || !below))
                    values[j] = x[origin + (((j * sizes.W) + first) * sizes.C)];
            }

            var following = new float[rows];
            for (var i = 0; i < rows; i++)
            {
                sums[i] = KernelMath.Fma(values[i], taps[1], sums[i]);
                sums[i] = KernelMath.Fma(values[i + 1], taps[4], sums[i]);
                sums[i] = KernelMath.Fma(values[i + 2], taps[7], sums[i]);
                following[i] = KernelMath.Fma(values[i], taps[0], start);
                following[i] = KernelMath.Fma(values[i + 1], taps[3], following[i]);
                following[i] = KernelMath.Fma(values[i + 2], taps[6], following[i]);
            }

            var end = KernelMath.Min(last + 1, sizes.W);
            for (var iw = first + 1; iw < end; iw++)
            {
                for (var j = 0; j < read; j++)
                {
                    values[j] = 0f;
                    if ((j > 0 || !above) && (j < read - 1 || !below))
                        values[j] = x[origin + (((j * sizes.W) + iw) * sizes.C)];
                }

                for (var i = 0; i < rows; i++)
                {
                    sums[i] = KernelMath.Fma(values[i], taps[2], sums[i]);
                    sums[i] = KernelMath.Fma(values[i + 1], taps[5], sums[i]);
                    sums[i] = KernelMath.Fma(values[i + 2], taps[8], sums[i]);
                    var index = target + (((i * sizes.OutW) + iw - 1) * Q);
                    y[index] = epilogue.Apply(
                        sums[i], terms, Grid.IndexZ, ((oh + i) * sizes.OutW) + iw - 1, q, index);
                    sums[i] = KernelMath.Fma(values[i], taps[1], following[i]);
                    sums[i] = KernelMath.Fma(values[i + 1], taps[4], sums[i]);
                    sums[i] = KernelMath.Fma(values[i + 2], taps[7], sums[i]);
                    following[i] = KernelMath.Fma(values[i], taps[0], start);
                    following[i] = KernelMath.Fma(values[i + 1], taps[3], following[i]);
                    following[i] = KernelMath.Fma(values[i + 2], taps[6], following[i]);
                }
            }

            if (last == sizes.W)
            {
                for (var i = 0; i < rows; i++)
                {
                    var index = target + (((i * sizes.OutW) + last - 1) * Q);
                    y[index] = epilogue.Apply(sums[i], terms, Grid.IndexZ, ((oh + i) * sizes.OutW) + last - 1, q, index);
                }
            }
        }
        else
        {
            // Column 2 * ow lies under ow alone, column 2 * ow + 1 between ow and ow + 1.
            if (first > 0)
            {
                for (var j = 0; j < read; j++)
                {
                    values[j] = 0f;
                    if ((j > 0 || !above) && (j < read - 1 || !below))
                        values[j] = x[origin + (((j * sizes.W) + (first * 2) - 1) * sizes.C)];
                }

                for (var i = 0; i < rows; i++)
                {
                    sums[i] = KernelMath.Fma(values[i * 2], taps[0], sums[i]);
                    sums[i] = KernelMath.Fma(values[(i * 2) + 1], taps[3], sums[i]);
                    sums[i] = KernelMath.Fma(values[(i * 2) + 2], taps[6], sums[i]);
                }
            }

            for (var ow = first; ow < last; ow++)
            {
                for (var j = 0; j < read; j++)
                {
                    values[j] = 0f;
                    if ((j > 0 || !above) && (j < read - 1 || !below))
                        values[j] = x[origin + (((j * sizes.W) + (ow * 2)) * sizes.C)];
                }

                for (var i = 0; i < rows; i++)
                {
                    sums[i] = KernelMath.Fma(values[i * 2], taps[1], sums[i]);
                    sums[i] = KernelMath.Fma(values[(i * 2) + 1], taps[4], sums[i]);
                    sums[i] = KernelMath.Fma(values[(i * 2) + 2], taps[7], sums[i]);
                }

                var inside = (ow * 2) + 1 < sizes.W;
                for (var j = 0; j < read; j++)
                {
                    values[j] = 0f;
                    if (inside && (j > 0 || !above) && (j < read - 1 || !below))
                        values[j] = x[origin + (((j * sizes.W) + (ow * 2) + 1) * sizes.C)];
                }

                for (var i = 0; i < rows; i++)
                {
                    sums[i] = KernelMath.Fma(values[i * 2], taps[2], sums[i]);
                    sums[i] = KernelMath.Fma(values[(i * 2) + 1], taps[5], sums[i]);
                    sums[i] = KernelMath.Fma(values[(i * 2) + 2], taps[8], sums[i]);
                    var index = target + (((i * sizes.OutW) + ow) * Q);
                    y[index] = epilogue.Apply(sums[i], terms, Grid.IndexZ, ((oh + i) * sizes.OutW) + ow, q, index);
                    sums[i] = KernelMath.Fma(values[i * 2], taps[0], start);
                    sums[i] = KernelMath.Fma(values[(i * 2) + 1], taps[3], sums[i]);
                    sums[i] = KernelMath.Fma(values[(i * 2) + 2], taps[6], sums[i]);
                }
            }
        }
    }
}
