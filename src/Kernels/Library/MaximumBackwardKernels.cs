using GpuFormer.Kernels.Language;

namespace GpuFormer.Kernels.Library;

/// <summary>The gradient of the larger of two tensors. Lanes are elements.</summary>
public static class MaximumBackwardKernels
{
    // dy, a, b, da, db: [count]   da = dy where a > b, db = dy where b > a, half of it each where they are equal
    // Grid: X runs of `run` vectors of Group.SizeX elements. count is at least Group.SizeX: the last vector starts
    // early enough to be whole.
    [Kernel]
    public static void Backward(
        View<float> dy, View<float> a, View<float> b, View<float> da, View<float> db, int count, int run)
    {
        var first = Grid.IndexX * run * Group.SizeX;
        var last = KernelMath.Min(first + (run * Group.SizeX), count);
        for (var at = first; at < last; at += Group.SizeX)
        {
            var i = KernelMath.Min(at, count - Group.SizeX) + Group.IndexX;
            var share = a[i] > b[i] ? 1f : a[i] < b[i] ? 0f : 0.5f;
            da[i] = dy[i] * share;
            db[i] = dy[i] * (1f - share);
        }
    }
}
