using GpuFormer.Kernels.Language;
using ILGPU;

namespace GpuFormer.Kernels.Library;

/// <summary>Puts rows of two tensors behind each other.</summary>
public static class ConcatKernels
{
    // a: [N, A]   b: [N, bStride], B of each from bOffset on are read   y: [N, A + B]
    // Grid: X panels of Group.DimX elements, the last overlapping (A + B is at least that), Y and Z rows.
    [Kernel]
    public static void Forward(
        ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, int A, int B, int bOffset, int bStride)
    {
        var c = KernelMath.Min(Grid.IdxX * Group.DimX, A + B - Group.DimX) + Group.IdxX;
        var row = (Grid.IdxZ * Grid.DimY) + Grid.IdxY;
        var value = 0f;
        if (c < A)
            value = a[(row * A) + c];
        else
            value = b[(row * bStride) + bOffset + c - A];
        y[(row * (A + B)) + c] = value;
    }

    // dy: [N, D]   dx: [N, tokens, D]   dx = dy for the first token of each image, 0 for the others
    // Grid: X panels of Group.DimX elements, the last overlapping (D is at least that), Y tokens, Z images.
    [Kernel]
    public static void FirstToken(ArrayView<float> dy, ArrayView<float> dx, int D)
    {
        var d = KernelMath.Min(Grid.IdxX * Group.DimX, D - Group.DimX) + Group.IdxX;
        var value = 0f;
        if (Grid.IdxY == 0)
            value = dy[(Grid.IdxZ * D) + d];
        dx[(((Grid.IdxZ * Grid.DimY) + Grid.IdxY) * D) + d] = value;
    }
}
