using GpuFormer.Kernels.Language;
using ILGPU;

namespace GpuFormer.Kernels.Library;

/// <summary>Puts scaled queries and gates, or scaled keys and values, beside each other for the bridges.</summary>
public static class StackKernels
{
    // a: [rows, A]   b: [rows, B]   y: [rows, A + B]   y = (scale * a, b)
    // Grid: X panels of Group.DimX columns, the last overlapping (A + B is at least that), Y rows.
    [Kernel]
    public static void Scaled(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, int A, int B, float scale)
    {
        var c = KernelMath.Min(Grid.IdxX * Group.DimX, A + B - Group.DimX) + Group.IdxX;
        var value = 0f;
        if (c < A)
            value = scale * a[(Grid.IdxY * A) + c];
        else
            value = b[(Grid.IdxY * B) + c - A];
        y[(Grid.IdxY * (A + B)) + c] = value;
    }
}
