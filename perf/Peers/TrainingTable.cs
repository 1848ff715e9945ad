namespace GpuFormer.Perf.Peers;

/// <summary>The comparison of training as a Markdown table.</summary>
internal static class TrainingTable
{
    public static void Write(
        TextWriter output, IReadOnlyList<TrainingRow> rows, int batch, int threads, IEnumerable<string> heading)
    {
        output.WriteLine("# Training beside PyTorch");
        output.WriteLine();
        foreach (var line in heading)
            output.WriteLine(line);
        foreach (var row in rows)
        {
            output.WriteLine($"Peak of {threads} thread(s) around {row.Name}, median: "
                + $"{row.Peak.FlopsPerSecond / 1e9:F1} GFLOP/s fused multiply-add, "
                + $"{row.Peak.BytesPerSecond / 1e9:F1} GB/s reading.");
        }

        output.WriteLine();
        output.WriteLine("Milliseconds of a step, median / minimum; images/s at the median. FMA: share of the peak of the "
            + "multiply-adds of our launches, forward and backward, at the median.");
        output.WriteLine();
        output.WriteLine("| model | batch | steps | ours ms | PyTorch ms | ours images/s | PyTorch images/s | ratio of "
            + "medians | of minima | our FMA | first losses differ by |");
        output.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var row in rows)
            output.WriteLine(Line(row, batch));
    }

    public static string Line(TrainingRow row, int batch)
    {
        var ours = Timing.Median(row.Ours);
        var share = $"{100 * row.Flops / ours / row.Peak.FlopsPerSecond:F0} %";
        if (row.Theirs.Length == 0)
        {
            return $"| {row.Name} | {batch} | {row.Ours.Length} | {Times(row.Ours)} | - | {batch / ours:F1} | - | - | - | "
                + $"{share} | - |";
        }

        var theirs = Timing.Median(row.Theirs);
        return $"| {row.Name} | {batch} | {row.Ours.Length} | {Times(row.Ours)} | {Times(row.Theirs)} | "
            + $"{batch / ours:F1} | {batch / theirs:F1} | {theirs / ours:F2} | {row.Theirs.Min() / row.Ours.Min():F2} | "
            + $"{share} | {row.Difference:E1} |";
    }

    private static string Times(double[] seconds) =>
        $"{1e3 * Timing.Median(seconds):F0} / {1e3 * seconds.Min():F0}";
}
