using GpuFormer.Devices.Cpu;
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
        Cost[] costs =
        [
            .. traces[0].Select((row, i) => new Cost(row.Node.Name, row.Node.Op.Name, row.Kernel.Name,
                Timing.Median(traces.Select(trace => trace[i].Seconds)), row.Operations, row.Bytes)),
        ];
        var total = costs.Sum(cost => cost.Seconds);
        output.WriteLine($"## {name}, batch 1, {threads} thread(s)");
        output.WriteLine();
        output.WriteLine($"Launch by launch {1e3 * total:F2} ms, medians of {Traces} traces; a run "
            + $"{1e3 * whole:F2} ms. Peak {peak.FlopsPerSecond / 1e9:F1} GFLOP/s, {peak.BytesPerSecond / 1e9:F1} GB/s; "
            + "peak %: the shortest time that the peak allows over the measured one.");
        output.WriteLine();
        output.WriteLine("| op | launches | us | time % | GFLOP/s | peak % |");
        output.WriteLine("|---|---|---|---|---|---|");
        foreach (var group in costs.GroupBy(cost => cost.Op).OrderByDescending(group => group.Sum(c => c.Seconds)))
        {
            output.WriteLine($"| {group.Key} | {group.Count()} | {Numbers([.. group], total, peak)} |");
        }

        output.WriteLine();
        output.WriteLine("| node | kernel | us | time % | GFLOP/s | peak % |");
        output.WriteLine("|---|---|---|---|---|---|");
        foreach (var cost in costs)
            output.WriteLine($"| {cost.Node} | {cost.Kernel} | {Numbers([cost], total, peak)} |");
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
