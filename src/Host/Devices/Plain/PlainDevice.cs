using System.Diagnostics;
using System.Runtime.InteropServices;
using GpuFormer.Kernels.Launch;

namespace GpuFormer.Devices.Plain;

/// <summary>
/// Runs kernels as the plain C# methods they are: every access checked, breakpoints hit, one thread at a time or, where
/// threads of a group wait for each other, with an OS thread each. Slow, and the judge of every compiled target.
/// </summary>
public sealed class PlainDevice : Device
{
    private long _allocatedBytes;

    /// <summary>Makes the device.</summary>
    /// <param name="capabilities">What kernels shall believe; a CPU with vectors of 8 floats if null.</param>
    public PlainDevice(DeviceCapabilities? capabilities = null) =>
        Capabilities = capabilities ?? new(
            LaneCount: 8, MaximumGroupThreads: 256, SharedMemoryBytes: 32 * 1024, Workers: 1, PrefersTallTiles: true);

    public override string Name => "plain";

    public override string Description => "Kernels as plain C# methods, for tests and debuggers";

    public override DeviceCapabilities Capabilities { get; }

    public override long AllocatedBytes => Interlocked.Read(ref _allocatedBytes);

    public override DeviceBuffer CreateBuffer(long byteSize)
    {
        CheckLimits(byteSize);
        return new PlainBuffer(this, byteSize);
    }

    public override CompiledKernel Compile(KernelSpecialisation specialisation)
    {
        if (specialisation.Group.Threads > Capabilities.MaximumGroupThreads)
        {
            throw new ArgumentException(
                $"{specialisation} has groups of {specialisation.Group.Threads} threads; the device takes "
                + $"{Capabilities.MaximumGroupThreads}.");
        }

        return new PlainKernel(specialisation);
    }

    public override RecordedLaunches Record(IReadOnlyList<LaunchWave> waves) => new PlainLaunches(waves);

    public override void Dispose()
    {
    }

    internal void Account(long bytes) => Interlocked.Add(ref _allocatedBytes, bytes);

    private sealed class PlainLaunches : RecordedLaunches
    {
        private readonly (PlainKernel Kernel, PlainArguments Arguments, LaunchShape Grid)[] _launches;

        public PlainLaunches(IReadOnlyList<LaunchWave> waves) =>
            _launches =
            [
                .. from wave in waves
                   from launch in wave.Launches
                   let kernel = launch.Kernel as PlainKernel
                       ?? throw new ArgumentException($"{launch.Label}: {launch.Kernel.Specialisation} was compiled "
                           + "for another device.")
                   select (kernel, kernel.Unpack(launch.Arguments), launch.Grid),
            ];

        public override void Run()
        {
            foreach (var (kernel, arguments, grid) in _launches)
                kernel.Run(arguments, grid);
        }

        public override void RunTimed(Span<double> seconds)
        {
            for (var i = 0; i < _launches.Length; i++)
            {
                var start = Stopwatch.GetTimestamp();
                _launches[i].Kernel.Run(_launches[i].Arguments, _launches[i].Grid);
                seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
            }
        }

        public override void Dispose()
        {
        }
    }
}

/// <summary>Host memory of the plain device, 64-byte aligned.</summary>
internal sealed unsafe class PlainBuffer : DeviceBuffer
{
    private readonly PlainDevice _device;
    private void* _memory;

    public PlainBuffer(PlainDevice device, long byteSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(byteSize, 1);
        _device = device;
        ByteSize = byteSize;
        _memory = NativeMemory.AlignedAlloc((nuint)byteSize, 64);
        // Not-a-number everywhere: a kernel that reads what nothing has written is seen in the result.
        NativeMemory.Fill(_memory, (nuint)byteSize, 0xFF);
        device.Account(byteSize);
    }

    ~PlainBuffer() => Free();

    public override long ByteSize { get; }

    public override nint HostAddress => (nint)Memory;

    private byte* Memory => _memory != null ? (byte*)_memory : throw new ObjectDisposedException(nameof(PlainBuffer));

    public override void Write(ReadOnlySpan<byte> source, long byteOffset = 0)
    {
        CheckRange(source.Length, byteOffset);
        source.CopyTo(new Span<byte>(Memory + byteOffset, source.Length));
    }

    public override void Read(Span<byte> destination, long byteOffset = 0)
    {
        CheckRange(destination.Length, byteOffset);
        new ReadOnlySpan<byte>(Memory + byteOffset, destination.Length).CopyTo(destination);
    }

    public override void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_memory == null)
            return;
        NativeMemory.AlignedFree(_memory);
        _memory = null;
        _device.Account(-ByteSize);
    }
}
