using GpuFormer.Kernels.Language;

namespace GpuFormer.Kernels.Library;

/// <summary>Puts rows of two tensors behind each other.</summary>
public static class ConcatKernels
{
    // a: [N, A]   b: [N, bStride], the first B of each are read   y: [N, A + B]
    // Grid: X panels of Group.SizeX elements, the last overlapping (A + B is at least that), Y rows.
    [Kernel]
    public static void Forward(View<float> a, View<float> b, View<float> y, int A, int B, int bStride)
    {
        var c = KernelMath.Min(Grid.IndexX * Group.SizeX, A + B - Group.SizeX) + Group.IndexX;
        var value = 0f;
        if (c < A)
            value = a[(Grid.IndexY * A) + c];
        else
            value = b[(Grid.IndexY * bStride) + c - A];
        y[(Grid.IndexY * (A + B)) + c] = value;
    }
}
