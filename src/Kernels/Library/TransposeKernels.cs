using GpuFormer.Kernels.Language;

namespace GpuFormer.Kernels.Library;

/// <summary>Turns the rows of each image into its columns. Lanes are rows.</summary>
public static class TransposeKernels
{
    // x: [N, rows, C]   y: [N, C, rows]   y[n, c, r] = x[n, r, c]
    // Grid: X panels of Group.SizeX rows, the last overlapping (there are at least that many), Y channels, Z images.
    [Kernel]
    public static void Forward(View<float> x, View<float> y, int rows)
    {
        var row = KernelMath.Min(Grid.IndexX * Group.SizeX, rows - Group.SizeX) + Group.IndexX;
        var image = Grid.IndexZ * rows * Grid.SizeY;
        y[image + (Grid.IndexY * rows) + row] = x[image + (row * Grid.SizeY) + Grid.IndexY];
    }
}
