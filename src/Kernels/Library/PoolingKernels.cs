using GpuFormer.Kernels.Language;

namespace GpuFormer.Kernels.Library;

/// <summary>Average pooling of channels-last maps. Lanes are channels.</summary>
public static class PoolingKernels
{
    // x: [N, pixels, C]   y: [N, C]
    // y[c] = epilogue(sum over pixels of x[pixel, c] / pixels)
    // Along Y, threads of a group take every Group.SizeY-th pixel; the first of them adds up what they have, in order.
    // Grid: X panels of tile * Group.SizeX channels, the last overlapping (C is at least that), Z images.
    // With `fromPanels`, x is [C / Group.SizeX, N, pixels, Group.SizeX], C a multiple of Group.SizeX.
    [Kernel]
    public static void GlobalAverage<TEpilogue, TTerms>(
        View<float> x, View<float> y, TEpilogue epilogue, int pixels, int C, [Constant] int tile,
        [Constant] bool fromPanels)
        where TEpilogue : struct, IEpilogue<TTerms>
        where TTerms : struct
    {
        var first = KernelMath.Min(Grid.IndexX * Group.SizeX * tile, C - (Group.SizeX * tile));
        var sums = new float[tile];
        for (var t = 0; t < tile; t++)
            sums[t] = 0f;
        var rows = Grid.SizeZ * pixels;
        for (var pixel = Group.IndexY; pixel < pixels; pixel += Group.SizeY)
        {
            var row = (Grid.IndexZ * pixels) + pixel;
            var at = fromPanels ? (first * rows) + (row * Group.SizeX) : (row * C) + first;
            for (var t = 0; t < tile; t++)
                sums[t] += x[at + (t * Group.SizeX * (fromPanels ? rows : 1)) + Group.IndexX];
        }

        if (Group.SizeY > 1)
        {
            var width = tile * Group.SizeX;
            var parts = Shared.Array<float>(Group.SizeY * width);
            for (var t = 0; t < tile; t++)
                parts[(Group.IndexY * width) + (t * Group.SizeX) + Group.IndexX] = sums[t];
            Group.Barrier();
            for (var part = 1; part < Group.SizeY; part++)
            {
                for (var t = 0; t < tile; t++)
                    sums[t] += parts[(part * width) + (t * Group.SizeX) + Group.IndexX];
            }

            if (Group.IndexY > 0)
                return;
        }

        for (var t = 0; t < tile; t++)
        {
            var channel = first + (t * Group.SizeX) + Group.IndexX;
            var index = (Grid.IndexZ * C) + channel;
            y[index] = epilogue.Apply(
                sums[t] / pixels, epilogue.Load(Grid.IndexZ, channel), Grid.IndexZ, 0, channel, index);
        }
    }

    // x: [N, H, W, C]   y: [N, outH, outW, C]
    // y[oh, ow] = mean of the rows floor(oh * H / outH) to ceil((oh + 1) * H / outH) - 1 and columns alike
    // Grid: X panels of Group.SizeX channels, the last overlapping (C is at least that), Y pixels, Z images.
    [Kernel]
    public static void AdaptiveAverage(View<float> x, View<float> y, int H, int W, int C, int outH, int outW)
    {
        var channel = KernelMath.Min(Grid.IndexX * Group.SizeX, C - Group.SizeX) + Group.IndexX;
        var oh = Grid.IndexY / outW;
        var ow = Grid.IndexY - (oh * outW);
        var top = oh * H / outH;
        var bottom = (((oh + 1) * H) + outH - 1) / outH;
        var left = ow * W / outW;
        var right = (((ow + 1) * W) + outW - 1) / outW;
        var sum = 0f;
        for (var h = top; h < bottom; h++)
        {
            for (var w = left; w < right; w++)
                sum += x[(((((Grid.IndexZ * H) + h) * W) + w) * C) + channel];
        }

        y[(((Grid.IndexZ * outH * outW) + Grid.IndexY) * C) + channel] = sum / ((bottom - top) * (right - left));
    }
}
