namespace GpuFormer.Devices.Vulkan;

/// <summary>The row of Vulkan's devices. A class of its own, so that reading it loads nothing of Vulkan.</summary>
internal static class VulkanBackend
{
    public static DeviceBackend Row { get; } = DeviceBackend.OfDriver("vulkan", "i", () => VulkanDevice.List());
}
