using GpuFormer.Kernels.Compiler.Targets.Cpu;
using GpuFormer.Kernels.Launch;

namespace GpuFormer.Devices.Cpu;

/// <summary>One launch with its arguments in place.</summary>
internal readonly unsafe record struct BoundLaunch(CpuEntry Entry, nint Arguments, LaunchShape Grid, int Slack, bool Follows)
{
    public long Groups => Grid.Groups;
}

/// <summary>
/// Waves of launches cut into chunks of groups, and the counters by which workers share them. The chunks of a wave that
/// are due in it have one counter a worker; a launch that may run on into later waves has its own, and is what a worker turns to
/// when its wave has nothing left for it. Each worker has a part of every counter's chunks, the same share of each
/// launch, and takes from the others' only when its own is done: what it reads is then mostly what it wrote, and still
/// in its cache. A wave is complete when all that is due in it is done, whoever did it: a
/// worker that comes late, or not at all, delays nobody.
/// </summary>
internal sealed unsafe class CpuSchedule
{
    // Chunks per worker and launch: enough that a worker that was held up leaves little behind. What fills gaps is cut
    // finer, so that a worker soon looks again at its wave.
    private const int ChunksPerWorker = 4;
    private const int FillingChunksPerWorker = 16;

    // Each makes some rows that its neighbour makes too.
    private const int ChunksOfChain = 2;

    private readonly BoundLaunch[] _launches;
    private readonly CpuChain[] _chains;
    private readonly Chunk[] _chunks;

    // A queue is the chunks that are counted together: of each wave first what is due in it, then each launch with
    // slack. It has a part for each worker.
    private readonly int[] _partStarts;
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
        var workers = scratch.Length;
        var launches = new List<BoundLaunch>();
        var chains = new List<CpuChain>();
        var chunks = new List<Chunk>();
        var starts = new List<int>();
        var slack = new List<(int Queue, int From, int Due)>();
        _waveQueues = new int[waves.Count + 1];

        void AddQueue(IReadOnlyList<BoundLaunch> members, int chunksPerWorker)
        {
            var parts = Enumerable.Range(0, workers).Select(_ => new List<Chunk>()).ToArray();
            for (var at = 0; at < members.Count; at++)
            {
                var launch = members[at];
                var length = 1;
                while (at + length < members.Count && members[at + length].Follows)
                    length++;
                if (length > 1)
                {
                    var chain = new CpuChain([.. members.Skip(at).Take(length)]);
                    var share = Math.Min(ChunksOfChain, chain.Places / workers);
                    for (var i = 0; i < workers * share; i++)
                    {
                        parts[i / share].Add(new(chains.Count, (long)chain.Places * i / (workers * share),
                            (long)chain.Places * (i + 1) / (workers * share), ChunkKind.Chain));
                    }

                    chains.Add(chain);
                    at += length - 1;
                    continue;
                }

                var dividesX = launch.Grid.BlockX > 0 && launch.Grid.X >= workers;
                var whole = dividesX ? (long)launch.Grid.X * launch.Grid.Z : launch.Groups;
                var pieces = workers == 1 ? 1 : (int)Math.Min(whole, workers * chunksPerWorker);
                for (var i = 0; i < pieces; i++)
                {
                    // Small launches are not all the first worker's.
                    var owner = pieces < workers ? (launches.Count + i) % workers : i * workers / pieces;
                    parts[owner].Add(new(launches.Count, whole * i / pieces, whole * (i + 1) / pieces, dividesX ? ChunkKind.PlacesOfX : ChunkKind.Groups));
                }

                launches.Add(launch);
            }

            foreach (var part in parts)
            {
                starts.Add(chunks.Count);
                chunks.AddRange(part);
            }
        }

        for (var wave = 0; wave < waves.Count; wave++)
        {
            _waveQueues[wave] = starts.Count / workers;
            AddQueue([.. waves[wave].Where(launch => launch.Slack == 0)], ChunksPerWorker);
            foreach (var launch in waves[wave].Where(launch => launch.Slack > 0))
            {
                slack.Add((starts.Count / workers, wave, Math.Min(wave + launch.Slack, waves.Count - 1)));
                AddQueue([launch], FillingChunksPerWorker);
            }
        }

        _waveQueues[^1] = starts.Count / workers;
        _counters = new Counters[starts.Count];
        starts.Add(chunks.Count);
        _partStarts = [.. starts];
        _launches = [.. launches];
        _chains = [.. chains];
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
        for (var i = _partStarts[_waveQueues[wave] * _scratch.Length]; i < _partStarts[_waveQueues[wave + 1] * _scratch.Length]; i++)
            Execute(_chunks[i], 0);
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
        var first = queue * _scratch.Length;
        var part = first + worker;
        for (var tried = 0; tried < _scratch.Length; tried++)
        {
            var taken = TakeFrom(part, run, worker, ref _counters[first].Done);
            if (taken != Taken.None)
                return taken;
            part = part + 1 == first + _scratch.Length ? first : part + 1;
        }

        return Taken.None;
    }

    private Taken TakeFrom(int part, int run, int worker, ref long done)
    {
        var start = _partStarts[part];
        ref var counter = ref _counters[part].Next;
        while (true)
        {
            var next = Volatile.Read(ref counter);
            if ((int)(next >> 32) != run)
                return Taken.RunIsOver;
            var index = start + (int)next;
            if (index >= _partStarts[part + 1])
                return Taken.None;
            if (Interlocked.CompareExchange(ref counter, next + 1, next) != next)
                continue;
            RunChunk(_chunks[index], worker);
            Interlocked.Increment(ref done);
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
        Volatile.Read(ref _counters[queue * _scratch.Length].Done)
            >= (long)run * (_partStarts[(queue + 1) * _scratch.Length] - _partStarts[queue * _scratch.Length]);

    private void RunChunk(in Chunk chunk, int worker)
    {
        try
        {
            Execute(chunk, worker);
        }
        catch (Exception e)
        {
            // Compiled kernels throw nothing; if one does, the chunk still counts, so that nobody waits for it.
            Interlocked.CompareExchange(ref _fault, e, null);
        }
    }

    private void Execute(in Chunk chunk, int worker)
    {
        var scratch = (byte*)_scratch[worker];
        if (chunk.Kind == ChunkKind.Chain)
        {
            _chains[chunk.Launch].Execute((int)chunk.First, (int)chunk.End, scratch);
            return;
        }

        ref readonly var launch = ref _launches[chunk.Launch];
        if (chunk.Kind == ChunkKind.Groups)
        {
            launch.Entry((byte*)launch.Arguments, chunk.First, chunk.End, scratch);
            return;
        }

        ExecutePlaces(launch, chunk.First, chunk.End, launch.Grid.BlockX, scratch);
    }

    /// <summary>Runs all groups of Y at places along X and Z, so many places at a time.</summary>
    public static void ExecutePlaces(in BoundLaunch launch, long start, long end, int block, byte* scratch)
    {
        var grid = launch.Grid;
        for (var place = start; place < end;)
        {
            var (z, x) = Math.DivRem(place, grid.X);
            var count = Math.Min(Math.Min(end - place, grid.X - x), block);
            for (var y = 0; y < grid.Y; y++)
            {
                var first = (((z * grid.Y) + y) * grid.X) + x;
                launch.Entry((byte*)launch.Arguments, first, first + count, scratch);
            }

            place += count;
        }
    }

    private enum Taken
    {
        None,
        One,
        RunIsOver,
    }

    private enum ChunkKind
    {
        /// <summary>Groups of a launch.</summary>
        Groups,

        /// <summary>Places along X and Z, with all of Y.</summary>
        PlacesOfX,

        /// <summary>Places of the last launch of a chain.</summary>
        Chain,
    }

    /// <summary>A part of a launch or of a chain.</summary>
    private readonly record struct Chunk(int Launch, long First, long End, ChunkKind Kind);

    // On cache lines of their own: every worker writes both.
    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit, Size = 256)]
    private struct Counters
    {
        /// <summary>The run in the high half, the next chunk of the part in the low half.</summary>
        [System.Runtime.InteropServices.FieldOffset(64)]
        public long Next;

        /// <summary>Chunks of the queue done in all runs together; counted in its first part.</summary>
        [System.Runtime.InteropServices.FieldOffset(192)]
        public long Done;
    }
}
