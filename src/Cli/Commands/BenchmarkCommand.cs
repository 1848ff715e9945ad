using System.CommandLine;
using System.Text.Json.Nodes;
using GpuFormer.Cli.Output;
using GpuFormer.Devices.Cpu;
using GpuFormer.Kernels.Launch;
using GpuFormer.Weights;

namespace GpuFormer.Cli.Commands;

/// <summary><c>gpuformer benchmark</c>: latency and throughput of networks with seeded weights.</summary>
internal static class BenchmarkCommand
{
    private sealed record Row(
        Model Model, Session Session, int Threads, Latency Latency, long MultiplyAdds,
        IReadOnlyList<KernelCost> Kernels)
    {
        public double ImagesPerSecond => 1000 * Session.InputShape[0] / Latency.Median;
    }

    private static readonly Column<Row>[] Columns =
    [
        new("model", "model", row => row.Model.Name, IsNumber: false),
        new("device", "device", row => row.Session.Device.Name, IsNumber: false),
        new("batch_size", "batch", row => row.Session.InputShape[0]),
        new("img_size", "pixels", row => row.Session.InputShape[2]),
        new("threads", "threads", row => row.Threads),
        new("median_ms", "median ms", row => row.Latency.Median, row => Quantities.Number(row.Latency.Median)),
        new("p95_ms", "p95 ms", row => row.Latency.Percentile95, row => Quantities.Number(row.Latency.Percentile95)),
        new("images_per_second", "images/s", row => row.ImagesPerSecond, row => Quantities.Number(row.ImagesPerSecond)),
        new("params", "params", row => row.Model.Network.ParameterCount,
            row => Quantities.Count(row.Model.Network.ParameterCount)),
        new("macs", "MACs", row => row.MultiplyAdds, row => Quantities.Count(row.MultiplyAdds)),
        new("peak_bytes", "memory", row => row.Session.DeviceBytes, row => Quantities.Bytes(row.Session.DeviceBytes)),
        new("compile_ms", "compile ms", row => row.Session.PrepareTime.TotalMilliseconds,
            row => Quantities.Number(row.Session.PrepareTime.TotalMilliseconds)),
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
        var side = NumberOptions.ZeroForAutomatic("--img-size", "Side of the pictures; 0 takes the model's own.");
        var iterations = NumberOptions.ZeroForAutomatic(
            "--iterations", "Measured runs after the warm-up; 0 measures for two seconds, at least 20 runs.");
        var detail = new Option<bool>("--detail")
        {
            Description = "Add every kernel with time, GB/s, GFLOP/s and share of the machine's measured peak.",
        };
        var command = new Command("benchmark", "Measure latency and throughput; the weights are seeded numbers.")
        {
            models, batches, side, network.DeviceString, network.Threads, network.MemoryLimit,
            iterations, detail,
        };
        command.SetAction(result =>
        {
            var output = open(result);
            // All names are checked before the first measurement.
            var names = result.GetRequiredValue(models).Select(NetworkOptions.Resolve).ToArray();
            using var device = network.OpenDevice(result, output);
            var peak = result.GetValue(detail) ? CpuPeak.Measure(device.Capabilities.Workers) : null;
            var rows = new List<Row>();
            foreach (var name in names)
            {
                using var model = Model.WithSeededWeights(name);
                foreach (var batch in result.GetValue(batches)!)
                {
                    var pixels = result.GetValue(side) is > 0 and var chosen ? chosen : model.Network.ImageSize;
                    output.Progress($"{name}, batch {batch}, {pixels} pixels on {device.Description}");
                    rows.Add(Measure(
                        model, device, batch, pixels, result.GetValue(iterations), peak, output.Cancellation));
                }
            }

            Write(output, rows, peak);
            return ExitCode.Success;
        });
        return command;
    }

    private static Row Measure(
        Model model, Device device, int batch, int pixels, int iterations, CpuPeak? peak,
        CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var session = NetworkOptions.Guard(batch, pixels, pixels, () =>
            new Session(model, device, batch, pixels, pixels));
        var input = SeededWeights.Input(session.InputShape.Elements);
        var logits = new float[session.OutputShape.Elements];
        var latency = Latency.Measure(() => session.Predict(input, logits), iterations, cancellation);
        var kernels = peak is null ? [] : KernelCost.Measure(session, peak, cancellation);
        return new Row(
            model, session, device.Capabilities.Workers, latency, model.Network.Build(1, pixels, pixels).MultiplyAdds,
            kernels);
    }

    private static void Write(CommandOutput output, IReadOnlyList<Row> rows, CpuPeak? peak)
    {
        if (!output.Json)
        {
            ResultTable.Write(output, Columns, rows);
            foreach (var row in rows.Where(row => row.Kernels.Count > 0))
            {
                output.Results.WriteLine();
                output.Results.WriteLine($"{row.Model.Name}, batch {row.Session.InputShape[0]}: peak "
                    + $"{Quantities.Number(peak!.FlopsPerSecond / 1e9)} GFLOP/s, "
                    + $"{Quantities.Number(peak.BytesPerSecond / 1e9)} GB/s");
                ResultTable.Write(output, KernelCost.Columns, row.Kernels);
            }

            return;
        }

        var json = ResultTable.ToJson(Columns, rows);
        if (peak is not null)
        {
            for (var i = 0; i < rows.Count; i++)
            {
                var item = json[i]!.AsObject();
                item.Add("peak_gflops", peak.FlopsPerSecond / 1e9);
                item.Add("peak_gbps", peak.BytesPerSecond / 1e9);
                item.Add("kernels", ResultTable.ToJson(KernelCost.Columns, rows[i].Kernels));
            }
        }

        output.WriteJson(json);
    }
}
