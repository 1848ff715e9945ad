using System.Diagnostics;

namespace GpuFormer.Devices.Cpu;

/// <summary>
/// The workers of a device, and the runs that share them. The caller of <see cref="Run"/> is a worker of its own run; the
/// helpers, one fewer than there are workers, are spread evenly over the runs. While as many runs go on as there are
/// workers, each has its caller alone and further ones wait: no more threads work than there are workers. Helpers look for
/// the next run for a while before they sleep: a network's next run usually comes soon, and waking a thread takes tens of
/// microseconds.
/// </summary>
internal sealed class WorkerTeam : IDisposable
{
    private static readonly long IdleSpinTicks = Stopwatch.Frequency / 5000;

    private readonly object _gate = new();
    private readonly WorkerPlaces _places;
    private readonly Thread[] _threads;

    // The first _active of them go on. Written under the gate; a helper that reads them while they change notices by the
    // generation, and in the meantime at most looks at a run that is over.
    private readonly CpuSchedule?[] _runs;
    private int _active;
    private int _generation;
    private int _sleepers;
    private bool _disposed;

    public WorkerTeam(int workers)
    {
        Workers = workers;
        _places = new WorkerPlaces(workers);
        _runs = new CpuSchedule?[workers];
        _threads = new Thread[workers - 1];
        for (var i = 0; i < _threads.Length; i++)
        {
            var helper = i + 1;
            _threads[i] = new Thread(() => Serve(helper)) { IsBackground = true, Name = $"GpuFormer worker {helper}" };
            _threads[i].Start();
        }
    }

    public int Workers { get; }

    /// <summary>Runs all waves of a schedule, which no other thread may run meanwhile.</summary>
    /// <param name="schedule">What to run.</param>
    /// <param name="seconds">Takes how long each wave took; may be empty.</param>
    public void Run(CpuSchedule schedule, Span<double> seconds)
    {
        _places.Enter();
        try
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), typeof(CpuDevice));
            if (schedule.Waves == 0)
                return;
            // Before the helpers can begin: while this thread waits for a processor they may do all of the first wave.
            var last = seconds.Length > 0 ? Stopwatch.GetTimestamp() : 0;
            var run = Workers > 1 ? schedule.Begin() : 0;
            if (Workers > 1)
                Enter(schedule);
            try
            {
                for (var wave = 0; wave < schedule.Waves; wave++)
                {
                    if (Workers == 1)
                        schedule.RunWave(wave);
                    else
                        schedule.Work(wave, run, 0);
                    if (seconds.Length > 0)
                    {
                        var now = Stopwatch.GetTimestamp();
                        seconds[wave] = (now - last) / (double)Stopwatch.Frequency;
                        last = now;
                    }
                }
            }
            finally
            {
                if (Workers > 1)
                    Leave(schedule);
            }
        }
        finally
        {
            _places.Leave();
        }

        if (schedule.Fault is { } fault)
            throw new InvalidOperationException("A kernel failed while it ran.", fault);
    }

    /// <summary>Waits for the runs that go on, and ends the helpers.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            Volatile.Write(ref _disposed, true);
        }

        for (var i = 0; i < Workers; i++)
            _places.Enter();
        // Whoever waits for a place finds out that there is no device any more.
        for (var i = 0; i < Workers; i++)
            _places.Leave();
        lock (_gate)
            Monitor.PulseAll(_gate);
        foreach (var thread in _threads)
            thread.Join();
    }

    private void Enter(CpuSchedule schedule)
    {
        lock (_gate)
        {
            _runs[_active] = schedule;
            Volatile.Write(ref _active, _active + 1);
            Interlocked.Increment(ref _generation);
            // A helper counts itself as asleep before it looks at the generation for the last time.
            if (_sleepers > 0 && _active < Workers)
                Monitor.PulseAll(_gate);
        }
    }

    // Helpers that are awake turn to the runs that are left; none is woken for what they have begun without it.
    private void Leave(CpuSchedule schedule)
    {
        lock (_gate)
        {
            var place = Array.IndexOf(_runs, schedule, 0, _active);
            Volatile.Write(ref _active, _active - 1);
            _runs[place] = _runs[_active];
            _runs[_active] = null;
            Interlocked.Increment(ref _generation);
        }
    }

    private void Serve(int helper)
    {
        var seen = 0;
        while (WaitForGeneration(seen))
        {
            seen = Volatile.Read(ref _generation);
            if (RunOf(helper) is not { } schedule)
            {
                // Where callers take all workers, looking for the next run would take a processor from one of them.
                if (Volatile.Read(ref _active) > 0 && !Sleep(seen))
                    return;
                continue;
            }

            var run = schedule.CurrentRun;
            for (var wave = 0; wave < schedule.Waves && Volatile.Read(ref _generation) == seen; wave++)
            {
                if (!schedule.Work(wave, run, helper))
                    break;
            }
        }
    }

    // Each run has a worker of its own; the helpers that make up the rest take turns among the runs.
    private CpuSchedule? RunOf(int helper)
    {
        var active = Volatile.Read(ref _active);
        return active == 0 || helper > Workers - active ? null : Volatile.Read(ref _runs[(helper - 1) % active]);
    }

    private bool WaitForGeneration(int seen)
    {
        var start = Stopwatch.GetTimestamp();
        for (var spins = 1; Volatile.Read(ref _generation) == seen; spins++)
        {
            if (Volatile.Read(ref _disposed))
                return false;
            if ((spins & 0x3F) == 0 && Stopwatch.GetTimestamp() - start > IdleSpinTicks)
                return Sleep(seen);
            Thread.SpinWait(2);
        }

        return true;
    }

    private bool Sleep(int seen)
    {
        lock (_gate)
        {
            _sleepers++;
            while (_generation == seen && !_disposed)
                Monitor.Wait(_gate);
            _sleepers--;
            return !_disposed;
        }
    }
}
