namespace GpuFormer.Kernels.Language;

/// <summary>An array in the memory of a group, seen by all of its threads; its content at the start is undefined.</summary>
public readonly unsafe struct Shared<T>
    where T : unmanaged
{
    private readonly T* _elements;

    internal Shared(nint address, int length)
    {
        _elements = (T*)address;
        Length = length;
    }

    /// <summary>The number of elements.</summary>
    public int Length { get; }

    /// <summary>The element at <paramref name="index"/>, 0-based.</summary>
    public ref T this[int index]
    {
        get
        {
            if ((uint)index >= (uint)Length)
                throw new IndexOutOfRangeException($"A kernel accessed element {index} of {Length} shared elements.");
            return ref _elements[index];
        }
    }
}

/// <summary>Makes shared arrays.</summary>
public static class Shared
{
    /// <summary>
    /// The shared array of <paramref name="length"/> elements (a compile-time constant) that belongs to this place in
    /// the kernel. Call it outside loops and conditions.
    /// </summary>
    public static unsafe Shared<T> Array<T>(int length)
        where T : unmanaged
    {
        var thread = KernelThread.Current;
        return new Shared<T>(thread.Group.SharedArray(thread.SharedRequests++, length, sizeof(T)), length);
    }

    /// <summary>
    /// The same for numbers that are stored in half precision. Write what <see cref="KernelMath.RoundToHalf"/> gives:
    /// where no compiler stands between, the elements are floats.
    /// </summary>
    public static Shared<float> Halves(int length) => Array<float>(length);
}
