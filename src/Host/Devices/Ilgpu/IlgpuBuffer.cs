using GpuFormer.Kernels.Launch;
using ILGPU.Runtime;

namespace GpuFormer.Devices.Ilgpu;

/// <summary>Memory of an ILGPU accelerator.</summary>
internal sealed unsafe class IlgpuBuffer : DeviceBuffer
{
    private readonly IlgpuDevice _device;
    private readonly MemoryBuffer _memory;
    private bool _disposed;

    public IlgpuBuffer(IlgpuDevice device, MemoryBuffer memory) => (_device, _memory) = (device, memory);

    public override long ByteSize => _memory.LengthInBytes;

    public override nint HostAddress => _device.IsHost ? Memory.NativePtr : 0;

    /// <summary>ILGPU's buffer, of bytes.</summary>
    public MemoryBuffer Memory
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _memory;
        }
    }

    public override void Write(ReadOnlySpan<byte> source, long byteOffset = 0)
    {
        CheckRange(source.Length, byteOffset);
        if (source.Length > 0)
        {
            fixed (byte* host = source)
                _device.Write(Memory, byteOffset, (nint)host, source.Length);
        }
    }

    public override void Read(Span<byte> destination, long byteOffset = 0)
    {
        CheckRange(destination.Length, byteOffset);
        if (destination.Length > 0)
        {
            fixed (byte* host = destination)
                _device.Read(Memory, byteOffset, (nint)host, destination.Length);
        }
    }

    public override void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _device.Release(_memory);
    }
}
