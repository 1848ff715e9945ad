using System.Runtime.InteropServices;

namespace GpuFormer.Devices.Vulkan;

// The structures of vulkan_core.h that the device passes, fields in the order there. Handles of objects that belong to
// a device are 64 bits wide on every platform; those of instances, devices, queues and command buffers are pointers.

internal struct VkApplicationInfo
{
    public uint Type;
    public nint Next;
    public nint ApplicationName;
    public uint ApplicationVersion;
    public nint EngineName;
    public uint EngineVersion;
    public uint ApiVersion;
}

internal unsafe struct VkInstanceCreateInfo
{
    public uint Type;
    public nint Next;
    public uint Flags;
    public VkApplicationInfo* ApplicationInfo;
    public uint LayerCount;
    public nint Layers;
    public uint ExtensionCount;
    public byte** Extensions;
}

internal unsafe struct VkExtensionProperties
{
    public fixed byte Name[256];
    public uint Version;
}

/// <summary>VkPhysicalDeviceLimits: the fields that are used, by their offsets.</summary>
[StructLayout(LayoutKind.Explicit, Size = 504)]
internal unsafe struct VkLimits
{
    [FieldOffset(28)]
    public uint MaxStorageBufferRange;

    [FieldOffset(32)]
    public uint MaxPushConstantsSize;

    [FieldOffset(76)]
    public uint MaxPerStageDescriptorStorageBuffers;

    [FieldOffset(216)]
    public uint MaxComputeSharedMemorySize;

    [FieldOffset(220)]
    public fixed uint MaxComputeWorkGroupCount[3];

    [FieldOffset(232)]
    public uint MaxComputeWorkGroupInvocations;

    [FieldOffset(236)]
    public fixed uint MaxComputeWorkGroupSize[3];

    [FieldOffset(320)]
    public ulong MinUniformBufferOffsetAlignment;

    [FieldOffset(328)]
    public ulong MinStorageBufferOffsetAlignment;

    [FieldOffset(424)]
    public float TimestampPeriod;
}

[StructLayout(LayoutKind.Explicit, Size = 824)]
internal unsafe struct VkPhysicalDeviceProperties
{
    [FieldOffset(0)]
    public uint ApiVersion;

    [FieldOffset(4)]
    public uint DriverVersion;

    [FieldOffset(8)]
    public uint VendorId;

    [FieldOffset(12)]
    public uint DeviceId;

    [FieldOffset(16)]
    public uint DeviceType;

    [FieldOffset(20)]
    public fixed byte DeviceName[256];

    [FieldOffset(276)]
    public fixed byte PipelineCacheUuid[16];

    [FieldOffset(296)]
    public VkLimits Limits;
}

internal struct VkPhysicalDeviceProperties2
{
    public uint Type;
    public nint Next;
    public VkPhysicalDeviceProperties Properties;
}

internal struct VkSubgroupProperties
{
    public uint Type;
    public nint Next;
    public uint SubgroupSize;
    public uint SupportedStages;
    public uint SupportedOperations;
    public uint QuadOperationsInAllStages;
}

internal struct VkMaintenance3Properties
{
    public uint Type;
    public nint Next;
    public uint MaxPerSetDescriptors;
    public ulong MaxMemoryAllocationSize;
}

internal unsafe struct VkDriverProperties
{
    public uint Type;
    public nint Next;
    public uint DriverId;
    public fixed byte DriverName[256];
    public fixed byte DriverInfo[256];
    public uint ConformanceVersion;
}

internal struct VkFloatControlsProperties
{
    public uint Type;
    public nint Next;
    public uint DenormBehaviorIndependence;
    public uint RoundingModeIndependence;
    public uint SignedZeroInfNanPreserve16;
    public uint SignedZeroInfNanPreserve32;
    public uint SignedZeroInfNanPreserve64;
    public uint DenormPreserve16;
    public uint DenormPreserve32;
    public uint DenormPreserve64;
    public uint DenormFlushToZero16;
    public uint DenormFlushToZero32;
    public uint DenormFlushToZero64;
    public uint RoundingModeRte16;
    public uint RoundingModeRte32;
    public uint RoundingModeRte64;
    public uint RoundingModeRtz16;
    public uint RoundingModeRtz32;
    public uint RoundingModeRtz64;
}

// The features that every device may lack: 55 of them, none of which is used.
[StructLayout(LayoutKind.Sequential, Size = 16 + (55 * 4) + 4)]
internal struct VkPhysicalDeviceFeatures2
{
    public uint Type;
    public nint Next;
}

internal struct Vk16BitStorageFeatures
{
    public uint Type;
    public nint Next;
    public uint StorageBuffer16BitAccess;
    public uint UniformAndStorageBuffer16BitAccess;
    public uint StoragePushConstant16;
    public uint StorageInputOutput16;
}

internal struct Vk8BitStorageFeatures
{
    public uint Type;
    public nint Next;
    public uint StorageBuffer8BitAccess;
    public uint UniformAndStorageBuffer8BitAccess;
    public uint StoragePushConstant8;
}

internal struct VkQueueFamilyProperties
{
    public uint Flags;
    public uint Count;
    public uint TimestampValidBits;
    public uint TransferWidth;
    public uint TransferHeight;
    public uint TransferDepth;
}

internal struct VkMemoryType
{
    public uint Flags;
    public uint Heap;
}

internal struct VkMemoryHeap
{
    public ulong Size;
    public uint Flags;
}

[System.Runtime.CompilerServices.InlineArray(32)]
internal struct VkMemoryTypes
{
    private VkMemoryType _first;
}

[System.Runtime.CompilerServices.InlineArray(16)]
internal struct VkMemoryHeaps
{
    private VkMemoryHeap _first;
}

internal struct VkMemoryProperties
{
    public uint TypeCount;
    public VkMemoryTypes Types;
    public uint HeapCount;
    public VkMemoryHeaps Heaps;
}

internal unsafe struct VkDeviceQueueCreateInfo
{
    public uint Type;
    public nint Next;
    public uint Flags;
    public uint Family;
    public uint Count;
    public float* Priorities;
}

internal unsafe struct VkDeviceCreateInfo
{
    public uint Type;
    public nint Next;
    public uint Flags;
    public uint QueueCount;
    public VkDeviceQueueCreateInfo* Queues;
    public uint LayerCount;
    public nint Layers;
    public uint ExtensionCount;
    public byte** Extensions;
    public nint Features;
}

internal struct VkBufferCreateInfo
{
    public uint Type;
    public nint Next;
    public uint Flags;
    public ulong Size;
    public uint Usage;
    public uint SharingMode;
    public uint FamilyCount;
    public nint Families;
}

internal struct VkMemoryRequirements
{
    public ulong Size;
    public ulong Alignment;
    public uint TypeBits;
}

internal struct VkMemoryAllocateInfo
{
    public uint Type;
    public nint Next;
    public ulong Size;
    public uint MemoryType;
}

internal struct VkDescriptorSetLayoutBinding
{
    public uint Binding;
    public uint Type;
    public uint Count;
    public uint Stages;
    public nint ImmutableSamplers;
}

internal unsafe struct VkDescriptorSetLayoutCreateInfo
{
    public uint Type;
    public nint Next;
    public uint Flags;
    public uint Count;
    public VkDescriptorSetLayoutBinding* Bindings;
}

internal struct VkPushConstantRange
{
    public uint Stages;
    public uint Offset;
    public uint Size;
}

internal unsafe struct VkPipelineLayoutCreateInfo
{
    public uint Type;
    public nint Next;
    public uint Flags;
    public uint SetCount;
    public ulong* Sets;
    public uint RangeCount;
    public VkPushConstantRange* Ranges;
}

internal unsafe struct VkShaderModuleCreateInfo
{
    public uint Type;
    public nint Next;
    public uint Flags;
    public nuint Size;
    public uint* Code;
}

internal struct VkPipelineShaderStageCreateInfo
{
    public uint Type;
    public nint Next;
    public uint Flags;
    public uint Stage;
    public ulong Module;
    public nint Name;
    public nint Specialization;
}

internal struct VkComputePipelineCreateInfo
{
    public uint Type;
    public nint Next;
    public uint Flags;
    public VkPipelineShaderStageCreateInfo Stage;
    public ulong Layout;
    public ulong BasePipeline;
    public int BaseIndex;
}

internal struct VkPipelineCacheCreateInfo
{
    public uint Type;
    public nint Next;
    public uint Flags;
    public nuint Size;
    public nint Data;
}

internal struct VkDescriptorPoolSize
{
    public uint Type;
    public uint Count;
}

internal unsafe struct VkDescriptorPoolCreateInfo
{
    public uint Type;
    public nint Next;
    public uint Flags;
    public uint MaxSets;
    public uint SizeCount;
    public VkDescriptorPoolSize* Sizes;
}

internal unsafe struct VkDescriptorSetAllocateInfo
{
    public uint Type;
    public nint Next;
    public ulong Pool;
    public uint Count;
    public ulong* Layouts;
}

internal struct VkDescriptorBufferInfo
{
    public ulong Buffer;
    public ulong Offset;
    public ulong Range;
}

internal unsafe struct VkWriteDescriptorSet
{
    public uint Type;
    public nint Next;
    public ulong Set;
    public uint Binding;
    public uint ArrayElement;
    public uint Count;
    public uint DescriptorType;
    public nint ImageInfo;
    public VkDescriptorBufferInfo* BufferInfo;
    public nint TexelBufferView;
}

internal struct VkCommandPoolCreateInfo
{
    public uint Type;
    public nint Next;
    public uint Flags;
    public uint Family;
}

internal struct VkCommandBufferAllocateInfo
{
    public uint Type;
    public nint Next;
    public ulong Pool;
    public uint Level;
    public uint Count;
}

internal struct VkCommandBufferBeginInfo
{
    public uint Type;
    public nint Next;
    public uint Flags;
    public nint Inheritance;
}

internal struct VkMemoryBarrier
{
    public uint Type;
    public nint Next;
    public uint SourceAccess;
    public uint DestinationAccess;
}

internal struct VkBufferCopy
{
    public ulong Source;
    public ulong Destination;
    public ulong Size;
}

internal struct VkFenceCreateInfo
{
    public uint Type;
    public nint Next;
    public uint Flags;
}

internal struct VkQueryPoolCreateInfo
{
    public uint Type;
    public nint Next;
    public uint Flags;
    public uint QueryType;
    public uint Count;
    public uint Statistics;
}

internal unsafe struct VkSubmitInfo
{
    public uint Type;
    public nint Next;
    public uint WaitCount;
    public nint WaitSemaphores;
    public nint WaitStages;
    public uint CommandBufferCount;
    public nint* CommandBuffers;
    public uint SignalCount;
    public nint SignalSemaphores;
}
