using GpuFormer.Kernels.Language;
using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Kernels.Library;

/// <summary>A map of H rows and W columns, placed on one of another size.</summary>
/// <param name="H">Rows of x.</param>
/// <param name="W">Columns of x.</param>
/// <param name="C">Channels.</param>
/// <param name="top">The row of y where x begins; negative: so many rows of x are left out.</param>
/// <param name="left">The same of columns.</param>
/// <param name="width">Columns of y.</param>
public readonly struct PadSizes(int H, int W, int C, int top, int left, int width)
{
    public readonly int H = H;
    public readonly int W = W;
    public readonly int C = C;
    public readonly int Top = top;
    public readonly int Left = left;
    public readonly int Width = width;
}

/// <summary>Compile-time constants of <see cref="PadKernels.Forward"/>.</summary>
public record struct PadConstants
{
    /// <summary>1 where x is an image in planes, [N, C, H, W].</summary>
    public int Planar;
}

/// <summary>Zeros around maps, or margins cut off. Lanes are channels.</summary>
public static class PadKernels
{
    // x: [N, H, W, C], or [N, C, H, W] if planar   y: [N, height, width, C]
    // y[h, w] = x[h - top, w - left] where x has that pixel, else 0
    // Grid: X panels of Group.DimX channels, the last overlapping (C is at least that), Y rows of y, Z images.
    [Kernel]
    public static void Forward(
        ArrayView<float> x, ArrayView<float> y, PadSizes sizes, SpecializedValue<PadConstants> specialised)
    {
        var planar = specialised.Value.Planar != 0;
        var channel = KernelMath.Min(Grid.IdxX * Group.DimX, sizes.C - Group.DimX) + Group.IdxX;
        var row = Grid.IdxY - sizes.Top;
        var to = (((Grid.IdxZ * Grid.DimY) + Grid.IdxY) * sizes.Width * sizes.C) + channel;
        var isInside = row >= 0 && row < sizes.H;
        for (var w = 0; w < sizes.Width; w++)
        {
            var value = 0f;
            var column = w - sizes.Left;
            if (isInside && column >= 0 && column < sizes.W)
            {
                value = planar
                    ? x[(((((Grid.IdxZ * sizes.C) + channel) * sizes.H) + row) * sizes.W) + column]
                    : x[(((((Grid.IdxZ * sizes.H) + row) * sizes.W) + column) * sizes.C) + channel];
            }

            y[to + (w * sizes.C)] = value;
        }
    }
}
