using System.Globalization;
using GpuFormer.Kernels.Compiler.Targets.SpirV;
using GpuFormer.Kernels.Launch;
using Silk.NET.Vulkan;

namespace GpuFormer.Devices.Vulkan;

/// <summary>What a physical device says of itself, and what follows for kernels.</summary>
internal sealed unsafe class VulkanProperties
{
    public VulkanProperties(VulkanInstance instance, PhysicalDevice physicalDevice)
    {
        var floats = new PhysicalDeviceFloatControlsProperties
        {
            SType = StructureType.PhysicalDeviceFloatControlsProperties,
        };
        var driver = new PhysicalDeviceDriverProperties
        {
            SType = StructureType.PhysicalDeviceDriverProperties,
            PNext = &floats,
        };
        var allocation = new PhysicalDeviceMaintenance3Properties
        {
            SType = StructureType.PhysicalDeviceMaintenance3Properties,
            PNext = &driver,
        };
        var subgroup = new PhysicalDeviceSubgroupProperties
        {
            SType = StructureType.PhysicalDeviceSubgroupProperties,
            PNext = &allocation,
        };
        var all = new PhysicalDeviceProperties2
        {
            SType = StructureType.PhysicalDeviceProperties2,
            PNext = &subgroup,
        };
        instance.Functions.GetPhysicalDeviceProperties2(physicalDevice, &all);
        var properties = all.Properties;
        ApiVersion = properties.ApiVersion;
        DeviceName = VulkanInstance.Text(properties.DeviceName);
        DeviceType = properties.DeviceType;
        Limits = properties.Limits;
        LargestAllocation = (long)Math.Min(long.MaxValue, allocation.MaxMemoryAllocationSize);
        Description = string.Create(CultureInfo.InvariantCulture,
            $"{DeviceName} (Vulkan {ApiVersion >> 22}.{(ApiVersion >> 12) & 0x3FF}.{ApiVersion & 0xFFF}, ")
            + $"{VulkanInstance.Text(driver.DriverName)} {VulkanInstance.Text(driver.DriverInfo)})";
        var uuid = new ReadOnlySpan<byte>(properties.PipelineCacheUuid, (int)Vk.UuidSize);
        CacheIdentity = string.Create(CultureInfo.InvariantCulture,
            $"{properties.VendorID:x}|{properties.DeviceID:x}|{properties.DriverVersion:x}|")
            + Convert.ToHexStringLower(uuid);

        var bytes = new PhysicalDevice8BitStorageFeatures
        {
            SType = StructureType.PhysicalDevice8BitStorageFeatures,
        };
        var halfwords = new PhysicalDevice16BitStorageFeatures
        {
            SType = StructureType.PhysicalDevice16BitStorageFeatures,
            PNext = &bytes,
        };
        var features = new PhysicalDeviceFeatures2
        {
            SType = StructureType.PhysicalDeviceFeatures2,
            PNext = &halfwords,
        };
        instance.Functions.GetPhysicalDeviceFeatures2(physicalDevice, &features);
        Options = new SpirVOptions
        {
            Has8BitStorage = bytes.StorageBuffer8BitAccess,
            Has16BitStorage = halfwords.StorageBuffer16BitAccess,
            PreservesSpecialFloats = floats.ShaderSignedZeroInfNanPreserveFloat32,
            // Where all widths must agree, asking for one alone is not allowed.
            PreservesDenormals = floats.ShaderDenormPreserveFloat32
                && floats.DenormBehaviorIndependence != ShaderFloatControlsIndependence.IndependenceNone,
            RoundsToNearestEven = floats.ShaderRoundingModeRtefloat32
                && floats.RoundingModeIndependence != ShaderFloatControlsIndependence.IndependenceNone,
        };
        Capabilities = new(
            LaneCount: (int)Math.Clamp(subgroup.SubgroupSize, 4, 64),
            MaximumGroupThreads: (int)Math.Min(1024, Limits.MaxComputeWorkGroupInvocations),
            SharedMemoryBytes: (int)Math.Min(256 << 10, Limits.MaxComputeSharedMemorySize),
            // Vulkan does not tell how many groups run at once; these fill a small card of each kind.
            Workers: DeviceType switch
            {
                PhysicalDeviceType.Cpu => Environment.ProcessorCount,
                PhysicalDeviceType.DiscreteGpu => 64,
                _ => 16,
            },
            IsProcessor: DeviceType == PhysicalDeviceType.Cpu)
        {
            EstimatesWorkers = true,
            ConvertsHalves = Options.Has16BitStorage,
        };
    }

    public uint ApiVersion { get; }

    public string DeviceName { get; }

    public string Description { get; }

    public PhysicalDeviceType DeviceType { get; }

    public PhysicalDeviceLimits Limits { get; }

    public long LargestAllocation { get; }

    /// <summary>Equal where compiled pipelines can be exchanged.</summary>
    public string CacheIdentity { get; }

    public SpirVOptions Options { get; }

    public DeviceCapabilities Capabilities { get; }

    /// <summary>True where the host shares the device's memory, so that it writes there without a copy.</summary>
    public bool IsUnified => DeviceType is PhysicalDeviceType.Cpu or PhysicalDeviceType.IntegratedGpu;
}
