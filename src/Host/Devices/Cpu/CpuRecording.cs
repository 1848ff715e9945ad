using System.Runtime.InteropServices;
using GpuFormer.Kernels.Compiler.Targets.Cpu;
using GpuFormer.Kernels.Launch;

namespace GpuFormer.Devices.Cpu;

/// <summary>Launches whose argument blocks and scratch memory are laid out once; a run only reads them.</summary>
internal sealed unsafe class CpuRecording : RecordedLaunches, IReleasable
{
    private readonly CpuDevice _device;
    private readonly WorkerTeam _team;
    private readonly CpuBuffer[] _buffers;
    private readonly CpuSchedule _schedule;
    private readonly CpuSchedule _oneByOne;
    private readonly List<nint> _memory = [];
    private readonly int[] _timedPlaces;
    private readonly double[] _times;
    private readonly int _launches;

    // Both schedules write the same scratch memory: one run at a time.
    private readonly Lock _running = new();
    private SharedUse _use;

    public CpuRecording(CpuDevice device, WorkerTeam team, IReadOnlyList<LaunchWave> waves)
    {
        (_device, _team) = (device, team);
        KernelLaunch[] launches = [.. waves.SelectMany(w => w.Launches)];
        foreach (var launch in launches)
            Check(launch);
        _launches = launches.Length;
        _buffers = [.. launches.SelectMany(l => l.Arguments.Items, (_, a) => a.Buffer).OfType<CpuBuffer>().Distinct()];
        var scratchBytes = launches.Select(l => ((CpuKernel)l.Kernel).Program.ScratchBytes).DefaultIfEmpty(64).Max();
        var scratch = new nint[team.Workers];
        for (var i = 0; i < scratch.Length; i++)
            scratch[i] = Allocate(scratchBytes);

        // A launch without groups does nothing.
        var bound = waves.Select(w => w.Launches.Select(Bind).ToArray()).ToArray();
        _schedule = new([.. bound.Select(w => w.Where(l => l.Groups > 0).ToArray())], scratch);
        var all = bound.SelectMany(w => w).ToArray();
        _timedPlaces = [.. Enumerable.Range(0, all.Length).Where(i => all[i].Groups > 0)];
        _oneByOne = new([.. _timedPlaces.Select(i => new[] { all[i] with { Slack = 0, Follows = false } })], scratch);
        _times = new double[_timedPlaces.Length];
    }

    ~CpuRecording() => Release();

    public override void Run() => Run(_schedule, []);

    public override void RunTimed(Span<double> seconds)
    {
        if (seconds.Length < _launches)
            throw new ArgumentException($"{_launches} launches need as many places for times, not {seconds.Length}.");
        Run(_oneByOne, _times);
        seconds[.._launches].Clear();
        for (var i = 0; i < _times.Length; i++)
            seconds[_timedPlaces[i]] = _times[i];
    }

    public override void Dispose()
    {
        _use.Dispose(this);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees argument blocks and scratch memory.</summary>
    public void Release()
    {
        foreach (var memory in _memory)
            NativeMemory.AlignedFree((void*)memory);
        _memory.Clear();
    }

    // Kernels get bare addresses: whatever they may touch stays until they are done, whoever disposes of it meanwhile.
    private void Run(CpuSchedule schedule, Span<double> seconds)
    {
        _use.Begin(this);
        var held = 0;
        try
        {
            for (; held < _buffers.Length; held++)
                _buffers[held].BeginUse();
            lock (_running)
                _team.Run(schedule, seconds);
        }
        finally
        {
            while (--held >= 0)
                _buffers[held].EndUse();
            _use.End(this);
        }
    }

    private static void Check(KernelLaunch launch)
    {
        if (launch.Kernel is not CpuKernel kernel)
        {
            throw new ArgumentException(
                $"{launch.Label}: {launch.Kernel.Specialisation} was compiled for another device.");
        }

        var items = launch.Arguments.Items;
        if (items.Count != kernel.Parameters.Count)
        {
            throw new ArgumentException(
                $"{launch.Label}: {kernel.Specialisation} takes {kernel.Parameters.Count} arguments after structs are "
                + $"taken apart, {items.Count} were given.");
        }

        if (launch.Grid.X < 0 || launch.Grid.Y < 0 || launch.Grid.Z < 0)
            throw new ArgumentException($"{launch.Label}: a grid of {launch.Grid}: no side may be negative.");
        for (var i = 0; i < items.Count; i++)
        {
            if (kernel.Parameters[i] is { IsView: true } view && items[i].Buffer is not CpuBuffer)
            {
                throw new ArgumentException(
                    $"{launch.Label}: '{view.Name}' of {kernel.Specialisation} is not in a buffer of this device.");
            }
        }
    }

    private nint Allocate(int bytes)
    {
        var memory = (nint)NativeMemory.AlignedAlloc((nuint)((bytes + 63) & ~63), 64);
        _memory.Add(memory);
        return memory;
    }

    private BoundLaunch Bind(KernelLaunch launch)
    {
        var kernel = (CpuKernel)launch.Kernel;
        var items = launch.Arguments.Items;
        var block = (byte*)Allocate(CpuArgumentBlock.SizeOf(items.Count));
        ((int*)block)[0] = launch.Grid.X;
        ((int*)block)[1] = launch.Grid.Y;
        ((int*)block)[2] = launch.Grid.Z;
        for (var i = 0; i < items.Count; i++)
        {
            var place = block + CpuArgumentBlock.OffsetOf(i);
            if (kernel.Parameters[i].IsView)
            {
                *(nint*)place = items[i].Buffer!.HostAddress + (nint)items[i].ByteOffset;
                *(int*)(place + 8) = items[i].Length;
            }
            else
            {
                *(int*)place = items[i].Bits;
            }
        }

        return new(kernel.Program.Entry, (nint)block, launch.Grid, launch.Slack, launch.Follows);
    }
}
