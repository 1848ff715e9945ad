using System.Text;
using Silk.NET.Core.Contexts;
using Silk.NET.OpenCL;

namespace GpuFormer.Devices.OpenCl;

/// <summary>
/// The system's OpenCL loader (Khronos, The OpenCL Specification 1.2, chapter 4), loaded when first asked for. A machine
/// without one has no OpenCL devices; that is no error.
/// </summary>
internal sealed unsafe class OpenClLoader
{
    // Functions are found one by one when they are called. OpenCL 1.2 added this one: whoever has it has the rest.
    private const string NewestFunction = "clCompileProgram";

    internal static readonly string[] LibraryNames =
        OperatingSystem.IsWindows() ? ["OpenCL.dll"]
        : OperatingSystem.IsMacOS() ? ["/System/Library/Frameworks/OpenCL.framework/OpenCL"]
        : ["libOpenCL.so.1", "libOpenCL.so"];

    private static readonly Lazy<(OpenClLoader? Loader, string Reason)> Loaded = new(Load);

    private OpenClLoader(DriverLibrary library)
    {
        Functions = new(new LamdaNativeContext((Func<string, nint>)library.TryFind));
        EnqueueKernel = (delegate* unmanaged<
            nint, nint, uint, nuint*, nuint*, nuint*, uint, nint*, nint*, int>)library.Find("clEnqueueNDRangeKernel");
        CreateContext = (delegate* unmanaged<nint*, uint, nint*, nint, nint, int*, nint>)library.Find("clCreateContext");
        BuildProgram = (delegate* unmanaged<nint, uint, nint*, byte*, nint, nint, int>)library.Find("clBuildProgram");
    }

    /// <summary>Looks each function up when it is first called.</summary>
    public CL Functions { get; }

    /// <summary>
    /// clEnqueueNDRangeKernel itself: a replay calls it for every launch, and nothing shall stand in between.
    /// </summary>
    public delegate* unmanaged<nint, nint, uint, nuint*, nuint*, nuint*, uint, nint*, nint*, int> EnqueueKernel { get; }

    /// <summary>
    /// clCreateContext itself. For a function with a callback Silk.NET keeps a list of what is pinned until the next
    /// call, and two threads that call at once break that list, even without a callback.
    /// </summary>
    public delegate* unmanaged<nint*, uint, nint*, nint, nint, int*, nint> CreateContext { get; }

    /// <summary>
    /// clBuildProgram itself, for the same reason as <see cref="CreateContext"/>: kernels are built by many threads.
    /// </summary>
    public delegate* unmanaged<nint, uint, nint*, byte*, nint, nint, int> BuildProgram { get; }

    /// <summary>The loader, or null and why there is none.</summary>
    public static OpenClLoader? TryLoad(out string reason)
    {
        (var loader, reason) = Loaded.Value;
        return loader;
    }

    /// <summary>Throws for an error before there is a device that could be lost.</summary>
    public static void Check(int status, string call)
    {
        if (status != 0)
            throw Failure(status, call);
    }

    /// <summary>The exception for an error.</summary>
    public static DriverException Failure(int status, string call) => new(call, $"{(ErrorCodes)status}", status);

    /// <summary>All devices of all platforms, in the loader's order: the p and d of <c>opencl:p.d</c>.</summary>
    public IReadOnlyList<(int Platform, int Index, nint PlatformId, nint DeviceId)> Devices()
    {
        var devices = new List<(int, int, nint, nint)>();
        uint count;
        // The loader reports "no platform" as an error of its own (CL_PLATFORM_NOT_FOUND_KHR).
        if (Functions.GetPlatformIDs(0, null, &count) != 0 || count == 0)
            return devices;
        var platforms = new nint[count];
        fixed (nint* p = platforms)
            Check(Functions.GetPlatformIDs(count, p, null), "clGetPlatformIDs");
        for (var p = 0; p < platforms.Length; p++)
        {
            if (Functions.GetDeviceIDs(platforms[p], DeviceType.All, 0, null, &count) != 0 || count == 0)
                continue;
            var ids = new nint[count];
            fixed (nint* d = ids)
                Check(Functions.GetDeviceIDs(platforms[p], DeviceType.All, count, d, null), "clGetDeviceIDs");
            for (var d = 0; d < ids.Length; d++)
                devices.Add((p, d, platforms[p], ids[d]));
        }

        return devices;
    }

    public string PlatformText(nint platform, PlatformInfo what) => Text((size, value, needed) =>
        Functions.GetPlatformInfo(platform, what, size, (void*)value, (nuint*)needed));

    public string DeviceText(nint device, DeviceInfo what) => Text((size, value, needed) =>
        Functions.GetDeviceInfo(device, what, size, (void*)value, (nuint*)needed));

    /// <summary>A number that the device reports, or <paramref name="otherwise"/> if it does not know the
    /// question.</summary>
    public ulong DeviceNumber(nint device, DeviceInfo what, ulong otherwise)
    {
        ulong value = 0;
        return Functions.GetDeviceInfo(device, what, sizeof(ulong), &value, null) == 0 ? value : otherwise;
    }

    private static string Text(Func<nuint, nint, nint, int> query)
    {
        nuint needed = 0;
        if (query(0, 0, (nint)(&needed)) != 0 || needed == 0)
            return "";
        var bytes = new byte[needed];
        fixed (byte* b = bytes)
            return query(needed, (nint)b, 0) == 0 ? Encoding.UTF8.GetString(bytes).TrimEnd('\0').Trim() : "";
    }

    private static (OpenClLoader? Loader, string Reason) Load()
    {
        if (DriverLibrary.TryLoad(LibraryNames) is not { } library)
        {
            return (null, $"no OpenCL loader on this machine ({string.Join(" or ", LibraryNames)}); "
                + "install the driver of the graphics card, or PoCL for the processor");
        }

        return library.TryFind(NewestFunction) == 0
            ? (null, $"{library.Name} is older than OpenCL 1.2: it has no {NewestFunction}")
            : (new(library), "");
    }
}
