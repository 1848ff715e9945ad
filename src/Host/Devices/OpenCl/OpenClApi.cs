using System.Runtime.InteropServices;
using System.Text;

namespace GpuFormer.Devices.OpenCl;

/// <summary>
/// The functions of OpenCL 1.2 that the device uses (Khronos, The OpenCL Specification 1.2, chapters 4 and 5), looked up
/// in the system's loader when first asked for. A machine without a loader has no OpenCL devices; that is no error.
/// </summary>
internal sealed unsafe class OpenClApi
{
    // Debian ships libOpenCL.so.1 alone; the name without a version comes with development packages.
    private static readonly string[] LibraryNames =
        OperatingSystem.IsWindows() ? ["OpenCL.dll"]
        : OperatingSystem.IsMacOS() ? ["/System/Library/Frameworks/OpenCL.framework/OpenCL"]
        : ["libOpenCL.so.1", "libOpenCL.so"];

    private static readonly Lazy<(OpenClApi? Api, string Reason)> Loaded = new(Load);

    private readonly delegate* unmanaged<uint, nint*, uint*, int> _getPlatformIds;
    private readonly delegate* unmanaged<nint, uint, nuint, void*, nuint*, int> _getPlatformInfo;
    private readonly delegate* unmanaged<nint, ulong, uint, nint*, uint*, int> _getDeviceIds;
    private readonly delegate* unmanaged<nint, uint, nuint, void*, nuint*, int> _getDeviceInfo;

    public readonly delegate* unmanaged<nint*, uint, nint*, void*, void*, int*, nint> CreateContext;
    public readonly delegate* unmanaged<nint, int> ReleaseContext;
    public readonly delegate* unmanaged<nint, nint, ulong, int*, nint> CreateCommandQueue;
    public readonly delegate* unmanaged<nint, int> ReleaseCommandQueue;
    public readonly delegate* unmanaged<nint, ulong, nuint, void*, int*, nint> CreateBuffer;
    public readonly delegate* unmanaged<nint, int> ReleaseMemObject;
    public readonly delegate* unmanaged<nint, nint, uint, nuint, nuint, void*, uint, nint*, nint*, int> EnqueueReadBuffer;
    public readonly delegate* unmanaged<nint, nint, uint, nuint, nuint, void*, uint, nint*, nint*, int> EnqueueWriteBuffer;
    public readonly delegate* unmanaged<nint, uint, byte**, nuint*, int*, nint> CreateProgramWithSource;
    public readonly delegate* unmanaged<nint, uint, nint*, nuint*, byte**, int*, int*, nint> CreateProgramWithBinary;
    public readonly delegate* unmanaged<nint, uint, nint*, byte*, void*, void*, int> BuildProgram;
    public readonly delegate* unmanaged<nint, nint, uint, nuint, void*, nuint*, int> GetProgramBuildInfo;
    public readonly delegate* unmanaged<nint, uint, nuint, void*, nuint*, int> GetProgramInfo;
    public readonly delegate* unmanaged<nint, int> ReleaseProgram;
    public readonly delegate* unmanaged<nint, byte*, int*, nint> CreateKernel;
    public readonly delegate* unmanaged<nint, uint, nuint, void*, int> SetKernelArg;
    public readonly delegate* unmanaged<nint, int> ReleaseKernel;
    public readonly delegate* unmanaged<
        nint, nint, uint, nuint*, nuint*, nuint*, uint, nint*, nint*, int> EnqueueNDRangeKernel;
    public readonly delegate* unmanaged<nint, int> Finish;
    public readonly delegate* unmanaged<nint, uint, nuint, void*, nuint*, int> GetEventProfilingInfo;
    public readonly delegate* unmanaged<nint, int> ReleaseEvent;

    private OpenClApi(nint library)
    {
        nint Find(string name) => NativeLibrary.GetExport(library, name);

        _getPlatformIds = (delegate* unmanaged<uint, nint*, uint*, int>)Find("clGetPlatformIDs");
        _getPlatformInfo = (delegate* unmanaged<nint, uint, nuint, void*, nuint*, int>)Find("clGetPlatformInfo");
        _getDeviceIds = (delegate* unmanaged<nint, ulong, uint, nint*, uint*, int>)Find("clGetDeviceIDs");
        _getDeviceInfo = (delegate* unmanaged<nint, uint, nuint, void*, nuint*, int>)Find("clGetDeviceInfo");
        CreateContext = (delegate* unmanaged<nint*, uint, nint*, void*, void*, int*, nint>)Find("clCreateContext");
        ReleaseContext = (delegate* unmanaged<nint, int>)Find("clReleaseContext");
        CreateCommandQueue = (delegate* unmanaged<nint, nint, ulong, int*, nint>)Find("clCreateCommandQueue");
        ReleaseCommandQueue = (delegate* unmanaged<nint, int>)Find("clReleaseCommandQueue");
        CreateBuffer = (delegate* unmanaged<nint, ulong, nuint, void*, int*, nint>)Find("clCreateBuffer");
        ReleaseMemObject = (delegate* unmanaged<nint, int>)Find("clReleaseMemObject");
        EnqueueReadBuffer = (delegate* unmanaged<
            nint, nint, uint, nuint, nuint, void*, uint, nint*, nint*, int>)Find("clEnqueueReadBuffer");
        EnqueueWriteBuffer = (delegate* unmanaged<
            nint, nint, uint, nuint, nuint, void*, uint, nint*, nint*, int>)Find("clEnqueueWriteBuffer");
        CreateProgramWithSource =
            (delegate* unmanaged<nint, uint, byte**, nuint*, int*, nint>)Find("clCreateProgramWithSource");
        CreateProgramWithBinary = (delegate* unmanaged<
            nint, uint, nint*, nuint*, byte**, int*, int*, nint>)Find("clCreateProgramWithBinary");
        BuildProgram = (delegate* unmanaged<nint, uint, nint*, byte*, void*, void*, int>)Find("clBuildProgram");
        GetProgramBuildInfo =
            (delegate* unmanaged<nint, nint, uint, nuint, void*, nuint*, int>)Find("clGetProgramBuildInfo");
        GetProgramInfo = (delegate* unmanaged<nint, uint, nuint, void*, nuint*, int>)Find("clGetProgramInfo");
        ReleaseProgram = (delegate* unmanaged<nint, int>)Find("clReleaseProgram");
        CreateKernel = (delegate* unmanaged<nint, byte*, int*, nint>)Find("clCreateKernel");
        SetKernelArg = (delegate* unmanaged<nint, uint, nuint, void*, int>)Find("clSetKernelArg");
        ReleaseKernel = (delegate* unmanaged<nint, int>)Find("clReleaseKernel");
        EnqueueNDRangeKernel = (delegate* unmanaged<
            nint, nint, uint, nuint*, nuint*, nuint*, uint, nint*, nint*, int>)Find("clEnqueueNDRangeKernel");
        Finish = (delegate* unmanaged<nint, int>)Find("clFinish");
        GetEventProfilingInfo =
            (delegate* unmanaged<nint, uint, nuint, void*, nuint*, int>)Find("clGetEventProfilingInfo");
        ReleaseEvent = (delegate* unmanaged<nint, int>)Find("clReleaseEvent");
    }

    /// <summary>The functions, or null and why there are none.</summary>
    public static OpenClApi? TryLoad(out string reason)
    {
        (var api, reason) = Loaded.Value;
        return api;
    }

    /// <summary>All devices of all platforms, in the loader's order: the p and d of <c>opencl:p.d</c>.</summary>
    public IReadOnlyList<(int Platform, int Index, nint PlatformId, nint DeviceId)> Devices()
    {
        var devices = new List<(int, int, nint, nint)>();
        uint count;
        // The loader reports "no platform" as an error of its own (CL_PLATFORM_NOT_FOUND_KHR).
        if (_getPlatformIds(0, null, &count) != 0 || count == 0)
            return devices;
        var platforms = new nint[count];
        fixed (nint* p = platforms)
            OpenClError.Check(_getPlatformIds(count, p, null), "clGetPlatformIDs");
        for (var p = 0; p < platforms.Length; p++)
        {
            if (_getDeviceIds(platforms[p], OpenClConstants.DeviceTypeAll, 0, null, &count) != 0 || count == 0)
                continue;
            var ids = new nint[count];
            fixed (nint* d = ids)
            {
                OpenClError.Check(
                    _getDeviceIds(platforms[p], OpenClConstants.DeviceTypeAll, count, d, null), "clGetDeviceIDs");
            }

            for (var d = 0; d < ids.Length; d++)
                devices.Add((p, d, platforms[p], ids[d]));
        }

        return devices;
    }

    public string PlatformText(nint platform, uint what) => Text((size, value, needed) =>
        _getPlatformInfo(platform, what, size, (void*)value, (nuint*)needed));

    public string DeviceText(nint device, uint what) => Text((size, value, needed) =>
        _getDeviceInfo(device, what, size, (void*)value, (nuint*)needed));

    /// <summary>A number that the device reports, or <paramref name="otherwise"/> if it does not know the question.</summary>
    public ulong DeviceNumber(nint device, uint what, ulong otherwise)
    {
        ulong value = 0;
        return _getDeviceInfo(device, what, sizeof(ulong), &value, null) == 0 ? value : otherwise;
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

    private static (OpenClApi? Api, string Reason) Load()
    {
        foreach (var name in LibraryNames)
        {
            if (!NativeLibrary.TryLoad(name, out var library))
                continue;
            try
            {
                return (new OpenClApi(library), "");
            }
            catch (EntryPointNotFoundException missing)
            {
                return (null, $"{name} is older than OpenCL 1.2: {missing.Message}");
            }
        }

        return (null, $"no OpenCL loader on this machine ({string.Join(" or ", LibraryNames)}); "
            + "install the driver of the graphics card, or PoCL for the processor");
    }
}
