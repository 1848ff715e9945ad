using System.Diagnostics;
using GpuFormer.Devices.Cpu;
using GpuFormer.Onnx;
using GpuFormer.Weights;

namespace GpuFormer.Perf.Peers;

/// <summary>Times of one network on both sides.</summary>
/// <param name="Name">The network.</param>
/// <param name="Batch">Pictures of a run.</param>
/// <param name="Threads">Of both sides.</param>
/// <param name="Flops">Twice the multiply-adds of a run; 0 if unknown.</param>
/// <param name="Bytes">What our launches read and write; 0 if unknown.</param>
/// <param name="Ours">Seconds; empty for a network that we do not have.</param>
/// <param name="Theirs">Seconds.</param>
/// <param name="Difference">The largest of two outputs; NaN if there are not two.</param>
internal sealed record PeerRow(
    string Name, int Batch, int Threads, double Flops, double Bytes, double[] Ours, double[] Theirs, double Difference);

/// <summary>
/// Our CPU device beside ONNX Runtime on the same exported networks, in alternating turns of one run. Neither computes
/// while the other does: the workers of either look for work for a while after a run, ONNX Runtime's for tens of
/// milliseconds, and a turn begins when that is over.
/// </summary>
internal sealed class PeerComparison(PeerOptions options, OnnxRuntimePeer peer, string folder, TextWriter log)
{
    private const int WarmRuns = 2;
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(200);

    private readonly Dictionary<int, List<CpuPeak>> _peaks = [];

    private string Scratch => Path.Combine(folder, "values.bin");

    /// <summary>The machine's peak with so many threads: the median of what was measured between networks.</summary>
    public CpuPeak PeakOf(int threads) => new(
        Timing.Median(_peaks[threads].Select(peak => peak.FlopsPerSecond)),
        Timing.Median(_peaks[threads].Select(peak => peak.BytesPerSecond)));

    public List<PeerRow> Run()
    {
        var rows = new List<PeerRow>();
        foreach (var batch in options.Batches)
        {
            foreach (var threads in batch == options.Batches[0] ? options.Threads : options.Threads.Take(1))
            {
                foreach (var network in options.Models)
                    Add(rows, Compare(network, batch, threads));
                if (batch != options.Batches[0])
                    continue;
                foreach (var (name, path) in options.Extra)
                    Add(rows, TimeAlone(name, path, batch, threads));
            }
        }

        return rows;
    }

    private void Add(List<PeerRow> rows, PeerRow row)
    {
        rows.Add(row);
        log.WriteLine(PeerTable.Line(row, PeakOf(row.Threads)));
    }

    private PeerRow Compare(PeerNetwork network, int batch, int threads)
    {
        MeasurePeak(threads);
        var name = network.ToString();
        using var model = Model.WithSeededWeights(network.Name);
        var (height, width) = network.Size ?? model.Network.DesignSize;
        var path = Path.Combine(folder, $"{network.Name}-{height}x{width}-{batch}.onnx");
        model.ExportOnnx(path, new OnnxExportOptions { BatchSize = batch, Height = height, Width = width });
        using var device = new CpuDevice(threads);
        using var session = new Session(model, device, batch, height, width);
        var input = SeededWeights.Input(session.InputShape.Elements);
        var logits = new float[session.OutputShape.Elements];
        peer.Load(path, threads, batch, input, Scratch);
        session.Predict(input, logits);
        var expected = peer.Output(Scratch);
        var difference = Planes(session.OutputShape, logits).Zip(expected, (a, b) => Math.Abs((double)a - b)).Max();
        if (logits.Length != expected.Length)
            throw new InvalidOperationException($"{name}: {logits.Length} logits here, {expected.Length} there.");

        var (ours, theirs) = (new List<double>(), new List<double>());
        for (var round = 0; round < options.Rounds; round++)
        {
            Thread.Sleep(Settle);
            theirs.AddRange(peer.Run(WarmRuns, options.Runs));
            Thread.Sleep(Settle);
            ours.AddRange(Timing.Seconds(() => session.Predict(input, logits), WarmRuns, options.Runs));
        }

        peer.Unload();
        var bytes = session.Trace().Sum(row => (double)row.Bytes);
        return new PeerRow(name, batch, threads, 2.0 * model.Network.Build(batch, height, width).MultiplyAdds, bytes,
            [.. ours], [.. theirs], difference);
    }

    // Maps [N, H, W, C] are [N, C, H, W] in the exported file; all else is the same.
    private static IEnumerable<float> Planes(Graph.Shape shape, float[] values)
    {
        if (shape.Rank != 4)
            return values;
        var (pixels, channels) = (shape[1] * shape[2], shape[3]);
        return Enumerable.Range(0, values.Length).Select(i =>
            values[(((i / (pixels * channels) * pixels) + (i % pixels)) * channels) + (i / pixels % channels)]);
    }

    private PeerRow TimeAlone(string name, string path, int batch, int threads)
    {
        MeasurePeak(threads);
        peer.Load(path, threads, batch, null, Scratch);
        var theirs = new List<double>();
        for (var round = 0; round < options.Rounds; round++)
        {
            Thread.Sleep(Settle);
            theirs.AddRange(peer.Run(WarmRuns, options.Runs));
        }

        peer.Unload();
        return new PeerRow(name, batch, threads, 0, 0, [], [.. theirs], double.NaN);
    }

    private void MeasurePeak(int threads)
    {
        if (!_peaks.TryGetValue(threads, out var peaks))
            _peaks[threads] = peaks = [];
        peaks.Add(CpuPeak.Measure(threads));
    }
}

/// <summary>Repeated runs against the clock.</summary>
internal static class Timing
{
    public static IEnumerable<double> Seconds(Action run, int warm, int count)
    {
        var times = new double[count];
        for (var i = -warm; i < count; i++)
        {
            var start = Stopwatch.GetTimestamp();
            run();
            if (i >= 0)
                times[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        return times;
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
