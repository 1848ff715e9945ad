using GpuFormer.Kernels.Language;

namespace GpuFormer.Kernels.Library;

/// <summary>Takes the gradient of rows behind each other apart.</summary>
public static class ConcatBackwardKernels
{
    // dy: [N, A + B]   da: [N, A]   db: [N, bStride], 0 before bOffset and from bOffset + B on
    // Grid: X panels of Group.SizeX elements of (da, db), the last overlapping (A + bStride is at least that), Y rows.
    [Kernel]
    public static void Backward(View<float> dy, View<float> da, View<float> db, int A, int B, int bOffset, int bStride)
    {
        var c = KernelMath.Min(Grid.IndexX * Group.SizeX, A + bStride - Group.SizeX) + Group.IndexX;
        var from = c < A ? c : c - bOffset;
        var value = 0f;
        if (c < A || (from >= A && from < A + B))
            value = dy[(Grid.IndexY * (A + B)) + from];
        if (c < A)
            da[(Grid.IndexY * A) + c] = value;
        else
            db[(Grid.IndexY * bStride) + c - A] = value;
    }
}
