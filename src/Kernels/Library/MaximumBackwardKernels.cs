using GpuFormer.Kernels.Language;
using ILGPU;

namespace GpuFormer.Kernels.Library;

/// <summary>The gradient of the larger of two tensors. Lanes are elements.</summary>
public static class MaximumBackwardKernels
{
    // dy, a, b, da, db: [count]   da = dy where a > b, db = dy where b > a, half of it each where they are equal
    // Grid: X runs of `run` vectors of Group.DimX elements. count is at least Group.DimX: the last vector starts
    // early enough to be whole.
    [Kernel]
    public static void Backward(
        ArrayView<float> dy, ArrayView<float> a, ArrayView<float> b, ArrayView<float> da, ArrayView<float> db,
        int count, int run)
    {
        var first = Grid.IdxX * run * Group.DimX;
        var last = KernelMath.Min(first + (run * Group.DimX), count);
        for (var at = first; at < last; at += Group.DimX)
        {
            var i = KernelMath.Min(at, count - Group.DimX) + Group.IdxX;
            var share = a[i] > b[i] ? 1f : a[i] < b[i] ? 0f : 0.5f;
            da[i] = dy[i] * share;
            db[i] = dy[i] * (1f - share);
        }
    }
}
