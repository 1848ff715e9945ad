using ILGPU;

namespace GpuFormer.Kernels.Language;

/// <summary>Makes arrays in the memory of a group that our compiler stores in half precision.</summary>
public static class SharedHalves
{
    /// <summary>
    /// As <see cref="SharedMemory.Allocate{T}(int)"/>, for numbers that are stored in half precision. Write what
    /// <see cref="KernelMath.RoundToHalf"/> gives: where ILGPU compiles the kernel, the elements are floats.
    /// </summary>
    /// <param name="length">The number of elements, a compile-time constant of at least 1.</param>
    public static ArrayView<float> Allocate(int length) => SharedMemory.Allocate<float>(length);
}
