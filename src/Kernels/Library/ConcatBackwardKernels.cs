using GpuFormer.Kernels.Language;
using ILGPU;

namespace GpuFormer.Kernels.Library;

/// <summary>Takes the gradient of rows behind each other apart.</summary>
public static class ConcatBackwardKernels
{
    // dy: [N, A + B]   da: [N, A]   db: [N, bStride], 0 before bOffset and from bOffset + B on
    // Grid: X panels of Group.DimX elements of (da, db), the last overlapping (A + bStride is at least that), Y and Z rows.
    [Kernel]
    public static void Backward(
        ArrayView<float> dy, ArrayView<float> da, ArrayView<float> db, int A, int B, int bOffset, int bStride)
    {
        var c = KernelMath.Min(Grid.IdxX * Group.DimX, A + bStride - Group.DimX) + Group.IdxX;
        var row = (Grid.IdxZ * Grid.DimY) + Grid.IdxY;
        var from = c < A ? c : c - bOffset;
        var value = 0f;
        if (c < A || (from >= A && from < A + B))
            value = dy[(row * (A + B)) + from];
        if (c < A)
            da[(row * A) + c] = value;
        else
            db[(row * bStride) + c - A] = value;
    }
}
