using GpuFormer.Kernels.Language;
using ILGPU;

namespace GpuFormer.Kernels.Library;

/// <summary>
/// Bilinear resizing with half-pixel centres (<c>align_corners=false</c>): output row o lies at
/// max(0, (o + 1/2) * H / height - 1/2) between two input rows; columns alike. Lanes are channels.
/// </summary>
public static class ResizeKernels
{
    // x: [N, H, W, C]   y: [N, height, width, C]
    // Grid: X panels of Group.DimX channels, the last overlapping (C is at least that), Y output rows, Z images.
    [Kernel]
    public static void Bilinear(ArrayView<float> x, ArrayView<float> y, int H, int W, int width, int C)
    {
        var channel = KernelMath.Min(Grid.IdxX * Group.DimX, C - Group.DimX) + Group.IdxX;
        var height = Grid.DimY;
        var row = Place(Grid.IdxY, H, height);
        var top = (int)row;
        var bottom = KernelMath.Min(top + 1, H - 1);
        var down = row - top;
        for (var o = 0; o < width; o++)
        {
            var column = Place(o, W, width);
            var left = (int)column;
            var right = KernelMath.Min(left + 1, W - 1);
            var along = column - left;
            var upper = ((Grid.IdxZ * H) + top) * W;
            var lower = ((Grid.IdxZ * H) + bottom) * W;
            var above = ((1f - along) * x[((upper + left) * C) + channel]) + (along * x[((upper + right) * C) + channel]);
            var below = ((1f - along) * x[((lower + left) * C) + channel]) + (along * x[((lower + right) * C) + channel]);
            y[(((((Grid.IdxZ * height) + Grid.IdxY) * width) + o) * C) + channel] =
                ((1f - down) * above) + (down * below);
        }
    }

    // dy: [N, height, width, C]   dx: [N, H, W, C]
    // dx[h, w] = sum over the output pixels that read x[h, w] of dy times the share with which they read it, in order
    // Grid: X panels of Group.DimX channels, the last overlapping (C is at least that), Y input rows, Z images.
    [Kernel]
    public static void BilinearBackward(ArrayView<float> dy, ArrayView<float> dx, int height, int width, int W, int C)
    {
        var channel = KernelMath.Min(Grid.IdxX * Group.DimX, C - Group.DimX) + Group.IdxX;
        var H = Grid.DimY;
        var firstRow = First(Grid.IdxY, H, height);
        var lastRow = Last(Grid.IdxY, H, height);
        for (var w = 0; w < W; w++)
        {
            var firstColumn = First(w, W, width);
            var lastColumn = Last(w, W, width);
            var sum = 0f;
            for (var row = firstRow; row < lastRow; row++)
            {
                var down = Share(row, Grid.IdxY, H, height);
                for (var column = firstColumn; column < lastColumn; column++)
                {
                    var share = down * Share(column, w, W, width);
                    sum = KernelMath.Fma(
                        share, dy[(((((Grid.IdxZ * height) + row) * width) + column) * C) + channel], sum);
                }
            }

            dx[(((((Grid.IdxZ * H) + Grid.IdxY) * W) + w) * C) + channel] = sum;
        }
    }

    // Where output o of `to` lies among `from` inputs.
    private static float Place(int o, int from, int to) =>
        KernelMath.Max(((o + 0.5f) * ((float)from / to)) - 0.5f, 0f);

    // The share with which output o reads input i.
    private static float Share(int o, int i, int from, int to)
    {
        var place = Place(o, from, to);
        var near = (int)place;
        var far = KernelMath.Min(near + 1, from - 1);
        var share = place - near;
        return (near == i ? 1f - share : 0f) + (far == i ? share : 0f);
    }

    // Outputs before this one lie before input i - 1, so that they do not read input i; one more for rounding.
    private static int First(int i, int from, int to) => KernelMath.Max(0, ((i - 1) * to / from) - 2);

    // From this one on outputs lie behind input i + 1.
    private static int Last(int i, int from, int to) => KernelMath.Min(to, ((i + 2) * to / from) + 2);
}
