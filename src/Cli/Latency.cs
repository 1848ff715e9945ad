using System.Diagnostics;

namespace GpuFormer.Cli;

/// <summary>How long repeated runs took.</summary>
/// <param name="Median">Milliseconds.</param>
/// <param name="Percentile95">Milliseconds.</param>
/// <param name="Percentile99">Milliseconds; of few runs it is close to the slowest.</param>
/// <param name="Iterations">Measured runs, warm-up left out.</param>
internal sealed record Latency(double Median, double Percentile95, double Percentile99, int Iterations)
{
    // Until caches, clocks and worker threads have settled.
    private const int WarmUpRuns = 3;
    private static readonly TimeSpan WarmUpTime = TimeSpan.FromMilliseconds(200);

    // Without a number of iterations: as many as fit, but enough for a 95th percentile.
    private const int FewestRuns = 20;
    private static readonly TimeSpan MeasuringTime = TimeSpan.FromSeconds(2);

    /// <summary>Runs an action again and again.</summary>
    /// <param name="action">What is measured.</param>
    /// <param name="iterations">How many runs are measured; 0 measures for some two seconds.</param>
    /// <param name="cancellation">Looked at between runs.</param>
    public static Latency Measure(Action action, int iterations, CancellationToken cancellation)
    {
        Repeat(action, WarmUpRuns, iterations > 0 ? TimeSpan.Zero : WarmUpTime, cancellation);
        return Of(iterations > 0
            ? Repeat(action, iterations, TimeSpan.Zero, cancellation)
            : Repeat(action, FewestRuns, MeasuringTime, cancellation));
    }

    /// <summary>The statistics of runs in milliseconds, in any order.</summary>
    public static Latency Of(IReadOnlyCollection<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToArray();
        return new Latency(Quantile(sorted, 0.5), Quantile(sorted, 0.95), Quantile(sorted, 0.99), sorted.Length);
    }

    private static List<double> Repeat(Action action, int fewest, TimeSpan atLeast, CancellationToken cancellation)
    {
        var times = new List<double>(fewest);
        var begin = Stopwatch.GetTimestamp();
        while (times.Count < fewest || Stopwatch.GetElapsedTime(begin) < atLeast)
        {
            cancellation.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            action();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return times;
    }

    // Between the two nearest ranks, as NumPy's percentile interpolates by default.
    private static double Quantile(double[] sorted, double share)
    {
        var rank = share * (sorted.Length - 1);
        var below = (int)rank;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((rank - below) * (sorted[above] - sorted[below]));
    }
}
