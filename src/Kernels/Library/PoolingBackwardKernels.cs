using GpuFormer.Kernels.Language;

namespace GpuFormer.Kernels.Library;

/// <summary>The gradients of average pooling: each result's gradient goes in equal parts to what it averaged.</summary>
public static class PoolingBackwardKernels
{
    // dy: [N, C]   dx: [N, pixels, C]   dx[pixel] = dy / pixels
    // Grid: X panels of Group.SizeX channels, the last overlapping (C is at least that), Y runs of `run` pixels,
    // Z images.
    [Kernel]
    public static void GlobalAverage(View<float> dy, View<float> dx, int pixels, int run, int C)
    {
        var channel = KernelMath.Min(Grid.IndexX * Group.SizeX, C - Group.SizeX) + Group.IndexX;
        var part = dy[(Grid.IndexZ * C) + channel] / pixels;
        var end = KernelMath.Min((Grid.IndexY + 1) * run, pixels);
        for (var pixel = Grid.IndexY * run; pixel < end; pixel++)
            dx[(((Grid.IndexZ * pixels) + pixel) * C) + channel] = part;
    }

    // dy: [N, outH, outW, C]   dx: [N, H, W, C]
    // dx[h, w] = sum over the windows that hold (h, w), rows floor(h * outH / H) to ceil((h + 1) * outH / H) - 1 of y
    // and columns alike, of dy / the pixels of the window
    // Grid: X panels of Group.SizeX channels, the last overlapping (C is at least that), Y pixels of x, Z images.
    [Kernel]
    public static void AdaptiveAverage(View<float> dy, View<float> dx, int H, int W, int C, int outH, int outW)
    {
        var channel = KernelMath.Min(Grid.IndexX * Group.SizeX, C - Group.SizeX) + Group.IndexX;
        var h = Grid.IndexY / W;
        var w = Grid.IndexY - (h * W);
        var top = h * outH / H;
        var bottom = (((h + 1) * outH) + H - 1) / H;
        var left = w * outW / W;
        var right = (((w + 1) * outW) + W - 1) / W;
        var sum = 0f;
        for (var oh = top; oh < bottom; oh++)
        {
            var height = ((((oh + 1) * H) + outH - 1) / outH) - (oh * H / outH);
            for (var ow = left; ow < right; ow++)
            {
                var width = ((((ow + 1) * W) + outW - 1) / outW) - (ow * W / outW);
                sum += dy[(((((Grid.IndexZ * outH) + oh) * outW) + ow) * C) + channel] / (height * width);
            }
        }

        dx[(((Grid.IndexZ * H * W) + Grid.IndexY) * C) + channel] = sum;
    }
}
