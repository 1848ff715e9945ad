using GpuFormer.Kernels.Language;

namespace GpuFormer.Kernels.Library;

/// <summary>The gradients of 3x3 depthwise convolutions, padding 1, with a channel multiplier. Lanes are
/// channels.</summary>
public static class DepthwiseBackwardKernels
{
    // dy: [N, outH, outW, Q]   filter: [3, 3, Q], Q a multiple of C   dx: [N, H, W, C]
    // dx[h, w, i] = sum over multiples j and taps r, s with oh * stride + r - 1 = h and ow * stride + s - 1 = w of
    //               dy[oh, ow, j * C + i] * filter[r, s, j * C + i]
    // A thread makes strips of `tile` columns, all of a row one after the other. stride is 1 or 2; with 2, strips of
    // more than one column start at even columns: W and tile are even.
    // Grid: X panels of Group.SizeX channels, the last overlapping (C is at least that), Y rows, Z images.
    // W is at least `tile`: the last strip overlaps.
    [Kernel]
    public static void Input(
        View<float> dy, View<float> filter, View<float> dx, DepthwiseSizes sizes, int Q, [Constant] int stride,
        [Constant] int tile)
    {
        var channel = KernelMath.Min(Grid.IndexX * Group.SizeX, sizes.C - Group.SizeX);
        var h = Grid.IndexY;
        var strips = (sizes.W + tile - 1) / tile;
        for (var strip = 0; strip < strips; strip++)
        {
            var w = KernelMath.Min(strip * tile, sizes.W - tile);
            var sums = new float[tile];
            for (var i = 0; i < tile; i++)
                sums[i] = 0f;
            for (var r = 0; r < 3; r++)
            {
                var position = h + 1 - r;
                var oh = position / stride;
                if (position < 0 || oh * stride != position || oh >= sizes.OutH)
                    continue;
                var row = ((Grid.IndexZ * sizes.OutH) + oh) * sizes.OutW;
                for (var q = channel; q < Q; q += sizes.C)
                {
                    var left = filter[(r * 3 * Q) + q + Group.IndexX];
                    var middle = filter[(((r * 3) + 1) * Q) + q + Group.IndexX];
                    var right = filter[(((r * 3) + 2) * Q) + q + Group.IndexX];
                    for (var j = 0; j < tile + 2; j++)
                    {
                        // Result column w + i meets tap s at ow * stride = w - 1 + j, j = i + 2 - s. Where the parity
                        // of w is known, so is whether there is such an ow.
                        var column = w - 1 + j;
                        if (((tile == 1 ? column : j - 1) & (stride - 1)) != 0)
                            continue;
                        var ow = column / stride;
                        var value = 0f;
                        if ((j > 0 || column >= 0) && (j <= tile || ow < sizes.OutW))
                            value = dy[((row + ow) * Q) + q + Group.IndexX];
                        if (j >= 2)
                            sums[j - 2] = KernelMath.Fma(value, left, sums[j - 2]);
                        if (j >= 1 && j <= tile)
                            sums[j - 1] = KernelMath.Fma(value, middle, sums[j - 1]);
                        if (j < tile)
                            sums[j] = KernelMath.Fma(value, right, sums[j]);
                    }
                }
            }

            var at = (((((Grid.IndexZ * sizes.H) + h) * sizes.W) + w) * sizes.C) + channel;
            for (var i = 0; i < tile; i++)
                dx[at + (i * sizes.C) + Group.IndexX] = sums[i];
        }
    }

    // x: [N, H, W, C]   dy: [N, outH, outW, Q], Q a multiple of C   partial: [chunks, 9, Q]
    // partial[chunk, (r, s), q] = sum over the chunk's rows of the map and their columns of
    //                             dy[oh, ow, q] * x[oh * stride + r - 1, ow * stride + s - 1, q mod C]
    // A thread takes `tile` columns at a time, each column of x read once for the outputs that meet it; outW is a
    // multiple of `tile`. `rows` are those of all images, `chunk` of a chunk.
    // Grid: X panels of Group.SizeX channels, C / Group.SizeX of each multiple of C, Y chunks. C is at least
    // Group.SizeX: the last panel overlaps.
    [Kernel]
    public static void Filter(
        View<float> x, View<float> dy, View<float> partial, DepthwiseSizes sizes, int Q, int panels, int rows,
        int chunk, [Constant] int stride, [Constant] int tile)
    {
        var multiple = Grid.IndexX / panels;
        var channel = KernelMath.Min((Grid.IndexX - (multiple * panels)) * Group.SizeX, sizes.C - Group.SizeX)
            + Group.IndexX;
        var q = (multiple * sizes.C) + channel;
        var last = ((tile - 1) * stride) + 2;
        var sums = new float[9];
        for (var i = 0; i < 9; i++)
            sums[i] = 0f;
        var end = KernelMath.Min((Grid.IndexY + 1) * chunk, rows);
        for (var row = Grid.IndexY * chunk; row < end; row++)
        {
            var image = row / sizes.OutH;
            var ih = ((row - (image * sizes.OutH)) * stride) - 1;
            var top = ((image * sizes.H) + ih) * sizes.W;
            for (var ow = 0; ow < sizes.OutW; ow += tile)
            {
                var iw = (ow * stride) - 1;
                var gradients = new float[tile];
                for (var i = 0; i < tile; i++)
                    gradients[i] = dy[((((row * sizes.OutW) + ow) + i) * Q) + q];
                for (var r = 0; r < 3; r++)
                {
                    if ((r > 0 || ih >= 0) && (r < 2 || ih + 2 < sizes.H))
                    {
                        var at = ((top + (r * sizes.W) + iw) * sizes.C) + channel;
                        for (var j = 0; j <= last; j++)
                        {
                            var value = 0f;
                            if ((j > 0 || iw >= 0) && (j < last || iw + j < sizes.W))
                                value = x[at + (j * sizes.C)];
                            for (var s = 0; s < 3; s++)
                            {
                                if (j >= s && (j - s) % stride == 0 && (j - s) / stride < tile)
                                {
                                    sums[(r * 3) + s] = KernelMath.Fma(
                                        value, gradients[(j - s) / stride], sums[(r * 3) + s]);
                                }
                            }
                        }
                    }
                }
            }
        }

        for (var i = 0; i < 9; i++)
            partial[(((Grid.IndexY * 9) + i) * Q) + q] = sums[i];
    }
}
