using System.Runtime.InteropServices;
using System.Text;

namespace GpuFormer.Devices.Cuda;

/// <summary>
/// The functions of the CUDA driver API that the device uses (NVIDIA, CUDA Driver API reference), looked up in the
/// driver's library when first asked for; no toolkit is needed. A machine without the library has no CUDA devices; that
/// is no error.
/// </summary>
internal sealed unsafe class CudaApi
{
    internal static readonly string[] LibraryNames =
        OperatingSystem.IsWindows() ? ["nvcuda.dll"] : ["libcuda.so.1", "libcuda.so"];

    private static readonly Lazy<(CudaApi? Api, string Reason)> Loaded = new(Load);

    private readonly delegate* unmanaged<uint, int> _init;
    private readonly delegate* unmanaged<int*, int> _driverGetVersion;
    private readonly delegate* unmanaged<int*, int> _deviceGetCount;
    private readonly delegate* unmanaged<int*, int, int> _deviceGet;
    private readonly delegate* unmanaged<byte*, int, int, int> _deviceGetName;
    private readonly delegate* unmanaged<int*, int, int, int> _deviceGetAttribute;
    private readonly delegate* unmanaged<nuint*, int, int> _deviceTotalMem;
    private readonly delegate* unmanaged<int, byte**, int> _getErrorName;

    public readonly delegate* unmanaged<nint*, int, int> PrimaryContextRetain;
    public readonly delegate* unmanaged<int, int> PrimaryContextRelease;
    public readonly delegate* unmanaged<nint, int> ContextSetCurrent;
    public readonly delegate* unmanaged<nint*, byte*, uint, int*, nint*, int> ModuleLoadDataEx;
    public readonly delegate* unmanaged<nint, int> ModuleUnload;
    public readonly delegate* unmanaged<nint*, nint, byte*, int> ModuleGetFunction;
    public readonly delegate* unmanaged<int*, int, nint, int> FunctionGetAttribute;
    public readonly delegate* unmanaged<uint, int*, nint*, nint*, int> LinkCreate;
    public readonly delegate* unmanaged<nint, int, byte*, nuint, byte*, uint, int*, nint*, int> LinkAddData;
    public readonly delegate* unmanaged<nint, byte**, nuint*, int> LinkComplete;
    public readonly delegate* unmanaged<nint, int> LinkDestroy;
    public readonly delegate* unmanaged<ulong*, nuint, int> MemoryAllocate;
    public readonly delegate* unmanaged<ulong, int> MemoryFree;
    public readonly delegate* unmanaged<nint*, nuint, int> MemoryAllocateHost;
    public readonly delegate* unmanaged<nint, int> MemoryFreeHost;
    public readonly delegate* unmanaged<ulong, void*, nuint, nint, int> CopyToDeviceAsync;
    public readonly delegate* unmanaged<void*, ulong, nuint, nint, int> CopyToHostAsync;
    public readonly delegate* unmanaged<nint*, uint, int> StreamCreate;
    public readonly delegate* unmanaged<nint, int> StreamDestroy;
    public readonly delegate* unmanaged<nint, int> StreamSynchronize;
    public readonly delegate* unmanaged<nint, int> StreamQuery;
    public readonly delegate* unmanaged<nint*, uint, int> EventCreate;
    public readonly delegate* unmanaged<nint, int> EventDestroy;
    public readonly delegate* unmanaged<nint, nint, int> EventRecord;
    public readonly delegate* unmanaged<nint, int> EventSynchronize;
    public readonly delegate* unmanaged<float*, nint, nint, int> EventElapsedTime;
    public readonly delegate* unmanaged<nint*, uint, int> GraphCreate;
    public readonly delegate* unmanaged<nint*, nint, nint*, nuint, CudaKernelNode*, int> GraphAddKernel;
    public readonly delegate* unmanaged<nint*, nint, nint*, nuint, nint, int> GraphAddEventRecord;
    public readonly delegate* unmanaged<nint*, nint, ulong, int> GraphInstantiate;
    public readonly delegate* unmanaged<nint, nint, int> GraphUpload;
    public readonly delegate* unmanaged<nint, nint, int> GraphLaunch;
    public readonly delegate* unmanaged<nint, int> GraphExecutableDestroy;
    public readonly delegate* unmanaged<nint, int> GraphDestroy;
    public readonly delegate* unmanaged<nint, int, int, int> FunctionSetAttribute;

    private CudaApi(DriverLibrary library)
    {
        nint Find(string name) => library.Find(name);

        _init = (delegate* unmanaged<uint, int>)Find("cuInit");
        _driverGetVersion = (delegate* unmanaged<int*, int>)Find("cuDriverGetVersion");
        _deviceGetCount = (delegate* unmanaged<int*, int>)Find("cuDeviceGetCount");
        _deviceGet = (delegate* unmanaged<int*, int, int>)Find("cuDeviceGet");
        _deviceGetName = (delegate* unmanaged<byte*, int, int, int>)Find("cuDeviceGetName");
        _deviceGetAttribute = (delegate* unmanaged<int*, int, int, int>)Find("cuDeviceGetAttribute");
        _deviceTotalMem = (delegate* unmanaged<nuint*, int, int>)Find("cuDeviceTotalMem_v2");
        _getErrorName = (delegate* unmanaged<int, byte**, int>)Find("cuGetErrorName");
        PrimaryContextRetain = (delegate* unmanaged<nint*, int, int>)Find("cuDevicePrimaryCtxRetain");
        PrimaryContextRelease = (delegate* unmanaged<int, int>)Find("cuDevicePrimaryCtxRelease_v2");
        ContextSetCurrent = (delegate* unmanaged<nint, int>)Find("cuCtxSetCurrent");
        ModuleLoadDataEx = (delegate* unmanaged<nint*, byte*, uint, int*, nint*, int>)Find("cuModuleLoadDataEx");
        ModuleUnload = (delegate* unmanaged<nint, int>)Find("cuModuleUnload");
        ModuleGetFunction = (delegate* unmanaged<nint*, nint, byte*, int>)Find("cuModuleGetFunction");
        FunctionGetAttribute = (delegate* unmanaged<int*, int, nint, int>)Find("cuFuncGetAttribute");
        LinkCreate = (delegate* unmanaged<uint, int*, nint*, nint*, int>)Find("cuLinkCreate_v2");
        LinkAddData =
            (delegate* unmanaged<nint, int, byte*, nuint, byte*, uint, int*, nint*, int>)Find("cuLinkAddData_v2");
        LinkComplete = (delegate* unmanaged<nint, byte**, nuint*, int>)Find("cuLinkComplete");
        LinkDestroy = (delegate* unmanaged<nint, int>)Find("cuLinkDestroy");
        MemoryAllocate = (delegate* unmanaged<ulong*, nuint, int>)Find("cuMemAlloc_v2");
        MemoryFree = (delegate* unmanaged<ulong, int>)Find("cuMemFree_v2");
        MemoryAllocateHost = (delegate* unmanaged<nint*, nuint, int>)Find("cuMemAllocHost_v2");
        MemoryFreeHost = (delegate* unmanaged<nint, int>)Find("cuMemFreeHost");
        CopyToDeviceAsync = (delegate* unmanaged<ulong, void*, nuint, nint, int>)Find("cuMemcpyHtoDAsync_v2");
        CopyToHostAsync = (delegate* unmanaged<void*, ulong, nuint, nint, int>)Find("cuMemcpyDtoHAsync_v2");
        StreamCreate = (delegate* unmanaged<nint*, uint, int>)Find("cuStreamCreate");
        StreamDestroy = (delegate* unmanaged<nint, int>)Find("cuStreamDestroy_v2");
        StreamSynchronize = (delegate* unmanaged<nint, int>)Find("cuStreamSynchronize");
        StreamQuery = (delegate* unmanaged<nint, int>)Find("cuStreamQuery");
        EventCreate = (delegate* unmanaged<nint*, uint, int>)Find("cuEventCreate");
        EventDestroy = (delegate* unmanaged<nint, int>)Find("cuEventDestroy_v2");
        EventRecord = (delegate* unmanaged<nint, nint, int>)Find("cuEventRecord");
        EventSynchronize = (delegate* unmanaged<nint, int>)Find("cuEventSynchronize");
        EventElapsedTime = (delegate* unmanaged<float*, nint, nint, int>)Find("cuEventElapsedTime");
        GraphCreate = (delegate* unmanaged<nint*, uint, int>)Find("cuGraphCreate");
        // Without a suffix: the parameters' first form, which every driver since CUDA 10 takes.
        GraphAddKernel = (delegate* unmanaged<nint*, nint, nint*, nuint, CudaKernelNode*, int>)Find(
            "cuGraphAddKernelNode");
        GraphAddEventRecord = (delegate* unmanaged<nint*, nint, nint*, nuint, nint, int>)Find(
            "cuGraphAddEventRecordNode");
        GraphUpload = (delegate* unmanaged<nint, nint, int>)Find("cuGraphUpload");
        GraphInstantiate = (delegate* unmanaged<nint*, nint, ulong, int>)Find("cuGraphInstantiateWithFlags");
        GraphLaunch = (delegate* unmanaged<nint, nint, int>)Find("cuGraphLaunch");
        GraphExecutableDestroy = (delegate* unmanaged<nint, int>)Find("cuGraphExecDestroy");
        GraphDestroy = (delegate* unmanaged<nint, int>)Find("cuGraphDestroy");
        FunctionSetAttribute = (delegate* unmanaged<nint, int, int, int>)Find("cuFuncSetAttribute");
    }

    /// <summary>The functions, or null and why there are none.</summary>
    public static CudaApi? TryLoad(out string reason)
    {
        (var api, reason) = Loaded.Value;
        return api;
    }

    /// <summary>The newest CUDA that the driver knows: <c>12.4</c>.</summary>
    public string DriverVersion()
    {
        int version;
        Check(_driverGetVersion(&version), "cuDriverGetVersion");
        return $"{version / 1000}.{version % 1000 / 10}";
    }

    public int DeviceCount()
    {
        int count;
        Check(_deviceGetCount(&count), "cuDeviceGetCount");
        return count;
    }

    public int DeviceHandle(int index)
    {
        int handle;
        Check(_deviceGet(&handle, index), "cuDeviceGet");
        return handle;
    }

    public string DeviceName(int device)
    {
        var name = new byte[256];
        fixed (byte* n = name)
            Check(_deviceGetName(n, name.Length, device), "cuDeviceGetName");
        return Encoding.UTF8.GetString(name.AsSpan(0, Math.Max(0, Array.IndexOf(name, (byte)0))));
    }

    public int DeviceAttribute(int device, int attribute)
    {
        int value;
        Check(_deviceGetAttribute(&value, attribute, device), "cuDeviceGetAttribute");
        return value;
    }

    public long TotalMemory(int device)
    {
        nuint bytes;
        Check(_deviceTotalMem(&bytes, device), "cuDeviceTotalMem");
        return (long)bytes;
    }

    /// <summary>The name of an error in cuda.h.</summary>
    public string ErrorName(int status)
    {
        byte* name;
        return _getErrorName(status, &name) == 0 && name != null
            ? Marshal.PtrToStringUTF8((nint)name) ?? $"error {status}" : $"error {status}";
    }

    public void Check(int status, string call)
    {
        if (status != 0)
            throw new DriverException(call, ErrorName(status), status);
    }

    private static (CudaApi? Api, string Reason) Load()
    {
        if (DriverLibrary.TryLoad(LibraryNames) is not { } library)
        {
            return (null, $"no CUDA driver on this machine ({string.Join(" or ", LibraryNames)}); "
                + "install the driver of the NVIDIA card");
        }

        try
        {
            var api = new CudaApi(library);
            var status = api._init(0);
            return status == 0
                ? (api, "")
                : (null, $"the CUDA driver did not start ({api.ErrorName(status)}); is there an NVIDIA card, and may "
                    + "this user open it?");
        }
        catch (EntryPointNotFoundException missing)
        {
            return (null, $"{library.Name} is older than CUDA 11.4: {missing.Message}");
        }
    }
}

/// <summary>CUDA_KERNEL_NODE_PARAMS in its first form: what a kernel of a graph is launched with.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CudaKernelNode
{
    public nint Function;
    public uint GridX;
    public uint GridY;
    public uint GridZ;
    public uint BlockX;
    public uint BlockY;
    public uint BlockZ;
    public uint SharedBytes;
    public void** Parameters;
    public void** Extra;
}

/// <summary>Numbers of cuda.h, by their names there.</summary>
internal static class Cuda
{
    public const int ErrorOutOfMemory = 2;
    public const int ErrorNotReady = 600;

    public const int AttributeMaxThreadsPerBlock = 1;
    public const int AttributeMultiprocessorCount = 16;
    public const int AttributeComputeCapabilityMajor = 75;
    public const int AttributeComputeCapabilityMinor = 76;
    public const int AttributeMaxSharedMemoryPerBlockOptIn = 97;

    public const int FunctionAttributeLocalSizeBytes = 3;
    public const int FunctionAttributeMaxDynamicSharedSizeBytes = 8;

    public const int JitErrorLogBuffer = 5;
    public const int JitErrorLogBufferSizeBytes = 6;
    public const int JitInputPtx = 1;

    public const uint StreamNonBlocking = 1;
    public const uint EventDisableTiming = 2;

    /// <summary>Errors after which a context can only be destroyed.</summary>
    public static bool IsLost(int status) => status is
        46 // CUDA_ERROR_DEVICE_UNAVAILABLE
        or 214 // CUDA_ERROR_ECC_UNCORRECTABLE
        or 220 // CUDA_ERROR_NVLINK_UNCORRECTABLE
        or 700 // CUDA_ERROR_ILLEGAL_ADDRESS
        or 702 // CUDA_ERROR_LAUNCH_TIMEOUT
        or 709 // CUDA_ERROR_CONTEXT_IS_DESTROYED
        or 710 // CUDA_ERROR_ASSERT
        or 714 // CUDA_ERROR_HARDWARE_STACK_ERROR
        or 715 // CUDA_ERROR_ILLEGAL_INSTRUCTION
        or 716 // CUDA_ERROR_MISALIGNED_ADDRESS
        or 717 // CUDA_ERROR_INVALID_ADDRESS_SPACE
        or 718 // CUDA_ERROR_INVALID_PC
        or 719 // CUDA_ERROR_LAUNCH_FAILED
        or 999; // CUDA_ERROR_UNKNOWN
}
