using GpuFormer.Diagnosis;

namespace GpuFormer.Perf.Peers;

/// <summary>The comparison on a card as a Markdown table.</summary>
internal static class GpuPeerTable
{
    public static void Write(
        TextWriter output, IReadOnlyList<GpuPeerRow> rows, DevicePeak peak, IEnumerable<string> heading)
    {
        output.WriteLine("# Beside PyTorch and ILGPU on the same device");
        output.WriteLine();
        foreach (var line in heading)
            output.WriteLine(line);
        output.WriteLine("Peak of our device, measured with our kernels, median: "
            + $"{peak.FlopsPerSecond / 1e12:F3} TFLOP/s fused multiply-add in float32, "
            + (double.IsNaN(peak.ProductFlopsPerSecond) ? ""
                : $"{peak.ProductFlopsPerSecond / 1e12:F1} TFLOP/s products of fragments of halves, ")
            + $"{peak.BytesPerSecond / 1e9:F0} GB/s (cards copy, reads and writes counted; the processor reads).");
        output.WriteLine();
        output.WriteLine("Milliseconds of a run until the device is done, median / minimum; with copies: pictures from "
            + "the host, logits to it. Ratios are ours by theirs, of medians. Arithmetic and memory: our share of the peaks; "
            + "memory counts what our launches read and write, caches included.");
        output.WriteLine();
        output.WriteLine("| what | model | batch | precision | beside | runs | ours ms | theirs ms | ratio "
            + "| ours with copies | theirs with copies | ratio | ours images/s | our arithmetic | our memory | max difference |");
        output.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var row in rows)
            output.WriteLine(Line(row, peak));
    }

    public static string Line(GpuPeerRow row, DevicePeak peak)
    {
        var what = $"| {row.What} | {row.Name} | {row.Batch} | {row.Precision} | {row.Mode} ";
        if (row.Skipped.Length > 0)
            return $"{what}| - | skipped: {row.Skipped} | - | - | - | - | - | - | - | - | - |";
        var ours = Timing.Median(row.Ours);
        return $"{what}| {row.Ours.Length} | {Times(row.Ours)} | {Times(row.Theirs)} | {Ratio(row.Ours, row.Theirs)} | "
            + $"{Times(row.OursWithCopies)} | {Times(row.TheirsWithCopies)} | "
            + $"{Ratio(row.OursWithCopies, row.TheirsWithCopies)} | {row.Batch / ours:F0} | "
            + $"{100 * ArithmeticSeconds(row, peak) / ours:F0} % | "
            + $"{100 * row.Bytes / ours / peak.BytesPerSecond:F0} % | {row.Difference:E1} |";
    }

    private static double ArithmeticSeconds(GpuPeerRow row, DevicePeak peak) => (row.Flops / peak.FlopsPerSecond)
        + (row.ProductFlops > 0 ? row.ProductFlops / peak.ProductFlopsPerSecond : 0);

    private static string Times(double[] seconds) =>
        seconds.Length == 0 ? "-" : $"{1e3 * Timing.Median(seconds):F3} / {1e3 * seconds.Min():F3}";

    private static string Ratio(double[] ours, double[] theirs) =>
        ours.Length == 0 ? "-" : $"{Timing.Median(ours) / Timing.Median(theirs):F2}";
}
