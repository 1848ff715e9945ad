using GpuFormer.Kernels.Specialisation;
using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Kernels.Launch;

/// <summary>
/// The memory behind an <see cref="ArrayView{T}"/> that the host hands to a kernel of ours: a part of a
/// <see cref="DeviceBuffer"/>, as ILGPU's views want it. It belongs to no ILGPU accelerator, so that no ILGPU context is
/// needed, and owns nothing: <see cref="KernelArguments.Pack"/> reads from it what a device binds.
/// </summary>
internal sealed class ViewMemory : MemoryBuffer
{
    /// <summary>Describes a part of a buffer.</summary>
    /// <param name="buffer">The device buffer that owns the memory.</param>
    /// <param name="byteOffset">Where the part starts in the buffer.</param>
    /// <param name="length">The number of elements.</param>
    /// <param name="elementSize">The size of an element as kernels see it, in bytes.</param>
    /// <param name="format">How elements that kernels see as floats are stored.</param>
    public ViewMemory(
        DeviceBuffer buffer, long byteOffset, int length, int elementSize, FloatFormat format = FloatFormat.Single)
        : base(null!, length, elementSize)
    {
        // Nothing to release: without this, each view would wait for the finaliser that ILGPU's buffers have.
        GC.SuppressFinalize(this);
        (Owner, ByteOffset, Format) = (buffer, byteOffset, format);
        // The host can read and write the elements where it sees them as the kernel does.
        if (buffer.HostAddress != 0 && format == FloatFormat.Single)
            NativePtr = buffer.HostAddress + (nint)byteOffset;
    }

    /// <summary>The memory behind a view that a device buffer made.</summary>
    /// <exception cref="ArgumentException">The view is ILGPU's own, or none.</exception>
    public static ViewMemory Of(IContiguousArrayView view) => view.Buffer as ViewMemory
        ?? throw new ArgumentException("A view that was not made by DeviceBuffer.View or DeviceBuffer.FloatView.");

    /// <summary>The device buffer that owns the memory.</summary>
    public DeviceBuffer Owner { get; }

    /// <summary>Where the memory starts in its buffer, in bytes.</summary>
    public long ByteOffset { get; }

    /// <summary>How elements that kernels see as floats are stored; of others <see cref="FloatFormat.Single"/>.</summary>
    public FloatFormat Format { get; }

    protected override void MemSet(AcceleratorStream stream, byte value, in ArrayView<byte> targetView) =>
        throw Unsupported();

    protected override void CopyTo(
        AcceleratorStream stream, in ArrayView<byte> sourceView, in ArrayView<byte> targetView) => throw Unsupported();

    protected override void CopyFrom(
        AcceleratorStream stream, in ArrayView<byte> sourceView, in ArrayView<byte> targetView) => throw Unsupported();

    protected override void DisposeAcceleratorObject(bool disposing)
    {
    }

    private static NotSupportedException Unsupported() =>
        new("This view belongs to a GpuFormer device: copy with DeviceBuffer.Write and DeviceBuffer.Read.");
}
