using System.Diagnostics;

namespace GpuFormer.Tests.Fuzz;

/// <summary>What a run of mutations found.</summary>
/// <param name="Inputs">How many files were read.</param>
/// <param name="Accepted">How many of them the reader took.</param>
/// <param name="Slowest">The longest time that one took.</param>
/// <param name="Most">The most bytes that one made the reader allocate.</param>
/// <param name="Findings">Files with undocumented exceptions, or over the limits of time and memory, with what they
/// did.</param>
public sealed record MutationRun(
    long Inputs, long Accepted, TimeSpan Slowest, long Most, IReadOnlyList<(byte[] File, string Problem)> Findings)
{
    // One file may take as long, on a machine that does other things too.
    private static readonly TimeSpan LongestTime = TimeSpan.FromSeconds(2);
    // Of a file that is refused or of a picture of a megapixel, its coefficients included.
    private const long MostBytes = 64 << 20;
    private const int MostFindings = 20;

    /// <summary>Mutates seeds until so many files were read, or the time is over.</summary>
    /// <param name="target">The reader.</param>
    /// <param name="count">The most files.</param>
    /// <param name="time">The longest time.</param>
    /// <param name="seed">Equal numbers give equal files.</param>
    public static MutationRun Of(FuzzTarget target, long count, TimeSpan time, int seed)
    {
        var mutation = new Mutation(Corpus.Of(target.Name), Corpus.Words(target.Name), seed);
        // The first file pays for compilation, and for what is made once.
        try
        {
            target.Run(Corpus.Of(target.Name)[0]);
        }
        catch (Exception)
        {
            // Mutations of it find that again.
        }

        var findings = new List<(byte[], string)>();
        var watch = Stopwatch.StartNew();
        var (inputs, accepted, slowest, most) = (0L, 0L, TimeSpan.Zero, 0L);
        while (inputs < count && watch.Elapsed < time && findings.Count < MostFindings)
        {
            var file = mutation.Next();
            inputs++;
            var before = GC.GetAllocatedBytesForCurrentThread();
            var started = watch.Elapsed;
            try
            {
                if (target.Run([.. file]))
                    accepted++;
            }
            catch (Exception exception)
            {
                findings.Add((file, exception.ToString()));
            }

            var taken = watch.Elapsed - started;
            if (taken > LongestTime)
                findings.Add((file, $"took {taken.TotalSeconds:F1} s"));
            if (taken > slowest)
                slowest = taken;
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (allocated > MostBytes)
                findings.Add((file, $"allocated {allocated >> 20} MiB, more than {MostBytes >> 20}"));
            most = Math.Max(most, allocated);
        }

        return new MutationRun(inputs, accepted, slowest, most, findings);
    }
}
