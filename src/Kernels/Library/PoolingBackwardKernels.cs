using GpuFormer.Kernels.Language;
using ILGPU;

namespace GpuFormer.Kernels.Library;

/// <summary>The gradients of average pooling: each result's gradient goes in equal parts to what it averaged.</summary>
public static class PoolingBackwardKernels
{
    // dy: [N, C]   dx: [N, pixels, C]   dx[pixel] = dy / pixels
    // Grid: X panels of Group.DimX channels, the last overlapping (C is at least that), Y runs of `run` pixels,
    // Z images.
    [Kernel]
    public static void GlobalAverage(ArrayView<float> dy, ArrayView<float> dx, int pixels, int run, int C)
    {
        var channel = KernelMath.Min(Grid.IdxX * Group.DimX, C - Group.DimX) + Group.IdxX;
        var part = dy[(Grid.IdxZ * C) + channel] / pixels;
        var end = KernelMath.Min((Grid.IdxY + 1) * run, pixels);
        for (var pixel = Grid.IdxY * run; pixel < end; pixel++)
            dx[(((Grid.IdxZ * pixels) + pixel) * C) + channel] = part;
    }

    // dy: [N, outH, outW, C]   dx: [N, H, W, C]
    // dx[h, w] = sum over the windows that hold (h, w), rows floor(h * outH / H) to ceil((h + 1) * outH / H) - 1 of y
    // and columns alike, of dy / the pixels of the window
    // Grid: X panels of Group.DimX channels, the last overlapping (C is at least that), Y pixels of x, Z images.
    [Kernel]
    public static void AdaptiveAverage(
        ArrayView<float> dy, ArrayView<float> dx, int H, int W, int C, int outH, int outW)
    {
        var channel = KernelMath.Min(Grid.IdxX * Group.DimX, C - Group.DimX) + Group.IdxX;
        var h = Grid.IdxY / W;
        var w = Grid.IdxY - (h * W);
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
                sum += dy[(((((Grid.IdxZ * outH) + oh) * outW) + ow) * C) + channel] / (height * width);
            }
        }

        dx[(((Grid.IdxZ * H * W) + Grid.IdxY) * C) + channel] = sum;
    }
}
