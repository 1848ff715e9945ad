using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.CompilerServices;
using GpuFormer.Kernels.Compiler.Frontend;
using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace GpuFormer.Devices.Ilgpu;

/// <summary>
/// A device whose kernels ILGPU compiles: a second opinion on every kernel, and a way onto GPUs where our own compiler
/// fails. It stores float32 alone. <c>ilgpu:cpu</c>, ILGPU's CPU accelerator, runs one operating-system thread for each
/// thread of a group: the judge of tests, not a device to work with.
/// </summary>
internal sealed partial class IlgpuDevice : DriverDevice
{
    private readonly Context _context;
    private readonly Accelerator _accelerator;

    // ILGPU's CPU accelerator wakes and synchronises for each launch all threads that it could run, however few the
    // launch has: there is one accelerator for each size of a group, as powers of two.
    private readonly ConcurrentDictionary<int, Accelerator> _processors = new();

    // A context of ILGPU compiles for one thread at a time, and an accelerator runs for one.
    private readonly Lock _compiling = new();
    private readonly Lock _running = new();

    private IlgpuDevice(
        string kind, string index, string description, Context context, Accelerator accelerator,
        DeviceCapabilities capabilities)
        : base(kind, index)
    {
        (Description, _context, _accelerator) = (description, context, accelerator);
        Capabilities = capabilities with { ConvertsHalves = false, Prefetches = false, HasMatrixUnits = false };
        MemoryLimit = IsHost ? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes : accelerator.MemorySize;
    }

    public override string Description { get; }

    public override DeviceCapabilities Capabilities { get; }

    public override long LargestBuffer => MemoryLimit;

    private bool IsHost => _accelerator is CPUAccelerator;

    /// <summary>Calls ILGPU; what it and its drivers report becomes one of the exceptions that all devices throw.</summary>
    /// <param name="name">What is done, for messages.</param>
    /// <param name="call">The call.</param>
    /// <param name="bytes">The memory it asks for.</param>
    internal T Call<T>(string name, Func<T> call, long bytes = 0)
    {
        try
        {
            _accelerator.Bind();
            return call();
        }
        catch (Exception exception) when (IsOutOfMemory(exception))
        {
            throw OutOfMemory(bytes);
        }
        catch (InternalCompilerException exception)
        {
            throw new NotSupportedException(
                $"ILGPU cannot compile a kernel for {Name}: {(exception.InnerException ?? exception).Message}", exception);
        }
        catch (AcceleratorException exception)
        {
            var error = exception is CLException driver ? driver.Error.ToString() : exception.Message;
            throw Failure(new DriverException($"{name} on {Name}", error, exception.HResult), isLost: true);
        }
    }

    /// <summary>Runs launches one after the other, and returns when the last is complete.</summary>
    internal void Run(ReadOnlySpan<BoundLaunch> launches)
    {
        lock (_running)
        {
            try
            {
                _accelerator.Bind();
                foreach (var launch in launches)
                    launch.Launch(launch.Accelerator.DefaultStream);
                _accelerator.DefaultStream.Synchronize();
            }
            catch (AcceleratorException exception)
            {
                Call<bool>("a launch", () => throw exception);
            }
        }
    }

    /// <summary>Copies to the device.</summary>
    internal unsafe void Write(MemoryBuffer memory, ReadOnlySpan<byte> source, long byteOffset)
    {
        fixed (byte* host = source)
        {
            var (address, length) = ((nint)host, source.Length);
            lock (_running)
            {
                Call("a copy to the device", () =>
                {
                    new ArrayView<byte>(memory, byteOffset, length).CopyFromCPU(
                        _accelerator.DefaultStream, ref Unsafe.AsRef<byte>((void*)address), length);
                    return true;
                });
            }
        }
    }

    /// <summary>Copies from the device.</summary>
    internal unsafe void Read(MemoryBuffer memory, long byteOffset, Span<byte> destination)
    {
        fixed (byte* host = destination)
        {
            var (address, length) = ((nint)host, destination.Length);
            lock (_running)
            {
                Call("a copy from the device", () =>
                {
                    new ArrayView<byte>(memory, byteOffset, length).CopyToCPU(
                        _accelerator.DefaultStream, ref Unsafe.AsRef<byte>((void*)address), length);
                    return true;
                });
            }
        }
    }

    protected override KernelFunction Lower(KernelSpecialisation specialisation) =>
        // ILGPU compiles the method itself. A kernel that it refuses leaves its context unusable, so that our front end
        // looks first; it also names the rule and the source line.
        KernelFrontEnd.Translate(specialisation);

    protected override DriverKernel Build(
        KernelSpecialisation specialisation, Func<KernelSpecialisation, KernelFunction> compile)
    {
        if (specialisation.Formats.Count > 0)
        {
            throw new NotSupportedException(
                $"{specialisation}: {Name} stores float32 alone. Leave --precision or --amp out, or take a device without 'ilgpu:'.");
        }

        compile(specialisation);
        lock (_compiling)
        {
            return Call("compiling a kernel",
                () => new IlgpuKernel(this, AcceleratorFor(specialisation.Group.Threads), specialisation));
        }
    }

    protected override DriverBuffer Allocate(long byteSize)
    {
        var memory = Call("an allocation", () => _accelerator.AllocateRaw(byteSize, 1), byteSize);
        // Not-a-number everywhere: a kernel that reads what nothing has written is seen in the result.
        if (IsHost)
            CPUMemoryBuffer.CPUMemSet(memory.NativePtr, 0xFF, 0, byteSize);
        return new IlgpuBuffer(this, memory);
    }

    protected override DriverLaunches Prepare(IReadOnlyList<LaunchWave> waves) => new IlgpuLaunches(this, waves);

    protected override void Close()
    {
        // Kernels and streams are children of their accelerators.
        foreach (var processor in _processors.Values)
            processor.Dispose();
        _accelerator.Dispose();
        _context.Dispose();
    }

    private Accelerator AcceleratorFor(int threads) => IsHost
        ? _processors.GetOrAdd((int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(threads, 2)),
            size => CreateProcessor(_context, size))
        : _accelerator;

    private static bool IsOutOfMemory(Exception exception) => exception switch
    {
        CLException driver => driver.Error is CLError.CL_MEM_OBJECT_ALLOCATION_FAILURE
            or CLError.CL_OUT_OF_RESOURCES or CLError.CL_OUT_OF_HOST_MEMORY or CLError.CL_INVALID_BUFFER_SIZE,
        CudaException driver => driver.Error == nameof(CudaError.CUDA_ERROR_OUT_OF_MEMORY),
        _ => exception is OutOfMemoryException and not DeviceMemoryException,
    };
}
