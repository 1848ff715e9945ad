using Silk.NET.Vulkan;
using VkBuffer = Silk.NET.Vulkan.Buffer;

namespace GpuFormer.Devices.Vulkan;

/// <summary>A VkBuffer with memory of its own, mapped if the host can reach it.</summary>
internal readonly record struct VulkanAllocation(VkBuffer Buffer, DeviceMemory Memory, nint Address);

/// <summary>Chooses among the memory types of a device and allocates.</summary>
internal sealed unsafe class VulkanMemory
{
    private const MemoryPropertyFlags Coherent =
        MemoryPropertyFlags.HostVisibleBit | MemoryPropertyFlags.HostCoherentBit;

    private readonly VulkanDevice _device;
    private readonly PhysicalDeviceMemoryProperties _properties;

    public VulkanMemory(VulkanDevice device, VulkanInstance instance, PhysicalDevice physicalDevice)
    {
        _device = device;
        PhysicalDeviceMemoryProperties properties;
        instance.Functions.GetPhysicalDeviceMemoryProperties(physicalDevice, &properties);
        _properties = properties;
        ulong heap = 0;
        for (var i = 0; i < properties.MemoryHeapCount; i++)
            heap = Math.Max(heap, properties.MemoryHeaps[i].Size);
        LargestHeap = (long)Math.Min(heap, long.MaxValue);
    }

    /// <summary>The bytes of the largest heap.</summary>
    public long LargestHeap { get; }

    /// <summary>The most bytes of one allocation.</summary>
    public long LargestAllocation => (long)Math.Min((ulong)LargestHeap, (ulong)_device.Properties.LargestAllocation);

    /// <summary>Memory for kernels: on the device, and in the host's reach only where that costs nothing.</summary>
    public VulkanAllocation AllocateForKernels(long byteSize)
    {
        const BufferUsageFlags usage =
            BufferUsageFlags.StorageBufferBit | BufferUsageFlags.TransferSrcBit | BufferUsageFlags.TransferDstBit;
        const MemoryPropertyFlags local = MemoryPropertyFlags.DeviceLocalBit;
        return _device.Properties.IsUnified
            ? Allocate(byteSize, usage, isMapped: true,
                local | Coherent | MemoryPropertyFlags.HostCachedBit, local | Coherent, local)
            : Allocate(byteSize, usage, isMapped: false, local);
    }

    /// <summary>Memory of the host that copies and arguments go through; always mapped.</summary>
    public VulkanAllocation AllocateForHost(long byteSize, BufferUsageFlags usage) =>
        Allocate(byteSize, usage, isMapped: true, Coherent | MemoryPropertyFlags.HostCachedBit, Coherent);

    public void Free(in VulkanAllocation allocation)
    {
        // Freeing unmaps.
        _device.Functions.DestroyBuffer(_device.Handle, allocation.Buffer, null);
        _device.Functions.FreeMemory(_device.Handle, allocation.Memory, null);
    }

    private VulkanAllocation Allocate(
        long byteSize, BufferUsageFlags usage, bool isMapped, params ReadOnlySpan<MemoryPropertyFlags> wishes)
    {
        var functions = _device.Functions;
        CheckSize(byteSize);
        var bufferInfo = new BufferCreateInfo
        {
            SType = StructureType.BufferCreateInfo,
            // Whole words: narrow elements may be read by the word.
            Size = ((ulong)byteSize + 3) & ~3ul,
            Usage = usage,
        };
        VkBuffer buffer = default;
        DeviceMemory memory = default;
        CheckMemory(functions.CreateBuffer(_device.Handle, &bufferInfo, null, &buffer), byteSize, "vkCreateBuffer");
        try
        {
            MemoryRequirements requirements;
            functions.GetBufferMemoryRequirements(_device.Handle, buffer, &requirements);
            var type = Choose(requirements.MemoryTypeBits, wishes);
            if (requirements.Size > _properties.MemoryHeaps[(int)_properties.MemoryTypes[type].HeapIndex].Size)
                throw _device.OutOfMemory(byteSize);
            var memoryInfo = new MemoryAllocateInfo
            {
                SType = StructureType.MemoryAllocateInfo,
                AllocationSize = requirements.Size,
                MemoryTypeIndex = (uint)type,
            };
            CheckMemory(
                functions.AllocateMemory(_device.Handle, &memoryInfo, null, &memory), byteSize, "vkAllocateMemory");
            _device.Check(functions.BindBufferMemory(_device.Handle, buffer, memory, 0), "vkBindBufferMemory");
            void* address = null;
            if (isMapped && _properties.MemoryTypes[type].PropertyFlags.HasFlag(Coherent))
            {
                _device.Check(
                    functions.MapMemory(_device.Handle, memory, 0, Vk.WholeSize, MemoryMapFlags.None, &address), "vkMapMemory");
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
    private int Choose(uint allowed, ReadOnlySpan<MemoryPropertyFlags> wishes)
    {
        foreach (var wish in wishes)
        {
            for (var i = 0; i < _properties.MemoryTypeCount; i++)
            {
                if ((allowed & (1u << i)) != 0 && _properties.MemoryTypes[i].PropertyFlags.HasFlag(wish))
                    return i;
            }
        }

        throw new InvalidOperationException($"{_device.Name} has no memory of the kind that buffers need.");
    }

    // Sizes beyond any heap are not for the driver to refuse: they break the rules of the call.
    private void CheckSize(long byteSize)
    {
        if (byteSize > LargestAllocation)
            throw _device.OutOfMemory(byteSize);
    }

    private void CheckMemory(Result result, long byteSize, string call)
    {
        if (result is Result.ErrorOutOfDeviceMemory or Result.ErrorOutOfHostMemory)
            throw _device.OutOfMemory(byteSize);
        _device.Check(result, call);
    }
}
