using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;
using Silk.NET.Vulkan;
using VkDevice = Silk.NET.Vulkan.Device;

namespace GpuFormer.Devices.Vulkan;

/// <summary>
/// A device of a Vulkan 1.2 driver: any vendor's graphics card, or the processor through Mesa's lavapipe.
/// </summary>
internal sealed unsafe class VulkanDevice : DriverDevice
{
    private VulkanDevice(
        VulkanInstance instance, int index, PhysicalDevice physicalDevice, VulkanProperties properties)
        : base("vulkan", $"{index}")
    {
        Properties = properties;
        LargestView = properties.Limits.MaxStorageBufferRange;
        var family = ChooseFamily(instance, physicalDevice, out var timestampBits);
        TimestampMask = timestampBits == 0 ? 0 : ulong.MaxValue >> (64 - (int)timestampBits);
        Handle = CreateHandle(instance, physicalDevice, family, properties);
        Functions = instance.FunctionsOf(Handle);
        Memory = new(this, instance, physicalDevice);
        MemoryLimit = Memory.LargestHeap;
        try
        {
            Queue = new(this, family);
        }
        catch
        {
            Functions.DestroyDevice(Handle, null);
            throw;
        }
    }

    public override string Description => Properties.Description;

    public override DeviceCapabilities Capabilities => Properties.Capabilities;

    public override long LargestBuffer => Memory.LargestAllocation;

    internal VulkanProperties Properties { get; }

    /// <summary>The most bytes that a kernel reaches through one view; may be lowered.</summary>
    internal long LargestView { get; set; }

    internal VkDevice Handle { get; }

    /// <summary>The driver's own functions for this device, looked up when they are first called.</summary>
    internal Vk Functions { get; }

    internal VulkanMemory Memory { get; }

    internal VulkanQueue Queue { get; }

    /// <summary>The bits of a time stamp that count; 0 if the device has none.</summary>
    internal ulong TimestampMask { get; }

    /// <summary>The devices of this machine in the loader's order; none, and a reason, without loader or driver.</summary>
    public static DeviceList List()
    {
        if (VulkanInstance.TryLoad(out var reason) is not { } instance)
            return DeviceList.None(reason);
        var devices = instance.PhysicalDevices().Select((physicalDevice, i) =>
        {
            var properties = new VulkanProperties(instance, physicalDevice);
            return ListedDevice.Behind("Vulkan", $"{i}", properties.Description,
                properties.DeviceType == PhysicalDeviceType.Cpu, Refusal(instance, physicalDevice, properties),
                () => new VulkanDevice(instance, i, physicalDevice, properties));
        }).ToArray();
        return devices.Length == 0
            ? DeviceList.None("the Vulkan loader knows no driver; install the one of the graphics card")
            : new(devices, "");
    }

    /// <summary>Throws for an error; one that means a lost device makes every later call fail at once.</summary>
    internal void Check(Result result, string call)
    {
        if (result < 0)
            throw Failure(VulkanInstance.Failure(result, call), result == Result.ErrorDeviceLost);
    }

    protected override DriverKernel Build(
        KernelSpecialisation specialisation, Func<KernelSpecialisation, KernelFunction> compile) =>
        VulkanKernel.Build(this, specialisation, compile);

    protected override DriverBuffer Allocate(long byteSize) => new VulkanBuffer(this, byteSize);

    protected override DriverLaunches Prepare(IReadOnlyList<LaunchWave> waves) => new VulkanLaunches(this, waves);

    protected override void Close()
    {
        Queue.Dispose();
        Functions.DestroyDevice(Handle, null);
    }

    private static string Refusal(VulkanInstance instance, PhysicalDevice physicalDevice, VulkanProperties properties)
    {
        if (properties.ApiVersion < Vk.Version12)
            return $"{properties.Description} is older than Vulkan 1.2; install a newer driver";
        try
        {
            ChooseFamily(instance, physicalDevice, out _);
            return "";
        }
        catch (InvalidOperationException e)
        {
            return e.Message;
        }
    }

    private static uint ChooseFamily(VulkanInstance instance, PhysicalDevice physicalDevice, out uint timestampBits)
    {
        uint count = 0;
        instance.Functions.GetPhysicalDeviceQueueFamilyProperties(physicalDevice, &count, null);
        var families = new QueueFamilyProperties[count];
        fixed (QueueFamilyProperties* f = families)
            instance.Functions.GetPhysicalDeviceQueueFamilyProperties(physicalDevice, &count, f);
        // The first is the one that drivers expect work on; without time stamps only if no other can.
        var best = Array.FindIndex(families, f => f.QueueFlags.HasFlag(QueueFlags.ComputeBit) && f.TimestampValidBits != 0);
        if (best < 0)
            best = Array.FindIndex(families, f => f.QueueFlags.HasFlag(QueueFlags.ComputeBit));
        if (best < 0)
            throw new InvalidOperationException("it has no queue for compute");
        timestampBits = families[best].TimestampValidBits;
        return (uint)best;
    }

    private static VkDevice CreateHandle(
        VulkanInstance instance, PhysicalDevice physicalDevice, uint family, VulkanProperties properties)
    {
        var priority = 1f;
        var queue = new DeviceQueueCreateInfo
        {
            SType = StructureType.DeviceQueueCreateInfo,
            QueueFamilyIndex = family,
            QueueCount = 1,
            PQueuePriorities = &priority,
        };
        var bytes = new PhysicalDevice8BitStorageFeatures
        {
            SType = StructureType.PhysicalDevice8BitStorageFeatures,
            StorageBuffer8BitAccess = properties.Options.Has8BitStorage,
        };
        var halfwords = new PhysicalDevice16BitStorageFeatures
        {
            SType = StructureType.PhysicalDevice16BitStorageFeatures,
            PNext = &bytes,
            StorageBuffer16BitAccess = properties.Options.Has16BitStorage,
        };
        // A driver that has this extension asks for it to be named.
        var hasSubset = instance.HasExtension(physicalDevice, "VK_KHR_portability_subset");
        fixed (byte* subset = "VK_KHR_portability_subset\0"u8)
        {
            var name = subset;
            var info = new DeviceCreateInfo
            {
                SType = StructureType.DeviceCreateInfo,
                PNext = &halfwords,
                QueueCreateInfoCount = 1,
                PQueueCreateInfos = &queue,
                EnabledExtensionCount = hasSubset ? 1u : 0u,
                PpEnabledExtensionNames = &name,
            };
            VkDevice handle;
            VulkanInstance.Check(
                instance.Functions.CreateDevice(physicalDevice, &info, null, &handle), "vkCreateDevice");
            return handle;
        }
    }
}
