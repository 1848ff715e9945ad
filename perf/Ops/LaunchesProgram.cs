using System.Globalization;
using GpuFormer.Graph;
using GpuFormer.Graph.Execution;
using GpuFormer.Graph.Losses;
using GpuFormer.Graph.Training;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Models;
using GpuFormer.Training;

namespace GpuFormer.Perf.Ops;

/// <summary>
/// <c>dotnet run -c Release --project perf -- launches</c>: what a card that is not there would be given: threads of a
/// group and groups of every launch, and how much each thread does.
/// </summary>
internal static class LaunchesProgram
{
    private const string Usage =
        """
        launches [--row NAME]       card or large card (large card)
                 [--model NAME]     of the network (mobile_former_294m)
                 [--batch N]        pictures (1)
                 [--precision P]    float32 or float16 (float32)
                 [--train yes]      a training step
        """;

    public static int Run(IReadOnlyList<string> args, TextWriter output)
    {
        var (row, model, batch, precision, train) =
            (TileTable.LargeCard, "mobile_former_294m", 1, Precision.Single, false);
        for (var i = 0; i < args.Count; i += 2)
        {
            var value = i + 1 < args.Count ? args[i + 1] : "";
            switch (args[i])
            {
                case "--row" when TileTable.Rows.FirstOrDefault(choice => choice.Name == value) is { Rows: > 0 } found:
                    row = found;
                    break;
                case "--model" when ModelCatalogue.Names.Contains(value):
                    model = value;
                    break;
                case "--batch" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    && number > 0:
                    batch = number;
                    break;
                case "--precision" when value is "float32" or "float16":
                    precision = value == "float16" ? Precision.Half : Precision.Single;
                    break;
                case "--train" when value == "yes":
                    train = true;
                    break;
                default:
                    output.WriteLine(Usage);
                    return 2;
            }
        }

        var what = train ? "a training step" : precision == Precision.Half ? "float16" : "float32";
        output.WriteLine($"# Launches of {model}, batch {batch}, {what}, for: {row.Name}");
        output.WriteLine();
        output.WriteLine("| kernel | node | threads of a group | groups | multiply-adds of a thread |");
        output.WriteLine("|---|---|---|---|---|");
        var network = ModelCatalogue.Create(model);
        foreach (var launch in Of(network, batch, CardOf(row), precision, train))
        {
            var threads = launch.Kernel.Group.Threads;
            var share = (double)launch.Node.MultiplyAdds / (threads * launch.Grid.Groups);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {launch.Kernel.Name} | {launch.Node.Name} | {threads} | {launch.Grid.Groups} | {share:F0} |"));
        }

        return 0;
    }

    /// <summary>A card that takes a row: 20 multiprocessors, or 132 with matrix units.</summary>
    internal static DeviceCapabilities CardOf(TileChoice row) =>
        new(LaneCount: 32, MaximumGroupThreads: 1024, SharedMemoryBytes: 48 << 10,
            Workers: row == TileTable.LargeCard ? 132 : 20, IsProcessor: false)
        {
            Tuning = row,
            HasMatrixUnits = row == TileTable.LargeCard,
        };

    /// <summary>All launches of a run in the order of their waves, without a device.</summary>
    internal static IEnumerable<NodeLaunch> Of(
        ImageModel network, int batch, DeviceCapabilities card, Precision precision, bool train)
    {
        using var nowhere = new PlannedBuffer();
        var side = network.ImageSize;
        var graph = network.Build(batch, side, side, training: train ? new TrainingRates(0, 0) : null);
        var schedule = train
            ? TrainingPlan.Create(
                graph, new SoftTargetCriterion(), VariableState.LayoutOf(network, TrainingPlan.VariablesOf(graph)), card).Schedule
            : ExecutionPlan.Create(graph, card, precision).Schedule;
        return [.. schedule.Waves.SelectMany(wave => wave)
            .Select(node => NodeLaunch.Of(node, card, tensor => nowhere.FloatView(
                0, tensor.Shape.Elements, tensor.Format)))];
    }
}
