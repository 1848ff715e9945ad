using VkBuffer = Silk.NET.Vulkan.Buffer;

namespace GpuFormer.Devices.Vulkan;

/// <summary>Memory of a Vulkan device: written in place where the host reaches it, else through copies.</summary>
internal sealed unsafe class VulkanBuffer(VulkanDevice device, long byteSize) : DriverBuffer(device, byteSize)
{
    private readonly VulkanAllocation _allocation = device.Memory.AllocateForKernels(byteSize);

    internal VkBuffer Handle
    {
        get
        {
            ThrowIfDisposed();
            return _allocation.Buffer;
        }
    }

    protected override void CopyToDevice(ReadOnlySpan<byte> source, long byteOffset)
    {
        if (_allocation.Address != 0)
            source.CopyTo(new Span<byte>((byte*)_allocation.Address + byteOffset, source.Length));
        else
            device.Queue.CopyToDevice(source, _allocation.Buffer, byteOffset);
    }

    protected override void CopyToHost(long byteOffset, Span<byte> destination)
    {
        if (_allocation.Address != 0)
            new ReadOnlySpan<byte>((byte*)_allocation.Address + byteOffset, destination.Length).CopyTo(destination);
        else
            device.Queue.CopyToHost(_allocation.Buffer, byteOffset, destination);
    }

    protected override void Free() => device.Memory.Free(_allocation);
}
