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

    // The same, then the epilogue. A thread makes strips of `tile` columns, each column of the input read once for the
    // three outputs that need it; `strips` strips one after the other.
    // Grid: X panels of channels, C / Group.SizeX of each multiple of C, Y row and run of strips, Z image.
    // C must be at least Group.SizeX and outW at least `tile`: the last panel and the last strip start early enough to
    // be whole, and make what others make too.
    [Kernel]
    public static void Forward<TEpilogue, TTerms>(
        View<float> x, View<float> filter, View<float> bias, View<float> y, TEpilogue epilogue, DepthwiseSizes sizes,
        int Q, int panels, int strips, int runs, [Constant] int stride, [Constant] int tile)
        where TEpilogue : struct, IEpilogue<TTerms>
        where TTerms : struct
    {
        var multiple = Grid.IndexX / panels;
        var firstChannel = KernelMath.Min((Grid.IndexX - (multiple * panels)) * Group.SizeX, sizes.C - Group.SizeX);
        var q = (multiple * sizes.C) + firstChannel + Group.IndexX;
        var oh = Grid.IndexY / runs;
        var firstStrip = (Grid.IndexY - (oh * runs)) * strips;
        var lastStrip = KernelMath.Min(firstStrip + strips, (sizes.OutW + tile - 1) / tile);
        var firstTap = KernelMath.Max(1 - (oh * stride), 0);
        var lastTap = KernelMath.Min(sizes.H + 1 - (oh * stride), 3);

        var last = ((tile - 1) * stride) + 2;
        var start = bias[q];
        var terms = epilogue.Load(Grid.IndexZ, q);
        for (var strip = firstStrip; strip < lastStrip; strip++)
        {
            var ow = KernelMath.Min(strip * tile, sizes.OutW - tile);
            var iw = (ow * stride) - 1;
            var sums = new float[tile];
            for (var i = 0; i < tile; i++)
                sums[i] = start;
            for (var r = firstTap; r < lastTap; r++)
            {
                var row = ((((Grid.IndexZ * sizes.H) + (oh * stride) + r - 1) * sizes.W) + iw) * sizes.C;
                var tap = (r * 3 * Q) + q;
                var left = filter[tap];
                var middle = filter[tap + Q];
                var right = filter[tap + Q + Q];
                for (var j = 0; j <= last; j++)
                {
                    // Padding is 0. Only the first and the last column of a strip can lie outside.
                    var value = 0f;
                    if ((j > 0 || iw >= 0) && (j < last || iw + j < sizes.W))
                        value = x[row + (j * sizes.C) + firstChannel + Group.IndexX];
                    if (j % stride == 0 && j / stride < tile)
                        sums[j / stride] = KernelMath.Fma(value, left, sums[j / stride]);
                    if (j >= 1 && (j - 1) % stride == 0 && (j - 1) / stride < tile)
                        sums[(j - 1) / stride] = KernelMath.Fma(value, middle, sums[(j - 1) / stride]);
                    if (j >= 2 && (j - 2) % stride == 0)
                        sums[(j - 2) / stride] = KernelMath.Fma(value, right, sums[(j - 2) / stride]);
                }
            }

            for (var i = 0; i < tile; i++)
            {
                var pixel = (oh * sizes.OutW) + ow + i;
                var index = (((Grid.IndexZ * sizes.OutH * sizes.OutW) + pixel) * Q) + q;
                y[index] = epilogue.Apply(sums[i], terms, Grid.IndexZ, pixel, q, index);
            }
        }
    }
}
