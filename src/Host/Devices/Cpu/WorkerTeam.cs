using System.Diagnostics;

namespace GpuFormer.Devices.Cpu;

/// <summary>
/// The threads of a device. The caller of <see cref="Run"/> is worker 0. The others look for the next schedule for a
/// while before they sleep: a network's next run usually comes soon, and waking a thread takes tens of microseconds.
/// </summary>
internal sealed class WorkerTeam : IDisposable
{
    private static readonly long IdleSpinTicks = Stopwatch.Frequency / 5000;

    private readonly Lock _running = new();
    private readonly object _gate = new();
    private readonly Thread[] _threads;
    private CpuSchedule? _schedule;
    private int _generation;
    private int _sleepers;
    private bool _disposed;

    public WorkerTeam(int workers)
    {
        Workers = workers;
        _threads = new Thread[workers - 1];
        for (var i = 0; i < _threads.Length; i++)
        {
            var worker = i + 1;
            _threads[i] = new Thread(() => Serve(worker)) { IsBackground = true, Name = $"GpuFormer worker {worker}" };
            _threads[i].Start();
        }
    }

    public int Workers { get; }

    /// <summary>Runs all waves of a schedule.</summary>
    /// <param name="schedule">What to run.</param>
    /// <param name="seconds">Takes how long each wave took; may be empty.</param>
    public void Run(CpuSchedule schedule, Span<double> seconds)
    {
        lock (_running)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(CpuDevice));
            if (schedule.Waves == 0)
                return;
            // Before the others can begin: while this thread waits for a processor they may do all of the first wave.
            var last = seconds.Length > 0 ? Stopwatch.GetTimestamp() : 0;
            if (Workers > 1)
                Post(schedule);
            var run = schedule.CurrentRun;
            for (var wave = 0; wave < schedule.Waves; wave++)
            {
                if (Workers == 1)
                {
                    schedule.RunWave(wave);
                }
                else
                {
                    schedule.Work(wave, run, 0);
                }

                if (seconds.Length > 0)
                {
                    var now = Stopwatch.GetTimestamp();
                    seconds[wave] = (now - last) / (double)Stopwatch.Frequency;
                    last = now;
                }
            }
        }

        if (schedule.Fault is { } fault)
            throw new InvalidOperationException("A kernel failed while it ran.", fault);
    }

    public void Dispose()
    {
        lock (_running)
        {
            if (_disposed)
                return;
            lock (_gate)
            {
                Volatile.Write(ref _disposed, true);
                Monitor.PulseAll(_gate);
            }
        }

        foreach (var thread in _threads)
            thread.Join();
    }

    private void Post(CpuSchedule schedule)
    {
        schedule.Begin();
        Volatile.Write(ref _schedule, schedule);
        Interlocked.Increment(ref _generation);
        // A worker counts itself as asleep before it looks at the generation for the last time.
        if (Volatile.Read(ref _sleepers) == 0)
            return;
        lock (_gate)
            Monitor.PulseAll(_gate);
    }

    private void Serve(int worker)
    {
        var seen = 0;
        while (WaitForGeneration(seen))
        {
            seen = Volatile.Read(ref _generation);
            var schedule = Volatile.Read(ref _schedule)!;
            var run = schedule.CurrentRun;
            for (var wave = 0; wave < schedule.Waves; wave++)
            {
                if (!schedule.Work(wave, run, worker))
                    break;
            }
        }
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
            Interlocked.Increment(ref _sleepers);
            while (Volatile.Read(ref _generation) == seen && !_disposed)
                Monitor.Wait(_gate);
            Interlocked.Decrement(ref _sleepers);
            return !_disposed;
        }
    }
}
