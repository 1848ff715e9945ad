using GpuFormer.Kernels.Language;
using ILGPU;

namespace GpuFormer.Kernels.Library;

/// <summary>Multiplies by a number that changes from step to step without a new recording.</summary>
public static class StepKernels
{
    // x, y: [count]   scalars: the numbers of the step
    // y[i] = x[i] * scalars[index]
    // Grid: X runs of `run` vectors of Group.DimX elements. count is at least Group.DimX: the last vector starts
    // early enough to be whole. y must not be x.
    [Kernel]
    public static void Scale(
        ArrayView<float> x, ArrayView<float> scalars, ArrayView<float> y, int count, int run, int index)
    {
        var factor = scalars[index];
        var first = Grid.IdxX * run * Group.DimX;
        var last = KernelMath.Min(first + (run * Group.DimX), count);
        for (var at = first; at < last; at += Group.DimX)
        {
            var i = KernelMath.Min(at, count - Group.DimX) + Group.IdxX;
            y[i] = x[i] * factor;
        }
    }
}
