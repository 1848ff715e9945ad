using GpuFormer.Kernels.Compiler;
using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Compiler.Targets.Ptx;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;

namespace GpuFormer.Devices.Cuda;

/// <summary>An NVIDIA card through its driver's API. Kernels are PTX, which the driver compiles.</summary>
internal sealed unsafe class CudaDevice : DriverDevice
{
    private readonly int _handle;
    private readonly nint _context;
    private readonly CudaStaging? _staging;

    private CudaDevice(CudaApi api, int index)
        : base("cuda", $"{index}")
    {
        Api = api;
        _handle = api.DeviceHandle(index);
        Description = Describe(api, _handle);
        var workers = api.DeviceAttribute(_handle, Cuda.AttributeMultiprocessorCount);
        var major = api.DeviceAttribute(_handle, Cuda.AttributeComputeCapabilityMajor);
        Capabilities = new DeviceCapabilities(
            LaneCount: 32, api.DeviceAttribute(_handle, Cuda.AttributeMaxThreadsPerBlock),
            api.DeviceAttribute(_handle, Cuda.AttributeMaxSharedMemoryPerBlockOptIn),
            workers, IsProcessor: false)
        {
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
            Close();
            throw;
        }
    }

    public override string Description { get; }

    public override DeviceCapabilities Capabilities { get; }

    internal CudaApi Api { get; }

    /// <summary>What the card's kernels may use.</summary>
    internal PtxOptions Ptx { get; }

    /// <summary>Everything runs in this stream, copies and graphs.</summary>
    internal nint Stream { get; private set; }

    internal CudaStaging Staging => _staging!;

    /// <summary>The cards of this machine in the driver's order; none, and a reason, without driver or card.</summary>
    public static DeviceList List()
    {
        if (CudaApi.TryLoad(out var reason) is not { } api)
            return DeviceList.None(reason);
        var devices = Enumerable.Range(0, api.DeviceCount()).Select(i =>
        {
            var handle = api.DeviceHandle(i);
            return ListedDevice.Behind("CUDA", $"{i}", Describe(api, handle), isProcessor: false, Refusal(api, handle),
                () => new CudaDevice(api, i));
        }).ToArray();
        return devices.Length == 0 ? DeviceList.None("the CUDA driver knows no card") : new(devices, "");
    }

    /// <summary>Makes the device's context the calling thread's, for calls that release things.</summary>
    internal void SetCurrent() => Api.ContextSetCurrent(_context);

    /// <inheritdoc/>
    /// <remarks>Makes the device's context the calling thread's.</remarks>
    internal override void Enter()
    {
        ThrowIfUnusable();
        Check(Api.ContextSetCurrent(_context), "cuCtxSetCurrent");
    }

    /// <summary>Throws for an error; one that means a lost device makes every later call fail at once.</summary>
    internal void Check(int status, string call)
    {
        if (status != 0)
            throw Failure(new(call, Api.ErrorName(status), status), Cuda.IsLost(status));
    }

    protected override KernelFunction Lower(KernelSpecialisation specialisation) =>
        KernelCompiler.Compile(specialisation, Ptx.Pipeline);

    protected override DriverKernel Build(
        KernelSpecialisation specialisation, Func<KernelSpecialisation, KernelFunction> compile) =>
        CudaKernel.Build(this, specialisation, compile);

    protected override DriverBuffer Allocate(long byteSize)
    {
        ulong address;
        var status = Api.MemoryAllocate(&address, (nuint)byteSize);
        if (status == Cuda.ErrorOutOfMemory)
            throw OutOfMemory(byteSize);
        Check(status, "cuMemAlloc");
        return new CudaBuffer(this, address, byteSize);
    }

    protected override DriverLaunches Prepare(IReadOnlyList<LaunchWave> waves) =>
        new CudaLaunches(this, [.. waves.SelectMany(wave => wave.Launches)]);

    protected override void Close()
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

    private static string Describe(CudaApi api, int handle) =>
        $"{api.DeviceName(handle)} (compute capability {Capability(api, handle)}, CUDA {api.DriverVersion()})";

    private static string Capability(CudaApi api, int handle) =>
        $"{api.DeviceAttribute(handle, Cuda.AttributeComputeCapabilityMajor)}."
        + $"{api.DeviceAttribute(handle, Cuda.AttributeComputeCapabilityMinor)}";

    private static string Refusal(CudaApi api, int handle) =>
        api.DeviceAttribute(handle, Cuda.AttributeComputeCapabilityMajor) >= 5
            ? ""
            : $"its compute capability is {Capability(api, handle)}, and kernels need 5.0";
}
