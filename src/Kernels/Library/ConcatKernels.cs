using GpuFormer.Kernels.Language;

namespace GpuFormer.Kernels.Library;

/// <summary>Puts rows of two tensors behind each other.</summary>
public static class ConcatKernels
{
    // a: [N, A]   b: [N, bStride], B of each from bOffset on are read   y: [N, A + B]
    // Grid: X panels of Group.SizeX elements, the last overlapping (A + B is at least that), Y rows.
    [Kernel]
    public static void Forward(View<float> a, View<float> b, View<float> y, int A, int B, int bOffset, int bStride)
    {
        var c = KernelMath.Min(Grid.IndexX * Group.SizeX, A + B - Group.SizeX) + Group.IndexX;
        var value = 0f;
        if (c < A)
            value = a[(Grid.IndexY * A) + c];
        else
            value = b[(Grid.IndexY * bStride) + bOffset + c - A];
        y[(Grid.IndexY * (A + B)) + c] = value;
    }

    // dy: [N, D]   dx: [N, tokens, D]   dx = dy for the first token of each image, 0 for the others
    // Grid: X panels of Group.SizeX elements, the last overlapping (D is at least that), Y tokens, Z images.
    [Kernel]
    public static void FirstToken(View<float> dy, View<float> dx, int D)
    {
        var d = KernelMath.Min(Grid.IndexX * Group.SizeX, D - Group.SizeX) + Group.IndexX;
        var value = 0f;
        if (Grid.IndexY == 0)
            value = dy[(Grid.IndexZ * D) + d];
        dx[(((Grid.IndexZ * Grid.SizeY) + Grid.IndexY) * D) + d] = value;
    }
}
