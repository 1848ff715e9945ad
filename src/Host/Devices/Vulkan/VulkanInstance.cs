using System.Runtime.InteropServices;
using System.Text;

namespace GpuFormer.Devices.Vulkan;

/// <summary>
/// The system's Vulkan loader and one instance of it, made when first asked for and kept for the life of the process.
/// A machine without a loader or driver has no Vulkan devices; that is no error.
/// </summary>
internal sealed unsafe class VulkanInstance
{
    private static readonly string[] LibraryNames =
        OperatingSystem.IsWindows() ? ["vulkan-1.dll"]
        : OperatingSystem.IsMacOS() ? ["libvulkan.1.dylib", "libMoltenVK.dylib"]
        : ["libvulkan.so.1", "libvulkan.so"];

    private static readonly Lazy<(VulkanInstance? Instance, string Reason)> Loaded = new(Load);

    private readonly nint _instance;
    private readonly delegate* unmanaged<nint, byte*, nint> _getInstanceProcAddr;
    private readonly delegate* unmanaged<nint, uint*, nint*, int> _enumeratePhysicalDevices;

    public readonly delegate* unmanaged<nint, VkPhysicalDeviceProperties2*, void> GetPhysicalDeviceProperties2;
    public readonly delegate* unmanaged<nint, VkPhysicalDeviceFeatures2*, void> GetPhysicalDeviceFeatures2;
    public readonly delegate* unmanaged<nint, VkMemoryProperties*, void> GetPhysicalDeviceMemoryProperties;
    public readonly delegate* unmanaged<nint, uint*, VkQueueFamilyProperties*, void>
        GetPhysicalDeviceQueueFamilyProperties;
    public readonly delegate* unmanaged<nint, byte*, uint*, VkExtensionProperties*, int>
        EnumerateDeviceExtensionProperties;
    public readonly delegate* unmanaged<nint, VkDeviceCreateInfo*, void*, nint*, int> CreateDevice;
    public readonly delegate* unmanaged<nint, byte*, nint> GetDeviceProcAddr;

    private VulkanInstance(nint instance, delegate* unmanaged<nint, byte*, nint> getInstanceProcAddr)
    {
        _instance = instance;
        _getInstanceProcAddr = getInstanceProcAddr;
        _enumeratePhysicalDevices =
            (delegate* unmanaged<nint, uint*, nint*, int>)Find("vkEnumeratePhysicalDevices"u8);
        GetPhysicalDeviceProperties2 = (delegate* unmanaged<nint, VkPhysicalDeviceProperties2*, void>)Find(
            "vkGetPhysicalDeviceProperties2"u8);
        GetPhysicalDeviceFeatures2 = (delegate* unmanaged<nint, VkPhysicalDeviceFeatures2*, void>)Find(
            "vkGetPhysicalDeviceFeatures2"u8);
        GetPhysicalDeviceMemoryProperties = (delegate* unmanaged<nint, VkMemoryProperties*, void>)Find(
            "vkGetPhysicalDeviceMemoryProperties"u8);
        GetPhysicalDeviceQueueFamilyProperties =
            (delegate* unmanaged<nint, uint*, VkQueueFamilyProperties*, void>)Find(
                "vkGetPhysicalDeviceQueueFamilyProperties"u8);
        EnumerateDeviceExtensionProperties =
            (delegate* unmanaged<nint, byte*, uint*, VkExtensionProperties*, int>)Find(
                "vkEnumerateDeviceExtensionProperties"u8);
        CreateDevice = (delegate* unmanaged<nint, VkDeviceCreateInfo*, void*, nint*, int>)Find("vkCreateDevice"u8);
        GetDeviceProcAddr = (delegate* unmanaged<nint, byte*, nint>)Find("vkGetDeviceProcAddr"u8);
    }

    /// <summary>The instance, or null and why there is none.</summary>
    public static VulkanInstance? TryLoad(out string reason)
    {
        (var instance, reason) = Loaded.Value;
        return instance;
    }

    /// <summary>All devices in the loader's order: the i of <c>vulkan:i</c>.</summary>
    public nint[] PhysicalDevices()
    {
        uint count = 0;
        if (_enumeratePhysicalDevices(_instance, &count, null) < 0 || count == 0)
            return [];
        var devices = new nint[count];
        fixed (nint* d = devices)
            VulkanException.Check(_enumeratePhysicalDevices(_instance, &count, d), "vkEnumeratePhysicalDevices");
        return devices[..(int)count];
    }

    /// <summary>Whether a device has an extension.</summary>
    public bool HasExtension(nint physicalDevice, string name)
    {
        uint count = 0;
        if (EnumerateDeviceExtensionProperties(physicalDevice, null, &count, null) < 0)
            return false;
        var extensions = new VkExtensionProperties[count];
        fixed (VkExtensionProperties* e = extensions)
        {
            return EnumerateDeviceExtensionProperties(physicalDevice, null, &count, e) >= 0
                && Contains(extensions, name);
        }
    }

    /// <summary>A text of at most 256 bytes, ended by a zero.</summary>
    public static string Text(byte* text)
    {
        var bytes = new ReadOnlySpan<byte>(text, 256);
        var end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]).Trim();
    }

    private static bool Contains(VkExtensionProperties[] extensions, string name)
    {
        foreach (ref var extension in extensions.AsSpan())
        {
            fixed (byte* n = extension.Name)
            {
                if (Text(n) == name)
                    return true;
            }
        }

        return false;
    }

    private static (VulkanInstance? Instance, string Reason) Load()
    {
        foreach (var name in LibraryNames)
        {
            if (!NativeLibrary.TryLoad(name, out var library)
                || !NativeLibrary.TryGetExport(library, "vkGetInstanceProcAddr", out var address))
            {
                continue;
            }

            var getInstanceProcAddr = (delegate* unmanaged<nint, byte*, nint>)address;
            try
            {
                var result = Create(getInstanceProcAddr, out var instance);
                return result == Vk.Success
                    ? (new VulkanInstance(instance, getInstanceProcAddr), "")
                    : (null, $"the Vulkan loader {name} made no instance (result {result}); install the driver of the "
                        + "graphics card, or Mesa's lavapipe for the processor");
            }
            catch (EntryPointNotFoundException missing)
            {
                return (null, $"{name} is older than Vulkan 1.1: {missing.Message}");
            }
            catch (VulkanException failure)
            {
                return (null, $"{name} cannot be used: {failure.Message}");
            }
        }

        return (null, $"no Vulkan loader on this machine ({string.Join(" or ", LibraryNames)}); "
            + "install the driver of the graphics card, or Mesa's lavapipe for the processor");
    }

    private static int Create(delegate* unmanaged<nint, byte*, nint> getInstanceProcAddr, out nint instance)
    {
        var enumerate = (delegate* unmanaged<byte*, uint*, VkExtensionProperties*, int>)Find(
            getInstanceProcAddr, 0, "vkEnumerateInstanceExtensionProperties"u8);
        var create = (delegate* unmanaged<VkInstanceCreateInfo*, void*, nint*, int>)Find(
            getInstanceProcAddr, 0, "vkCreateInstance"u8);
        uint count = 0;
        VulkanException.Check(enumerate(null, &count, null), "vkEnumerateInstanceExtensionProperties");
        var extensions = new VkExtensionProperties[count];
        fixed (VkExtensionProperties* e = extensions)
            VulkanException.Check(enumerate(null, &count, e), "vkEnumerateInstanceExtensionProperties");
        // Drivers on top of another interface (MoltenVK) are listed only to those who ask for them.
        var hasPortability = Contains(extensions, "VK_KHR_portability_enumeration");
        fixed (byte* name = "GpuFormer\0"u8)
        fixed (byte* portability = "VK_KHR_portability_enumeration\0"u8)
        {
            var application = new VkApplicationInfo
            {
                Type = Vk.ApplicationInfo,
                ApplicationName = (nint)name,
                EngineName = (nint)name,
                ApiVersion = Vk.Version12,
            };
            var info = new VkInstanceCreateInfo
            {
                Type = Vk.InstanceCreateInfo,
                Flags = hasPortability ? Vk.EnumeratePortability : 0,
                ApplicationInfo = &application,
                ExtensionCount = hasPortability ? 1u : 0u,
                Extensions = &portability,
            };
            nint created = 0;
            var result = create(&info, null, &created);
            instance = created;
            return result;
        }
    }

    private static nint Find(
        delegate* unmanaged<nint, byte*, nint> getInstanceProcAddr, nint instance, ReadOnlySpan<byte> name)
    {
        // Literals in UTF-8 end with a zero that is not counted.
        fixed (byte* n = name)
        {
            var address = getInstanceProcAddr(instance, n);
            return address != 0 ? address : throw new EntryPointNotFoundException(Encoding.UTF8.GetString(name));
        }
    }

    private nint Find(ReadOnlySpan<byte> name) => Find(_getInstanceProcAddr, _instance, name);
}
