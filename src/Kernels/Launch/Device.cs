using System.Runtime.CompilerServices;
using GpuFormer.Kernels.Specialisation;
using ILGPU;

namespace GpuFormer.Kernels.Launch;

/// <summary>
/// What a search or a test has a device take instead of what schedules would choose by its <see cref="DeviceCapabilities"/>.
/// </summary>
public abstract record DeviceTuning;

/// <summary>Facts of a device, by which kernels are specialised for it.</summary>
/// <param name="LaneCount">
/// Threads of a group that run in lockstep along X: the float lanes of a vector register, or the size of a subgroup.
/// A group whose X size is this number needs no barrier code on a CPU.
/// </param>
/// <param name="MaximumGroupThreads">The most threads of a group.</param>
/// <param name="SharedMemoryBytes">The most shared memory of a group.</param>
/// <param name="Workers">Groups that run at the same time: OS threads of a CPU, compute units of a GPU.</param>
/// <param name="IsProcessor">
/// Whether it is a processor, with few workers, of which each keeps much in its registers, or a GPU with many threads.
/// </param>
public sealed record DeviceCapabilities(
    int LaneCount, int MaximumGroupThreads, int SharedMemoryBytes, int Workers, bool IsProcessor)
{
    /// <summary>Vector registers of a worker of a processor.</summary>
    public int VectorRegisters { get; init; } = 16;

    /// <summary>Whether the number of workers is a guess, since the driver does not tell it.</summary>
    public bool EstimatesWorkers { get; init; }

    /// <summary>What schedules take instead of their own choice; null for that.</summary>
    public DeviceTuning? Tuning { get; init; }

    /// <summary>
    /// Whether floats that are stored as halves are converted as they are loaded and stored, at no cost. Where not,
    /// loading one takes a few instructions, and storing one many, or is not possible at all.
    /// </summary>
    public bool ConvertsHalves { get; init; } = true;

    /// <summary>
    /// Bytes of a worker's own cache if launches may follow each other place by place
    /// (<see cref="KernelLaunch.Follows"/>), so that what one makes is still there when the next reads it; else 0.
    /// </summary>
    public int ChainCacheBytes { get; init; }

    /// <summary>The smallest map, in bytes, that does not stay in the cache that all workers share.</summary>
    public int LargeMapBytes { get; init; } = int.MaxValue;

    /// <summary>Whether <see cref="Language.ViewExtensions.Prefetch"/> is an instruction.</summary>
    public bool Prefetches { get; init; }

    /// <summary>Whether <see cref="Language.Fragment.MultiplyAdd"/> is an instruction.</summary>
    public bool HasMatrixUnits { get; init; }

    /// <summary>Whether each tensor of a network is to have a buffer of its own, whose edges the device
    /// watches.</summary>
    public bool SeparatesTensors { get; init; }
}

/// <summary>
/// Something that runs kernels. A device compiles each specialisation once, owns buffers, and replays recorded
/// launches. All members may be called from any thread; two recordings of one device do not run at the same time.
/// </summary>
public abstract class Device : IDisposable
{
    /// <summary>The device string that selects it: <c>cpu</c>, <c>opencl:0.0</c>, ...</summary>
    public abstract string Name { get; }

    /// <summary>What a person calls it: the processor's or card's name, driver and version.</summary>
    public abstract string Description { get; }

    public abstract DeviceCapabilities Capabilities { get; }

    /// <summary>Bytes of all buffers that are alive.</summary>
    public abstract long AllocatedBytes { get; }

    /// <summary>
    /// The most bytes that all buffers together may take; may be lowered to leave memory to others. Buffers that exist
    /// stay.
    /// </summary>
    public long MemoryLimit { get; set; } = long.MaxValue;

    /// <summary>The most bytes of one buffer.</summary>
    public virtual long LargestBuffer => long.MaxValue;

    /// <summary>Allocates memory on the device; its content is undefined.</summary>
    /// <param name="byteSize">At least 1.</param>
    /// <exception cref="DeviceMemoryException">The device has not that much, or may not use it.</exception>
    public abstract DeviceBuffer CreateBuffer(long byteSize);

    /// <summary>
    /// Compiles a specialisation, or returns it if it was compiled before. Different specialisations compile in
    /// parallel when called from several threads.
    /// </summary>
    /// <exception cref="Compiler.KernelCompilationException">The kernel uses something the language lacks.</exception>
    public abstract CompiledKernel Compile(KernelSpecialisation specialisation);

    /// <summary>
    /// Prepares a fixed sequence of launches for replay. Launches of one wave are independent of each other and may
    /// run at the same time; a wave starts when the one before is complete.
    /// </summary>
    public abstract RecordedLaunches Record(IReadOnlyList<LaunchWave> waves);

    public abstract void Dispose();

    /// <summary>For <see cref="CreateBuffer"/>, before it asks the driver.</summary>
    /// <exception cref="DeviceMemoryException">The buffer passes one of the two limits.</exception>
    protected void CheckLimits(long byteSize)
    {
        var inUse = AllocatedBytes;
        if (byteSize > LargestBuffer)
            throw new DeviceMemoryException(Name, byteSize, inUse, Math.Min(LargestBuffer, MemoryLimit));
        if (byteSize > MemoryLimit - inUse)
            throw new DeviceMemoryException(Name, byteSize, inUse, MemoryLimit);
    }
}

/// <summary>Memory on a device.</summary>
public abstract class DeviceBuffer : IDisposable
{
    public abstract long ByteSize { get; }

    /// <summary>The address of the first byte if the host can reach it, else 0.</summary>
    public abstract nint HostAddress { get; }

    /// <summary>Copies from the host.</summary>
    public abstract void Write(ReadOnlySpan<byte> source, long byteOffset = 0);

    /// <summary>Copies to the host.</summary>
    public abstract void Read(Span<byte> destination, long byteOffset = 0);

    /// <summary>A view of <paramref name="length"/> elements from <paramref name="byteOffset"/> on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The view leaves the buffer or is misaligned.</exception>
    public ArrayView<T> View<T>(long byteOffset, int length)
        where T : unmanaged
    {
        CheckView(byteOffset, length, Unsafe.SizeOf<T>());
        return new(new ViewMemory(this, byteOffset, length, Unsafe.SizeOf<T>()), 0, length);
    }

    /// <summary>
    /// A view of <paramref name="length"/> numbers from <paramref name="byteOffset"/> on that lie in memory as
    /// <paramref name="format"/> says. To a kernel they are floats: it is compiled so that a load widens, which is exact,
    /// and a store rounds to nearest even.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The view leaves the buffer or is misaligned.</exception>
    public ArrayView<float> FloatView(long byteOffset, int length, FloatFormat format)
    {
        CheckView(byteOffset, length, format.ByteSize());
        return new(new ViewMemory(this, byteOffset, length, sizeof(float), format), 0, length);
    }

    /// <summary>Numbers stored as float16, which may be infinite.</summary>
    /// <inheritdoc cref="FloatView"/>
    public ArrayView<float> HalfView(long byteOffset, int length) => FloatView(byteOffset, length, FloatFormat.Half);

    public abstract void Dispose();

    private void CheckView(long byteOffset, int length, int elementSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfNegative(byteOffset);
        if (byteOffset + ((long)length * elementSize) > ByteSize || byteOffset % elementSize != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(byteOffset),
                $"A view of {length} elements of {elementSize} bytes at byte {byteOffset} does not fit a buffer of "
                + $"{ByteSize} bytes, or is not aligned to its elements.");
        }
    }

    /// <summary>For <see cref="Write"/> and <see cref="Read"/>, before they touch anything.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bytes are not all inside the buffer.</exception>
    protected void CheckRange(int length, long byteOffset)
    {
        if (byteOffset < 0 || byteOffset > ByteSize - length)
        {
            throw new ArgumentOutOfRangeException(nameof(byteOffset),
                $"{length} bytes at byte {byteOffset} do not fit a buffer of {ByteSize} bytes.");
        }
    }
}

/// <summary>A specialisation that a device can launch.</summary>
public abstract class CompiledKernel
{
    public abstract KernelSpecialisation Specialisation { get; }

    /// <summary>How long the compiler (front end, passes and target) took.</summary>
    public abstract TimeSpan CompileTime { get; }
}

/// <summary>One launch: which kernel, over which grid, with which arguments.</summary>
/// <param name="Kernel">Compiled for the device that records the launch.</param>
/// <param name="Grid">Groups along each side.</param>
/// <param name="Arguments">See <see cref="KernelArguments.Pack"/>.</param>
/// <param name="Label">The graph node it serves, for traces.</param>
/// <exception cref="ArgumentException">The kernel was compiled for views that are stored otherwise.</exception>
public sealed record KernelLaunch(CompiledKernel Kernel, LaunchShape Grid, KernelArguments Arguments, string Label)
{
    public KernelArguments Arguments { get; } =
        Kernel.Specialisation.Formats.SequenceEqual(Arguments.Formats)
            ? Arguments
            : throw new ArgumentException($"{Label}: {Kernel.Specialisation} was not compiled for these arguments: "
                + "views are stored otherwise.");

    /// <summary>
    /// How many further waves may start before it is complete: what they run does not touch what it reads and writes. A
    /// device may ignore it.
    /// </summary>
    public int Slack { get; init; }

    /// <summary>
    /// Whether it needs the launch before it in its wave: what its places (<see cref="LaunchShape.Rows"/>) read, that
    /// one's make.
    /// </summary>
    public bool Follows { get; init; }
}

/// <summary>Launches that do not depend on each other, but for those that follow another.</summary>
public sealed record LaunchWave(IReadOnlyList<KernelLaunch> Launches);

/// <summary>A fixed sequence of launches, ready to run again and again without allocating managed memory.</summary>
public abstract class RecordedLaunches : IDisposable
{
    /// <summary>Runs all waves and returns when the last is complete.</summary>
    public abstract void Run();

    /// <summary>
    /// Runs the launches one after the other and writes how long each took, in seconds, in the order of the waves and
    /// of the launches in each.
    /// </summary>
    public abstract void RunTimed(Span<double> seconds);

    public abstract void Dispose();
}
