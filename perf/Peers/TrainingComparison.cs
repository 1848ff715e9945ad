using GpuFormer.Devices.Cpu;
using GpuFormer.Graph.Execution;
using GpuFormer.Models;
using GpuFormer.Training;
using GpuFormer.Weights;

namespace GpuFormer.Perf.Peers;

/// <summary>Times of training steps of one network on both sides, and what our launches do.</summary>
/// <param name="Name">The network.</param>
/// <param name="Ours">Seconds of a step.</param>
/// <param name="Theirs">Seconds of a step; empty without PyTorch.</param>
/// <param name="Difference">Between the first losses; NaN without PyTorch.</param>
/// <param name="Traces">Runs of forward and backward, launch by launch.</param>
/// <param name="Peak">The machine's, measured between the two sides' turns.</param>
internal sealed record TrainingRow(
    string Name, double[] Ours, double[] Theirs, double Difference, IReadOnlyList<IReadOnlyList<TraceRow>> Traces,
    CpuPeak Peak)
{
    /// <summary>Twice the multiply-adds of our launches.</summary>
    public double Flops => Traces[0].Sum(row => (double)row.Operations);
}

/// <summary>
/// Our training step (forward, backward, AdamW) beside PyTorch's on equal weights, pictures and labels, in alternating
/// turns of one run. Neither computes while the other does: what one side's threads still spin is over before the other's turn.
/// </summary>
internal sealed class TrainingComparison(TrainingPeerOptions options, PyTorchPeer? peer, string folder, TextWriter log)
{
    private const int Classes = 1000;
    private const int Traces = 5;
    private const double Rate = 1e-4;
    private const double Decay = 0.05;
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(200);

    public List<TrainingRow> Run()
    {
        var rows = new List<TrainingRow>();
        foreach (var name in options.Models)
        {
            rows.Add(Compare(name));
            log.WriteLine(TrainingTable.Line(rows[^1], options.Batch));
        }

        return rows;
    }

    private TrainingRow Compare(string name)
    {
        var model = ModelCatalogue.Create(name);
        var state = model.Parameters.ToDictionary(p => p.Name, p => SeededWeights.Fill(p.Name, p.Shape));
        var input = SeededWeights.Input(options.Batch * 3 * options.Size * options.Size);
        var labels = Enumerable.Range(0, options.Batch).Select(i => (float)(i * 31 % Classes)).ToArray();
        peer?.Load(name, Write(model, state, input, labels), options.Threads, Rate, Decay);

        using var device = new CpuDevice(options.Threads);
        using var session = new TrainingSession(device, model, new TrainingOptions(
            options.Batch, options.Size, options.Size, new OptimizerOptions(OptimizerKind.AdamW, Decay)));
        session.Load(state);
        var targets = new float[options.Batch * Classes];
        for (var i = 0; i < labels.Length; i++)
            targets[(i * Classes) + (int)labels[i]] = 1;

        var (ours, theirs, peaks) = (new List<double>(), new List<double>(), new List<CpuPeak>());
        var difference = double.NaN;
        for (var round = 0; round < options.Rounds; round++)
        {
            var losses = new List<double>();
            Thread.Sleep(Settle);
            var steps = peer?.Run(options.Runs + 1) ?? [];
            theirs.AddRange(steps.Skip(1).Select(step => step.Seconds));
            Thread.Sleep(Settle);
            peaks.Add(CpuPeak.Measure(options.Threads));
            ours.AddRange(Timing.Seconds(() => losses.Add(session.Step(input, targets, Rate).Loss), 1, options.Runs));
            if (round == 0 && steps.Count > 0)
                difference = Math.Abs(losses[0] - steps[0].Loss);
        }

        return new TrainingRow(name, [.. ours], [.. theirs], difference,
            [.. Enumerable.Range(0, Traces).Select(_ => session.Trace())],
            new CpuPeak(Timing.Median(peaks.Select(peak => peak.FlopsPerSecond)),
                Timing.Median(peaks.Select(peak => peak.BytesPerSecond))));
    }

    private string Write(ImageModel model, Dictionary<string, float[]> state, float[] input, float[] labels)
    {
        var writer = new SafetensorsWriter();
        foreach (var parameter in model.Parameters.Where(p => p.Kind != ParameterKind.Counter))
            writer.Add(parameter.Name, state[parameter.Name], parameter.Shape.ToArray());
        writer.Add("input", input, options.Batch, 3, options.Size, options.Size);
        writer.Add("labels", labels, options.Batch);
        var path = Path.Combine(folder, $"{model.Name}.safetensors");
        writer.Save(path);
        return path;
    }
}
