using System.Runtime.InteropServices;
using GpuFormer.Kernels.Launch;

namespace GpuFormer.Devices.Cpu;

/// <summary>
/// Host memory, aligned to the 64 bytes of a cache line and of the widest vector. Disposed of during a copy or a run,
/// it is freed when that is over.
/// </summary>
internal sealed unsafe class CpuBuffer : DeviceBuffer, IReleasable
{
    private readonly CpuDevice _device;
    private nint _memory;
    private SharedUse _use;

    public CpuBuffer(CpuDevice device, long byteSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(byteSize, 1);
        _device = device;
        ByteSize = byteSize;
        // Rounded up, so that a buffer ends where a cache line does.
        try
        {
            if (device.Guard != GuardSide.None)
            {
                _memory = GuardedMemory.Allocate(byteSize, device.Guard);
            }
            else
            {
                _memory = (nint)NativeMemory.AlignedAlloc(
                    (nuint)((byteSize + 63) & ~63L), (nuint)HugePages.Alignment(byteSize));
                HugePages.Request(_memory, byteSize);
            }
        }
        catch (OutOfMemoryException)
        {
            throw new DeviceMemoryException(device.Name, byteSize, device.AllocatedBytes,
                Math.Min(device.MemoryLimit, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes));
        }

        device.Account(byteSize);
    }

    ~CpuBuffer() => Release();

    public override long ByteSize { get; }

    public override nint HostAddress => Memory;

    private nint Memory
    {
        get
        {
            ObjectDisposedException.ThrowIf(_use.IsDisposed, this);
            return Volatile.Read(ref _memory);
        }
    }

    /// <summary>Keeps the memory until <see cref="EndUse"/>.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public void BeginUse() => _use.Begin(this);

    public void EndUse() => _use.End(this);

    public override void Write(ReadOnlySpan<byte> source, long byteOffset = 0)
    {
        CheckRange(source.Length, byteOffset);
        BeginUse();
        try
        {
            source.CopyTo(new Span<byte>((byte*)_memory + byteOffset, source.Length));
        }
        finally
        {
            EndUse();
        }
    }

    public override void Read(Span<byte> destination, long byteOffset = 0)
    {
        CheckRange(destination.Length, byteOffset);
        BeginUse();
        try
        {
            new ReadOnlySpan<byte>((byte*)_memory + byteOffset, destination.Length).CopyTo(destination);
        }
        finally
        {
            EndUse();
        }
    }

    public override void Dispose()
    {
        _use.Dispose(this);
        GC.SuppressFinalize(this);
    }

    public void Release()
    {
        var memory = Interlocked.Exchange(ref _memory, 0);
        if (memory == 0)
            return;
        if (_device.Guard != GuardSide.None)
            GuardedMemory.Free(memory, ByteSize);
        else
            NativeMemory.AlignedFree((void*)memory);
        _device.Account(-ByteSize);
    }
}
