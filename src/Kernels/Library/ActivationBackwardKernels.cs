using GpuFormer.Kernels.Language;
using ILGPU;

namespace GpuFormer.Kernels.Library;

/// <summary>Gradients of functions of single elements. Lanes are elements.</summary>
public static class ActivationBackwardKernels
{
    // dy, saved, dx: [count]   dx = f'(saved) * dy
    // Grid: X runs of `run` vectors of Group.DimX elements. count is at least Group.DimX: the last vector starts
    // early enough to be whole. dx must be neither dy nor saved.
    [Kernel]
    public static void Backward<TActivation>(
        ArrayView<float> dy, ArrayView<float> saved, ArrayView<float> dx, int count, int run)
        where TActivation : struct, IActivation
    {
        var first = Grid.IdxX * run * Group.DimX;
        var last = KernelMath.Min(first + (run * Group.DimX), count);
        for (var at = first; at < last; at += Group.DimX)
        {
            var i = KernelMath.Min(at, count - Group.DimX) + Group.IdxX;
            // Where the function is flat nothing passes, not even an infinite gradient, as in PyTorch.
            var derivative = TActivation.Derivative(saved[i]);
            dx[i] = derivative == 0f ? 0f : dy[i] * derivative;
        }
    }

    // dy, x, dx: [count]   dx = dy where low <= x <= high, else 0
    // Grid and conditions are those of Backward.
    [Kernel]
    public static void Clamp(
        ArrayView<float> dy, ArrayView<float> x, ArrayView<float> dx, int count, int run, float low, float high)
    {
        var first = Grid.IdxX * run * Group.DimX;
        var last = KernelMath.Min(first + (run * Group.DimX), count);
        for (var at = first; at < last; at += Group.DimX)
        {
            var i = KernelMath.Min(at, count - Group.DimX) + Group.IdxX;
            dx[i] = x[i] >= low && x[i] <= high ? dy[i] : 0f;
        }
    }
}
