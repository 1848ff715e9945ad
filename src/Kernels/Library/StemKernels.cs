using GpuFormer.Kernels.Language;
using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Kernels.Library;

/// <summary>The sizes of the first convolution: planes, height and width of the image, size of the map.</summary>
public readonly struct StemSizes(int K, int H, int W, int C, int outH, int outW)
{
    public readonly int K = K;
    public readonly int H = H;
    public readonly int W = W;
    public readonly int C = C;
    public readonly int OutH = outH;
    public readonly int OutW = outW;
}

/// <summary>Compile-time constants of <see cref="StemKernels.Forward{TEpilogue, TTerms}"/>.</summary>
public record struct StemConstants
{
    /// <summary>Input rows from one output row to the next.</summary>
    public int Stride;

    /// <summary>Columns of a strip.</summary>
    public int TileColumns;

    /// <summary>Vectors of channels of a strip.</summary>
    public int TileChannels;

    /// <summary>Strips that a thread makes, or 0 for all of a row.</summary>
    public int Run;

    /// <summary>1 to ask for the rows of x that come next.</summary>
    public int Prefetches;
}

/// <summary>The first 3x3 convolution, padding 1, from planar images to channels-last maps. Lanes are
/// channels.</summary>
public static class StemKernels
{
    // x: [N, K, H, W]   filter: [3, 3, K, C]   bias: [C]   y: [N, outH, outW, C]
    // y[oh, ow, c] = epilogue(bias[c] + sum over r, s, k of x[k, oh * stride + r - 1, ow * stride + s - 1]
    //                * filter[r, s, k, c])
    // A thread makes strips of tileColumns columns by tileChannels channels that lie Group.DimX apart, `run` of them
    // one after the other, or all of the row if that is 0. Grid: X panels of channels for each run of strips, Y rows of
    // the map, Z images.
    // C must be at least Group.DimX * tileChannels and outW at least tileColumns: last panel and last strip overlap.
    [Kernel]
    public static void Forward<TEpilogue, TTerms>(
        ArrayView<float> x, ArrayView<float> filter, ArrayView<float> bias, ArrayView<float> y, TEpilogue epilogue,
        StemSizes sizes, SpecializedValue<StemConstants> specialised)
        where TEpilogue : struct, IEpilogue<TTerms>
        where TTerms : struct
    {
        var constants = specialised.Value;
        var (stride, tileColumns, tileChannels, run) =
            (constants.Stride, constants.TileColumns, constants.TileChannels, constants.Run);
        var prefetches = constants.Prefetches != 0;
        var oh = Grid.IdxY;
        var panels = (sizes.C + (Group.DimX * tileChannels) - 1) / (Group.DimX * tileChannels);
        var firstStrip = run == 0 ? 0 : Grid.IdxX / panels * run;
        var panel = run == 0 ? Grid.IdxX : Grid.IdxX % panels;
        var firstChannel = KernelMath.Min(
            panel * Group.DimX * tileChannels, sizes.C - (Group.DimX * tileChannels));
        var firstTap = KernelMath.Max(1 - (oh * stride), 0);
        var lastTap = KernelMath.Min(sizes.H + 1 - (oh * stride), 3);
        var strips = (sizes.OutW + tileColumns - 1) / tileColumns;
        var sums = new float[tileColumns * tileChannels];
        var taps = new float[3 * tileChannels];
        var end = run == 0 ? strips : KernelMath.Min(firstStrip + run, strips);
        for (var strip = firstStrip; strip < end; strip++)
        {
            var ow = KernelMath.Min(strip * tileColumns, sizes.OutW - tileColumns);
            var iw = (ow * stride) - 1;
            for (var t = 0; t < tileChannels; t++)
            {
                var start = bias[firstChannel + (t * Group.DimX) + Group.IdxX];
                for (var i = 0; i < tileColumns; i++)
                    sums[(i * tileChannels) + t] = start;
            }

            for (var r = firstTap; r < lastTap; r++)
            {
                for (var k = 0; k < sizes.K; k++)
                {
                    var row = ((((Grid.IdxZ * sizes.K) + k) * sizes.H) + (oh * stride) + r - 1) * sizes.W;
                    if (prefetches)
                    {
                        for (var i = 0; i < tileColumns * stride; i += PointwiseKernels.MemoryLine)
                            x.Prefetch(row + (stride * sizes.W) + (ow * stride) + i);
                    }

                    for (var s = 0; s < 3; s++)
                    {
                        var tap = (((r * 3) + s) * sizes.K) + k;
                        for (var t = 0; t < tileChannels; t++)
                        {
                            taps[(s * tileChannels) + t] =
                                filter[(tap * sizes.C) + firstChannel + (t * Group.DimX) + Group.IdxX];
                        }
                    }

                    for (var i = 0; i < tileColumns; i++)
                    {
                        for (var s = 0; s < 3; s++)
                        {
                            // Padding is 0. Only the first and the last column of a strip can lie outside.
                            var column = iw + (i * stride) + s;
                            var value = 0f;
                            if ((i + s > 0 || column >= 0)
                                && (i < tileColumns - 1 || s < 2 || column < sizes.W))
                            {
                                value = x[row + column];
                            }

                            for (var t = 0; t < tileChannels; t++)
                            {
                                sums[(i * tileChannels) + t] = KernelMath.Fma(
                                    value, taps[(s * tileChannels) + t], sums[(i * tileChannels) + t]);
                            }
                        }
                    }
                }
            }

            for (var t = 0; t < tileChannels; t++)
            {
                var channel = firstChannel + (t * Group.DimX) + Group.IdxX;
                var terms = epilogue.Load(Grid.IdxZ, channel);
                for (var i = 0; i < tileColumns; i++)
                {
                    var pixel = (oh * sizes.OutW) + ow + i;
                    var index = (((Grid.IdxZ * sizes.OutH * sizes.OutW) + pixel) * sizes.C) + channel;
                    y[index] = epilogue.Apply(
                        sums[(i * tileChannels) + t], terms, Grid.IdxZ, pixel, channel, index);
                }
            }
        }
    }
}
