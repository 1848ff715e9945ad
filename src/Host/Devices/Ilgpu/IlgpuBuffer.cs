using ILGPU.Runtime;

namespace GpuFormer.Devices.Ilgpu;

/// <summary>Memory of an ILGPU accelerator, as bytes.</summary>
internal sealed class IlgpuBuffer(IlgpuDevice device, MemoryBuffer memory) : DriverBuffer(device, memory.LengthInBytes)
{
    /// <summary>ILGPU's buffer.</summary>
    public MemoryBuffer Memory => memory;

    protected override void CopyToDevice(ReadOnlySpan<byte> source, long byteOffset) =>
        device.Write(memory, source, byteOffset);

    protected override void CopyToHost(long byteOffset, Span<byte> destination) =>
        device.Read(memory, byteOffset, destination);

    protected override void Free() => memory.Dispose();
}
