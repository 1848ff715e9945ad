using GpuFormer.Kernels.Language;
using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Kernels.Library;

/// <summary>
/// Compile-time constants of <see cref="LargeDepthwiseKernels.Forward{TEpilogue, TTerms}"/>,
/// <see cref="LargeDepthwiseKernels.Input"/> and <see cref="LargeDepthwiseKernels.Filter"/>.
/// </summary>
public record struct LargeDepthwiseConstants
{
    /// <summary>Input rows from one output row to the next.</summary>
    public int Stride;

    /// <summary>Input columns from one output column to the next.</summary>
    public int Across;

    /// <summary>Neighbouring columns, of a gradient of the filter taps, that a thread makes.</summary>
    public int Tile;
}

/// <summary>
/// Depthwise convolutions of odd filter sizes of any extent, padding (size - 1) / 2, with a channel multiplier, and
/// their gradients. Of the filters of <see cref="DepthwiseKernels"/> all taps are in one thread's hands; here sums are, and
/// threads loop over taps, of which those that meet padding alone are left out. Lanes are channels.
/// </summary>
public static class LargeDepthwiseKernels
{
    // x: [N, H, W, C]   filter: [R, S, Q], Q a multiple of C   bias: [Q]   y: [N, outH, outW, Q]
    // y[oh, ow, q] = epilogue(bias[q] + sum over r, s of
    //                x[oh * stride + r - R / 2, ow * across + s - S / 2, q mod C] * filter[r, s, q])
    // One thread for `tile` neighbouring columns.
    // Grid: X panels of channels, C / Group.DimX of each multiple of C, the last overlapping, Y rows of `tiles` tiles,
    // the last overlapping, Z image. C is at least Group.DimX and outW at least `tile`.
    [Kernel]
    public static void Forward<TEpilogue, TTerms>(
        ArrayView<float> x, ArrayView<float> filter, ArrayView<float> bias, ArrayView<float> y, TEpilogue epilogue,
        DepthwiseSizes sizes, int Q, int panels, int tiles, int R, int S,
        SpecializedValue<LargeDepthwiseConstants> specialised)
        where TEpilogue : struct, IEpilogue<TTerms>
        where TTerms : struct
    {
        var constants = specialised.Value;
        var (stride, across, tile) = (constants.Stride, constants.Across, constants.Tile);
        var multiple = Grid.IdxX / panels;
        var channel = KernelMath.Min((Grid.IdxX - (multiple * panels)) * Group.DimX, sizes.C - Group.DimX)
            + Group.IdxX;
        var q = (multiple * sizes.C) + channel;
        var oh = Grid.IdxY / tiles;
        var ow = KernelMath.Min((Grid.IdxY - (oh * tiles)) * tile, sizes.OutW - tile);
        var top = (oh * stride) - (R / 2);
        var left = (ow * across) - (S / 2);
        var firstTap = KernelMath.Max(0, -left - ((tile - 1) * across));
        var lastTap = KernelMath.Min(S, sizes.W - left);
        var lastRow = KernelMath.Min(R, sizes.H - top);

        var terms = epilogue.Load(Grid.IdxZ, q);
        var sums = new float[tile];
        for (var i = 0; i < tile; i++)
            sums[i] = bias[q];
        for (var r = KernelMath.Max(0, -top); r < lastRow; r++)
        {
            var row = (((Grid.IdxZ * sizes.H) + top + r) * sizes.W * sizes.C) + channel;
            for (var s = firstTap; s < lastTap; s++)
            {
                var tap = filter[(((r * S) + s) * Q) + q];
                for (var i = 0; i < tile; i++)
                {
                    var iw = left + s + (i * across);
                    if (iw >= 0 && iw < sizes.W)
                        sums[i] = KernelMath.Fma(x[row + (iw * sizes.C)], tap, sums[i]);
                }
            }
        }

        var pixel = (oh * sizes.OutW) + ow;
        for (var i = 0; i < tile; i++)
        {
            var index = (((Grid.IdxZ * sizes.OutH * sizes.OutW) + pixel + i) * Q) + q;
            y[index] = epilogue.Apply(sums[i], terms, Grid.IdxZ, pixel + i, q, index);
        }
    }

    // dy: [N, outH, outW, Q]   filter: [R, S, Q], Q a multiple of C   dx: [N, H, W, C]
    // dx[h, w, i] = sum over multiples j and taps r, s, oh * stride + r - R / 2 = h and ow * across + s - S / 2 = w,
    //               of dy[oh, ow, j * C + i] * filter[r, s, j * C + i]
    // One thread for `tile` neighbouring columns.
    // Grid: X panels of Group.DimX channels, the last overlapping, Y rows of `tiles` tiles, the last overlapping,
    // Z images. C is at least Group.DimX and W at least `tile`.
    [Kernel]
    public static void Input(
        ArrayView<float> dy, ArrayView<float> filter, ArrayView<float> dx, DepthwiseSizes sizes, int Q, int tiles,
        int R, int S, SpecializedValue<LargeDepthwiseConstants> specialised)
    {
        var constants = specialised.Value;
        var (stride, across, tile) = (constants.Stride, constants.Across, constants.Tile);
        var channel = KernelMath.Min(Grid.IdxX * Group.DimX, sizes.C - Group.DimX) + Group.IdxX;
        var h = Grid.IdxY / tiles;
        var w = KernelMath.Min((Grid.IdxY - (h * tiles)) * tile, sizes.W - tile);
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
                for (var s = 0; s < S; s++)
                {
                    var tap = filter[(((r * S) + s) * Q) + q];
                    for (var i = 0; i < tile; i++)
                    {
                        var column = w + i + (S / 2) - s;
                        var ow = column / across;
                        if (column >= 0 && ow * across == column && ow < sizes.OutW)
                            sums[i] = KernelMath.Fma(dy[((row + ow) * Q) + q], tap, sums[i]);
                    }
                }
            }
        }

        var at = (((((Grid.IdxZ * sizes.H) + h) * sizes.W) + w) * sizes.C) + channel;
        for (var i = 0; i < tile; i++)
            dx[at + (i * sizes.C)] = sums[i];
    }

    // x: [N, H, W, C]   dy: [N, outH, outW, Q], Q a multiple of C   partial: [chunks, R, S, Q]
    // partial[chunk, r, s, q] = sum over the chunk's rows of the map and their columns of
    //                           dy[oh, ow, q] * x[oh * stride + r - R / 2, ow * across + s - S / 2, q mod C]
    // `rows` are those of all images, `chunk` of a chunk. A thread makes `tile` neighbouring taps.
    // Grid: X panels of channels, C / Group.DimX of each multiple of C, the last overlapping, Y chunks, Z rows of the
    // filter in `parts` tiles, the last overlapping. C is at least Group.DimX and S at least `tile`.
    [Kernel]
    public static void Filter(
        ArrayView<float> x, ArrayView<float> dy, ArrayView<float> partial, DepthwiseSizes sizes, int Q, int panels,
        int parts, int rows, int chunk, int R, int S, SpecializedValue<LargeDepthwiseConstants> specialised)
    {
        var constants = specialised.Value;
        var (stride, across, tile) = (constants.Stride, constants.Across, constants.Tile);
        var multiple = Grid.IdxX / panels;
        var channel = KernelMath.Min((Grid.IdxX - (multiple * panels)) * Group.DimX, sizes.C - Group.DimX)
            + Group.IdxX;
        var q = (multiple * sizes.C) + channel;
        var r = Grid.IdxZ / parts;
        var s = KernelMath.Min((Grid.IdxZ - (r * parts)) * tile, S - tile);
        var sums = new float[tile];
        for (var i = 0; i < tile; i++)
            sums[i] = 0f;
        var end = KernelMath.Min((Grid.IdxY + 1) * chunk, rows);
        for (var row = Grid.IdxY * chunk; row < end; row++)
        {
            var image = row / sizes.OutH;
            var ih = ((row - (image * sizes.OutH)) * stride) + r - (R / 2);
            if (ih < 0 || ih >= sizes.H)
                continue;
            var top = ((((image * sizes.H) + ih) * sizes.W) * sizes.C) + channel;
            for (var ow = 0; ow < sizes.OutW; ow++)
            {
                var gradient = dy[(((row * sizes.OutW) + ow) * Q) + q];
                var iw = (ow * across) + s - (S / 2);
                for (var i = 0; i < tile; i++)
                {
                    if (iw + i >= 0 && iw + i < sizes.W)
                        sums[i] = KernelMath.Fma(x[top + ((iw + i) * sizes.C)], gradient, sums[i]);
                }
            }
        }

        var at = (((((Grid.IdxY * R) + r) * S) + s) * Q) + q;
        for (var i = 0; i < tile; i++)
            partial[at + (i * Q)] = sums[i];
    }
}
