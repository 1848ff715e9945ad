using GpuFormer.Kernels.Launch;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace GpuFormer.Devices.Ilgpu;

// Listing and opening.
internal sealed partial class IlgpuDevice
{
    private static string Version => typeof(Context).Assembly.GetName().Version?.ToString(3) ?? "";

    /// <summary>Opens ILGPU's CPU accelerator.</summary>
    /// <param name="capabilities">What kernels shall believe; a CPU with vectors of 8 floats if null.</param>
    public static IlgpuDevice OpenCpu(DeviceCapabilities? capabilities = null)
    {
        var context = IlgpuRuntime.CreateContext(AcceleratorType.CPU);
        return new("ilgpu", "cpu", $"ILGPU {Version}'s CPU accelerator, for tests and debuggers", context,
            CreateProcessor(context, 2), capabilities ?? new(LaneCount: 8, MaximumGroupThreads: 256,
                SharedMemoryBytes: 32 * 1024, Workers: 1, IsProcessor: true));
    }

    /// <summary>Opens device <paramref name="index"/> of those that ILGPU finds through OpenCL.</summary>
    /// <exception cref="InvalidOperationException">There is no such device, or ILGPU cannot use it.</exception>
    public static IlgpuDevice OpenOpenCl(int index = 0) => OpenOpenCl(index, IlgpuOpenClOptions.Default);

    /// <summary>Opens device <paramref name="index"/> of those that ILGPU finds through CUDA.</summary>
    /// <exception cref="InvalidOperationException">There is no such device, or ILGPU cannot use it.</exception>
    public static IlgpuDevice OpenCuda(int index = 0) =>
        Open("ilgpu:cuda", index, () => IlgpuRuntime.CreateContext(AcceleratorType.Cuda),
            context => context.GetCudaDevices(), _ => "", isProcessor: _ => false);

    /// <summary>The row of ILGPU's CPU accelerator.</summary>
    internal static DeviceList ListCpu() => new([new("", $"ILGPU {Version}'s CPU accelerator", IsCard: false,
        "the judge of tests; slow", "", () => OpenCpu())], "");

    /// <summary>The devices that ILGPU finds through OpenCL, or why it finds none. Takes half a second.</summary>
    internal static DeviceList ListOpenCl() => List("OpenCL", AcceleratorType.OpenCL,
        context => context.GetCLDevices(), Refusal, IsProcessor, OpenOpenCl);

    /// <summary>The devices that ILGPU finds through CUDA, or why it finds none. Takes half a second.</summary>
    internal static DeviceList ListCuda() => List("CUDA", AcceleratorType.Cuda,
        context => context.GetCudaDevices(), _ => "", _ => false, OpenCuda);

    /// <summary>As <see cref="OpenOpenCl(int)"/>, for tests on drivers that ILGPU does not take by itself.</summary>
    internal static IlgpuDevice OpenOpenCl(int index, IlgpuOpenClOptions options) =>
        Open("ilgpu:opencl", index,
            () => IlgpuRuntime.CreateContext(AcceleratorType.OpenCL, options.Prepare, options.Optimisation),
            context => context.GetCLDevices(), Refusal, IsProcessor);

    private static DeviceList List<TDevice>(
        string driver, AcceleratorType type, Func<Context, Context.DeviceCollection<TDevice>> devicesOf,
        Func<TDevice, string> refusal, Func<TDevice, bool> isProcessor, Func<int, IlgpuDevice> open)
        where TDevice : ILGPU.Runtime.Device
    {
        try
        {
            using var context = IlgpuRuntime.CreateContext(type);
            var devices = new List<ListedDevice>();
            foreach (var device in devicesOf(context))
            {
                var index = devices.Count;
                devices.Add(ListedDevice.Behind($"ILGPU and {driver}", $"{index}", device.Name, isProcessor(device),
                    refusal(device), () => open(index)));
            }

            return devices.Count > 0 ? new(devices, "") : DeviceList.None(NoDevice(type));
        }
        catch (Exception exception) when (IsDriverFault(exception))
        {
            return DeviceList.None($"{NoDevice(type)} ({exception.Message.TrimEnd('.')})");
        }
    }

    private static IlgpuDevice Open<TDevice>(
        string kind, int index, Func<Context> createContext,
        Func<Context, Context.DeviceCollection<TDevice>> devicesOf, Func<TDevice, string> refusal,
        Func<TDevice, bool> isProcessor)
        where TDevice : ILGPU.Runtime.Device
    {
        Context? context = null;
        try
        {
            context = createContext();
            var devices = devicesOf(context);
            if (index < 0 || index >= devices.Count)
            {
                throw new InvalidOperationException(
                    $"there is no device {kind}:{index}; ILGPU finds {devices.Count} of that kind");
            }

            var device = devices[index];
            if (refusal(device) is { Length: > 0 } reason)
                throw new InvalidOperationException(reason);
            var accelerator = device.CreateAccelerator(context);
            return new(kind, $"{index}", $"{device.Name} (through ILGPU {Version})", context, accelerator,
                CapabilitiesOf(device, isProcessor(device)));
        }
        catch (Exception exception)
        {
            context?.Dispose();
            if (IsDriverFault(exception))
                throw new InvalidOperationException($"{kind}:{index}: {exception.Message}", exception);
            throw;
        }
    }

    private static DeviceCapabilities CapabilitiesOf(ILGPU.Runtime.Device device, bool isProcessor) => new(
        // Of OpenCL, ILGPU knows a subgroup's size where the driver tells it.
        LaneCount: Math.Clamp(isProcessor ? 8 : device.WarpSize, 4, 64),
        MaximumGroupThreads: Math.Min(1024, device.MaxNumThreadsPerGroup),
        SharedMemoryBytes: Math.Min(48 << 10, device.MaxSharedMemoryPerGroup),
        Workers: Math.Max(1, device.NumMultiprocessors), IsProcessor: isProcessor);

    private static CPUAccelerator CreateProcessor(Context context, int threads) =>
        new CPUDevice(threads, numWarpsPerMultiprocessor: 1, numMultiprocessors: 1)
            .CreateCPUAccelerator(context, CPUAcceleratorMode.Parallel);

    private static string Refusal(CLDevice device) =>
        device.CLStdVersion < ILGPU.Backends.OpenCL.CLBackend.MinimumVersion
            ? $"ILGPU needs OpenCL C 2.0, the driver has {device.CLStdVersion}"
            : device.Capabilities.GenericAddressSpace ? ""
            : "ILGPU needs OpenCL's generic address space, which the driver does not report";

    private static bool IsProcessor(CLDevice device) => (device.DeviceType & CLDeviceType.CL_DEVICE_TYPE_CPU) != 0;

    private static string NoDevice(AcceleratorType type) => type == AcceleratorType.OpenCL
        ? "ILGPU finds no OpenCL device; install the driver of the GPU"
        : "ILGPU finds no CUDA device; install NVIDIA's driver";

    private static bool IsDriverFault(Exception exception) => exception
        is AcceleratorException or DllNotFoundException or EntryPointNotFoundException or TypeInitializationException
        or NotSupportedException or InternalCompilerException;
}
