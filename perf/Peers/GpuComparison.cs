using GpuFormer.Diagnosis;
using GpuFormer.Graph;
using GpuFormer.Graph.Execution;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;
using GpuFormer.Training;
using GpuFormer.Weights;

namespace GpuFormer.Perf.Peers;

/// <summary>Times of one network on both sides.</summary>
/// <param name="What">inference or training step.</param>
/// <param name="Name">The network.</param>
/// <param name="Batch">Pictures of a run.</param>
/// <param name="Precision">float32 or float16.</param>
/// <param name="Mode">PyTorch's, or the other device of ours.</param>
/// <param name="Ours">Seconds of a run on the device.</param>
/// <param name="OursWithCopies">Seconds with pictures brought there and logits back; empty for training.</param>
/// <param name="Theirs">As ours.</param>
/// <param name="TheirsWithCopies">As ours.</param>
/// <param name="Flops">Twice the multiply-adds of our launches, but for those of products of fragments.</param>
/// <param name="ProductFlops">Twice the multiply-adds of launches that make products of fragments.</param>
/// <param name="Bytes">What our launches read and write.</param>
/// <param name="Difference">The largest of two logits, or between first losses.</param>
/// <param name="Skipped">Why there is nothing of the other side; empty if there is.</param>
internal sealed record GpuPeerRow(
    string What, string Name, int Batch, string Precision, string Mode, double[] Ours, double[] OursWithCopies,
    double[] Theirs, double[] TheirsWithCopies, double Flops, double ProductFlops, double Bytes, double Difference,
    string Skipped);

/// <summary>
/// Our device beside PyTorch on equal weights and pictures, in alternating turns of one run: neither computes while the
/// other does. Times are of the host's clock from the call until the device is done, on both sides alike.
/// </summary>
internal sealed class GpuComparison(
    GpuPeerOptions options, PyTorchPeer peer, Device device, Device? beside, string folder, TextWriter log)
{
    private const int Classes = 1000;
    private const int Traces = 5;
    private const double Rate = 1e-4;
    private const double Decay = 0.05;

    // Of the largest logit: sums in another order; halves keep 11 bits, through some forty layers.
    private const double SingleTolerance = 1e-3;
    private const double HalfTolerance = 5e-2;

    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(50);

    /// <summary>What the device can do, measured before each network.</summary>
    public List<DevicePeak> Peaks { get; } = [];

    public DevicePeak Peak => new(
        Timing.Median(Peaks.Select(peak => peak.FlopsPerSecond)),
        Timing.Median(Peaks.Select(peak => peak.BytesPerSecond)),
        Timing.Median(Peaks.Select(peak => peak.ProductFlopsPerSecond)));

    public List<GpuPeerRow> Run()
    {
        var rows = new List<GpuPeerRow>();
        foreach (var name in options.Models)
        {
            foreach (var batch in options.Batches)
            {
                foreach (var precision in options.Precisions)
                    Add(rows, Infer(name, batch, precision));
            }

            if (options.TrainingBatch > 0)
                Add(rows, Train(name, options.TrainingBatch));
        }

        return rows;
    }

    private void Add(List<GpuPeerRow> rows, IEnumerable<GpuPeerRow> further)
    {
        foreach (var row in further)
        {
            rows.Add(row);
            log.WriteLine(GpuPeerTable.Line(row, Peak));
        }
    }

    private IEnumerable<GpuPeerRow> Infer(string name, int batch, string precision)
    {
        Peaks.Add(DevicePeak.Measure(device));
        using var model = Model.WithSeededWeights(name);
        using var session = new Session(
            model, device, batch, precision: precision == "float16" ? Precision.Half : Precision.Single);
        var input = SeededWeights.Input(session.InputShape.Elements);
        var logits = new float[session.OutputShape.Elements];
        session.Predict(input, logits);
        var path = Path.Combine(folder, $"{name}-{batch}.safetensors");
        Write(path, model.Network, input, [batch, 3, session.InputShape[2], session.InputShape[3]], []);
        var trace = session.Trace();
        var (flops, products, bytes) = WorkOf(trace);
        // ILGPU's devices store float32 alone.
        if (beside is not null && precision == "float32")
            yield return InferBeside(beside, model, session, input, logits, (flops, products, bytes));
        foreach (var mode in options.Modes)
        {
            var skipped = Attempt(() => peer.Open(name, path, options.Threads, options.Peer, mode, precision));
            float[] expected = [];
            if (skipped.Length == 0)
            {
                skipped = Attempt(() =>
                    (expected = peer.Logits(Path.Combine(folder, "logits.bin"))).Length == 0 ? "no logits" : "");
            }

            if (skipped.Length > 0)
            {
                yield return Skipped("inference", name, batch, precision, mode, skipped);
                continue;
            }

            var difference = CheckParity(name, mode, precision, logits, expected);
            var (ours, oursCopied, theirs, theirsCopied) =
                (new List<double>(), new List<double>(), new List<double>(), new List<double>());
            for (var round = 0; round < options.Rounds; round++)
            {
                Thread.Sleep(Settle);
                theirs.AddRange(peer.Infer(2 * options.Runs, copies: false).Skip(options.Runs));
                theirsCopied.AddRange(peer.Infer(options.Runs, copies: true));
                Thread.Sleep(Settle);
                ours.AddRange(Timing.Seconds(session.Replay, options.Runs, options.Runs));
                oursCopied.AddRange(Timing.Seconds(() => session.Predict(input, logits), 0, options.Runs));
            }

            yield return new("inference", name, batch, precision, mode, [.. ours], [.. oursCopied], [.. theirs],
                [.. theirsCopied], flops, products, bytes, difference, "");
        }
    }

    private GpuPeerRow InferBeside(
        Device other, Model model, Session session, float[] input, float[] logits,
        (double Flops, double Products, double Bytes) work)
    {
        using var second = new Session(model, other, session.InputShape[0]);
        var expected = new float[logits.Length];
        second.Predict(input, expected);
        var difference = CheckParity(model.Network.Name, other.Name, "float32", logits, expected);
        var (ours, oursCopied, theirs, theirsCopied) =
            (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < options.Rounds; round++)
        {
            theirs.AddRange(Timing.Seconds(second.Replay, options.Runs, options.Runs));
            theirsCopied.AddRange(Timing.Seconds(() => second.Predict(input, expected), 0, options.Runs));
            ours.AddRange(Timing.Seconds(session.Replay, options.Runs, options.Runs));
            oursCopied.AddRange(Timing.Seconds(() => session.Predict(input, logits), 0, options.Runs));
        }

        return new("inference", model.Network.Name, session.InputShape[0], "float32", other.Name, [.. ours],
            [.. oursCopied], [.. theirs], [.. theirsCopied], work.Flops, work.Products, work.Bytes, difference, "");
    }

    private IEnumerable<GpuPeerRow> Train(string name, int batch)
    {
        Peaks.Add(DevicePeak.Measure(device));
        var model = ModelCatalogue.Create(name);
        var side = model.ImageSize;
        var state = model.Parameters.ToDictionary(p => p.Name, p => SeededWeights.Fill(p.Name, p.Shape));
        var input = SeededWeights.Input(batch * 3 * side * side);
        var labels = Enumerable.Range(0, batch).Select(i => (float)(i * 31 % Classes)).ToArray();
        var path = Path.Combine(folder, $"{name}-training.safetensors");
        Write(path, model, input, [batch, 3, side, side], labels);
        using var session = new TrainingSession(
            device, model, new TrainingOptions(batch, side, side, new OptimizerOptions(OptimizerKind.AdamW, Decay)));
        var targets = new float[batch * Classes];
        for (var i = 0; i < batch; i++)
            targets[(i * Classes) + (int)labels[i]] = 1;
        foreach (var mode in options.Modes)
        {
            session.Load(state);
            var skipped = Attempt(() => peer.Train(name, path, options.Threads, options.Peer, mode, Rate, Decay));
            var (ours, theirs) = (new List<double>(), new List<double>());
            var difference = double.NaN;
            for (var round = 0; round < options.Rounds && skipped.Length == 0; round++)
            {
                var losses = new List<double>();
                IReadOnlyList<(double Seconds, double Loss)> steps = [];
                Thread.Sleep(Settle);
                skipped = Attempt(() => (steps = peer.Run(options.Runs + 1)).Count == 0 ? "no steps" : "");
                theirs.AddRange(steps.Skip(1).Select(step => step.Seconds));
                ours.AddRange(
                    Timing.Seconds(() => losses.Add(session.Step(input, targets, Rate).Loss), 1, options.Runs));
                if (round == 0 && steps.Count > 0)
                    difference = Math.Abs(losses[0] - steps[0].Loss);
            }

            if (skipped.Length > 0)
            {
                yield return Skipped("training step", name, batch, "float32", mode, skipped);
                continue;
            }

            var (flops, products, bytes) = WorkOf(session.Trace());
            yield return new("training step", name, batch, "float32", mode, [.. ours], [], [.. theirs], [],
                flops, products, bytes, difference, "");
        }
    }

    private static double CheckParity(string name, string mode, string precision, float[] ours, float[] theirs)
    {
        if (ours.Length != theirs.Length)
            throw new InvalidOperationException($"{name}: {ours.Length} logits here, {theirs.Length} there.");
        var difference = ours.Zip(theirs, (a, b) => Math.Abs((double)a - b)).Max();
        var allowed = (precision == "float32" ? SingleTolerance : HalfTolerance) * theirs.Max(Math.Abs);
        return difference <= allowed
            ? difference
            : throw new InvalidOperationException($"{name} {precision} {mode}: logits differ by {difference:E1}, more "
                + $"than {allowed:E1}. Nothing is timed that computes something else.");
    }

    // A mode that fails on the other side (its compiler, its memory) is a row that says so.
    private static string Attempt(Func<string> request)
    {
        try
        {
            return request();
        }
        catch (InvalidOperationException failure)
        {
            return failure.Message.ReplaceLineEndings(" ").Replace('|', '/');
        }
    }

    private static (double Flops, double ProductFlops, double Bytes) WorkOf(IReadOnlyList<TraceRow> trace)
    {
        double Flops(Func<TraceRow, bool> chosen) => trace.Where(chosen).Sum(row => (double)row.Operations);
        return (Flops(row => !DevicePeak.TakesProducts(row)), Flops(DevicePeak.TakesProducts),
            trace.Sum(row => (double)row.Bytes));
    }

    private static GpuPeerRow Skipped(
        string what, string name, int batch, string precision, string mode, string reason) =>
        new(what, name, batch, precision, mode, [], [], [], [], 0, 0, 0, double.NaN, reason);

    private static void Write(string path, ImageModel model, float[] input, int[] shape, float[] labels)
    {
        var writer = new SafetensorsWriter();
        foreach (var parameter in model.Parameters.Where(p => p.Kind != ParameterKind.Counter))
            writer.Add(parameter.Name, SeededWeights.Fill(parameter.Name, parameter.Shape), parameter.Shape.ToArray());
        writer.Add("input", input, shape);
        if (labels.Length > 0)
            writer.Add("labels", labels, labels.Length);
        writer.Save(path);
    }
}
