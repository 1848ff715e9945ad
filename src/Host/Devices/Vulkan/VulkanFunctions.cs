using System.Text;

namespace GpuFormer.Devices.Vulkan;

/// <summary>
/// The functions of one device that are used (Khronos, Vulkan 1.2 specification), called without the loader in
/// between.
/// </summary>
internal sealed unsafe class VulkanFunctions
{
    private readonly nint _device;
    private readonly delegate* unmanaged<nint, byte*, nint> _getDeviceProcAddr;

    public readonly delegate* unmanaged<nint, void*, void> DestroyDevice;
    public readonly delegate* unmanaged<nint, uint, uint, nint*, void> GetDeviceQueue;
    public readonly delegate* unmanaged<nint, int> DeviceWaitIdle;
    public readonly delegate* unmanaged<nint, uint, VkSubmitInfo*, ulong, int> QueueSubmit;
    public readonly delegate* unmanaged<nint, VkBufferCreateInfo*, void*, ulong*, int> CreateBuffer;
    public readonly delegate* unmanaged<nint, ulong, void*, void> DestroyBuffer;
    public readonly delegate* unmanaged<nint, ulong, VkMemoryRequirements*, void> GetBufferMemoryRequirements;
    public readonly delegate* unmanaged<nint, VkMemoryAllocateInfo*, void*, ulong*, int> AllocateMemory;
    public readonly delegate* unmanaged<nint, ulong, void*, void> FreeMemory;
    public readonly delegate* unmanaged<nint, ulong, ulong, ulong, int> BindBufferMemory;
    public readonly delegate* unmanaged<nint, ulong, ulong, ulong, uint, void**, int> MapMemory;
    public readonly delegate* unmanaged<nint, VkDescriptorSetLayoutCreateInfo*, void*, ulong*, int>
        CreateDescriptorSetLayout;
    public readonly delegate* unmanaged<nint, ulong, void*, void> DestroyDescriptorSetLayout;
    public readonly delegate* unmanaged<nint, VkPipelineLayoutCreateInfo*, void*, ulong*, int> CreatePipelineLayout;
    public readonly delegate* unmanaged<nint, ulong, void*, void> DestroyPipelineLayout;
    public readonly delegate* unmanaged<nint, VkShaderModuleCreateInfo*, void*, ulong*, int> CreateShaderModule;
    public readonly delegate* unmanaged<nint, ulong, void*, void> DestroyShaderModule;
    public readonly delegate* unmanaged<nint, VkPipelineCacheCreateInfo*, void*, ulong*, int> CreatePipelineCache;
    public readonly delegate* unmanaged<nint, ulong, void*, void> DestroyPipelineCache;
    public readonly delegate* unmanaged<nint, ulong, nuint*, void*, int> GetPipelineCacheData;
    public readonly delegate* unmanaged<nint, ulong, uint, VkComputePipelineCreateInfo*, void*, ulong*, int>
        CreateComputePipelines;
    public readonly delegate* unmanaged<nint, ulong, void*, void> DestroyPipeline;
    public readonly delegate* unmanaged<nint, VkDescriptorPoolCreateInfo*, void*, ulong*, int> CreateDescriptorPool;
    public readonly delegate* unmanaged<nint, ulong, void*, void> DestroyDescriptorPool;
    public readonly delegate* unmanaged<nint, VkDescriptorSetAllocateInfo*, ulong*, int> AllocateDescriptorSets;
    public readonly delegate* unmanaged<nint, uint, VkWriteDescriptorSet*, uint, void*, void> UpdateDescriptorSets;
    public readonly delegate* unmanaged<nint, VkCommandPoolCreateInfo*, void*, ulong*, int> CreateCommandPool;
    public readonly delegate* unmanaged<nint, ulong, void*, void> DestroyCommandPool;
    public readonly delegate* unmanaged<nint, VkCommandBufferAllocateInfo*, nint*, int> AllocateCommandBuffers;
    public readonly delegate* unmanaged<nint, VkCommandBufferBeginInfo*, int> BeginCommandBuffer;
    public readonly delegate* unmanaged<nint, int> EndCommandBuffer;
    public readonly delegate* unmanaged<nint, uint, ulong, void> CmdBindPipeline;
    public readonly delegate* unmanaged<nint, uint, ulong, uint, uint, ulong*, uint, uint*, void>
        CmdBindDescriptorSets;
    public readonly delegate* unmanaged<nint, ulong, uint, uint, uint, void*, void> CmdPushConstants;
    public readonly delegate* unmanaged<nint, uint, uint, uint, void> CmdDispatch;
    public readonly delegate* unmanaged<
        nint, uint, uint, uint, uint, VkMemoryBarrier*, uint, void*, uint, void*, void> CmdPipelineBarrier;
    public readonly delegate* unmanaged<nint, ulong, ulong, uint, VkBufferCopy*, void> CmdCopyBuffer;
    public readonly delegate* unmanaged<nint, ulong, uint, uint, void> CmdResetQueryPool;
    public readonly delegate* unmanaged<nint, uint, ulong, uint, void> CmdWriteTimestamp;
    public readonly delegate* unmanaged<nint, VkQueryPoolCreateInfo*, void*, ulong*, int> CreateQueryPool;
    public readonly delegate* unmanaged<nint, ulong, void*, void> DestroyQueryPool;
    public readonly delegate* unmanaged<nint, ulong, uint, uint, nuint, void*, ulong, uint, int> GetQueryPoolResults;
    public readonly delegate* unmanaged<nint, VkFenceCreateInfo*, void*, ulong*, int> CreateFence;
    public readonly delegate* unmanaged<nint, ulong, void*, void> DestroyFence;
    public readonly delegate* unmanaged<nint, uint, ulong*, int> ResetFences;
    public readonly delegate* unmanaged<nint, uint, ulong*, uint, ulong, int> WaitForFences;

    public VulkanFunctions(nint device, delegate* unmanaged<nint, byte*, nint> getDeviceProcAddr)
    {
        _device = device;
        _getDeviceProcAddr = getDeviceProcAddr;
        DestroyDevice = (delegate* unmanaged<nint, void*, void>)Find("vkDestroyDevice"u8);
        GetDeviceQueue = (delegate* unmanaged<nint, uint, uint, nint*, void>)Find("vkGetDeviceQueue"u8);
        DeviceWaitIdle = (delegate* unmanaged<nint, int>)Find("vkDeviceWaitIdle"u8);
        QueueSubmit = (delegate* unmanaged<nint, uint, VkSubmitInfo*, ulong, int>)Find("vkQueueSubmit"u8);
        CreateBuffer = (delegate* unmanaged<nint, VkBufferCreateInfo*, void*, ulong*, int>)Find("vkCreateBuffer"u8);
        DestroyBuffer = Destroyer("vkDestroyBuffer"u8);
        GetBufferMemoryRequirements = (delegate* unmanaged<nint, ulong, VkMemoryRequirements*, void>)Find(
            "vkGetBufferMemoryRequirements"u8);
        AllocateMemory =
            (delegate* unmanaged<nint, VkMemoryAllocateInfo*, void*, ulong*, int>)Find("vkAllocateMemory"u8);
        FreeMemory = Destroyer("vkFreeMemory"u8);
        BindBufferMemory = (delegate* unmanaged<nint, ulong, ulong, ulong, int>)Find("vkBindBufferMemory"u8);
        MapMemory = (delegate* unmanaged<nint, ulong, ulong, ulong, uint, void**, int>)Find("vkMapMemory"u8);
        CreateDescriptorSetLayout =
            (delegate* unmanaged<nint, VkDescriptorSetLayoutCreateInfo*, void*, ulong*, int>)Find(
                "vkCreateDescriptorSetLayout"u8);
        DestroyDescriptorSetLayout = Destroyer("vkDestroyDescriptorSetLayout"u8);
        CreatePipelineLayout = (delegate* unmanaged<nint, VkPipelineLayoutCreateInfo*, void*, ulong*, int>)Find(
            "vkCreatePipelineLayout"u8);
        DestroyPipelineLayout = Destroyer("vkDestroyPipelineLayout"u8);
        CreateShaderModule = (delegate* unmanaged<nint, VkShaderModuleCreateInfo*, void*, ulong*, int>)Find(
            "vkCreateShaderModule"u8);
        DestroyShaderModule = Destroyer("vkDestroyShaderModule"u8);
        CreatePipelineCache = (delegate* unmanaged<nint, VkPipelineCacheCreateInfo*, void*, ulong*, int>)Find(
            "vkCreatePipelineCache"u8);
        DestroyPipelineCache = Destroyer("vkDestroyPipelineCache"u8);
        GetPipelineCacheData =
            (delegate* unmanaged<nint, ulong, nuint*, void*, int>)Find("vkGetPipelineCacheData"u8);
        CreateComputePipelines =
            (delegate* unmanaged<nint, ulong, uint, VkComputePipelineCreateInfo*, void*, ulong*, int>)Find(
                "vkCreateComputePipelines"u8);
        DestroyPipeline = Destroyer("vkDestroyPipeline"u8);
        CreateDescriptorPool = (delegate* unmanaged<nint, VkDescriptorPoolCreateInfo*, void*, ulong*, int>)Find(
            "vkCreateDescriptorPool"u8);
        DestroyDescriptorPool = Destroyer("vkDestroyDescriptorPool"u8);
        AllocateDescriptorSets = (delegate* unmanaged<nint, VkDescriptorSetAllocateInfo*, ulong*, int>)Find(
            "vkAllocateDescriptorSets"u8);
        UpdateDescriptorSets = (delegate* unmanaged<nint, uint, VkWriteDescriptorSet*, uint, void*, void>)Find(
            "vkUpdateDescriptorSets"u8);
        CreateCommandPool = (delegate* unmanaged<nint, VkCommandPoolCreateInfo*, void*, ulong*, int>)Find(
            "vkCreateCommandPool"u8);
        DestroyCommandPool = Destroyer("vkDestroyCommandPool"u8);
        AllocateCommandBuffers = (delegate* unmanaged<nint, VkCommandBufferAllocateInfo*, nint*, int>)Find(
            "vkAllocateCommandBuffers"u8);
        BeginCommandBuffer =
            (delegate* unmanaged<nint, VkCommandBufferBeginInfo*, int>)Find("vkBeginCommandBuffer"u8);
        EndCommandBuffer = (delegate* unmanaged<nint, int>)Find("vkEndCommandBuffer"u8);
        CmdBindPipeline = (delegate* unmanaged<nint, uint, ulong, void>)Find("vkCmdBindPipeline"u8);
        CmdBindDescriptorSets =
            (delegate* unmanaged<nint, uint, ulong, uint, uint, ulong*, uint, uint*, void>)Find(
                "vkCmdBindDescriptorSets"u8);
        CmdPushConstants =
            (delegate* unmanaged<nint, ulong, uint, uint, uint, void*, void>)Find("vkCmdPushConstants"u8);
        CmdDispatch = (delegate* unmanaged<nint, uint, uint, uint, void>)Find("vkCmdDispatch"u8);
        CmdPipelineBarrier = (delegate* unmanaged<
            nint, uint, uint, uint, uint, VkMemoryBarrier*, uint, void*, uint, void*, void>)Find(
                "vkCmdPipelineBarrier"u8);
        CmdCopyBuffer = (delegate* unmanaged<nint, ulong, ulong, uint, VkBufferCopy*, void>)Find("vkCmdCopyBuffer"u8);
        CmdResetQueryPool = (delegate* unmanaged<nint, ulong, uint, uint, void>)Find("vkCmdResetQueryPool"u8);
        CmdWriteTimestamp = (delegate* unmanaged<nint, uint, ulong, uint, void>)Find("vkCmdWriteTimestamp"u8);
        CreateQueryPool =
            (delegate* unmanaged<nint, VkQueryPoolCreateInfo*, void*, ulong*, int>)Find("vkCreateQueryPool"u8);
        DestroyQueryPool = Destroyer("vkDestroyQueryPool"u8);
        GetQueryPoolResults =
            (delegate* unmanaged<nint, ulong, uint, uint, nuint, void*, ulong, uint, int>)Find(
                "vkGetQueryPoolResults"u8);
        CreateFence = (delegate* unmanaged<nint, VkFenceCreateInfo*, void*, ulong*, int>)Find("vkCreateFence"u8);
        DestroyFence = Destroyer("vkDestroyFence"u8);
        ResetFences = (delegate* unmanaged<nint, uint, ulong*, int>)Find("vkResetFences"u8);
        WaitForFences = (delegate* unmanaged<nint, uint, ulong*, uint, ulong, int>)Find("vkWaitForFences"u8);
    }

    private delegate* unmanaged<nint, ulong, void*, void> Destroyer(ReadOnlySpan<byte> name) =>
        (delegate* unmanaged<nint, ulong, void*, void>)Find(name);

    private nint Find(ReadOnlySpan<byte> name)
    {
        fixed (byte* n = name)
        {
            var address = _getDeviceProcAddr(_device, n);
            return address != 0 ? address : throw new EntryPointNotFoundException(Encoding.UTF8.GetString(name));
        }
    }
}
