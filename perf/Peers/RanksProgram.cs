using System.Diagnostics;
using System.Globalization;
using GpuFormer.Distributed;
using GpuFormer.Graph;
using GpuFormer.Graph.Training;
using GpuFormer.Models;
using GpuFormer.Training;

namespace GpuFormer.Perf.Peers;

/// <summary>
/// What ranks exchange in a step of training, and when in the step it can leave; under mpirun how long an exchange of as
/// many gradients takes by itself. The figures of docs/Scaling.md.
/// </summary>
internal static class RanksProgram
{
    private const int Repetitions = 25;

    public static int Run(string[] args, TextWriter output)
    {
        using var ranks = RankGroups.Join();
        string[] models = args.Length > 0 ? args : ["mobile_former_26m", "mobile_former_294m"];
        if (ranks.Size == 1)
        {
            output.WriteLine("| model | pictures | parameters | MiB of gradients | slices | step ms | bytes ready at 25, 50, "
                + "75, 90 % of the step |");
            output.WriteLine("|---|---|---|---|---|---|---|");
            foreach (var model in models)
            {
                output.WriteLine(Describe(model, batch: 64, side: 32));
                output.WriteLine(Describe(model, batch: 16, side: 224));
            }

            return 0;
        }

        if (ranks.Rank == 0)
        {
            output.WriteLine($"{ranks.Size} ranks, {ranks.Engine}");
            output.WriteLine("| model | MiB of gradients | exchange ms, median | shortest | of it to sum | of it back | GB/s of each "
                + "rank |");
            output.WriteLine("|---|---|---|---|---|---|---|");
        }

        foreach (var model in models)
        {
            var line = Measure(ranks, model);
            if (ranks.Rank == 0)
                output.WriteLine(line);
        }

        return 0;
    }

    private static string Describe(string name, int batch, int side)
    {
        using var device = DeviceSelector.Open("cpu");
        var model = ModelCatalogue.Create(name, 1000);
        using var session = new TrainingSession(device, model, new TrainingOptions(batch, side, side,
            new OptimizerOptions(OptimizerKind.AdamW, 0.05)));
        session.Initialise(1);
        var random = new Random(1);
        float[] images = [.. Enumerable.Range(0, batch * 3 * side * side).Select(_ => random.NextSingle() - 0.5f)];
        var targets = new float[batch * model.Classes];
        for (var row = 0; row < batch; row++)
            targets[row * model.Classes] = 1;
        session.Step(images, targets, 1e-3);
        var trace = Enumerable.Range(0, 3).Select(_ => session.Trace()).MinBy(rows => rows.Sum(row => row.Seconds))!;
        var plan = session.Plan;
        var waves = new double[plan.Schedule.Waves.Count];
        foreach (var row in trace)
            waves[row.Wave] += row.Seconds;
        var total = waves.Sum();
        var parameters = plan.Layout.Parameters.Count;
        var slices = new GradientSlices(parameters, ranks: 2, alignment: 16);
        var ready = slices.ReadyAfter(plan);
        string Share(double part)
        {
            var elements = 0L;
            for (var slice = 0; slice < slices.Count; slice++)
            {
                // Slices of the last place are complete after what is moved at the end.
                var at = waves.Take(ready[slice] + 1).Sum() / total;
                if (ready[slice] < waves.Length && at <= part)
                    elements += slices[slice].Count;
            }

            return string.Create(CultureInfo.InvariantCulture, $"{100.0 * elements / parameters:F0} %");
        }

        return string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {batch} of {side}x{side} | {model.ParameterCount} | {parameters * 4.0 / (1 << 20):F1} | "
            + $"{slices.Count} | {1000 * total:F0} | {Share(0.25)}, {Share(0.5)}, {Share(0.75)}, {Share(0.9)} |");
    }

    private static string Measure(IRankGroup ranks, string name)
    {
        using var device = DeviceSelector.Open("cpu", 1);
        var model = ModelCatalogue.Create(name, 1000);
        var layout = new VariableLayout([("all", new Shape((int)model.ParameterCount), VariableKind.Decayed)]);
        using var gradients = device.CreateBuffer((long)layout.Elements * sizeof(float));
        using var exchange = new HostGradientExchange(ranks, layout, gradients);
        var times = new List<(double Sum, double Back)>();
        for (var i = 0; i < Repetitions; i++)
        {
            ranks.Any(false);
            var start = Stopwatch.GetTimestamp();
            exchange.Begin();
            exchange.Add(new RankBatch(1, 1), isFirst: true);
            var summed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            exchange.Share(gradients);
            times.Add((summed, Stopwatch.GetElapsedTime(start).TotalMilliseconds - summed));
        }

        var ordered = times.OrderBy(time => time.Sum + time.Back).ToArray();
        var median = ordered[Repetitions / 2].Sum + ordered[Repetitions / 2].Back;
        var (sum, back) = ordered[0];
        // Each rank sends as much as it receives, both ways of (N - 1) / N of the buffer.
        var bytes = 2.0 * (ranks.Size - 1) / ranks.Size * layout.Elements * sizeof(float);
        return string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {layout.Elements * 4.0 / (1 << 20):F1} | {median:F1} | {sum + back:F1} | {sum:F1} | "
            + $"{back:F1} | {bytes / (sum + back) / 1e6:F2} |");
    }
}
