using GpuFormer.Kernels.Compiler;
using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Compiler.Targets.Ptx;
using GpuFormer.Kernels.Launch;

namespace GpuFormer.Devices.Cuda;

/// <summary>One row of <see cref="CudaDevice.List"/>.</summary>
/// <param name="Index">The i of <c>cuda:i</c>.</param>
/// <param name="Description">The card's name, its compute capability and the CUDA version of its driver.</param>
/// <param name="Refusal">Why it cannot be opened; empty if it can.</param>
public sealed record CudaListing(int Index, string Description, string Refusal);

/// <summary>An NVIDIA card through its driver's API. Kernels are PTX, which the driver compiles.</summary>
public sealed unsafe class CudaDevice : Device
{
    private readonly KernelTable<CudaKernel> _kernels = new();
    private readonly HashSet<IDisposable> _children = [];
    private readonly Lock _gate = new();
    private readonly int _handle;
    private readonly nint _context;
    private readonly CudaStaging? _staging;
    private long _allocatedBytes;
    private volatile DeviceLostException? _lost;
    private bool _isDisposed;

    private CudaDevice(CudaApi api, int index)
    {
        Api = api;
        Name = $"cuda:{index}";
        _handle = api.DeviceHandle(index);
        Description = Describe(api, _handle);
        var workers = api.DeviceAttribute(_handle, Cuda.AttributeMultiprocessorCount);
        var major = api.DeviceAttribute(_handle, Cuda.AttributeComputeCapabilityMajor);
        Capabilities = new DeviceCapabilities(
            LaneCount: 32, api.DeviceAttribute(_handle, Cuda.AttributeMaxThreadsPerBlock),
            api.DeviceAttribute(_handle, Cuda.AttributeMaxSharedMemoryPerBlockOptIn),
            workers, PrefersTallTiles: false)
        {
            Tiles = TileTable.OfCard(workers),
            HasMatrixUnits = major >= PtxOptions.MatrixUnits / 10,
        };
        MemoryLimit = api.TotalMemory(_handle);
        Ptx = new PtxOptions(
            major >= PtxOptions.MatrixUnits / 10 ? PtxOptions.MatrixUnits
            : major >= PtxOptions.IndependentThreads / 10 ? PtxOptions.IndependentThreads : PtxOptions.Lowest);
        nint context, stream = 0;
        api.Check(api.PrimaryContextRetain(&context, _handle), "cuDevicePrimaryCtxRetain");
        _context = context;
        try
        {
            Enter();
            Check(api.StreamCreate(&stream, Cuda.StreamNonBlocking), "cuStreamCreate");
            Stream = stream;
            _staging = new CudaStaging(this);
        }
        catch
        {
            Destroy();
            throw;
        }
    }

    public override string Name { get; }

    public override string Description { get; }

    public override DeviceCapabilities Capabilities { get; }

    public override long AllocatedBytes => Interlocked.Read(ref _allocatedBytes);

    internal CudaApi Api { get; }

    /// <summary>What the card's kernels may use.</summary>
    internal PtxOptions Ptx { get; }

    /// <summary>Everything runs in this stream, copies and graphs.</summary>
    internal nint Stream { get; private set; }

    internal CudaStaging Staging => _staging!;

    internal KernelBinaryCache Binaries { get; } = KernelBinaryCache.Open("cuda");

    /// <summary>The devices of this machine in the driver's order; none, and a reason, without driver or
    /// card.</summary>
    public static IReadOnlyList<CudaListing> List(out string reason)
    {
        if (CudaApi.TryLoad(out reason) is not { } api)
            return [];
        var devices = Enumerable.Range(0, api.DeviceCount())
            .Select(i => new CudaListing(i, Describe(api, api.DeviceHandle(i)), Refusal(api, api.DeviceHandle(i))))
            .ToArray();
        reason = devices.Length == 0 ? "the CUDA driver knows no card" : "";
        return devices;
    }

    /// <summary>Opens card <paramref name="index"/>.</summary>
    /// <exception cref="InvalidOperationException">There is no such card, or it is too old.</exception>
    public static CudaDevice Open(int index = 0)
    {
        if (CudaApi.TryLoad(out var reason) is not { } api)
            throw new InvalidOperationException($"cuda:{index} cannot be opened: {reason}.");
        var count = api.DeviceCount();
        if (index < 0 || index >= count)
            throw new InvalidOperationException($"There is no device cuda:{index}; the driver knows {count} card(s).");
        return Refusal(api, api.DeviceHandle(index)) is { Length: > 0 } refusal
            ? throw new InvalidOperationException($"cuda:{index} cannot be opened: {refusal}.")
            : new(api, index);
    }

    /// <inheritdoc/>
    /// <exception cref="DeviceMemoryException">The device has not that much.</exception>
    public override DeviceBuffer CreateBuffer(long byteSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(byteSize, 1);
        Enter();
        CheckLimits(byteSize);
        ulong address;
        var status = Api.MemoryAllocate(&address, (nuint)byteSize);
        if (status == Cuda.ErrorOutOfMemory)
            throw new DeviceMemoryException(Name, byteSize, AllocatedBytes, MemoryLimit);
        Check(status, "cuMemAlloc");
        Interlocked.Add(ref _allocatedBytes, byteSize);
        return Keep(new CudaBuffer(this, address, byteSize));
    }

    public override CompiledKernel Compile(KernelSpecialisation specialisation) =>
        Compile(specialisation, kernel => KernelCompiler.Compile(kernel, Ptx.Pipeline));

    public override RecordedLaunches Record(IReadOnlyList<LaunchWave> waves)
    {
        Enter();
        return Keep(new CudaLaunches(this, waves));
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
        _kernels.Clear(kernel => kernel.Release());
        Destroy();
    }

    /// <summary>Compiles with another front end: what tests give functions to.</summary>
    internal CompiledKernel Compile(
        KernelSpecialisation specialisation, Func<KernelSpecialisation, KernelFunction> compile)
    {
        ThrowIfUnusable();
        return _kernels.GetOrBuild(specialisation, key => CudaKernel.Build(this, key, compile));
    }

    /// <summary>A child is disposed of: the device need not dispose of it.</summary>
    internal void Forget(IDisposable child)
    {
        lock (_gate)
            _children.Remove(child);
        if (child is CudaBuffer buffer)
            Interlocked.Add(ref _allocatedBytes, -buffer.ByteSize);
    }

    /// <summary>Makes the device's context the calling thread's, for calls that release things.</summary>
    internal void SetCurrent() => Api.ContextSetCurrent(_context);

    /// <summary>The same for all other calls: throws if the device is lost or disposed of.</summary>
    internal void Enter()
    {
        ThrowIfUnusable();
        Check(Api.ContextSetCurrent(_context), "cuCtxSetCurrent");
    }

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
        var failure = new CudaException(status, Api.ErrorName(status), call);
        if (!Cuda.IsLost(status))
            throw failure;
        throw _lost = new DeviceLostException(Name, $"{call} reported {Api.ErrorName(status)}.", failure);
    }

    private static string Describe(CudaApi api, int handle) =>
        $"{api.DeviceName(handle)} (compute capability {Capability(api, handle)}, CUDA {api.DriverVersion()})";

    private static string Capability(CudaApi api, int handle) =>
        $"{api.DeviceAttribute(handle, Cuda.AttributeComputeCapabilityMajor)}."
        + $"{api.DeviceAttribute(handle, Cuda.AttributeComputeCapabilityMinor)}";

    private static string Refusal(CudaApi api, int handle) =>
        api.DeviceAttribute(handle, Cuda.AttributeComputeCapabilityMajor) >= 5
            ? ""
            : $"its compute capability is {Capability(api, handle)}, and kernels need 5.0";

    private T Keep<T>(T child)
        where T : IDisposable
    {
        lock (_gate)
        {
            if (!_isDisposed)
            {
                _children.Add(child);
                return child;
            }
        }

        // Disposed of meanwhile, by another thread.
        child.Dispose();
        throw new ObjectDisposedException(Name);
    }

    private void Destroy()
    {
        SetCurrent();
        // Copies from the staging memory may still be under way.
        if (Stream != 0)
            Api.StreamSynchronize(Stream);
        _staging?.Dispose();
        if (Stream != 0)
            Api.StreamDestroy(Stream);
        Stream = 0;
        Api.PrimaryContextRelease(_handle);
    }
}
