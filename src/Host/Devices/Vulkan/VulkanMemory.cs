using GpuFormer.Kernels.Launch;

namespace GpuFormer.Devices.Vulkan;

/// <summary>A VkBuffer with memory of its own, mapped if the host can reach it.</summary>
internal readonly record struct VulkanAllocation(ulong Buffer, ulong Memory, nint Address);

/// <summary>Chooses among the memory types of a device and allocates.</summary>
internal sealed unsafe class VulkanMemory
{
    private const uint Coherent = Vk.HostVisible | Vk.HostCoherent;

    private readonly VulkanDevice _device;
    private readonly VkMemoryProperties _properties;

    public VulkanMemory(VulkanDevice device, VulkanInstance instance, nint physicalDevice)
    {
        _device = device;
        VkMemoryProperties properties;
        instance.GetPhysicalDeviceMemoryProperties(physicalDevice, &properties);
        _properties = properties;
        ulong heap = 0;
        for (var i = 0; i < properties.HeapCount; i++)
            heap = Math.Max(heap, properties.Heaps[i].Size);
        LargestHeap = (long)Math.Min(heap, long.MaxValue);
    }

    /// <summary>The bytes of the largest heap.</summary>
    public long LargestHeap { get; }

    /// <summary>The most bytes of one allocation.</summary>
    public long LargestAllocation => (long)Math.Min((ulong)LargestHeap, (ulong)_device.Properties.LargestAllocation);

    /// <summary>Memory for kernels: on the device, and in the host's reach only where that costs nothing.</summary>
    public VulkanAllocation AllocateForKernels(long byteSize)
    {
        const uint usage = Vk.StorageBuffer | Vk.TransferSource | Vk.TransferDestination;
        return _device.Properties.IsUnified
            ? Allocate(byteSize, usage, isMapped: true,
                Vk.DeviceLocal | Coherent | Vk.HostCached, Vk.DeviceLocal | Coherent, Vk.DeviceLocal)
            : Allocate(byteSize, usage, isMapped: false, Vk.DeviceLocal);
    }

    /// <summary>Memory of the host that copies and arguments go through; always mapped.</summary>
    public VulkanAllocation AllocateForHost(long byteSize, uint usage) =>
        Allocate(byteSize, usage, isMapped: true, Coherent | Vk.HostCached, Coherent);

    public void Free(in VulkanAllocation allocation)
    {
        // Freeing unmaps.
        _device.Functions.DestroyBuffer(_device.Handle, allocation.Buffer, null);
        _device.Functions.FreeMemory(_device.Handle, allocation.Memory, null);
    }

    private VulkanAllocation Allocate(
        long byteSize, uint usage, bool isMapped, params ReadOnlySpan<uint> wishes)
    {
        var functions = _device.Functions;
        CheckSize(byteSize);
        var bufferInfo = new VkBufferCreateInfo
        {
            Type = Vk.BufferCreateInfo,
            // Whole words: narrow elements may be read by the word.
            Size = ((ulong)byteSize + 3) & ~3ul,
            Usage = usage,
        };
        ulong buffer = 0, memory = 0;
        CheckMemory(functions.CreateBuffer(_device.Handle, &bufferInfo, null, &buffer), byteSize, "vkCreateBuffer");
        try
        {
            VkMemoryRequirements requirements;
            functions.GetBufferMemoryRequirements(_device.Handle, buffer, &requirements);
            var type = Choose(requirements.TypeBits, wishes);
            if (requirements.Size > _properties.Heaps[(int)_properties.Types[type].Heap].Size)
                throw OutOfMemory(byteSize);
            var memoryInfo = new VkMemoryAllocateInfo
            {
                Type = Vk.MemoryAllocateInfo,
                Size = requirements.Size,
                MemoryType = (uint)type,
            };
            CheckMemory(
                functions.AllocateMemory(_device.Handle, &memoryInfo, null, &memory), byteSize, "vkAllocateMemory");
            _device.Check(functions.BindBufferMemory(_device.Handle, buffer, memory, 0), "vkBindBufferMemory");
            void* address = null;
            if (isMapped && (_properties.Types[type].Flags & Coherent) == Coherent)
            {
                _device.Check(
                    functions.MapMemory(_device.Handle, memory, 0, Vk.WholeSize, 0, &address), "vkMapMemory");
            }

            return new(buffer, memory, (nint)address);
        }
        catch
        {
            Free(new(buffer, memory, 0));
            throw;
        }
    }

    // The first wish that some type fulfils: drivers list better types first.
    private int Choose(uint allowed, ReadOnlySpan<uint> wishes)
    {
        foreach (var wish in wishes)
        {
            for (var i = 0; i < _properties.TypeCount; i++)
            {
                if ((allowed & (1u << i)) != 0 && (_properties.Types[i].Flags & wish) == wish)
                    return i;
            }
        }

        throw new InvalidOperationException($"{_device.Name} has no memory of the kind that buffers need.");
    }

    // Sizes beyond any heap are not for the driver to refuse: they break the rules of the call.
    private void CheckSize(long byteSize)
    {
        if (byteSize > LargestAllocation)
            throw OutOfMemory(byteSize);
    }

    private void CheckMemory(int result, long byteSize, string call)
    {
        if (result is Vk.ErrorOutOfDeviceMemory or Vk.ErrorOutOfHostMemory)
            throw OutOfMemory(byteSize);
        _device.Check(result, call);
    }

    private DeviceMemoryException OutOfMemory(long byteSize) =>
        new(_device.Name, byteSize, _device.AllocatedBytes, Math.Min(_device.MemoryLimit, LargestAllocation));
}
