using ILGPU;

namespace GpuFormer.Kernels.Language;

/// <summary>
/// Products of small matrices that 32 threads make together: one instruction of a matrix unit where a device has them
/// (CUDA's <c>mma.sync.m16n8k16</c>), and this code everywhere else. Factors are halves in shared memory, sums are
/// floats that the threads hold between them.
/// </summary>
public static class Fragment
{
    /// <summary>Threads that make a product: the size of the group along X.</summary>
    public const int Threads = 32;

    /// <summary>Rows of the left factor and of the result.</summary>
    public const int Rows = 16;

    /// <summary>Columns of the right factor and of the result.</summary>
    public const int Columns = 8;

    /// <summary>Columns of the left factor, rows of the right one.</summary>
    public const int Depth = 16;

    /// <summary>Elements of the result that one thread holds.</summary>
    public const int Sums = 4;

    /// <summary>The row of the result that holds this thread's element <paramref name="element"/>, 0 to 3.</summary>
    public static int Row(int element) => (Group.IdxX >> 2) + ((element >> 1) << 3);

    /// <summary>The column of the result that holds this thread's element <paramref name="element"/>, 0 to 3.</summary>
    public static int Column(int element) => ((Group.IdxX & 3) << 1) + (element & 1);

    /// <summary>
    /// Adds a [16, 16] times b [16, 8] to the result. All 32 threads along X call it together, not below a condition
    /// that differs between them.
    /// </summary>
    /// <param name="a">Element (row, k) of the left factor is at aStart + row * aStride + k.</param>
    /// <param name="aStart">The same for all 32 threads; even.</param>
    /// <param name="aStride">Even. Strides of 8 more than a multiple of 32 read without conflicts.</param>
    /// <param name="b">Element (k, column) of the right factor is at bStart + column * bStride + k.</param>
    /// <param name="bStart">The same for all 32 threads; even.</param>
    /// <param name="bStride">Even.</param>
    /// <param name="sums">This thread's four elements of the result, at <paramref name="first"/>.</param>
    /// <param name="first">A compile-time constant after unrolling.</param>
    /// <remarks>
    /// The order in which the 16 products are added, and whether sums between them are rounded, is the device's.
    /// </remarks>
    public static void MultiplyAdd(
        ArrayView<float> a, int aStart, int aStride, ArrayView<float> b, int bStart, int bStride, float[] sums, int first)
    {
        for (var element = 0; element < Sums; element++)
        {
            var left = aStart + (Row(element) * aStride);
            var right = bStart + (Column(element) * bStride);
            var sum = sums[first + element];
            for (var k = 0; k < Depth; k++)
                sum = KernelMath.Fma(a[left + k], b[right + k], sum);
            sums[first + element] = sum;
        }
    }
}
