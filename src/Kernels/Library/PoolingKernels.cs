using GpuFormer.Kernels.Language;
using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Kernels.Library;

/// <summary>Compile-time constants of <see cref="PoolingKernels.GlobalAverage{TEpilogue, TTerms}"/>.</summary>
public record struct GlobalAverageConstants
{
    /// <summary>Vectors of channels that a thread makes.</summary>
    public int Tile;

    /// <summary>1 where x lies in panels of channels.</summary>
    public int FromPanels;
}

/// <summary>Average pooling of channels-last maps. Lanes are channels.</summary>
public static class PoolingKernels
{
    // x: [N, pixels, C]   y: [N, C]
    // y[c] = epilogue(sum over pixels of x[pixel, c] / pixels)
    // Along Y, threads of a group take every Group.DimY-th pixel; the first of them adds up what they have, in order.
    // Grid: X panels of tile * Group.DimX channels, the last overlapping (C is at least that), Z images.
    // With `fromPanels`, x is [C / Group.DimX, N, pixels, Group.DimX], C a multiple of Group.DimX.
    [Kernel]
    public static void GlobalAverage<TEpilogue, TTerms>(
        ArrayView<float> x, ArrayView<float> y, TEpilogue epilogue, int pixels, int C,
        SpecializedValue<GlobalAverageConstants> specialised)
        where TEpilogue : struct, IEpilogue<TTerms>
        where TTerms : struct
    {
        var constants = specialised.Value;
        var tile = constants.Tile;
        var fromPanels = constants.FromPanels != 0;
        var first = KernelMath.Min(Grid.IdxX * Group.DimX * tile, C - (Group.DimX * tile));
        var sums = new float[tile];
        for (var t = 0; t < tile; t++)
            sums[t] = 0f;
        var rows = Grid.DimZ * pixels;
        for (var pixel = Group.IdxY; pixel < pixels; pixel += Group.DimY)
        {
            var row = (Grid.IdxZ * pixels) + pixel;
            var at = fromPanels ? (first * rows) + (row * Group.DimX) : (row * C) + first;
            for (var t = 0; t < tile; t++)
                sums[t] += x[at + (t * Group.DimX * (fromPanels ? rows : 1)) + Group.IdxX];
        }

        if (Group.DimY > 1)
        {
            var width = tile * Group.DimX;
            var parts = SharedMemory.Allocate<float>(Group.DimY * width);
            for (var t = 0; t < tile; t++)
                parts[(Group.IdxY * width) + (t * Group.DimX) + Group.IdxX] = sums[t];
            Group.Barrier();
            for (var part = 1; part < Group.DimY; part++)
            {
                for (var t = 0; t < tile; t++)
                    sums[t] += parts[(part * width) + (t * Group.DimX) + Group.IdxX];
            }

            if (Group.IdxY > 0)
                return;
        }

        for (var t = 0; t < tile; t++)
        {
            var channel = first + (t * Group.DimX) + Group.IdxX;
            var index = (Grid.IdxZ * C) + channel;
            y[index] = epilogue.Apply(
                sums[t] / pixels, epilogue.Load(Grid.IdxZ, channel), Grid.IdxZ, 0, channel, index);
        }
    }

    // x: [N, H, W, C]   y: [N, outH, outW, C]
    // y[oh, ow] = mean of the rows floor(oh * H / outH) to ceil((oh + 1) * H / outH) - 1 and columns alike
    // Grid: X panels of Group.DimX channels, the last overlapping (C is at least that), Y pixels, Z images.
    [Kernel]
    public static void AdaptiveAverage(ArrayView<float> x, ArrayView<float> y, int H, int W, int C, int outH, int outW)
    {
        var channel = KernelMath.Min(Grid.IdxX * Group.DimX, C - Group.DimX) + Group.IdxX;
        var oh = Grid.IdxY / outW;
        var ow = Grid.IdxY - (oh * outW);
        var top = oh * H / outH;
        var bottom = (((oh + 1) * H) + outH - 1) / outH;
        var left = ow * W / outW;
        var right = (((ow + 1) * W) + outW - 1) / outW;
        var sum = 0f;
        for (var h = top; h < bottom; h++)
        {
            for (var w = left; w < right; w++)
                sum += x[(((((Grid.IdxZ * H) + h) * W) + w) * C) + channel];
        }

        y[(((Grid.IdxZ * outH * outW) + Grid.IdxY) * C) + channel] = sum / ((bottom - top) * (right - left));
    }
}
