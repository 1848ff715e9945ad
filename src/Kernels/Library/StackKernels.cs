using GpuFormer.Kernels.Language;

namespace GpuFormer.Kernels.Library;

/// <summary>Puts scaled queries and gates, or scaled keys and values, beside each other for the bridges.</summary>
public static class StackKernels
{
    // a: [rows, A]   b: [rows, B]   y: [rows, A + B]   y = (scale * a, b)
    // Grid: X panels of Group.SizeX columns, the last overlapping (A + B is at least that), Y rows.
    [Kernel]
    public static void Scaled(View<float> a, View<float> b, View<float> y, int A, int B, float scale)
    {
        var c = KernelMath.Min(Grid.IndexX * Group.SizeX, A + B - Group.SizeX) + Group.IndexX;
        var value = 0f;
        if (c < A)
            value = scale * a[(Grid.IndexY * A) + c];
        else
            value = b[(Grid.IndexY * B) + c - A];
        y[(Grid.IndexY * (A + B)) + c] = value;
    }
}
