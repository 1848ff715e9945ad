using GpuFormer.Kernels.Language;
using ILGPU;

namespace GpuFormer.Kernels.Library;

/// <summary>The gradient of the soft-max of short rows: one thread per row.</summary>
public static class SoftmaxBackwardKernels
{
    // dy, y, dx: [rows, D]   dx = y * (dy - sum over the row of dy * y)
    // Grid: X groups of rows.
    [Kernel]
    public static void Backward(ArrayView<float> dy, ArrayView<float> y, ArrayView<float> dx, int rows, int D)
    {
        var row = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (row >= rows)
            return;
        var at = row * D;
        var sum = 0f;
        for (var d = 0; d < D; d++)
            sum = KernelMath.Fma(dy[at + d], y[at + d], sum);
        for (var d = 0; d < D; d++)
            dx[at + d] = y[at + d] * (dy[at + d] - sum);
    }
}
