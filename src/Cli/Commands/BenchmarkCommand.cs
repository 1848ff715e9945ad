using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using GpuFormer.Cli.Output;
using GpuFormer.Diagnosis;
using GpuFormer.Graph;
using GpuFormer.Kernels.Launch;
using GpuFormer.Training;
using GpuFormer.Weights;

namespace GpuFormer.Cli.Commands;

/// <summary><c>gpuformer benchmark</c>: latency and throughput of networks, or of their training.</summary>
internal static class BenchmarkCommand
{
    private const string Inference = "infer";
    private const string Training = "train";

    private sealed record Row(
        string Bench, Model Model, Device Device, Precision Precision, int Batch, (int Height, int Width) Size, Latency Latency,
        ComputeGraph Graph, long DeviceBytes, TimeSpan PrepareTime, IReadOnlyList<KernelCost> Kernels)
    {
        public string Pixels => Size.Height == Size.Width ? $"{Size.Height}" : $"{Size.Height}x{Size.Width}";

        public double ImagesPerSecond => 1000 * Batch / Latency.Median;
    }

    private static TerminalColumn<Row> Shared { get; } = new() { IsShared = true };

    private static readonly Column<Row>[] Columns =
    [
        new("model", "model", row => row.Model.Name, IsNumber: false),
        new("bench", "bench", row => row.Bench, IsNumber: false) { Terminal = Shared },
        new("device", "device", row => row.Device.Name, IsNumber: false) { Terminal = Shared },
        new("precision", "precision", row => NetworkOptions.NameOf(row.Precision), IsNumber: false)
        {
            Terminal = Shared,
        },
        new("batch_size", "batch", row => row.Batch) { Terminal = Shared },
        new("img_size", "pixels",
            row => row.Size.Height == row.Size.Width ? row.Size.Height : new JsonArray(row.Size.Height, row.Size.Width), row => row.Pixels) { Terminal = Shared },
        new("threads", "threads", row => row.Device.Capabilities.Workers) { Terminal = Shared },
        new("median_ms", "median ms", row => row.Latency.Median, row => Quantities.Number(row.Latency.Median)),
        new("p95_ms", "p95 ms", row => row.Latency.Percentile95, row => Quantities.Number(row.Latency.Percentile95))
        {
            Terminal = new() { Header = "p95", LeavesOut = 3 },
        },
        new("p99_ms", "p99 ms", row => row.Latency.Percentile99, row => Quantities.Number(row.Latency.Percentile99))
        {
            Terminal = new() { Header = "p99", LeavesOut = 4 },
        },
        new("images_per_second", "images/s", row => row.ImagesPerSecond, row => Quantities.Number(row.ImagesPerSecond)),
        new("params", "params", row => row.Model.Network.ParameterCount,
            row => Quantities.Count(row.Model.Network.ParameterCount)) { Terminal = new() { LeavesOut = 2 } },
        new("macs", "MACs", row => row.Graph.MultiplyAdds, row => Quantities.Count(row.Graph.MultiplyAdds))
        {
            Terminal = new() { LeavesOut = 1 },
        },
        new("peak_bytes", "memory", row => row.DeviceBytes, row => Quantities.Bytes(row.DeviceBytes)),
        new("compile_ms", "compile ms", row => row.PrepareTime.TotalMilliseconds,
            row => Quantities.Number(row.PrepareTime.TotalMilliseconds))
        {
            Terminal = new() { LeavesOut = 5 },
        },
        new("iterations", null, row => row.Latency.Iterations),
    ];

    public static Command Create(Func<ParseResult, CommandOutput> open)
    {
        var network = new NetworkOptions();
        var models = new Argument<string[]>("MODEL")
        {
            Description = "The networks; see 'gpuformer models'.",
            Arity = ArgumentArity.OneOrMore,
        };
        var batches = NumberOptions.PositiveList("--batch-size", [1], "Pictures of one run: one number or several.");
        var side = NumberOptions.ImageSize();
        var iterations = NumberOptions.ZeroForAutomatic(
            "--iterations", "Measured runs after the warm-up; 0 measures for two seconds, at least 20 runs.");
        var detail = new Option<bool>("--detail")
        {
            Description = "Add every kernel with time, GB/s, GFLOP/s and share of the device's measured peak.",
        };
        var bench = new Option<string>("--bench")
        {
            Description = "What is measured: 'infer', or 'train', a step of forward, backward and AdamW.",
            DefaultValueFactory = _ => Inference,
        };
        bench.AcceptOnlyFromAmong(Inference, Training);
        var results = new Option<string?>("--results-file")
        {
            Description = "A CSV file to write, with timm's columns; a row stands there as soon as it is measured.",
            HelpName = "FILE",
        };
        var command = new Command("benchmark", "Measure latency and throughput; the weights are seeded numbers.")
        {
            models, bench, batches, side, network.DeviceString, network.Threads, network.MemoryLimit,
            network.Precision, iterations, detail, results, network.ModelOptions,
        };
        command.SetAction(result =>
        {
            var output = open(result);
            var precision = network.PrecisionOf(result);
            var tableFile = result.GetValue(results);
            if (tableFile is not null)
                OutputFiles.RequireDistinct(tableFile);
            // All names are checked before the first measurement.
            var names = result.GetRequiredValue(models).Select(NetworkOptions.Resolve).ToArray();
            using var device = network.OpenDevice(result, output);
            var peak = result.GetValue(detail) ? DevicePeak.Measure(device) : null;
            using var measured = new MeasuredRows(output, peak);
            using var table = tableFile is null ? null : BenchmarkTable.Create(tableFile, result.GetValue(bench)!);
            foreach (var name in names)
            {
                using var model = Model.WithSeededWeights(
                    name, new ModelOptions { NetworkOptions = network.OptionsOf(result, name) });
                foreach (var batch in result.GetValue(batches)!)
                {
                    var pixels = result.GetValue(side) ?? model.Network.DesignSize;
                    output.Progress($"{name}, batch {batch}, {pixels.Height} x {pixels.Width} pixels on {device.Description}");
                    output.Cancellation.ThrowIfCancellationRequested();
                    var row = NetworkOptions.Guard(batch, pixels.Height, pixels.Width, () => result.GetValue(bench) == Training
                        ? MeasureTraining(
                            model, device, batch, pixels, precision, result.GetValue(iterations), peak,
                            output.Cancellation)
                        : MeasureInference(model, device, batch, pixels, precision, result.GetValue(iterations), peak,
                            output.Cancellation));
                    measured.Add(row);
                    table?.Add(name, row.Pixels, row.Batch, row.Latency, row.Graph, model.Network.ParameterCount);
                }
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static Row MeasureInference(
        Model model, Device device, int batch, (int Height, int Width) pixels, Precision precision, int iterations, DevicePeak? peak,
        CancellationToken cancellation)
    {
        using var session = new Session(model, device, batch, pixels.Height, pixels.Width, precision);
        var input = SeededWeights.Input(session.InputShape.Elements);
        var logits = new float[session.OutputShape.Elements];
        var latency = Latency.Measure(() => session.Predict(input, logits), iterations, cancellation);
        var kernels = peak is null ? [] : KernelCost.Measure(session.Trace, peak, cancellation);
        return new Row(Inference, model, device, precision, batch, pixels, latency,
            model.Network.Build(1, pixels.Height, pixels.Width), session.DeviceBytes, session.PrepareTime, kernels);
    }

    private static Row MeasureTraining(
        Model model, Device device, int batch, (int Height, int Width) pixels, Precision precision, int iterations, DevicePeak? peak,
        CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        using var session = new TrainingSession(device, model.Network, new TrainingOptions(
            batch, pixels.Height, pixels.Width, new OptimizerOptions(OptimizerKind.AdamW, WeightDecay: 0.05))
        {
            Precision = precision,
        });
        var prepared = Stopwatch.GetElapsedTime(start);
        session.Initialise(seed: 42);
        var input = SeededWeights.Input(batch * 3 * pixels.Height * pixels.Width);
        var targets = new float[batch * model.Classes];
        for (var i = 0; i < batch; i++)
            targets[(i * model.Classes) + (i % model.Classes)] = 1;
        var latency = Latency.Measure(() => session.Step(input, targets, learningRate: 1e-4), iterations, cancellation);
        var kernels = peak is null ? [] : KernelCost.Measure(session.Trace, peak, cancellation);
        return new Row(Training, model, device, precision, batch, pixels, latency,
            model.Network.Build(1, pixels.Height, pixels.Width), session.DeviceBytes, prepared, kernels);
    }

    /// <summary>What was measured: JSON as it comes, a table when all is there or the command is interrupted.</summary>
    private sealed class MeasuredRows(CommandOutput output, DevicePeak? peak) : IDisposable
    {
        private readonly List<Row> _rows = [];
        private readonly JsonRows? _json = output.Json ? output.BeginJson() : null;

        public void Add(Row row)
        {
            _rows.Add(row);
            _json?.Add(ToJson(row));
        }

        public void Dispose()
        {
            _json?.Dispose();
            if (_json is null && _rows.Count > 0)
                WriteTables();
        }

        private JsonObject ToJson(Row row)
        {
            var item = ResultTable.ToJson(Columns, row);
            if (peak is null)
                return item;
            item.Add("peak_gflops", peak.FlopsPerSecond / 1e9);
            item.Add("peak_gbps", peak.BytesPerSecond / 1e9);
            if (!double.IsNaN(peak.ProductFlopsPerSecond))
                item.Add("peak_product_gflops", peak.ProductFlopsPerSecond / 1e9);
            item.Add("kernels", ResultTable.ToJson(KernelCost.Columns, row.Kernels));
            return item;
        }

        private void WriteTables()
        {
            ResultTable.Write(output, Columns, _rows);
            foreach (var row in _rows.Where(row => row.Kernels.Count > 0))
            {
                output.WriteLine("");
                output.WriteLine($"{row.Model.Name}, batch {row.Batch}: peak "
                    + $"{Quantities.Number(peak!.FlopsPerSecond / 1e9)} GFLOP/s, "
                    + $"{Quantities.Number(peak.BytesPerSecond / 1e9)} GB/s"
                    + (double.IsNaN(peak.ProductFlopsPerSecond) ? ""
                        : $", {Quantities.Number(peak.ProductFlopsPerSecond / 1e9)} GFLOP/s of products of fragments"));
                ResultTable.Write(output, KernelCost.Columns, row.Kernels,
                    kernel => NodeNames.BlockOf(kernel.Launch.Node.Name));
            }
        }
    }
}
