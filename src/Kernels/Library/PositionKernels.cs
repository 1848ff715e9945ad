using GpuFormer.Kernels.Language;
using ILGPU;

namespace GpuFormer.Kernels.Library;

/// <summary>Makes the positions of a map's pixels from those of its rows and columns.</summary>
public static class PositionKernels
{
    // rows: [N, H, half]   columns: [N, W, half]   sizes: [N, 2], the rows and columns of an image that are no padding
    // y: [N, H, W, 2 * half], of each pixel its row's half, then its column's
    // Where the column is padding, the row is position 0, and the other way round: its sines are 0 and its cosines 1.
    // Grid: X panels of Group.DimX elements, the last overlapping (2 * half is at least that), Y columns, Z rows of images.
    [Kernel]
    public static void Forward(
        ArrayView<float> rows, ArrayView<float> columns, ArrayView<float> sizes, ArrayView<float> y, int H, int half)
    {
        var c = KernelMath.Min(Grid.IdxX * Group.DimX, (2 * half) - Group.DimX) + Group.IdxX;
        var image = Grid.IdxZ / H;
        var row = Grid.IdxZ - (image * H);
        var value = (c & 1) != 0 ? 1f : 0f;
        if (c < half)
        {
            if (Grid.IdxY < sizes[(2 * image) + 1])
                value = rows[(Grid.IdxZ * half) + c];
        }
        else if (row < sizes[2 * image])
        {
            value = columns[(((image * Grid.DimY) + Grid.IdxY) * half) + c - half];
        }

        y[(((Grid.IdxZ * Grid.DimY) + Grid.IdxY) * 2 * half) + c] = value;
    }
}
