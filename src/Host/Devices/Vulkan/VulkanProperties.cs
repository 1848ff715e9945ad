using System.Globalization;
using GpuFormer.Kernels.Compiler.Targets.SpirV;
using GpuFormer.Kernels.Launch;

namespace GpuFormer.Devices.Vulkan;

/// <summary>What a physical device says of itself, and what follows for kernels.</summary>
internal sealed unsafe class VulkanProperties
{
    public VulkanProperties(VulkanInstance instance, nint physicalDevice)
    {
        var floats = new VkFloatControlsProperties { Type = Vk.PhysicalDeviceFloatControlsProperties };
        var driver = new VkDriverProperties { Type = Vk.PhysicalDeviceDriverProperties, Next = (nint)(&floats) };
        var allocation = new VkMaintenance3Properties
        {
            Type = Vk.PhysicalDeviceMaintenance3Properties,
            Next = (nint)(&driver),
        };
        var subgroup = new VkSubgroupProperties
        {
            Type = Vk.PhysicalDeviceSubgroupProperties,
            Next = (nint)(&allocation),
        };
        var all = new VkPhysicalDeviceProperties2
        {
            Type = Vk.PhysicalDeviceProperties2,
            Next = (nint)(&subgroup),
        };
        instance.GetPhysicalDeviceProperties2(physicalDevice, &all);
        var properties = all.Properties;
        ApiVersion = properties.ApiVersion;
        DeviceName = VulkanInstance.Text(properties.DeviceName);
        DeviceType = properties.DeviceType;
        Limits = properties.Limits;
        LargestAllocation = (long)Math.Min(long.MaxValue, allocation.MaxMemoryAllocationSize);
        Description = string.Create(CultureInfo.InvariantCulture,
            $"{DeviceName} (Vulkan {ApiVersion >> 22}.{(ApiVersion >> 12) & 0x3FF}.{ApiVersion & 0xFFF}, ")
            + $"{VulkanInstance.Text(driver.DriverName)} {VulkanInstance.Text(driver.DriverInfo)})";
        var uuid = new ReadOnlySpan<byte>(properties.PipelineCacheUuid, 16);
        CacheIdentity = string.Create(CultureInfo.InvariantCulture,
            $"{properties.VendorId:x}|{properties.DeviceId:x}|{properties.DriverVersion:x}|")
            + Convert.ToHexStringLower(uuid);

        var bytes = new Vk8BitStorageFeatures { Type = Vk.PhysicalDevice8BitStorageFeatures };
        var halfwords = new Vk16BitStorageFeatures
        {
            Type = Vk.PhysicalDevice16BitStorageFeatures,
            Next = (nint)(&bytes),
        };
        var features = new VkPhysicalDeviceFeatures2
        {
            Type = Vk.PhysicalDeviceFeatures2,
            Next = (nint)(&halfwords),
        };
        instance.GetPhysicalDeviceFeatures2(physicalDevice, &features);
        Options = new SpirVOptions
        {
            Has8BitStorage = bytes.StorageBuffer8BitAccess != 0,
            Has16BitStorage = halfwords.StorageBuffer16BitAccess != 0,
            PreservesSpecialFloats = floats.SignedZeroInfNanPreserve32 != 0,
            // Where all widths must agree, asking for one alone is not allowed.
            PreservesDenormals = floats.DenormPreserve32 != 0
                && floats.DenormBehaviorIndependence != Vk.FloatControlsIndependenceNone,
            RoundsToNearestEven = floats.RoundingModeRte32 != 0
                && floats.RoundingModeIndependence != Vk.FloatControlsIndependenceNone,
        };
        Capabilities = new(
            LaneCount: (int)Math.Clamp(subgroup.SubgroupSize, 4, 64),
            MaximumGroupThreads: (int)Math.Min(1024, Limits.MaxComputeWorkGroupInvocations),
            SharedMemoryBytes: (int)Math.Min(256 << 10, Limits.MaxComputeSharedMemorySize),
            // Vulkan does not tell how many groups run at once; these fill a small card of each kind.
            Workers: DeviceType switch
            {
                Vk.TypeCpu => Environment.ProcessorCount,
                Vk.TypeDiscreteGpu => 64,
                _ => 16,
            },
            PrefersTallTiles: DeviceType == Vk.TypeCpu)
        {
            ConvertsHalves = Options.Has16BitStorage,
        };
    }

    public uint ApiVersion { get; }

    public string DeviceName { get; }

    public string Description { get; }

    public uint DeviceType { get; }

    public VkLimits Limits { get; }

    public long LargestAllocation { get; }

    /// <summary>Equal where compiled pipelines can be exchanged.</summary>
    public string CacheIdentity { get; }

    public SpirVOptions Options { get; }

    public DeviceCapabilities Capabilities { get; }

    /// <summary>True where the host shares the device's memory, so that it writes there without a copy.</summary>
    public bool IsUnified => DeviceType is Vk.TypeCpu or Vk.TypeIntegratedGpu;
}
