using GpuFormer.Kernels.Language;
using ILGPU;

namespace GpuFormer.Kernels.Library;

/// <summary>Soft-max of short rows: one thread per row.</summary>
public static class SoftmaxKernels
{
    // x, y: [rows, D]
    // y[row, d] = e^(x[row, d] - max) / sum over d of e^(x[row, d] - max)
    // Grid: X groups of rows.
    [Kernel]
    public static void Forward(ArrayView<float> x, ArrayView<float> y, int rows, int D)
    {
        var row = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (row >= rows)
            return;
        var at = row * D;
        var maximum = x[at];
        for (var d = 1; d < D; d++)
            maximum = KernelMath.Larger(maximum, x[at + d]);
        var sum = 0f;
        for (var d = 0; d < D; d++)
        {
            var e = KernelMath.Exp(x[at + d] - maximum);
            y[at + d] = e;
            sum += e;
        }

        var scale = 1f / sum;
        for (var d = 0; d < D; d++)
            y[at + d] *= scale;
    }
}
