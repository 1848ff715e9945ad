using GpuFormer.Kernels.Launch;

namespace GpuFormer.Devices.Vulkan;

/// <summary>Memory of a Vulkan device: written in place where the host reaches it, else through copies.</summary>
internal sealed unsafe class VulkanBuffer : DeviceBuffer
{
    private readonly VulkanDevice _device;
    private readonly VulkanAllocation _allocation;
    private int _isDisposed;

    public VulkanBuffer(VulkanDevice device, long byteSize)
    {
        _device = device;
        ByteSize = byteSize;
        _allocation = device.Memory.AllocateForKernels(byteSize);
    }

    public override long ByteSize { get; }

    // Reachable or not, kernels of other devices have no business there.
    public override nint HostAddress => 0;

    internal VulkanDevice Device => _device;

    internal ulong Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
            return _allocation.Buffer;
        }
    }

    public override void Write(ReadOnlySpan<byte> source, long byteOffset = 0)
    {
        CheckUse(source.Length, byteOffset);
        if (_allocation.Address != 0)
            source.CopyTo(new Span<byte>((byte*)_allocation.Address + byteOffset, source.Length));
        else
            _device.Queue.CopyToDevice(source, Handle, byteOffset);
    }

    public override void Read(Span<byte> destination, long byteOffset = 0)
    {
        CheckUse(destination.Length, byteOffset);
        if (_allocation.Address != 0)
            new ReadOnlySpan<byte>((byte*)_allocation.Address + byteOffset, destination.Length).CopyTo(destination);
        else
            _device.Queue.CopyToHost(Handle, byteOffset, destination);
    }

    public override void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        if (_device.Forget(this))
            _device.Memory.Free(_allocation);
    }

    private void CheckUse(int length, long byteOffset)
    {
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        _device.ThrowIfUnusable();
        CheckRange(length, byteOffset);
    }
}
