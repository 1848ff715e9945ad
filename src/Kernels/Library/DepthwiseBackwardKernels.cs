using GpuFormer.Kernels.Language;
using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Kernels.Library;

/// <summary>
/// Compile-time constants of <see cref="DepthwiseBackwardKernels.Input"/> and <see cref="DepthwiseKernels.Naive"/>.
/// </summary>
public record struct DepthwiseConstants
{
    /// <summary>Rows of the filter.</summary>
    public int R;

    /// <summary>Columns of the filter.</summary>
    public int S;

    /// <summary>Input rows from one output row to the next.</summary>
    public int Stride;

    /// <summary>Input columns from one output column to the next.</summary>
    public int Across;

    /// <summary>Neighbouring columns that a thread makes.</summary>
    public int Tile;
}

/// <summary>Compile-time constants of <see cref="DepthwiseBackwardKernels.Filter"/>.</summary>
public record struct DepthwiseFilterConstants
{
    /// <summary>Rows of the filter.</summary>
    public int R;

    /// <summary>Columns of the filter.</summary>
    public int S;

    /// <summary>Rows of the filter that a thread makes.</summary>
    public int Taps;

    /// <summary>Input rows from one output row to the next.</summary>
    public int Stride;

    /// <summary>Input columns from one output column to the next.</summary>
    public int Across;

    /// <summary>Columns that a thread takes at a time.</summary>
    public int Tile;
}

/// <summary>
/// The gradients of depthwise convolutions of odd filter sizes, padding (size - 1) / 2, with a channel multiplier. Lanes
/// are channels.
/// </summary>
public static class DepthwiseBackwardKernels
{
    // dy: [N, outH, outW, Q]   filter: [R, S, Q], Q a multiple of C   dx: [N, H, W, C]
    // dx[h, w, i] = sum over multiples j and taps r, s, oh * stride + r - R / 2 = h and ow * across + s - S / 2 = w,
    //               of dy[oh, ow, j * C + i] * filter[r, s, j * C + i]
    // A thread makes strips of `tile` columns, all of a row one after the other. across is 1 or 2; with 2, strips of
    // more than one column start at even columns: W and tile are even.
    // Grid: X panels of Group.DimX channels, the last overlapping (C is at least that), Y rows, Z images.
    // W is at least `tile`: the last strip overlaps.
    [Kernel]
    public static void Input(
        ArrayView<float> dy, ArrayView<float> filter, ArrayView<float> dx, DepthwiseSizes sizes, int Q,
        SpecializedValue<DepthwiseConstants> specialised)
    {
        var constants = specialised.Value;
        var (R, S, stride, across, tile) =
            (constants.R, constants.S, constants.Stride, constants.Across, constants.Tile);
        var channel = KernelMath.Min(Grid.IdxX * Group.DimX, sizes.C - Group.DimX);
        var h = Grid.IdxY;
        var strips = (sizes.W + tile - 1) / tile;
        for (var strip = 0; strip < strips; strip++)
        {
            var w = KernelMath.Min(strip * tile, sizes.W - tile);
            var sums = new float[tile];
            for (var i = 0; i < tile; i++)
                sums[i] = 0f;
            for (var r = 0; r < R; r++)
            {
                var position = h + (R / 2) - r;
                var oh = position / stride;
                if (position < 0 || oh * stride != position || oh >= sizes.OutH)
                    continue;
                var row = ((Grid.IdxZ * sizes.OutH) + oh) * sizes.OutW;
                for (var q = channel; q < Q; q += sizes.C)
                {
                    var taps = new float[S];
                    for (var t = 0; t < S; t++)
                        taps[t] = filter[(((r * S) + t) * Q) + q + Group.IdxX];
                    for (var j = 0; j < tile + S - 1; j++)
                    {
                        // Result column w + i meets tap s at ow * across = w - S / 2 + j, j = i + S - 1 - s. Where the
                        // parity of w is known, so is whether there is such an ow.
                        var column = w - (S / 2) + j;
                        if (((tile == 1 ? column : j - (S / 2)) & (across - 1)) != 0)
                            continue;
                        var ow = column / across;
                        var value = 0f;
                        if ((j >= S / 2 || column >= 0) && (j < tile + (S / 2) || ow < sizes.OutW))
                            value = dy[((row + ow) * Q) + q + Group.IdxX];
                        for (var t = 0; t < S; t++)
                        {
                            if (j >= S - 1 - t && j < tile + S - 1 - t)
                                sums[j - (S - 1 - t)] = KernelMath.Fma(value, taps[t], sums[j - (S - 1 - t)]);
                        }
                    }
                }
            }

            var at = (((((Grid.IdxZ * sizes.H) + h) * sizes.W) + w) * sizes.C) + channel;
            for (var i = 0; i < tile; i++)
                dx[at + (i * sizes.C) + Group.IdxX] = sums[i];
        }
    }

    // x: [N, H, W, C]   dy: [N, outH, outW, Q], Q a multiple of C   partial: [chunks, R, S, Q]
    // partial[chunk, r, s, q] = sum over the chunk's rows of the map and their columns of
    //                           dy[oh, ow, q] * x[oh * stride + r - R / 2, ow * across + s - S / 2, q mod C]
    // A thread takes `tile` columns at a time, each column of x read once for the outputs that meet it; outW is a
    // multiple of `tile`. `rows` are those of all images, `chunk` of a chunk. A thread makes `taps` rows of the filter,
    // as many as stay in registers.
    // Grid: X panels of Group.DimX channels, C / Group.DimX of each multiple of C, Y chunks, Z R / `taps` parts of the
    // filter. C is at least Group.DimX: the last panel overlaps.
    [Kernel]
    public static void Filter(
        ArrayView<float> x, ArrayView<float> dy, ArrayView<float> partial, DepthwiseSizes sizes, int Q, int panels,
        int rows, int chunk, SpecializedValue<DepthwiseFilterConstants> specialised)
    {
        var constants = specialised.Value;
        var (R, S, taps, stride, across, tile) =
            (constants.R, constants.S, constants.Taps, constants.Stride, constants.Across, constants.Tile);
        var multiple = Grid.IdxX / panels;
        var channel = KernelMath.Min((Grid.IdxX - (multiple * panels)) * Group.DimX, sizes.C - Group.DimX)
            + Group.IdxX;
        var q = (multiple * sizes.C) + channel;
        var firstTap = taps == R ? 0 : Grid.IdxZ * taps;
        var last = ((tile - 1) * across) + S - 1;
        var sums = new float[taps * S];
        for (var i = 0; i < taps * S; i++)
            sums[i] = 0f;
        var end = KernelMath.Min((Grid.IdxY + 1) * chunk, rows);
        for (var row = Grid.IdxY * chunk; row < end; row++)
        {
            var image = row / sizes.OutH;
            var ih = ((row - (image * sizes.OutH)) * stride) - (R / 2) + firstTap;
            var top = ((image * sizes.H) + ih) * sizes.W;
            for (var ow = 0; ow < sizes.OutW; ow += tile)
            {
                var iw = (ow * across) - (S / 2);
                var gradients = new float[tile];
                for (var i = 0; i < tile; i++)
                    gradients[i] = dy[((((row * sizes.OutW) + ow) + i) * Q) + q];
                for (var r = 0; r < taps; r++)
                {
                    // Of the whole filter, the middle row always lies inside.
                    if (((taps == R && r >= R / 2) || ih + r >= 0) && ((taps == R && r <= R / 2) || ih + r < sizes.H))
                    {
                        var at = ((top + (r * sizes.W) + iw) * sizes.C) + channel;
                        for (var j = 0; j <= last; j++)
                        {
                            var value = 0f;
                            if ((j >= S / 2 || iw + j >= 0) && (j <= last - (S / 2) || iw + j < sizes.W))
                                value = x[at + (j * sizes.C)];
                            for (var s = 0; s < S; s++)
                            {
                                if (j >= s && (j - s) % across == 0 && (j - s) / across < tile)
                                {
                                    sums[(r * S) + s] = KernelMath.Fma(
                                        value, gradients[(j - s) / across], sums[(r * S) + s]);
                                }
                            }
                        }
                    }
                }
            }
        }

        for (var i = 0; i < taps * S; i++)
            partial[(((((Grid.IdxY * R) + firstTap) * S) + i) * Q) + q] = sums[i];
    }
}
