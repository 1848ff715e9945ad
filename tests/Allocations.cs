namespace GpuFormer.Tests;

/// <summary>Measures managed memory that a thread allocates.</summary>
internal static class Allocations
{
    private const int Attempts = 5;
    private const int Runs = 20;

    /// <summary>
    /// Bytes that twenty runs allocate: the least of five measurements. Tests share devices, and a thread that waits for
    /// a lock for the first time allocates once; what every run allocates shows in every measurement.
    /// </summary>
    public static long Of(Action run)
    {
        run();
        var least = long.MaxValue;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Runs; i++)
                run();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
