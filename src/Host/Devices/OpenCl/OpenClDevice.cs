using GpuFormer.Kernels.Compiler;
using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Launch;

namespace GpuFormer.Devices.OpenCl;

/// <summary>One row of <see cref="OpenClDevice.List"/>.</summary>
/// <param name="Platform">The p of <c>opencl:p.d</c>.</param>
/// <param name="Index">The d of <c>opencl:p.d</c>.</param>
/// <param name="Description">The card's or processor's name.</param>
/// <param name="PlatformName">Whose driver it is.</param>
/// <param name="Version">Of OpenCL, as the driver spells it.</param>
/// <param name="Driver">The driver's own version.</param>
/// <param name="IsProcessor">Whether it is the processor rather than a card.</param>
/// <param name="Refusal">Why it cannot be opened; empty if it can.</param>
public sealed record OpenClListing(
    int Platform, int Index, string Description, string PlatformName, string Version, string Driver, bool IsProcessor,
    string Refusal);

/// <summary>A device of an OpenCL 1.2 platform: any vendor's graphics card, or the processor through PoCL.</summary>
public sealed unsafe class OpenClDevice : Device
{
    private readonly KernelTable<OpenClKernel> _kernels = new();
    private readonly KernelBinaryCache _binaries = KernelBinaryCache.Open("opencl");
    private readonly long _largestBuffer;
    private long _allocatedBytes;
    private volatile DeviceLostException? _lost;
    private bool _isDisposed;

    private OpenClDevice(OpenClApi api, int platform, int index, nint platformId, nint deviceId)
    {
        Api = api;
        Id = deviceId;
        Name = $"opencl:{platform}.{index}";
        DriverVersion = api.DeviceText(deviceId, OpenClConstants.DriverVersion);
        var deviceName = api.DeviceText(deviceId, OpenClConstants.DeviceName);
        Description = $"{deviceName} ({api.PlatformText(platformId, OpenClConstants.PlatformName)}, "
            + $"{api.DeviceText(deviceId, OpenClConstants.DeviceVersion)}, driver {DriverVersion})";
        CacheIdentity = $"{deviceName}|{api.DeviceText(deviceId, OpenClConstants.DeviceVersion)}|{DriverVersion}";
        _largestBuffer = (long)Math.Min(
            long.MaxValue, api.DeviceNumber(deviceId, OpenClConstants.DeviceMaxMemAllocSize, 128 << 20));
        MemoryLimit = (long)Math.Min(
            long.MaxValue, api.DeviceNumber(deviceId, OpenClConstants.DeviceGlobalMemSize, long.MaxValue));
        var isProcessor = IsProcessor(api, deviceId);
        // Where OpenCL 3.0's question is unknown: 32 threads fill a subgroup of most cards, 8 floats a vector register.
        var lanes = api.DeviceNumber(
            deviceId, OpenClConstants.DevicePreferredWorkGroupSizeMultiple, isProcessor ? 8ul : 32ul);
        var workers = (int)api.DeviceNumber(deviceId, OpenClConstants.DeviceMaxComputeUnits, 1);
        Capabilities = new(
            LaneCount: (int)Math.Clamp(lanes, 4, 64),
            MaximumGroupThreads: (int)Math.Min(
                1024, api.DeviceNumber(deviceId, OpenClConstants.DeviceMaxWorkGroupSize, 64)),
            SharedMemoryBytes: (int)Math.Min(
                256 << 10, api.DeviceNumber(deviceId, OpenClConstants.DeviceLocalMemSize, 16 << 10)),
            Workers: workers, PrefersTallTiles: isProcessor)
        {
            Tiles = isProcessor ? TileTable.Processor : TileTable.OfCard(workers),
        };
        // Division and square root within half a unit in the last place, as on the other targets, where the device can.
        BuildOptions = (api.DeviceNumber(deviceId, OpenClConstants.DeviceSingleFpConfig, 0)
            & OpenClConstants.FpCorrectlyRoundedDivideSqrt) != 0
            ? "-cl-std=CL1.2 -cl-fp32-correctly-rounded-divide-sqrt" : "-cl-std=CL1.2";

        int status;
        Context = api.CreateContext(null, 1, &deviceId, null, null, &status);
        OpenClError.Check(status, "clCreateContext");
        Queue = api.CreateCommandQueue(Context, deviceId, 0, &status);
        if (status == 0)
            TimedQueue = api.CreateCommandQueue(Context, deviceId, OpenClConstants.QueueProfilingEnable, &status);
        if (status != 0)
        {
            Dispose();
            OpenClError.Check(status, "clCreateCommandQueue");
        }
    }

    public override string Name { get; }

    public override string Description { get; }

    public override DeviceCapabilities Capabilities { get; }

    public override long AllocatedBytes => Interlocked.Read(ref _allocatedBytes);

    public override long LargestBuffer => _largestBuffer;

    internal OpenClApi Api { get; }

    internal nint Id { get; }

    internal nint Context { get; private set; }

    internal nint Queue { get; private set; }

    internal nint TimedQueue { get; private set; }

    internal string DriverVersion { get; }

    internal string CacheIdentity { get; }

    internal string BuildOptions { get; }

    internal KernelBinaryCache Binaries => _binaries;

    /// <summary>
    /// The devices of this machine in the loader's order; none, and a reason, without loader or driver.
    /// </summary>
    public static IReadOnlyList<OpenClListing> List(out string reason)
    {
        if (OpenClApi.TryLoad(out reason) is not { } api)
            return [];
        var devices = api.Devices().Select(d => new OpenClListing(
            d.Platform, d.Index, api.DeviceText(d.DeviceId, OpenClConstants.DeviceName),
            api.PlatformText(d.PlatformId, OpenClConstants.PlatformName),
            api.DeviceText(d.DeviceId, OpenClConstants.DeviceVersion),
            api.DeviceText(d.DeviceId, OpenClConstants.DriverVersion), IsProcessor(api, d.DeviceId),
            Refusal(api, d.DeviceId))).ToList();
        reason = devices.Count == 0 ? "the OpenCL loader knows no driver; install the one of the graphics card" : "";
        return devices;
    }

    /// <summary>Opens device <paramref name="index"/> of platform <paramref name="platform"/>.</summary>
    /// <exception cref="InvalidOperationException">There is no such device, or it cannot compile kernels.</exception>
    public static OpenClDevice Open(int platform = 0, int index = 0)
    {
        if (OpenClApi.TryLoad(out var reason) is not { } api)
            throw new InvalidOperationException($"opencl:{platform}.{index} cannot be opened: {reason}.");
        foreach (var device in api.Devices())
        {
            if (device.Platform != platform || device.Index != index)
                continue;
            if (Refusal(api, device.DeviceId) is { Length: > 0 } refusal)
                throw new InvalidOperationException($"opencl:{platform}.{index} cannot be opened: {refusal}.");
            return new(api, platform, index, device.PlatformId, device.DeviceId);
        }

        throw new InvalidOperationException(
            $"There is no device opencl:{platform}.{index}; the loader knows {api.Devices().Count} device(s).");
    }

    public override DeviceBuffer CreateBuffer(long byteSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(byteSize, 1);
        ThrowIfUnusable();
        CheckLimits(byteSize);
        int status;
        var memory = Api.CreateBuffer(Context, OpenClConstants.MemReadWrite, (nuint)byteSize, null, &status);
        // A driver may put the allocation off until the first use. It is asked for here, where a failure can be named,
        // and on this thread: one that takes it from the C library leaves free blocks with every thread that uploads.
        var zero = (byte)0;
        if (status == 0
            && (status = Api.EnqueueWriteBuffer(Queue, memory, 1, 0, 1, &zero, 0, null, null)) != 0)
        {
            Api.ReleaseMemObject(memory);
        }

        if (OpenClError.IsOutOfMemory(status))
            throw new DeviceMemoryException(Name, byteSize, AllocatedBytes, Math.Min(MemoryLimit, _largestBuffer));
        Check(status, "clCreateBuffer");
        Interlocked.Add(ref _allocatedBytes, byteSize);
        return new OpenClBuffer(this, memory, byteSize);
    }

    public override CompiledKernel Compile(KernelSpecialisation specialisation) =>
        Compile(specialisation, static kernel => KernelCompiler.Compile(kernel));

    public override RecordedLaunches Record(IReadOnlyList<LaunchWave> waves)
    {
        ThrowIfUnusable();
        return new OpenClLaunches(this, waves);
    }

    public override void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _kernels.Clear(kernel => kernel.Release());
        if (TimedQueue != 0)
            Api.ReleaseCommandQueue(TimedQueue);
        if (Queue != 0)
            Api.ReleaseCommandQueue(Queue);
        if (Context != 0)
            Api.ReleaseContext(Context);
        (TimedQueue, Queue, Context) = (0, 0, 0);
    }

    private static bool IsProcessor(OpenClApi api, nint device) =>
        (api.DeviceNumber(device, OpenClConstants.DeviceType, 0) & OpenClConstants.DeviceTypeCpu) != 0;

    private static string Refusal(OpenClApi api, nint device) =>
        api.DeviceNumber(device, OpenClConstants.DeviceAvailable, 0) == 0 ? "its driver says it is not available"
        : api.DeviceNumber(device, OpenClConstants.DeviceCompilerAvailable, 0) == 0 ? "its driver has no compiler"
        : "";

    /// <summary>Compiles with another front end: what tests give functions to.</summary>
    internal CompiledKernel Compile(
        KernelSpecialisation specialisation, Func<KernelSpecialisation, KernelFunction> compile)
    {
        ThrowIfUnusable();
        return _kernels.GetOrBuild(specialisation, key => OpenClKernel.Build(this, key, compile));
    }

    internal void Release(long bytes) => Interlocked.Add(ref _allocatedBytes, -bytes);

    internal void ThrowIfUnusable()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_lost is { } lost)
            throw new DeviceLostException(Name, "an earlier call failed.", lost);
    }

    /// <summary>Throws for an error; one that means a lost device makes every later call fail at once.</summary>
    internal void Check(int status, string call)
    {
        if (status == 0)
            return;
        var failure = new OpenClException(status, call);
        if (!OpenClError.IsLost(status))
            throw failure;
        _lost = new DeviceLostException(Name, $"{call} reported error {status}.", failure);
        throw _lost;
    }
}

/// <summary>Memory of an OpenCL device.</summary>
internal sealed unsafe class OpenClBuffer(OpenClDevice device, nint memory, long byteSize) : DeviceBuffer
{
    private nint _memory = memory;

    public override long ByteSize { get; } = byteSize;

    public override nint HostAddress => 0;

    internal nint Memory => _memory != 0 ? _memory : throw new ObjectDisposedException(nameof(OpenClBuffer));

    public override void Write(ReadOnlySpan<byte> source, long byteOffset = 0)
    {
        CheckRange(source.Length, byteOffset);
        device.ThrowIfUnusable();
        if (source.IsEmpty)
            return;
        fixed (byte* s = source)
        {
            device.Check(device.Api.EnqueueWriteBuffer(
                device.Queue, Memory, 1, (nuint)byteOffset, (nuint)source.Length, s, 0, null, null),
                "clEnqueueWriteBuffer");
        }
    }

    public override void Read(Span<byte> destination, long byteOffset = 0)
    {
        CheckRange(destination.Length, byteOffset);
        device.ThrowIfUnusable();
        if (destination.IsEmpty)
            return;
        fixed (byte* d = destination)
        {
            device.Check(device.Api.EnqueueReadBuffer(
                device.Queue, Memory, 1, (nuint)byteOffset, (nuint)destination.Length, d, 0, null, null),
                "clEnqueueReadBuffer");
        }
    }

    public override void Dispose()
    {
        var memory = Interlocked.Exchange(ref _memory, 0);
        if (memory == 0)
            return;
        device.Api.ReleaseMemObject(memory);
        device.Release(ByteSize);
    }
}
