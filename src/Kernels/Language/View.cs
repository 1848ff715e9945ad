using System.Runtime.CompilerServices;

namespace GpuFormer.Kernels.Language;

/// <summary>
/// A kernel's window on device memory: <see cref="Length"/> elements of <typeparamref name="T"/> (float, int, uint,
/// short, ushort, sbyte or byte). In a kernel that runs as plain C#, every access is checked against the length.
/// </summary>
public readonly unsafe struct View<T>
    where T : unmanaged
{
    private readonly T* _elements;

    /// <summary>Makes a view of a part of a device buffer.</summary>
    /// <param name="buffer">The device buffer that owns the memory; compiled targets bind it.</param>
    /// <param name="byteOffset">Where the view starts in the buffer, in bytes.</param>
    /// <param name="length">The number of elements.</param>
    /// <param name="address">The address of the first element, or 0 if the host cannot reach the memory.</param>
    /// <param name="isHalf">See <see cref="IsHalf"/>; such a view has no address.</param>
    public View(object buffer, long byteOffset, int length, nint address, bool isHalf = false)
    {
        Buffer = buffer;
        ByteOffset = byteOffset;
        Length = length;
        _elements = (T*)address;
        IsHalf = isHalf;
    }

    /// <summary>The device buffer that owns the memory.</summary>
    public object? Buffer { get; }

    /// <summary>Where the view starts in its buffer, in bytes.</summary>
    public long ByteOffset { get; }

    /// <summary>The number of elements.</summary>
    public int Length { get; }

    /// <summary>
    /// True of floats that lie in memory as half-precision numbers. To a kernel they are floats: it is compiled so that
    /// a load widens, which is exact, and a store rounds to nearest even. What is infinite or not a number may become
    /// some large number when it is loaded.
    /// </summary>
    public bool IsHalf { get; }

    /// <summary>The element at <paramref name="index"/>, 0-based.</summary>
    public ref T this[int index]
    {
        get
        {
            if ((uint)index >= (uint)Length)
                throw OutOfRange(index);
            return ref _elements[index];
        }
    }

    /// <summary>
    /// Asks for the memory around an element ahead of its use; nothing else happens. The index may lie anywhere, behind
    /// the last element too: what is not there is not fetched. An instruction on x86 processors, nothing elsewhere.
    /// Threads along X ask for the element of the first of them.
    /// </summary>
    public void Prefetch(int index)
    {
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private IndexOutOfRangeException OutOfRange(int index) =>
        new($"A kernel accessed element {index} of a view of {Length} elements of {typeof(T).Name}.");
}
