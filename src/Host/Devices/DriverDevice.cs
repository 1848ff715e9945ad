using GpuFormer.Kernels.Compiler;
using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;

namespace GpuFormer.Devices;

/// <summary>
/// What all devices behind a driver share: kernels compiled once, buffers and recordings that go before the device
/// does, the bytes in use, a lost device that fails at once, and disposal that waits for calls under way.
/// </summary>
internal abstract class DriverDevice : Device
{
    private readonly KernelTable<DriverKernel> _kernels = new();
    private readonly Lock _gate = new();

    // Buffers and recordings that are alive: the device goes after them.
    private readonly HashSet<IDisposable> _children = [];
    private long _allocatedBytes;

    // Calls that are in the driver now: the device is closed after the last of them.
    private int _uses;
    private volatile DeviceLostException? _lost;
    private volatile bool _isAbandoned;
    private volatile bool _isDisposed;

    /// <summary>A device with the device string <c>kind:index</c>.</summary>
    protected DriverDevice(string kind, string index)
    {
        Name = $"{kind}:{index}";
        Binaries = KernelBinaryCache.Open(kind);
    }

    public sealed override string Name { get; }

    public sealed override long AllocatedBytes => Interlocked.Read(ref _allocatedBytes);

    /// <summary>What its driver made of kernels before.</summary>
    internal KernelBinaryCache Binaries { get; }

    /// <summary>
    /// Whether it was given up while it may still run: destroying what it uses could crash or hang, so that is left to
    /// the process.
    /// </summary>
    internal bool IsAbandoned => _isAbandoned;

    /// <inheritdoc/>
    /// <exception cref="DeviceMemoryException">The device has not that much.</exception>
    public sealed override DeviceBuffer CreateBuffer(long byteSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(byteSize, 1);
        return Keep(() =>
        {
            CheckLimits(byteSize);
            var buffer = Allocate(byteSize);
            Interlocked.Add(ref _allocatedBytes, byteSize);
            return buffer;
        });
    }

    public sealed override CompiledKernel Compile(KernelSpecialisation specialisation) =>
        Compile(specialisation, Lower);

    public sealed override RecordedLaunches Record(IReadOnlyList<LaunchWave> waves) => Keep(() => Prepare(waves));

    /// <summary>Lets no further call begin, waits for those under way, and gives back what the device holds.</summary>
    public sealed override void Dispose()
    {
        IDisposable[] children;
        lock (_gate)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            children = [.. _children];
        }

        AwaitUses();
        foreach (var child in children)
            child.Dispose();
        // Another thread may be disposing of a child, which was then not disposed of here.
        AwaitUses();
        if (_isAbandoned)
            return;
        _kernels.Clear(kernel => kernel.Release());
        Close();
    }

    /// <summary>Compiles with another front end: what tests give functions to.</summary>
    internal CompiledKernel Compile(
        KernelSpecialisation specialisation, Func<KernelSpecialisation, KernelFunction> compile)
    {
        using var use = Hold();
        ThrowIfUnusable();
        if (specialisation.Group.Threads > Capabilities.MaximumGroupThreads)
        {
            throw new ArgumentException($"{specialisation} has groups of {specialisation.Group.Threads} threads; "
                + $"{Name} takes {Capabilities.MaximumGroupThreads}.");
        }

        return _kernels.GetOrBuild(specialisation, key => Build(key, compile));
    }

    /// <summary>The kernel of a launch.</summary>
    /// <exception cref="ArgumentException">It was compiled for another device.</exception>
    internal TKernel KernelOf<TKernel>(KernelLaunch launch)
        where TKernel : DriverKernel =>
        launch.Kernel is TKernel kernel && ReferenceEquals(kernel.Owner, this)
            ? kernel
            : throw new ArgumentException(
                $"{launch.Label}: {launch.Kernel.Specialisation} was compiled for another device.");

    /// <summary>The buffer behind a view of a launch.</summary>
    /// <exception cref="ArgumentException">It lies on another device.</exception>
    internal TBuffer BufferOf<TBuffer>(KernelLaunch launch, KernelArgument argument)
        where TBuffer : DriverBuffer =>
        argument.Buffer is TBuffer buffer && ReferenceEquals(buffer.Owner, this)
            ? buffer
            : throw new ArgumentException($"{launch.Label}: a view of another device's buffer.");

    /// <summary>A child is disposed of: the device need not dispose of it.</summary>
    internal void Forget(IDisposable child)
    {
        lock (_gate)
            _children.Remove(child);
        if (child is DriverBuffer buffer)
            Interlocked.Add(ref _allocatedBytes, -buffer.ByteSize);
    }

    /// <summary>Keeps the device open until the result is disposed. Two interlocked operations, no allocation.</summary>
    internal Use Hold()
    {
        Interlocked.Increment(ref _uses);
        return new(this);
    }

    /// <summary>Before calls that use the device, which is held or under the gate.</summary>
    /// <exception cref="ObjectDisposedException">It is disposed of.</exception>
    /// <exception cref="DeviceLostException">It is lost.</exception>
    internal virtual void Enter() => ThrowIfUnusable();

    /// <inheritdoc cref="Enter"/>
    internal void ThrowIfUnusable()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_lost is { } lost)
            throw new DeviceLostException(Name, "an earlier call failed.", lost);
    }

    /// <summary>
    /// What to throw for a call that failed; if it means a lost device, every later call fails at once.
    /// </summary>
    internal Exception Failure(DriverException failure, bool isLost) =>
        isLost ? _lost = new DeviceLostException(Name, failure.Message, failure) : failure;

    /// <summary>What to throw when the driver has not that much memory.</summary>
    internal DeviceMemoryException OutOfMemory(long byteSize) =>
        new(Name, byteSize, AllocatedBytes, Math.Min(MemoryLimit, LargestBuffer));

    /// <summary>Nothing more is asked of the device.</summary>
    internal DeviceLostException GiveUp(string reason)
    {
        _isAbandoned = true;
        return _lost = new DeviceLostException(Name, reason);
    }

    /// <summary>What the kernel's IL becomes before the target writes it.</summary>
    protected virtual KernelFunction Lower(KernelSpecialisation specialisation) =>
        KernelCompiler.Compile(specialisation);

    /// <summary>Compiles a kernel; <paramref name="compile"/> is its front end.</summary>
    protected abstract DriverKernel Build(
        KernelSpecialisation specialisation, Func<KernelSpecialisation, KernelFunction> compile);

    /// <summary>Takes memory, within the limits.</summary>
    protected abstract DriverBuffer Allocate(long byteSize);

    /// <summary>Makes launches ready for replay.</summary>
    protected abstract DriverLaunches Prepare(IReadOnlyList<LaunchWave> waves);

    /// <summary>Gives back what the device holds; kernels, buffers and recordings are gone.</summary>
    protected abstract void Close();

    // One that was given up may hang in a call for ever.
    private void AwaitUses()
    {
        Interlocked.MemoryBarrier();
        var wait = new SpinWait();
        while (Volatile.Read(ref _uses) != 0 && !_isAbandoned)
            wait.SpinOnce();
    }

    // Under the gate, so that the device is not closed meanwhile.
    private T Keep<T>(Func<T> create)
        where T : IDisposable
    {
        lock (_gate)
        {
            Enter();
            var child = create();
            _children.Add(child);
            return child;
        }
    }

    /// <summary>A call that uses the driver.</summary>
    internal readonly struct Use(DriverDevice device) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref device._uses);
    }
}

/// <summary>A kernel that a driver compiled.</summary>
internal abstract class DriverKernel(DriverDevice owner, KernelSpecialisation specialisation) : CompiledKernel
{
    public sealed override KernelSpecialisation Specialisation { get; } = specialisation;

    /// <summary>The device that it was compiled for.</summary>
    internal DriverDevice Owner { get; } = owner;

    /// <summary>Gives back what the driver holds for it.</summary>
    internal abstract void Release();
}

/// <summary>Memory of a device behind a driver. Kernels of other devices have no business there.</summary>
internal abstract class DriverBuffer(DriverDevice owner, long byteSize) : DeviceBuffer, IReleasable
{
    private SharedUse _use;

    public sealed override long ByteSize { get; } = byteSize;

    public sealed override nint HostAddress => 0;

    /// <summary>The device that it lies on.</summary>
    internal DriverDevice Owner { get; } = owner;

    public sealed override void Write(ReadOnlySpan<byte> source, long byteOffset = 0)
    {
        using var held = Owner.Hold();
        _use.Begin(this);
        try
        {
            CheckUse(source.Length, byteOffset);
            if (!source.IsEmpty)
                CopyToDevice(source, byteOffset);
        }
        finally
        {
            _use.End(this);
        }
    }

    public sealed override void Read(Span<byte> destination, long byteOffset = 0)
    {
        using var held = Owner.Hold();
        _use.Begin(this);
        try
        {
            CheckUse(destination.Length, byteOffset);
            if (!destination.IsEmpty)
                CopyToHost(byteOffset, destination);
        }
        finally
        {
            _use.End(this);
        }
    }

    public sealed override void Dispose()
    {
        using var held = Owner.Hold();
        _use.Dispose(this);
    }

    void IReleasable.Release()
    {
        if (!Owner.IsAbandoned)
            Free();
        Owner.Forget(this);
    }

    protected void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_use.IsDisposed, this);

    /// <summary>Copies some bytes, which are inside the buffer.</summary>
    protected abstract void CopyToDevice(ReadOnlySpan<byte> source, long byteOffset);

    /// <inheritdoc cref="CopyToDevice"/>
    protected abstract void CopyToHost(long byteOffset, Span<byte> destination);

    /// <summary>Gives the memory back.</summary>
    protected abstract void Free();

    private void CheckUse(int length, long byteOffset)
    {
        Owner.Enter();
        CheckRange(length, byteOffset);
    }
}

/// <summary>Launches that a driver replays.</summary>
/// <param name="owner">The device that they run on.</param>
/// <param name="count">How many they are.</param>
internal abstract class DriverLaunches(DriverDevice owner, int count) : RecordedLaunches, IReleasable
{
    private SharedUse _use;

    /// <summary>How many launches they are.</summary>
    protected int Count { get; } = count;

    public sealed override void Run()
    {
        using var held = owner.Hold();
        _use.Begin(this);
        try
        {
            owner.Enter();
            Replay();
        }
        finally
        {
            _use.End(this);
        }
    }

    public sealed override void RunTimed(Span<double> seconds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seconds.Length, Count);
        using var held = owner.Hold();
        _use.Begin(this);
        try
        {
            owner.Enter();
            ReplayTimed(seconds);
        }
        finally
        {
            _use.End(this);
        }
    }

    public sealed override void Dispose()
    {
        using var held = owner.Hold();
        _use.Dispose(this);
    }

    void IReleasable.Release()
    {
        if (!owner.IsAbandoned)
            Destroy();
        owner.Forget(this);
    }

    /// <summary>See <see cref="RecordedLaunches.Run"/>; the device can be used.</summary>
    protected abstract void Replay();

    /// <summary>See <see cref="RecordedLaunches.RunTimed"/>; the device can be used.</summary>
    protected abstract void ReplayTimed(Span<double> seconds);

    /// <summary>Gives back what the driver holds for them.</summary>
    protected abstract void Destroy();
}
