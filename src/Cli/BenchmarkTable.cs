using System.Globalization;
using System.Text;
using GpuFormer.Files;
using GpuFormer.Graph;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Cli;

/// <summary>
/// The results of <c>benchmark</c> as timm's CSV: step times in milliseconds, multiply-adds in thousands of millions,
/// activations and parameters in millions. A row is in the file once it is measured, so that an interrupted run keeps
/// what it had.
/// </summary>
internal sealed class BenchmarkTable : IDisposable
{
    private const double Million = 1e6;

    private readonly StreamWriter _writer;

    private BenchmarkTable(StreamWriter writer) => _writer = writer;

    /// <summary>Begins a file; an earlier one is replaced.</summary>
    /// <param name="path">Of the file.</param>
    /// <param name="bench">What is measured: the prefix of the columns, <c>infer</c> or <c>train</c>.</param>
    public static BenchmarkTable Create(string path, string bench)
    {
        var file = RegularFile.OpenToWrite(path, FileShare.Read);
        file.SetLength(0);
        var writer = new StreamWriter(file, new UTF8Encoding(false))
        {
            AutoFlush = true,
            NewLine = "\n",
        };
        writer.WriteLine("model," + string.Join(',', new[]
        {
            "img_size", "samples_per_sec", "step_time", "step_time_p50", "step_time_p95", "step_time_p99", "batch_size",
        }.Select(column => $"{bench}_{column}")) + $",param_count,{bench}_gmacs,{bench}_macts");
        return new BenchmarkTable(writer);
    }

    /// <summary>Adds the row of a network.</summary>
    public void Add(string model, string pixels, int batch, Latency latency, ComputeGraph graph, long parameters) =>
        _writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{model},{pixels},{1000 * batch / latency.Median:F2},{latency.Median:F3},{latency.Median:F3},"
            + $"{latency.Percentile95:F3},{latency.Percentile99:F3},{batch},{parameters / Million:F2},"
            + $"{graph.MultiplyAdds / (1000 * Million):F2},{Activations(graph) / Million:F2}"));

    public void Dispose() => _writer.Dispose();

    /// <summary>
    /// What convolutions, linear layers and the two products of attention write for one picture, in elements: what timm
    /// counts. The scores of attention count although kernels never store them all.
    /// </summary>
    public static long Activations(ComputeGraph graph) => graph.Nodes
        .Where(node => node.Op.MultiplyAdds(
            [.. node.Inputs.Select(tensor => tensor.Shape)], [.. node.Outputs.Select(tensor => tensor.Shape)]) > 0)
        .Sum(node => node.Outputs[0].Shape.Elements + Scores(node));

    // Of each pixel and head one for each patch, since pixels attend to those at their place in the other patches.
    private static long Scores(Node node) => node.Op is PatchAttention attention
        ? (long)node.Outputs[0].Shape[1] * node.Outputs[0].Shape[2] * attention.Heads
            * (node.Outputs[0].Shape[1] / 2 * (node.Outputs[0].Shape[2] / 2))
        : 0;
}
