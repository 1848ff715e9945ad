using GpuFormer.Kernels.Language;
using ILGPU;

namespace GpuFormer.Kernels.Library;

/// <summary>How the places of outputs among inputs are counted when a map is resized.</summary>
public interface ICorners
{
    /// <summary>Where output o of <paramref name="to"/> lies among <paramref name="from"/> inputs.</summary>
    static abstract float Place(int o, int from, int to);

    /// <summary>An output before which none reads input i.</summary>
    static abstract int First(int i, int from, int to);

    /// <summary>An output from which on none reads input i.</summary>
    static abstract int Last(int i, int from, int to);
}

/// <summary>
/// Pixels are areas (<c>align_corners=false</c>): output o lies at max(0, (o + 1/2) * from / to - 1/2).
/// </summary>
public readonly struct PixelAreas : ICorners
{
    public static float Place(int o, int from, int to) =>
        KernelMath.Max(((o + 0.5f) * ((float)from / to)) - 0.5f, 0f);

    // Outputs before this one lie before input i - 1, so that they do not read input i; one more for rounding.
    public static int First(int i, int from, int to) => KernelMath.Max(0, ((i - 1) * to / from) - 2);

    // From this one on outputs lie behind input i + 1.
    public static int Last(int i, int from, int to) => KernelMath.Min(to, ((i + 2) * to / from) + 2);
}

/// <summary>
/// The first and the last pixels lie on each other (<c>align_corners=true</c>): output o lies at
/// o * (from - 1) / (to - 1).
/// </summary>
public readonly struct AlignedCorners : ICorners
{
    public static float Place(int o, int from, int to) => o * ((float)(from - 1) / KernelMath.Max(to - 1, 1));

    public static int First(int i, int from, int to) =>
        KernelMath.Max(0, ((i - 1) * (to - 1) / KernelMath.Max(from - 1, 1)) - 2);

    public static int Last(int i, int from, int to) =>
        from == 1 ? to : KernelMath.Min(to, ((i + 1) * (to - 1) / KernelMath.Max(from - 1, 1)) + 3);
}

/// <summary>
/// Resizing of maps: bilinear, output row o between the two input rows beside its place, columns alike, or by the
/// nearest pixel. Lanes are channels.
/// </summary>
public static class ResizeKernels
{
    // x: [N, H, W, C]   y: [N, height, width, C]
    // Grid: X panels of Group.DimX channels, the last overlapping (C is at least that), Y output rows, Z images.
    [Kernel]
    public static void Bilinear<TCorners>(ArrayView<float> x, ArrayView<float> y, int H, int W, int width, int C)
        where TCorners : struct, ICorners
    {
        var channel = KernelMath.Min(Grid.IdxX * Group.DimX, C - Group.DimX) + Group.IdxX;
        var height = Grid.DimY;
        var row = TCorners.Place(Grid.IdxY, H, height);
        var top = (int)row;
        var bottom = KernelMath.Min(top + 1, H - 1);
        var down = row - top;
        for (var o = 0; o < width; o++)
        {
            var column = TCorners.Place(o, W, width);
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
    public static void BilinearBackward<TCorners>(
        ArrayView<float> dy, ArrayView<float> dx, int height, int width, int W, int C)
        where TCorners : struct, ICorners
    {
        var channel = KernelMath.Min(Grid.IdxX * Group.DimX, C - Group.DimX) + Group.IdxX;
        var H = Grid.DimY;
        var firstRow = TCorners.First(Grid.IdxY, H, height);
        var lastRow = TCorners.Last(Grid.IdxY, H, height);
        for (var w = 0; w < W; w++)
        {
            var firstColumn = TCorners.First(w, W, width);
            var lastColumn = TCorners.Last(w, W, width);
            var sum = 0f;
            for (var row = firstRow; row < lastRow; row++)
            {
                var down = Share<TCorners>(row, Grid.IdxY, H, height);
                for (var column = firstColumn; column < lastColumn; column++)
                {
                    var share = down * Share<TCorners>(column, w, W, width);
                    sum = KernelMath.Fma(
                        share, dy[(((((Grid.IdxZ * height) + row) * width) + column) * C) + channel], sum);
                }
            }

            dx[(((((Grid.IdxZ * H) + Grid.IdxY) * W) + w) * C) + channel] = sum;
        }
    }

    // x: [N, H, W, C]   y: [N, height, width, C]   y[h, w] = x[floor(h * H / height), floor(w * W / width)]
    // Grid: X panels of Group.DimX channels, the last overlapping (C is at least that), Y output rows, Z images.
    [Kernel]
    public static void Nearest(ArrayView<float> x, ArrayView<float> y, int H, int W, int width, int C)
    {
        var channel = KernelMath.Min(Grid.IdxX * Group.DimX, C - Group.DimX) + Group.IdxX;
        var row = (Grid.IdxZ * H) + Source(Grid.IdxY, H, Grid.DimY);
        for (var o = 0; o < width; o++)
        {
            y[(((((Grid.IdxZ * Grid.DimY) + Grid.IdxY) * width) + o) * C) + channel] =
                x[(((row * W) + Source(o, W, width)) * C) + channel];
        }
    }

    // dy: [N, height, width, C]   dx: [N, H, W, C]   dx[h, w] = sum over the output pixels that are x[h, w] of dy
    // Grid: X panels of Group.DimX channels, the last overlapping (C is at least that), Y input rows, Z images.
    [Kernel]
    public static void NearestBackward(ArrayView<float> dy, ArrayView<float> dx, int height, int width, int W, int C)
    {
        var channel = KernelMath.Min(Grid.IdxX * Group.DimX, C - Group.DimX) + Group.IdxX;
        var H = Grid.DimY;
        // One more on both sides for rounding.
        var firstRow = KernelMath.Max(0, (Grid.IdxY * height / H) - 1);
        var lastRow = KernelMath.Min(height, ((Grid.IdxY + 1) * height / H) + 2);
        for (var w = 0; w < W; w++)
        {
            var firstColumn = KernelMath.Max(0, (w * width / W) - 1);
            var lastColumn = KernelMath.Min(width, ((w + 1) * width / W) + 2);
            var sum = 0f;
            for (var row = firstRow; row < lastRow; row++)
            {
                if (Source(row, H, height) == Grid.IdxY)
                {
                    for (var column = firstColumn; column < lastColumn; column++)
                    {
                        if (Source(column, W, width) == w)
                            sum += dy[(((((Grid.IdxZ * height) + row) * width) + column) * C) + channel];
                    }
                }
            }

            dx[(((((Grid.IdxZ * H) + Grid.IdxY) * W) + w) * C) + channel] = sum;
        }
    }

    // Which of `from` inputs output o of `to` is: as PyTorch computes it, in float32.
    private static int Source(int o, int from, int to) => KernelMath.Min((int)(o * ((float)from / to)), from - 1);

    // The share with which output o reads input i.
    private static float Share<TCorners>(int o, int i, int from, int to)
        where TCorners : struct, ICorners
    {
        var place = TCorners.Place(o, from, to);
        var near = (int)place;
        var far = KernelMath.Min(near + 1, from - 1);
        var share = place - near;
        return (near == i ? 1f - share : 0f) + (far == i ? share : 0f);
    }
}
