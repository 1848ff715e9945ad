using GpuFormer.Kernels.Language;
using ILGPU;

namespace GpuFormer.Kernels.Library;

/// <summary>Rows chosen by their numbers. Lanes are elements of a row.</summary>
public static class GatherKernels
{
    // x: [N, M, D]   indices: [N, K], whole numbers   y: [N, K, D]
    // y[k] = x[indices[k]], or 0 where that is no row
    // Grid: X panels of Group.DimX elements, the last overlapping (D is at least that), Y chosen rows, Z images.
    [Kernel]
    public static void Forward(ArrayView<float> x, ArrayView<float> indices, ArrayView<float> y, int M, int D)
    {
        var d = KernelMath.Min(Grid.IdxX * Group.DimX, D - Group.DimX) + Group.IdxX;
        var row = (Grid.IdxZ * Grid.DimY) + Grid.IdxY;
        var index = indices[row];
        var value = 0f;
        if (index >= 0f && index < M)
            value = x[(((Grid.IdxZ * M) + (int)index) * D) + d];
        y[(row * D) + d] = value;
    }

    // dy: [N, K, D]   indices: [N, K]   dx: [N, M, D]   dx[m] = sum over k with indices[k] = m of dy[k], in order
    // Grid: X panels of Group.DimX elements, the last overlapping (D is at least that), Y rows, Z images.
    [Kernel]
    public static void Backward(ArrayView<float> dy, ArrayView<float> indices, ArrayView<float> dx, int K, int D)
    {
        var d = KernelMath.Min(Grid.IdxX * Group.DimX, D - Group.DimX) + Group.IdxX;
        float own = Grid.IdxY;
        var sum = 0f;
        for (var k = 0; k < K; k++)
        {
            if (indices[(Grid.IdxZ * K) + k] == own)
                sum += dy[(((Grid.IdxZ * K) + k) * D) + d];
        }

        dx[(((Grid.IdxZ * Grid.DimY) + Grid.IdxY) * D) + d] = sum;
    }
}
