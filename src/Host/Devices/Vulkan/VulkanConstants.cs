namespace GpuFormer.Devices.Vulkan;

/// <summary>Numbers of vulkan_core.h that the device uses, by their names there.</summary>
internal static class Vk
{
    public const uint Version12 = (1u << 22) | (2u << 12);

    // VkResult
    public const int Success = 0;
    public const int Timeout = 2;
    public const int Incomplete = 5;
    public const int ErrorOutOfHostMemory = -1;
    public const int ErrorOutOfDeviceMemory = -2;
    public const int ErrorInitializationFailed = -3;
    public const int ErrorDeviceLost = -4;

    // VkStructureType
    public const uint ApplicationInfo = 0;
    public const uint InstanceCreateInfo = 1;
    public const uint DeviceQueueCreateInfo = 2;
    public const uint DeviceCreateInfo = 3;
    public const uint SubmitInfo = 4;
    public const uint MemoryAllocateInfo = 5;
    public const uint FenceCreateInfo = 8;
    public const uint QueryPoolCreateInfo = 11;
    public const uint BufferCreateInfo = 12;
    public const uint ShaderModuleCreateInfo = 16;
    public const uint PipelineCacheCreateInfo = 17;
    public const uint PipelineShaderStageCreateInfo = 18;
    public const uint ComputePipelineCreateInfo = 29;
    public const uint PipelineLayoutCreateInfo = 30;
    public const uint DescriptorSetLayoutCreateInfo = 32;
    public const uint DescriptorPoolCreateInfo = 33;
    public const uint DescriptorSetAllocateInfo = 34;
    public const uint WriteDescriptorSet = 35;
    public const uint CommandPoolCreateInfo = 39;
    public const uint CommandBufferAllocateInfo = 40;
    public const uint CommandBufferBeginInfo = 42;
    public const uint MemoryBarrier = 46;
    public const uint PhysicalDeviceFeatures2 = 1000059000;
    public const uint PhysicalDeviceProperties2 = 1000059001;
    public const uint PhysicalDevice16BitStorageFeatures = 1000083000;
    public const uint PhysicalDeviceSubgroupProperties = 1000094000;
    public const uint PhysicalDeviceMaintenance3Properties = 1000168000;
    public const uint PhysicalDevice8BitStorageFeatures = 1000177000;
    public const uint PhysicalDeviceDriverProperties = 1000196000;
    public const uint PhysicalDeviceFloatControlsProperties = 1000197000;

    // VkInstanceCreateFlagBits
    public const uint EnumeratePortability = 1;

    // VkPhysicalDeviceType
    public const uint TypeIntegratedGpu = 1;
    public const uint TypeDiscreteGpu = 2;
    public const uint TypeCpu = 4;

    // VkQueueFlagBits
    public const uint QueueCompute = 2;

    // VkMemoryPropertyFlagBits
    public const uint DeviceLocal = 1;
    public const uint HostVisible = 2;
    public const uint HostCoherent = 4;
    public const uint HostCached = 8;

    // VkBufferUsageFlagBits
    public const uint TransferSource = 1;
    public const uint TransferDestination = 2;
    public const uint UniformBuffer = 0x10;
    public const uint StorageBuffer = 0x20;

    // VkDescriptorType
    public const uint UniformBufferDescriptor = 6;
    public const uint StorageBufferDescriptor = 7;

    // VkPipelineStageFlagBits
    public const uint StageCompute = 0x800;
    public const uint StageTransfer = 0x1000;
    public const uint StageBottom = 0x2000;
    public const uint StageHost = 0x4000;

    // VkAccessFlagBits
    public const uint AccessUniformRead = 0x8;
    public const uint AccessShaderRead = 0x20;
    public const uint AccessShaderWrite = 0x40;
    public const uint AccessTransferRead = 0x800;
    public const uint AccessTransferWrite = 0x1000;
    public const uint AccessHostRead = 0x2000;

    // VkCommandPoolCreateFlagBits, VkQueryType, VkQueryResultFlagBits, VkShaderStageFlagBits, VkPipelineBindPoint
    public const uint PoolResetCommandBuffer = 2;
    public const uint QueryTimestamp = 2;
    public const uint QueryResult64 = 1;
    public const uint QueryResultWait = 2;
    public const uint StageComputeShader = 0x20;
    public const uint BindCompute = 1;

    // VkShaderFloatControlsIndependence
    public const uint FloatControlsIndependenceNone = 2;

    public const ulong WholeSize = ulong.MaxValue;
}

/// <summary>A Vulkan call failed; the numbers are those of VkResult.</summary>
public sealed class VulkanException(int result, string call)
    : Exception($"{call} failed with Vulkan result {result}.")
{
    /// <summary>The VkResult, negative for errors.</summary>
    public int Result { get; } = result;

    internal static void Check(int result, string call)
    {
        if (result < 0)
            throw new VulkanException(result, call);
    }
}
