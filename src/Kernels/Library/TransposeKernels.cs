using GpuFormer.Kernels.Language;
using ILGPU;

namespace GpuFormer.Kernels.Library;

/// <summary>Turns the rows of each image into its columns. Lanes are rows.</summary>
public static class TransposeKernels
{
    // x: [N, rows, C]   y: [N, C, rows]   y[n, c, r] = x[n, r, c]
    // Grid: X panels of Group.DimX rows, the last overlapping (there are at least that many), Y channels, Z images.
    [Kernel]
    public static void Forward(ArrayView<float> x, ArrayView<float> y, int rows)
    {
        var row = KernelMath.Min(Grid.IdxX * Group.DimX, rows - Group.DimX) + Group.IdxX;
        var image = Grid.IdxZ * rows * Grid.DimY;
        y[image + (Grid.IdxY * rows) + row] = x[image + (row * Grid.DimY) + Grid.IdxY];
    }
}
