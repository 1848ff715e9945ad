using GpuFormer.Kernels.Compiler.Targets.Cpu;

namespace GpuFormer.Devices.Cpu;

/// <summary>One launch with its arguments in place.</summary>
internal readonly unsafe record struct BoundLaunch(CpuEntry Entry, nint Arguments, long Groups, int Slack);

/// <summary>
/// Waves of launches cut into chunks of groups, and the counters by which workers share them. The chunks of a wave that
/// are due in it have one counter; a launch that may run on into later waves has its own, and is what a worker turns to
/// when its wave has nothing left for it. A wave is complete when all that is due in it is done, whoever did it: a
/// worker that comes late, or not at all, delays nobody.
/// </summary>
internal sealed unsafe class CpuSchedule
{
    // Chunks per worker and launch: enough that a worker that was held up leaves little behind. What fills gaps is cut
    // finer, so that a worker soon looks again at its wave.
    private const int ChunksPerWorker = 4;
    private const int FillingChunksPerWorker = 16;

    private readonly BoundLaunch[] _launches;
    private readonly Chunk[] _chunks;

    // A queue is the chunks behind one counter: of each wave first what is due in it, then each launch with slack.
    private readonly int[] _queueStarts;
    private readonly Counters[] _counters;
    private readonly int[] _waveQueues;

    // For each wave the queues of earlier waves that are due in it, and those that are open in it and due later.
    private readonly int[][] _due;
    private readonly int[][] _open;
    private readonly nint[] _scratch;
    private int _run;
    private Exception? _fault;

    /// <param name="waves">Launches with at least one group each.</param>
    /// <param name="scratch">The scratch memory of each worker.</param>
    public CpuSchedule(IReadOnlyList<BoundLaunch[]> waves, nint[] scratch)
    {
        _scratch = scratch;
        var launches = new List<BoundLaunch>();
        var chunks = new List<Chunk>();
        var starts = new List<int>();
        var slack = new List<(int Queue, int From, int Due)>();
        _waveQueues = new int[waves.Count + 1];

        void Cut(BoundLaunch launch, int chunksPerWorker)
        {
            var pieces = scratch.Length == 1 ? 1 : Math.Min(launch.Groups, scratch.Length * chunksPerWorker);
            for (var i = 0L; i < pieces; i++)
                chunks.Add(new(launches.Count, launch.Groups * i / pieces, launch.Groups * (i + 1) / pieces));
            launches.Add(launch);
        }

        for (var wave = 0; wave < waves.Count; wave++)
        {
            _waveQueues[wave] = starts.Count;
            starts.Add(chunks.Count);
            foreach (var launch in waves[wave].Where(launch => launch.Slack == 0))
                Cut(launch, ChunksPerWorker);
            foreach (var launch in waves[wave].Where(launch => launch.Slack > 0))
            {
                slack.Add((starts.Count, wave, Math.Min(wave + launch.Slack, waves.Count - 1)));
                starts.Add(chunks.Count);
                Cut(launch, FillingChunksPerWorker);
            }
        }

        _waveQueues[^1] = starts.Count;
        _counters = new Counters[starts.Count];
        starts.Add(chunks.Count);
        _queueStarts = [.. starts];
        _launches = [.. launches];
        _chunks = [.. chunks];
        _due = [.. waves.Select((_, wave) => slack.Where(s => s.Due == wave).Select(s => s.Queue).ToArray())];
        _open = [.. waves.Select((_, wave) => slack.Where(s => s.From <= wave && s.Due > wave).OrderBy(s => s.Due)
            .Select(s => s.Queue).ToArray())];
    }

    public int Waves => _due.Length;

    /// <summary>Starts the next run; all chunks of the run before are done.</summary>
    public int Begin()
    {
        var run = ++_run;
        _fault = null;
        for (var i = 0; i < _counters.Length; i++)
            Volatile.Write(ref _counters[i].Next, (long)run << 32);
        return run;
    }

    public int CurrentRun => Volatile.Read(ref _run);

    /// <summary>What a chunk threw, if one did.</summary>
    public Exception? Fault => _fault;

    /// <summary>
    /// Does what is due in a wave, then what is not yet due until the wave is complete. Worker 0 alone waits for the
    /// last wave: the others have nothing to do after it.
    /// </summary>
    /// <returns>False if the run is over.</returns>
    public bool Work(int wave, int run, int worker)
    {
        if (!Drain(_waveQueues[wave], run, worker))
            return false;
        foreach (var queue in _due[wave])
        {
            if (!Drain(queue, run, worker))
                return false;
        }

        for (var spins = 0; (worker == 0 || wave + 1 < Waves) && !IsComplete(wave, run); spins++)
        {
            var taken = Taken.None;
            foreach (var queue in _open[wave])
            {
                taken = Take(queue, run, worker);
                if (taken != Taken.None)
                    break;
            }

            if (taken == Taken.RunIsOver)
                return false;
            if (taken == Taken.One)
                continue;
            // A worker whose processor was taken away must not be waited for by burning the one it could run on.
            if ((spins & 0x3FF) == 0x3FF)
                Thread.Yield();
            else
                Thread.SpinWait(1);
        }

        return true;
    }

    /// <summary>Runs everything on the calling thread, without counters.</summary>
    public void RunWave(int wave)
    {
        for (var i = _queueStarts[_waveQueues[wave]]; i < _queueStarts[_waveQueues[wave + 1]]; i++)
        {
            ref readonly var chunk = ref _chunks[i];
            ref readonly var launch = ref _launches[chunk.Launch];
            launch.Entry((byte*)launch.Arguments, chunk.First, chunk.End, (byte*)_scratch[0]);
        }
    }

    private bool Drain(int queue, int run, int worker)
    {
        while (true)
        {
            switch (Take(queue, run, worker))
            {
                case Taken.None:
                    return true;
                case Taken.RunIsOver:
                    return false;
                case Taken.One:
                    break;
            }
        }
    }

    private Taken Take(int queue, int run, int worker)
    {
        var start = _queueStarts[queue];
        ref var counters = ref _counters[queue];
        while (true)
        {
            var next = Volatile.Read(ref counters.Next);
            if ((int)(next >> 32) != run)
                return Taken.RunIsOver;
            var index = start + (int)next;
            if (index >= _queueStarts[queue + 1])
                return Taken.None;
            if (Interlocked.CompareExchange(ref counters.Next, next + 1, next) != next)
                continue;
            RunChunk(_chunks[index], worker);
            Interlocked.Increment(ref counters.Done);
            return Taken.One;
        }
    }

    private bool IsComplete(int wave, int run)
    {
        if (!IsDone(_waveQueues[wave], run))
            return false;
        foreach (var queue in _due[wave])
        {
            if (!IsDone(queue, run))
                return false;
        }

        return true;
    }

    private bool IsDone(int queue, int run) =>
        Volatile.Read(ref _counters[queue].Done) >= (long)run * (_queueStarts[queue + 1] - _queueStarts[queue]);

    private void RunChunk(in Chunk chunk, int worker)
    {
        try
        {
            ref readonly var launch = ref _launches[chunk.Launch];
            launch.Entry((byte*)launch.Arguments, chunk.First, chunk.End, (byte*)_scratch[worker]);
        }
        catch (Exception e)
        {
            // Compiled kernels throw nothing; if one does, the chunk still counts, so that nobody waits for it.
            Interlocked.CompareExchange(ref _fault, e, null);
        }
    }

    private enum Taken
    {
        None,
        One,
        RunIsOver,
    }

    private readonly record struct Chunk(int Launch, long First, long End);

    // On cache lines of their own: every worker writes both.
    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit, Size = 256)]
    private struct Counters
    {
        /// <summary>The run in the high half, the next chunk to take in the low half.</summary>
        [System.Runtime.InteropServices.FieldOffset(64)]
        public long Next;

        /// <summary>Chunks done in all runs together.</summary>
        [System.Runtime.InteropServices.FieldOffset(192)]
        public long Done;
    }
}
