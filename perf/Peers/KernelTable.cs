using GpuFormer.Devices.Cpu;
using GpuFormer.Graph.Execution;
using GpuFormer.Weights;

namespace GpuFormer.Perf.Peers;

/// <summary>Where the time of a network goes, launch by launch and kernel by kernel.</summary>
internal static class KernelTable
{
    private const int Traces = 25;

    private sealed record Cost(string Node, string Op, string Kernel, double Seconds, double Flops, double Bytes);

    /// <summary>Writes both tables for a batch of one picture.</summary>
    public static void Write(TextWriter output, string name, int threads)
    {
        var peak = CpuPeak.Measure(threads);
        using var model = Model.WithSeededWeights(name);
        using var device = new CpuDevice(threads);
        using var session = new Session(model, device);
        var input = SeededWeights.Input(session.InputShape.Elements);
        var logits = new float[session.OutputShape.Elements];
        var whole = Timing.Median(Timing.Seconds(() => session.Predict(input, logits), 10, 50));
        var traces = Enumerable.Range(0, Traces).Select(_ => session.Trace()).ToArray();
        var costs = CostsOf(traces);
        WriteHeading(output, $"{name}, batch 1, {threads} thread(s)", costs, traces.Length, whole, peak);
        WriteGroups(output, "op", cost => cost.Op, costs, peak);
        output.WriteLine("| node | kernel | us | time % | GFLOP/s | peak % |");
        output.WriteLine("|---|---|---|---|---|---|");
        foreach (var cost in costs)
            output.WriteLine($"| {cost.Node} | {cost.Kernel} | {Numbers([cost], Total(costs), peak)} |");
        output.WriteLine();
    }

    /// <summary>Writes the kernels of a training step: forward and backward, without the update.</summary>
    public static void Write(TextWriter output, TrainingRow row, TrainingPeerOptions options)
    {
        var costs = CostsOf(row.Traces);
        WriteHeading(output, $"{row.Name}, batch {options.Batch}, {options.Size}x{options.Size}, "
            + $"{options.Threads} thread(s)", costs, row.Traces.Count, Timing.Median(row.Ours), row.Peak);
        WriteGroups(output, "kernel", cost => cost.Kernel, costs, row.Peak);
    }

    private static Cost[] CostsOf(IReadOnlyList<IReadOnlyList<TraceRow>> traces) =>
    [
        .. traces[0].Select((row, i) => new Cost(row.Node.Name, row.Node.Op.Name, row.Kernel.Name,
            Timing.Median(traces.Select(trace => trace[i].Seconds)), row.Operations, row.Bytes)),
    ];

    private static double Total(Cost[] costs) => costs.Sum(cost => cost.Seconds);

    private static void WriteHeading(
        TextWriter output, string title, Cost[] costs, int traces, double whole, CpuPeak peak)
    {
        output.WriteLine($"## {title}");
        output.WriteLine();
        output.WriteLine($"Launch by launch {1e3 * Total(costs):F2} ms, medians of {traces} traces; a run "
            + $"{1e3 * whole:F2} ms. Peak {peak.FlopsPerSecond / 1e9:F1} GFLOP/s, {peak.BytesPerSecond / 1e9:F1} GB/s; "
            + "peak %: the shortest time that the peak allows over the measured one.");
        output.WriteLine();
    }

    private static void WriteGroups(
        TextWriter output, string title, Func<Cost, string> key, Cost[] costs, CpuPeak peak)
    {
        output.WriteLine($"| {title} | launches | us | time % | GFLOP/s | peak % |");
        output.WriteLine("|---|---|---|---|---|---|");
        foreach (var group in costs.GroupBy(key).OrderByDescending(group => group.Sum(c => c.Seconds)))
            output.WriteLine($"| {group.Key} | {group.Count()} | {Numbers([.. group], Total(costs), peak)} |");
        output.WriteLine();
    }

    private static string Numbers(Cost[] costs, double total, CpuPeak peak)
    {
        var seconds = costs.Sum(cost => cost.Seconds);
        var bound = costs.Sum(cost => peak.Seconds(cost.Flops, cost.Bytes));
        return $"{1e6 * seconds:F1} | {100 * seconds / total:F1} | {costs.Sum(c => c.Flops) / seconds / 1e9:F1} | "
            + $"{100 * bound / seconds:F0}";
    }
}
