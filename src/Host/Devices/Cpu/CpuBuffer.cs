using System.Runtime.InteropServices;
using GpuFormer.Kernels.Launch;

namespace GpuFormer.Devices.Cpu;

/// <summary>Host memory, aligned to the 64 bytes of a cache line and of the widest vector.</summary>
internal sealed unsafe class CpuBuffer : DeviceBuffer
{
    private readonly CpuDevice _device;
    private nint _memory;

    public CpuBuffer(CpuDevice device, long byteSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(byteSize, 1);
        _device = device;
        ByteSize = byteSize;
        // Rounded up, so that a buffer ends where a cache line does.
        try
        {
            _memory = (nint)NativeMemory.AlignedAlloc(
                (nuint)((byteSize + 63) & ~63L), (nuint)HugePages.Alignment(byteSize));
            HugePages.Request(_memory, byteSize);
        }
        catch (OutOfMemoryException)
        {
            throw new DeviceMemoryException(device.Name, byteSize, device.AllocatedBytes,
                Math.Min(device.MemoryLimit, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes));
        }

        device.Account(byteSize);
    }

    ~CpuBuffer() => Free();

    public override long ByteSize { get; }

    public override nint HostAddress => Memory;

    public bool IsDisposed => Volatile.Read(ref _memory) == 0;

    private nint Memory
    {
        get
        {
            var memory = Volatile.Read(ref _memory);
            ObjectDisposedException.ThrowIf(memory == 0, this);
            return memory;
        }
    }

    public override void Write(ReadOnlySpan<byte> source, long byteOffset = 0)
    {
        CheckRange(source.Length, byteOffset);
        source.CopyTo(new Span<byte>((byte*)Memory + byteOffset, source.Length));
    }

    public override void Read(Span<byte> destination, long byteOffset = 0)
    {
        CheckRange(destination.Length, byteOffset);
        new ReadOnlySpan<byte>((byte*)Memory + byteOffset, destination.Length).CopyTo(destination);
    }

    public override void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        var memory = Interlocked.Exchange(ref _memory, 0);
        if (memory == 0)
            return;
        NativeMemory.AlignedFree((void*)memory);
        _device.Account(-ByteSize);
    }
}
