using System.Collections.Concurrent;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using GpuFormer.Kernels.Launch;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;
using CompiledKernel = GpuFormer.Kernels.Launch.CompiledKernel;
using Device = GpuFormer.Kernels.Launch.Device;

namespace GpuFormer.Devices.Ilgpu;

/// <summary>
/// A device whose kernels ILGPU compiles: a second opinion on every kernel, and a way onto GPUs where our own compiler
/// fails. It stores float32 alone. <c>ilgpu:cpu</c>, ILGPU's CPU accelerator, runs one operating-system thread for each
/// thread of a group: the judge of tests, not a device to work with.
/// </summary>
public sealed partial class IlgpuDevice : Device
{
    private readonly Context _context;
    private readonly Accelerator _accelerator;
    private readonly KernelTable<IlgpuKernel> _kernels = new();

    // ILGPU's CPU accelerator wakes and synchronises for each launch all threads that it could run, however few the
    // launch has: there is one accelerator for each size of a group, as powers of two.
    private readonly ConcurrentDictionary<int, Accelerator> _processors = new();
    private readonly Lock _compiling = new();
    private readonly Lock _running = new();
    private long _allocatedBytes;
    private volatile DeviceLostException? _lost;
    private bool _isDisposed;

    private IlgpuDevice(
        string name, string description, Context context, Accelerator accelerator, DeviceCapabilities capabilities)
    {
        (Name, Description, _context, _accelerator) = (name, description, context, accelerator);
        Capabilities = capabilities with { ConvertsHalves = false, Prefetches = false, HasMatrixUnits = false };
        IsHost = accelerator is CPUAccelerator;
        MemoryLimit = accelerator.MemorySize;
    }

    public override string Name { get; }

    public override string Description { get; }

    public override DeviceCapabilities Capabilities { get; }

    public override long AllocatedBytes => Interlocked.Read(ref _allocatedBytes);

    /// <summary>Whether kernels run in the host's memory.</summary>
    internal bool IsHost { get; }

    public override DeviceBuffer CreateBuffer(long byteSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(byteSize, 1);
        CheckLimits(byteSize);
        var memory = Guard(() => _accelerator.AllocateRaw(byteSize, 1), byteSize);
        Interlocked.Add(ref _allocatedBytes, byteSize);
        // Not-a-number everywhere: a kernel that reads what nothing has written is seen in the result.
        if (IsHost)
            CPUMemoryBuffer.CPUMemSet(memory.NativePtr, 0xFF, 0, byteSize);
        return new IlgpuBuffer(this, memory);
    }

    public override CompiledKernel Compile(KernelSpecialisation specialisation)
    {
        ArgumentNullException.ThrowIfNull(specialisation);
        var threads = specialisation.Group.Threads;
        if (threads > Capabilities.MaximumGroupThreads)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"{specialisation} has groups of {threads} threads; {Name} takes {Capabilities.MaximumGroupThreads}."));
        }

        if (specialisation.Halves.Count > 0)
        {
            throw new NotSupportedException(
                $"{specialisation}: {Name} stores float32 alone. Use precision fp32, or a device without 'ilgpu:'.");
        }

        return _kernels.GetOrBuild(specialisation, key =>
        {
            // A context of ILGPU compiles for one thread at a time.
            lock (_compiling)
                return Guard(() => new IlgpuKernel(AcceleratorFor(threads), key), 0);
        });
    }

    public override RecordedLaunches Record(IReadOnlyList<LaunchWave> waves)
    {
        ArgumentNullException.ThrowIfNull(waves);
        return new IlgpuLaunches(this, waves);
    }

    public override void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        // Buffers, kernels and streams are children of their accelerators.
        foreach (var processor in _processors.Values)
            processor.Dispose();
        _accelerator.Dispose();
        _context.Dispose();
    }

    /// <summary>Copies to the device.</summary>
    internal void Write(MemoryBuffer memory, long byteOffset, nint source, long length)
    {
        lock (_running)
        {
            Guard(() =>
            {
                var view = new ArrayView<byte>(memory, byteOffset, length);
                view.CopyFromCPU(_accelerator.DefaultStream, ref HostByte(source), length);
                return true;
            }, 0);
        }
    }

    /// <summary>Copies from the device.</summary>
    internal void Read(MemoryBuffer memory, long byteOffset, nint destination, long length)
    {
        lock (_running)
        {
            Guard(() =>
            {
                var view = new ArrayView<byte>(memory, byteOffset, length);
                view.CopyToCPU(_accelerator.DefaultStream, ref HostByte(destination), length);
                return true;
            }, 0);
        }
    }

    /// <summary>Frees the memory of a buffer.</summary>
    internal void Release(MemoryBuffer memory)
    {
        var bytes = memory.LengthInBytes;
        if (!_isDisposed)
            memory.Dispose();
        Interlocked.Add(ref _allocatedBytes, -bytes);
    }

    /// <summary>Queues launches one after the other, and waits for the last.</summary>
    internal void Run(BoundLaunch[] launches)
    {
        lock (_running)
        {
            Guard(() =>
            {
                foreach (var launch in launches)
                    launch.Launch(launch.Accelerator.DefaultStream);
                _accelerator.DefaultStream.Synchronize();
                return true;
            }, 0);
        }
    }

    private static unsafe ref byte HostByte(nint address) => ref Unsafe.AsRef<byte>((void*)address);

    private Accelerator AcceleratorFor(int threads) => IsHost
        ? _processors.GetOrAdd((int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(threads, 2)),
            size => CreateProcessor(_context, size))
        : _accelerator;

    // What drivers report becomes one of the exceptions that every device throws.
    private T Guard<T>(Func<T> call, long bytes)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_lost is { } lost)
            throw lost;
        try
        {
            _accelerator.Bind();
            return call();
        }
        catch (Exception exception) when (IsOutOfMemory(exception))
        {
            throw new DeviceMemoryException(
                Name, bytes, AllocatedBytes, Math.Min(MemoryLimit, _accelerator.MemorySize));
        }
        catch (InternalCompilerException exception)
        {
            throw new NotSupportedException(
                $"ILGPU cannot compile a kernel for {Name}: {(exception.InnerException ?? exception).Message}", exception);
        }
        catch (CLException exception) when (exception.Error is CLError.CL_BUILD_PROGRAM_FAILURE
            or CLError.CL_INVALID_WORK_GROUP_SIZE)
        {
            throw new NotSupportedException($"The driver of {Name} refuses a kernel: {exception.Error}.", exception);
        }
        catch (AcceleratorException exception)
        {
            _lost = new DeviceLostException(Name, exception.Message, exception);
            throw _lost;
        }
    }

    private static bool IsOutOfMemory(Exception exception) => exception switch
    {
        CLException driver => driver.Error is CLError.CL_MEM_OBJECT_ALLOCATION_FAILURE
            or CLError.CL_OUT_OF_RESOURCES or CLError.CL_OUT_OF_HOST_MEMORY or CLError.CL_INVALID_BUFFER_SIZE,
        CudaException driver => driver.Error == nameof(CudaError.CUDA_ERROR_OUT_OF_MEMORY),
        _ => exception is OutOfMemoryException and not DeviceMemoryException,
    };
}
