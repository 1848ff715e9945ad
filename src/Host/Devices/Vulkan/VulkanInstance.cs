using System.Text;
using Silk.NET.Core.Contexts;
using Silk.NET.Vulkan;
using VkDevice = Silk.NET.Vulkan.Device;

namespace GpuFormer.Devices.Vulkan;

/// <summary>
/// The system's Vulkan loader and one instance of it, made when first asked for and kept for the life of the process.
/// A machine without a loader or driver has no Vulkan devices; that is no error.
/// </summary>
internal sealed unsafe class VulkanInstance
{
    // Functions are found one by one when they are called. Vulkan 1.1 added this one: whoever has it has the rest.
    private const string NewestFunction = "vkGetPhysicalDeviceProperties2";

    private static readonly string[] LibraryNames =
        OperatingSystem.IsWindows() ? ["vulkan-1.dll"]
        : OperatingSystem.IsMacOS() ? ["libvulkan.1.dylib", "libMoltenVK.dylib"]
        : ["libvulkan.so.1", "libvulkan.so"];

    private static readonly Lazy<(VulkanInstance? Instance, string Reason)> Loaded = new(Load);

    private readonly Instance _instance;

    private VulkanInstance(Vk functions, Instance instance) => (Functions, _instance) = (functions, instance);

    /// <summary>The loader's functions. Those of a device go through it to the driver.</summary>
    public Vk Functions { get; }

    /// <summary>The instance, or null and why there is none.</summary>
    public static VulkanInstance? TryLoad(out string reason)
    {
        (var instance, reason) = Loaded.Value;
        return instance;
    }

    /// <summary>Throws for an error before there is a device that could be lost.</summary>
    public static void Check(Result result, string call)
    {
        if (result < 0)
            throw Failure(result, call);
    }

    /// <summary>The exception for an error.</summary>
    public static DriverException Failure(Result result, string call) => new(call, $"{result}", (int)result);

    /// <summary>A text that is ended by a zero, or by the end of its 256 bytes.</summary>
    public static string Text(byte* text)
    {
        var bytes = new ReadOnlySpan<byte>(text, (int)Vk.MaxExtensionNameSize);
        var end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]).Trim();
    }

    /// <summary>All devices in the loader's order: the i of <c>vulkan:i</c>.</summary>
    public PhysicalDevice[] PhysicalDevices()
    {
        uint count = 0;
        if (Functions.EnumeratePhysicalDevices(_instance, &count, null) < 0 || count == 0)
            return [];
        var devices = new PhysicalDevice[count];
        fixed (PhysicalDevice* d = devices)
            Check(Functions.EnumeratePhysicalDevices(_instance, &count, d), "vkEnumeratePhysicalDevices");
        return devices[..(int)count];
    }

    /// <summary>Whether a device has an extension.</summary>
    public bool HasExtension(PhysicalDevice physicalDevice, string name)
    {
        uint count = 0;
        if (Functions.EnumerateDeviceExtensionProperties(physicalDevice, (byte*)null, &count, null) < 0)
            return false;
        var extensions = new ExtensionProperties[count];
        fixed (ExtensionProperties* e = extensions)
        {
            return Functions.EnumerateDeviceExtensionProperties(physicalDevice, (byte*)null, &count, e) >= 0
                && Contains(extensions, name);
        }
    }

    /// <summary>The functions of one device, called without the loader in between.</summary>
    public Vk FunctionsOf(VkDevice device) => new(new LamdaNativeContext(name =>
    {
        var bytes = Encoding.ASCII.GetBytes(name + "\0");
        fixed (byte* n = bytes)
            return (nint)Functions.GetDeviceProcAddr(device, n).Handle;
    }));

    private static bool Contains(ExtensionProperties[] extensions, string name)
    {
        foreach (ref var extension in extensions.AsSpan())
        {
            fixed (byte* n = extension.ExtensionName)
            {
                if (Text(n) == name)
                    return true;
            }
        }

        return false;
    }

    private static (VulkanInstance? Instance, string Reason) Load()
    {
        const string advice = "install the driver of the graphics card, or Mesa's lavapipe for the processor";
        if (DriverLibrary.TryLoad(LibraryNames) is not { } library)
            return (null, $"no Vulkan loader on this machine ({string.Join(" or ", LibraryNames)}); {advice}");
        if (library.TryFind(NewestFunction) == 0)
            return (null, $"{library.Name} is older than Vulkan 1.1: it has no {NewestFunction}");
        var functions = new Vk(new LamdaNativeContext((Func<string, nint>)library.TryFind));
        try
        {
            return (new VulkanInstance(functions, Create(functions)), "");
        }
        catch (DriverException failure)
        {
            return (null, $"the Vulkan loader {library.Name} made no instance: {failure.Message.TrimEnd('.')}; {advice}");
        }
    }

    private static Instance Create(Vk functions)
    {
        uint count = 0;
        Check(functions.EnumerateInstanceExtensionProperties((byte*)null, &count, null),
            "vkEnumerateInstanceExtensionProperties");
        var extensions = new ExtensionProperties[count];
        fixed (ExtensionProperties* e = extensions)
        {
            Check(functions.EnumerateInstanceExtensionProperties((byte*)null, &count, e),
                "vkEnumerateInstanceExtensionProperties");
        }

        // Drivers on top of another interface (MoltenVK) are listed only to those who ask for them.
        var hasPortability = Contains(extensions, "VK_KHR_portability_enumeration");
        fixed (byte* name = "GpuFormer\0"u8)
        fixed (byte* portability = "VK_KHR_portability_enumeration\0"u8)
        {
            var application = new ApplicationInfo
            {
                SType = StructureType.ApplicationInfo,
                PApplicationName = name,
                PEngineName = name,
                ApiVersion = Vk.Version12,
            };
            var info = new InstanceCreateInfo
            {
                SType = StructureType.InstanceCreateInfo,
                Flags = hasPortability ? InstanceCreateFlags.EnumeratePortabilityBitKhr : InstanceCreateFlags.None,
                PApplicationInfo = &application,
                EnabledExtensionCount = hasPortability ? 1u : 0u,
                PpEnabledExtensionNames = &portability,
            };
            Instance instance;
            Check(functions.CreateInstance(&info, null, &instance), "vkCreateInstance");
            return instance;
        }
    }
}
