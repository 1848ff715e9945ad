using GpuFormer.Kernels.Compiler.Targets.Cpu;

namespace GpuFormer.Devices.Cpu;

/// <summary>One launch with its arguments in place.</summary>
internal readonly unsafe struct BoundLaunch(CpuEntry entry, byte* arguments, long groups)
{
    public readonly CpuEntry Entry = entry;
    public readonly byte* Arguments = arguments;
    public readonly long Groups = groups;
}

/// <summary>
/// Waves of launches cut into chunks of groups, and the counters by which workers share them. A wave is complete when
/// all of its chunks are done, whoever did them: a worker that comes late, or not at all, delays nobody.
/// </summary>
internal sealed unsafe class CpuSchedule
{
    // Chunks per worker and launch: enough that a worker that was held up leaves little behind.
    private const int ChunksPerWorker = 4;

    private readonly BoundLaunch[] _launches;
    private readonly Chunk[] _chunks;
    private readonly int[] _waveStarts;
    private readonly Counters[] _counters;
    private readonly nint[] _scratch;
    private int _run;
    private Exception? _fault;

    /// <param name="waves">Launches with at least one group each; no empty waves.</param>
    /// <param name="scratch">The scratch memory of each worker.</param>
    public CpuSchedule(IReadOnlyList<BoundLaunch[]> waves, nint[] scratch)
    {
        _scratch = scratch;
        _launches = [.. waves.SelectMany(w => w)];
        _counters = new Counters[waves.Count];
        _waveStarts = new int[waves.Count + 1];
        var chunks = new List<Chunk>();
        var launch = 0;
        for (var wave = 0; wave < waves.Count; wave++)
        {
            _waveStarts[wave] = chunks.Count;
            foreach (var bound in waves[wave])
            {
                var pieces = scratch.Length == 1 ? 1 : Math.Min(bound.Groups, scratch.Length * ChunksPerWorker);
                for (var i = 0L; i < pieces; i++)
                    chunks.Add(new(launch, bound.Groups * i / pieces, bound.Groups * (i + 1) / pieces));
                launch++;
            }
        }

        _waveStarts[^1] = chunks.Count;
        _chunks = [.. chunks];
    }

    public int Waves => _counters.Length;

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

    /// <summary>Does the run's chunks of a wave until none is left to take.</summary>
    /// <returns>False if the run is over.</returns>
    public bool Work(int wave, int run, int worker)
    {
        var start = _waveStarts[wave];
        var count = _waveStarts[wave + 1] - start;
        ref var counters = ref _counters[wave];
        while (true)
        {
            var next = Volatile.Read(ref counters.Next);
            if ((int)(next >> 32) != run)
                return false;
            var index = (int)next;
            if (index >= count)
                return true;
            if (Interlocked.CompareExchange(ref counters.Next, next + 1, next) != next)
                continue;
            RunChunk(_chunks[start + index], worker);
            Interlocked.Increment(ref counters.Done);
        }
    }

    /// <summary>True if all chunks of a wave are done.</summary>
    public bool IsComplete(int wave, int run) =>
        Volatile.Read(ref _counters[wave].Done) >= (long)run * (_waveStarts[wave + 1] - _waveStarts[wave]);

    /// <summary>Runs everything on the calling thread, without counters.</summary>
    public void RunWave(int wave)
    {
        for (var i = _waveStarts[wave]; i < _waveStarts[wave + 1]; i++)
        {
            ref readonly var chunk = ref _chunks[i];
            ref readonly var launch = ref _launches[chunk.Launch];
            launch.Entry(launch.Arguments, chunk.First, chunk.End, (byte*)_scratch[0]);
        }
    }

    private void RunChunk(in Chunk chunk, int worker)
    {
        try
        {
            ref readonly var launch = ref _launches[chunk.Launch];
            launch.Entry(launch.Arguments, chunk.First, chunk.End, (byte*)_scratch[worker]);
        }
        catch (Exception e)
        {
            // Compiled kernels throw nothing; if one does, the chunk still counts, so that nobody waits for it.
            Interlocked.CompareExchange(ref _fault, e, null);
        }
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
