namespace GpuFormer.Devices.Cuda;

/// <summary>Memory of a card.</summary>
internal sealed class CudaBuffer(CudaDevice device, ulong address, long byteSize) : DriverBuffer(device, byteSize)
{
    internal ulong Address
    {
        get
        {
            ThrowIfDisposed();
            return address;
        }
    }

    protected override void CopyToDevice(ReadOnlySpan<byte> source, long byteOffset) =>
        device.Staging.Write(source, address + (ulong)byteOffset);

    protected override void CopyToHost(long byteOffset, Span<byte> destination) =>
        device.Staging.Read(destination, address + (ulong)byteOffset);

    protected override unsafe void Free()
    {
        device.SetCurrent();
        // Waits for the card: what is still on its way arrives first.
        device.Api.MemoryFree(address);
    }
}

/// <summary>
/// Copies through memory that the card reads without the processor's help. Two halves take turns: while one is on its
/// way, the other is filled.
/// </summary>
internal sealed unsafe class CudaStaging : IDisposable
{
    private const int HalfBytes = 2 << 20;

    private readonly CudaDevice _device;
    private readonly Lock _gate = new();
    private readonly nint[] _arrived = new nint[2];
    private nint _memory;

    public CudaStaging(CudaDevice device)
    {
        _device = device;
        nint memory;
        device.Check(device.Api.MemoryAllocateHost(&memory, 2 * HalfBytes), "cuMemAllocHost");
        _memory = memory;
        for (var half = 0; half < 2; half++)
            _arrived[half] = CudaEvent.Create(device, Cuda.EventDisableTiming);
    }

    public void Write(ReadOnlySpan<byte> source, ulong address)
    {
        lock (_gate)
        {
            for (var half = 0; source.Length > 0; half = 1 - half)
            {
                var length = Math.Min(source.Length, HalfBytes);
                CudaEvent.Wait(_device, _arrived[half]);
                source[..length].CopyTo(new Span<byte>(Half(half), length));
                _device.Check(_device.Api.CopyToDeviceAsync(address, Half(half), (nuint)length, _device.Stream),
                    "cuMemcpyHtoDAsync");
                _device.Check(_device.Api.EventRecord(_arrived[half], _device.Stream), "cuEventRecord");
                source = source[length..];
                address += (ulong)length;
            }

            // What follows is in the same stream, and the source was copied: nobody need wait.
        }
    }

    public void Read(Span<byte> destination, ulong address)
    {
        lock (_gate)
        {
            // One copy is always ahead of the one that is taken out.
            var sent = 0;
            for (var taken = 0; taken < destination.Length;)
            {
                while (sent < destination.Length && sent - taken < 2 * HalfBytes)
                {
                    var half = sent / HalfBytes % 2;
                    var length = Math.Min(destination.Length - sent, HalfBytes);
                    _device.Check(_device.Api.CopyToHostAsync(
                        Half(half), address + (ulong)sent, (nuint)length, _device.Stream), "cuMemcpyDtoHAsync");
                    _device.Check(_device.Api.EventRecord(_arrived[half], _device.Stream), "cuEventRecord");
                    sent += length;
                }

                var from = taken / HalfBytes % 2;
                CudaEvent.Wait(_device, _arrived[from]);
                var part = destination.Slice(taken, Math.Min(destination.Length - taken, HalfBytes));
                new ReadOnlySpan<byte>(Half(from), part.Length).CopyTo(part);
                taken += part.Length;
            }
        }
    }

    public void Dispose()
    {
        for (var half = 0; half < 2; half++)
        {
            if (_arrived[half] != 0)
                _device.Api.EventDestroy(_arrived[half]);
            _arrived[half] = 0;
        }

        if (_memory != 0)
            _device.Api.MemoryFreeHost(_memory);
        _memory = 0;
    }

    private byte* Half(int half) => (byte*)_memory + (half * HalfBytes);
}

/// <summary>Marks in a stream.</summary>
internal static unsafe class CudaEvent
{
    public static nint Create(CudaDevice device, uint flags = 0)
    {
        nint created;
        device.Check(device.Api.EventCreate(&created, flags), "cuEventCreate");
        return created;
    }

    /// <summary>Returns when the stream has passed the mark; at once if it never stood in a stream.</summary>
    public static void Wait(CudaDevice device, nint mark) =>
        device.Check(device.Api.EventSynchronize(mark), "cuEventSynchronize");
}
