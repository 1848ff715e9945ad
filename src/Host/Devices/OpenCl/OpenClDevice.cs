using GpuFormer.Kernels.Compiler;
using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;
using Silk.NET.OpenCL;

namespace GpuFormer.Devices.OpenCl;

/// <summary>A device of an OpenCL 1.2 platform: any vendor's graphics card, or the processor through PoCL.</summary>
internal sealed unsafe class OpenClDevice : DriverDevice
{
    // Not in cl.h: what one vendor's driver reports after a fault inside a kernel.
    private const int UnspecifiedFault = -9999;

    private readonly long _largestBuffer;

    private OpenClDevice(OpenClLoader loader, int platform, int index, nint platformId, nint deviceId)
        : base("opencl", $"{platform}.{index}")
    {
        Loader = loader;
        Id = deviceId;
        Description = Describe(loader, platformId, deviceId);
        CacheIdentity = $"{loader.DeviceText(deviceId, DeviceInfo.Name)}|"
            + $"{loader.DeviceText(deviceId, DeviceInfo.Version)}|"
            + loader.DeviceText(deviceId, DeviceInfo.DriverVersion);
        _largestBuffer = (long)Math.Min(
            long.MaxValue, loader.DeviceNumber(deviceId, DeviceInfo.MaxMemAllocSize, 128 << 20));
        MemoryLimit = (long)Math.Min(
            long.MaxValue, loader.DeviceNumber(deviceId, DeviceInfo.GlobalMemSize, long.MaxValue));
        var isProcessor = IsProcessor(loader, deviceId);
        // Where OpenCL 3.0's question is unknown: 32 threads fill a subgroup of most cards, 8 floats a vector register.
        var lanes = loader.DeviceNumber(
            deviceId, DeviceInfo.PreferredWorkGroupSizeMultiple, isProcessor ? 8ul : 32ul);
        var workers = (int)loader.DeviceNumber(deviceId, DeviceInfo.MaxComputeUnits, 1);
        Capabilities = new(
            LaneCount: (int)Math.Clamp(lanes, 4, 64),
            MaximumGroupThreads: (int)Math.Min(
                1024, loader.DeviceNumber(deviceId, DeviceInfo.MaxWorkGroupSize, 64)),
            SharedMemoryBytes: (int)Math.Min(
                256 << 10, loader.DeviceNumber(deviceId, DeviceInfo.LocalMemSize, 16 << 10)),
            Workers: workers, IsProcessor: isProcessor);
        // Division and square root within half a unit in the last place, as on the other targets, where the device can.
        BuildOptions = (loader.DeviceNumber(deviceId, DeviceInfo.SingleFPConfig, 0)
            & (ulong)DeviceFpConfig.CorrectlyRoundedDivideSqrt) != 0
            ? "-cl-std=CL1.2 -cl-fp32-correctly-rounded-divide-sqrt" : "-cl-std=CL1.2";

        int status;
        Context = loader.CreateContext(null, 1, &deviceId, 0, 0, &status);
        OpenClLoader.Check(status, "clCreateContext");
        Queue = Functions.CreateCommandQueue(Context, deviceId, CommandQueueProperties.None, &status);
        if (status == 0)
        {
            TimedQueue =
                Functions.CreateCommandQueue(Context, deviceId, CommandQueueProperties.ProfilingEnable, &status);
        }

        if (status != 0)
        {
            Close();
            OpenClLoader.Check(status, "clCreateCommandQueue");
        }
    }

    public override string Description { get; }

    public override DeviceCapabilities Capabilities { get; }

    public override long LargestBuffer => _largestBuffer;

    internal OpenClLoader Loader { get; }

    internal CL Functions => Loader.Functions;

    internal nint Id { get; }

    internal nint Context { get; private set; }

    internal nint Queue { get; private set; }

    internal nint TimedQueue { get; private set; }

    internal string CacheIdentity { get; }

    internal string BuildOptions { get; }

    /// <summary>
    /// The devices of this machine in the loader's order; none, and a reason, without loader or driver.
    /// </summary>
    public static DeviceList List()
    {
        if (OpenClLoader.TryLoad(out var reason) is not { } loader)
            return DeviceList.None(reason);
        var devices = loader.Devices().Select(d => ListedDevice.Behind(
            "OpenCL", $"{d.Platform}.{d.Index}", Describe(loader, d.PlatformId, d.DeviceId),
            IsProcessor(loader, d.DeviceId), Refusal(loader, d.DeviceId),
            () => new OpenClDevice(loader, d.Platform, d.Index, d.PlatformId, d.DeviceId))).ToArray();
        return devices.Length == 0
            ? DeviceList.None("the OpenCL loader knows no driver; install the one of the graphics card")
            : new(devices, "");
    }

    /// <summary>Throws for an error; one that means a lost device makes every later call fail at once.</summary>
    internal void Check(int status, string call)
    {
        if (status != 0)
            throw Failure(OpenClLoader.Failure(status, call), IsLost(status));
    }

    protected override DriverKernel Build(
        KernelSpecialisation specialisation, Func<KernelSpecialisation, KernelFunction> compile) =>
        OpenClKernel.Build(this, specialisation, compile);

    protected override DriverBuffer Allocate(long byteSize)
    {
        int status;
        var memory = Functions.CreateBuffer(Context, MemFlags.ReadWrite, (nuint)byteSize, null, &status);
        // A driver may put the allocation off until the first use. It is asked for here, where a failure can be named,
        // and on this thread: one that takes it from the C library leaves free blocks with every thread that uploads.
        var zero = (byte)0;
        if (status == 0
            && (status = Functions.EnqueueWriteBuffer(Queue, memory, true, 0, 1, &zero, 0, null, null)) != 0)
        {
            Functions.ReleaseMemObject(memory);
        }

        if (IsOutOfMemory(status))
            throw OutOfMemory(byteSize);
        Check(status, "clCreateBuffer");
        return new OpenClBuffer(this, memory, byteSize);
    }

    protected override DriverLaunches Prepare(IReadOnlyList<LaunchWave> waves) =>
        new OpenClLaunches(this, [.. waves.SelectMany(wave => wave.Launches)]);

    protected override void Close()
    {
        if (TimedQueue != 0)
            Functions.ReleaseCommandQueue(TimedQueue);
        if (Queue != 0)
            Functions.ReleaseCommandQueue(Queue);
        if (Context != 0)
            Functions.ReleaseContext(Context);
        (TimedQueue, Queue, Context) = (0, 0, 0);
    }

    private static string Describe(OpenClLoader loader, nint platformId, nint deviceId) =>
        $"{loader.DeviceText(deviceId, DeviceInfo.Name)} ({loader.PlatformText(platformId, PlatformInfo.Name)}, "
        + $"{loader.DeviceText(deviceId, DeviceInfo.Version)}, driver "
        + $"{loader.DeviceText(deviceId, DeviceInfo.DriverVersion)})";

    private static bool IsProcessor(OpenClLoader loader, nint device) =>
        (loader.DeviceNumber(device, DeviceInfo.Type, 0) & (ulong)DeviceType.Cpu) != 0;

    private static string Refusal(OpenClLoader loader, nint device) =>
        loader.DeviceNumber(device, DeviceInfo.Available, 0) == 0 ? "its driver says it is not available"
        : loader.DeviceNumber(device, DeviceInfo.CompilerAvailable, 0) == 0 ? "its driver has no compiler"
        : "";

    private static bool IsOutOfMemory(int status) => (ErrorCodes)status
        is ErrorCodes.MemObjectAllocationFailure or ErrorCodes.OutOfHostMemory or ErrorCodes.OutOfResources;

    // After a fault some drivers report a queue or context that is no longer valid.
    private static bool IsLost(int status) => status == UnspecifiedFault || (ErrorCodes)status
        is ErrorCodes.DeviceNotAvailable or ErrorCodes.OutOfResources or ErrorCodes.InvalidContext
        or ErrorCodes.InvalidCommandQueue;
}

/// <summary>Memory of an OpenCL device.</summary>
internal sealed unsafe class OpenClBuffer(OpenClDevice device, nint memory, long byteSize)
    : DriverBuffer(device, byteSize)
{
    internal nint Memory
    {
        get
        {
            ThrowIfDisposed();
            return memory;
        }
    }

    protected override void CopyToDevice(ReadOnlySpan<byte> source, long byteOffset)
    {
        fixed (byte* s = source)
        {
            device.Check(device.Functions.EnqueueWriteBuffer(
                device.Queue, memory, true, (nuint)byteOffset, (nuint)source.Length, s, 0, null, null),
                "clEnqueueWriteBuffer");
        }
    }

    protected override void CopyToHost(long byteOffset, Span<byte> destination)
    {
        fixed (byte* d = destination)
        {
            device.Check(device.Functions.EnqueueReadBuffer(
                device.Queue, memory, true, (nuint)byteOffset, (nuint)destination.Length, d, 0, null, null),
                "clEnqueueReadBuffer");
        }
    }

    protected override void Free() => device.Functions.ReleaseMemObject(memory);
}
