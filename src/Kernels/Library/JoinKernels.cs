using GpuFormer.Kernels.Language;
using ILGPU;

namespace GpuFormer.Kernels.Library;

/// <summary>Puts all elements of an image in two tensors behind each other, and takes them apart.</summary>
public static class JoinKernels
{
    // a: [N, A]   b: [N, B]   y: [N, A + B]
    // Grid: X runs of `run` vectors of Group.DimX elements, of one image, Y images. A and B are at least Group.DimX: the
    // last vector of each starts early enough to be whole.
    [Kernel]
    public static void Forward(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, int A, int B, int run)
    {
        var first = Grid.IdxX * run * Group.DimX;
        var last = first + (run * Group.DimX);
        var to = Grid.IdxY * (A + B);
        for (var at = first; at < KernelMath.Min(last, A); at += Group.DimX)
        {
            var i = KernelMath.Min(at, A - Group.DimX) + Group.IdxX;
            y[to + i] = a[(Grid.IdxY * A) + i];
        }

        for (var at = KernelMath.Max(first - A, 0); at < KernelMath.Min(last - A, B); at += Group.DimX)
        {
            var i = KernelMath.Min(at, B - Group.DimX) + Group.IdxX;
            y[to + A + i] = b[(Grid.IdxY * B) + i];
        }
    }

    // dy: [N, A + B]   da: [N, A]   db: [N, B]
    // Grid: as above.
    [Kernel]
    public static void Backward(ArrayView<float> dy, ArrayView<float> da, ArrayView<float> db, int A, int B, int run)
    {
        var first = Grid.IdxX * run * Group.DimX;
        var last = first + (run * Group.DimX);
        var from = Grid.IdxY * (A + B);
        for (var at = first; at < KernelMath.Min(last, A); at += Group.DimX)
        {
            var i = KernelMath.Min(at, A - Group.DimX) + Group.IdxX;
            da[(Grid.IdxY * A) + i] = dy[from + i];
        }

        for (var at = KernelMath.Max(first - A, 0); at < KernelMath.Min(last - A, B); at += Group.DimX)
        {
            var i = KernelMath.Min(at, B - Group.DimX) + Group.IdxX;
            db[(Grid.IdxY * B) + i] = dy[from + A + i];
        }
    }
}
