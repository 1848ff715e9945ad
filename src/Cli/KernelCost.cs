using GpuFormer.Cli.Output;
using GpuFormer.Diagnosis;
using GpuFormer.Graph.Execution;

namespace GpuFormer.Cli;

/// <summary>What one launch of a run costs: a row of <c>--detail</c>.</summary>
/// <param name="Launch">The node and its kernel.</param>
/// <param name="Seconds">The median of several runs, launches one after the other.</param>
/// <param name="ShareOfTime">Of all launches together.</param>
/// <param name="ShareOfPeak">
/// The shortest possible time over the measured one, where the bound is arithmetic or memory, whichever is higher.
/// Above 1 where caches deliver what the bound counts as memory.
/// </param>
internal sealed record KernelCost(TraceRow Launch, double Seconds, double ShareOfTime, double ShareOfPeak)
{
    private const int Runs = 15;

    public static IReadOnlyList<Column<KernelCost>> Columns { get; } =
    [
        new("node", "node", row => row.Launch.Node.Name, IsNumber: false)
        {
            Terminal = new() { Text = row => NodeNames.WithinBlock(row.Launch.Node.Name) },
        },
        new("kernel", "kernel", row => row.Launch.Kernel.Name, IsNumber: false)
        {
            Terminal = new() { Text = row => NodeNames.KernelOf(row.Launch) },
        },
        new("us", "us", row => 1e6 * row.Seconds, row => Quantities.Number(1e6 * row.Seconds)),
        new("share_of_time", "time %", row => row.ShareOfTime, row => Quantities.Number(100 * row.ShareOfTime)),
        new("gbps", "GB/s", row => row.BytesPerSecond / 1e9, row => Quantities.Number(row.BytesPerSecond / 1e9))
        {
            Terminal = new() { LeavesOut = 2 },
        },
        new("gflops", "GFLOP/s", row => row.FlopsPerSecond / 1e9, row => Quantities.Number(row.FlopsPerSecond / 1e9))
        {
            Terminal = new() { LeavesOut = 1 },
        },
        new("share_of_peak", "peak %", row => row.ShareOfPeak, row => Quantities.Number(100 * row.ShareOfPeak)),
    ];

    private double BytesPerSecond => Launch.Bytes / Seconds;

    private double FlopsPerSecond => Launch.Operations / Seconds;

    /// <summary>Times every launch of a session on its last input.</summary>
    public static IReadOnlyList<KernelCost> Measure(
        Func<IReadOnlyList<TraceRow>> trace, DevicePeak peak, CancellationToken cancellation)
    {
        var traces = new List<IReadOnlyList<TraceRow>>();
        for (var run = 0; run < Runs; run++)
        {
            cancellation.ThrowIfCancellationRequested();
            traces.Add(trace());
        }

        // A launch below the clock's step would otherwise divide by zero.
        var seconds = traces[0].Select((_, i) =>
            Math.Max(1e-9, Latency.Of([.. traces.Select(trace => trace[i].Seconds)]).Median)).ToArray();
        var total = seconds.Sum();
        return
        [
            .. traces[0].Select((row, i) => new KernelCost(
                row, seconds[i], seconds[i] / total, peak.Seconds(row) / seconds[i])),
        ];
    }
}
