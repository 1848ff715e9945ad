using GpuFormer.Devices.Cpu;

namespace GpuFormer.Perf.Peers;

/// <summary>The comparison as a Markdown table.</summary>
internal static class PeerTable
{
    public static void Write(
        TextWriter output, IReadOnlyList<PeerRow> rows, Func<int, CpuPeak> peakOf, IEnumerable<string> heading)
    {
        output.WriteLine("# Beside ONNX Runtime");
        output.WriteLine();
        foreach (var line in heading)
            output.WriteLine(line);
        foreach (var threads in rows.Select(row => row.Threads).Distinct())
        {
            var peak = peakOf(threads);
            output.WriteLine($"Peak of {threads} thread(s), median: {peak.FlopsPerSecond / 1e9:F1} GFLOP/s fused "
                + $"multiply-add, {peak.BytesPerSecond / 1e9:F1} GB/s reading.");
        }

        output.WriteLine();
        output.WriteLine("Milliseconds of a run, median / minimum. FMA and memory: share of the peak at the median; "
            + "memory counts what our launches read and write, caches included.");
        output.WriteLine();
        output.WriteLine("| model | batch | threads | runs | ours ms | ONNX Runtime ms | ratio of medians | of minima "
            + "| our FMA | their FMA | our memory | max difference |");
        output.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var row in rows)
            output.WriteLine(Line(row, peakOf(row.Threads)));
    }

    public static string Line(PeerRow row, CpuPeak peak)
    {
        var theirs = Timing.Median(row.Theirs);
        if (row.Ours.Length == 0)
        {
            return $"| {row.Name} | {row.Batch} | {row.Threads} | {row.Theirs.Length} | - | "
                + $"{Times(row.Theirs)} | - | - | - | - | - | - |";
        }

        var ours = Timing.Median(row.Ours);
        return $"| {row.Name} | {row.Batch} | {row.Threads} | {row.Ours.Length} | {Times(row.Ours)} | "
            + $"{Times(row.Theirs)} | {ours / theirs:F2} | {row.Ours.Min() / row.Theirs.Min():F2} | "
            + $"{Share(row.Flops / ours / peak.FlopsPerSecond)} | {Share(row.Flops / theirs / peak.FlopsPerSecond)} | "
            + $"{Share(row.Bytes / ours / peak.BytesPerSecond)} | {row.Difference:E1} |";
    }

    private static string Times(double[] seconds) =>
        $"{1e3 * Timing.Median(seconds):F2} / {1e3 * seconds.Min():F2}";

    private static string Share(double share) => $"{100 * share:F0} %";
}
