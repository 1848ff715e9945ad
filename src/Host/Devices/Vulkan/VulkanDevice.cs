using GpuFormer.Kernels.Compiler;
using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Launch;

namespace GpuFormer.Devices.Vulkan;

/// <summary>One device that the Vulkan loader knows.</summary>
/// <param name="Index">The i of <c>vulkan:i</c>.</param>
/// <param name="Description">Its name and driver.</param>
/// <param name="IsProcessor">True where the processor stands in for a graphics card.</param>
/// <param name="Refusal">Why it cannot be opened; empty if it can.</param>
public sealed record VulkanListing(int Index, string Description, bool IsProcessor, string Refusal);

/// <summary>
/// A device of a Vulkan 1.2 driver: any vendor's graphics card, or the processor through Mesa's lavapipe.
/// </summary>
public sealed unsafe class VulkanDevice : Device
{
    private readonly KernelTable<VulkanKernel> _kernels = new();
    private readonly Lock _gate = new();

    // Buffers and recordings that are alive: the device goes after them.
    private readonly HashSet<IDisposable> _children = [];
    private long _allocatedBytes;
    private volatile DeviceLostException? _lost;

    // Given up while it may still run: destroying what it uses could crash or hang, so that is left to the process.
    private volatile bool _isStuck;
    private volatile bool _isDisposed;

    private VulkanDevice(VulkanInstance instance, int index, nint physicalDevice, VulkanProperties properties)
    {
        Name = $"vulkan:{index}";
        Properties = properties;
        LargestView = properties.Limits.MaxStorageBufferRange;
        var family = ChooseFamily(instance, physicalDevice, out var timestampBits);
        TimestampMask = timestampBits == 0 ? 0 : ulong.MaxValue >> (64 - (int)timestampBits);
        Handle = CreateHandle(instance, physicalDevice, family, properties);
        Functions = new(Handle, instance.GetDeviceProcAddr);
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

    public override string Name { get; }

    public override string Description => Properties.Description;

    public override DeviceCapabilities Capabilities => Properties.Capabilities;

    public override long AllocatedBytes => Interlocked.Read(ref _allocatedBytes);

    public override long LargestBuffer => Memory.LargestAllocation;

    internal VulkanProperties Properties { get; }

    /// <summary>The most bytes that a kernel reaches through one view; may be lowered.</summary>
    internal long LargestView { get; set; }

    internal nint Handle { get; }

    internal VulkanFunctions Functions { get; }

    internal VulkanMemory Memory { get; }

    internal VulkanQueue Queue { get; }

    internal KernelBinaryCache Binaries { get; } = KernelBinaryCache.Open("vulkan");

    /// <summary>The bits of a time stamp that count; 0 if the device has none.</summary>
    internal ulong TimestampMask { get; }

    /// <summary>The devices of this machine. None without a loader; <paramref name="reason"/> says why.</summary>
    public static IReadOnlyList<VulkanListing> List(out string reason)
    {
        if (VulkanInstance.TryLoad(out reason) is not { } instance)
            return [];
        var devices = instance.PhysicalDevices().Select((physicalDevice, i) =>
        {
            var properties = new VulkanProperties(instance, physicalDevice);
            return new VulkanListing(i, properties.Description, properties.DeviceType == Vk.TypeCpu,
                Refusal(instance, physicalDevice, properties));
        }).ToList();
        reason = devices.Count == 0 ? "the Vulkan loader knows no driver; install the one of the graphics card" : "";
        return devices;
    }

    /// <summary>Opens the device with this index.</summary>
    /// <exception cref="InvalidOperationException">There is no such device, or its driver is too old.</exception>
    public static VulkanDevice Open(int index = 0)
    {
        if (VulkanInstance.TryLoad(out var reason) is not { } instance)
            throw new InvalidOperationException($"vulkan:{index} cannot be opened: {reason}.");
        var devices = instance.PhysicalDevices();
        if (index < 0 || index >= devices.Length)
        {
            throw new InvalidOperationException(
                $"There is no device vulkan:{index}; the loader knows {devices.Length} device(s).");
        }

        var properties = new VulkanProperties(instance, devices[index]);
        if (Refusal(instance, devices[index], properties) is { Length: > 0 } refusal)
            throw new InvalidOperationException($"vulkan:{index} cannot be opened: {refusal}.");
        return new(instance, index, devices[index], properties);
    }

    /// <inheritdoc/>
    /// <exception cref="DeviceMemoryException">The device has not that much.</exception>
    public override DeviceBuffer CreateBuffer(long byteSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(byteSize, 1);
        ThrowIfUnusable();
        CheckLimits(byteSize);
        var buffer = new VulkanBuffer(this, byteSize);
        Interlocked.Add(ref _allocatedBytes, byteSize);
        Keep(buffer);
        return buffer;
    }

    public override CompiledKernel Compile(KernelSpecialisation specialisation) =>
        Compile(specialisation, static kernel => KernelCompiler.Compile(kernel));

    public override RecordedLaunches Record(IReadOnlyList<LaunchWave> waves)
    {
        ThrowIfUnusable();
        var launches = new VulkanLaunches(this, waves);
        Keep(launches);
        return launches;
    }

    public override void Dispose()
    {
        IDisposable[] children;
        lock (_gate)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            children = [.. _children];
        }

        foreach (var child in children)
            child.Dispose();
        if (_isStuck)
            return;
        _kernels.Clear(kernel => kernel.Release());
        Queue.Dispose();
        Functions.DestroyDevice(Handle, null);
    }

    /// <summary>Compiles with another front end: what tests give functions to.</summary>
    internal CompiledKernel Compile(
        KernelSpecialisation specialisation, Func<KernelSpecialisation, KernelFunction> compile)
    {
        ThrowIfUnusable();
        return _kernels.GetOrBuild(specialisation, key => VulkanKernel.Build(this, key, compile));
    }

    /// <summary>A child is disposed of; whether its objects are to be destroyed.</summary>
    internal bool Forget(IDisposable child)
    {
        lock (_gate)
            _children.Remove(child);
        if (child is VulkanBuffer buffer)
            Interlocked.Add(ref _allocatedBytes, -buffer.ByteSize);
        return !_isStuck;
    }

    internal void ThrowIfUnusable()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_lost is { } lost)
            throw new DeviceLostException(Name, "an earlier call failed.", lost);
    }

    /// <summary>Throws for an error; one that means a lost device makes every later call fail at once.</summary>
    internal void Check(int result, string call)
    {
        if (result >= 0)
            return;
        var failure = new VulkanException(result, call);
        if (result != Vk.ErrorDeviceLost)
            throw failure;
        throw _lost = new DeviceLostException(Name, $"{call} reported VK_ERROR_DEVICE_LOST.", failure);
    }

    /// <summary>Nothing more is asked of the device.</summary>
    internal DeviceLostException GiveUp(string reason)
    {
        _isStuck = true;
        return _lost = new DeviceLostException(Name, reason);
    }

    private static string Refusal(VulkanInstance instance, nint physicalDevice, VulkanProperties properties)
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

    private static uint ChooseFamily(VulkanInstance instance, nint physicalDevice, out uint timestampBits)
    {
        uint count = 0;
        instance.GetPhysicalDeviceQueueFamilyProperties(physicalDevice, &count, null);
        var families = new VkQueueFamilyProperties[count];
        fixed (VkQueueFamilyProperties* f = families)
            instance.GetPhysicalDeviceQueueFamilyProperties(physicalDevice, &count, f);
        // The first is the one that drivers expect work on; without time stamps only if no other can.
        var best = Array.FindIndex(families, f => (f.Flags & Vk.QueueCompute) != 0 && f.TimestampValidBits != 0);
        if (best < 0)
            best = Array.FindIndex(families, f => (f.Flags & Vk.QueueCompute) != 0);
        if (best < 0)
            throw new InvalidOperationException("it has no queue for compute");
        timestampBits = families[best].TimestampValidBits;
        return (uint)best;
    }

    private static nint CreateHandle(
        VulkanInstance instance, nint physicalDevice, uint family, VulkanProperties properties)
    {
        var priority = 1f;
        var queue = new VkDeviceQueueCreateInfo
        {
            Type = Vk.DeviceQueueCreateInfo,
            Family = family,
            Count = 1,
            Priorities = &priority,
        };
        var bytes = new Vk8BitStorageFeatures
        {
            Type = Vk.PhysicalDevice8BitStorageFeatures,
            StorageBuffer8BitAccess = properties.Options.Has8BitStorage ? 1u : 0u,
        };
        var halfwords = new Vk16BitStorageFeatures
        {
            Type = Vk.PhysicalDevice16BitStorageFeatures,
            Next = (nint)(&bytes),
            StorageBuffer16BitAccess = properties.Options.Has16BitStorage ? 1u : 0u,
        };
        // A driver that has this extension asks for it to be named.
        var hasSubset = instance.HasExtension(physicalDevice, "VK_KHR_portability_subset");
        fixed (byte* subset = "VK_KHR_portability_subset\0"u8)
        {
            var name = subset;
            var info = new VkDeviceCreateInfo
            {
                Type = Vk.DeviceCreateInfo,
                Next = (nint)(&halfwords),
                QueueCount = 1,
                Queues = &queue,
                ExtensionCount = hasSubset ? 1u : 0u,
                Extensions = &name,
            };
            nint handle;
            VulkanException.Check(instance.CreateDevice(physicalDevice, &info, null, &handle), "vkCreateDevice");
            return handle;
        }
    }

    private void Keep(IDisposable child)
    {
        lock (_gate)
        {
            if (!_isDisposed)
            {
                _children.Add(child);
                return;
            }
        }

        // Disposed of meanwhile, by another thread.
        throw new ObjectDisposedException(Name);
    }
}
