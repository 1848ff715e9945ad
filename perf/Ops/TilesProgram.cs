using System.Globalization;
using GpuFormer.Graph;
using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.SelfTest;

namespace GpuFormer.Perf.Ops;

/// <summary>
/// <c>dotnet run -c Release --project perf -- tiles</c>: measures candidates for this device's row of the
/// <see cref="TileTable"/>, one number after the other, and prints the table for <c>perf/Results</c> and the row.
/// </summary>
internal static class TilesProgram
{
    private const string Usage =
        """
        tiles [--device D]    where (cuda)
              [--row NAME]    where to begin: processor, wide processor, card or large card (the device's own row)
              [--model NAMES] whose ops are timed, with commas between (mobile_former_294m)
              [--batch N]     pictures (1)
              [--precision P] float32 or float16 (float32)
              [--runs N]      measured runs of each op (20)
              [--threads N]   workers of a processor (all)
              [--shapes]      instead: the tile of each shape of 1x1 convolutions, for TileChoice.Measured
        """;

    // A number of the row, what it may be, and the ops that read it.
    private sealed record Knob(
        string Number, int[] Values, Func<TileChoice, int> Get, Func<TileChoice, int, TileChoice> Set, Type[] Ops)
    {
        /// <summary>How a value is written in the row.</summary>
        public Func<int, string> Name { get; init; } = value => value.ToString(CultureInfo.InvariantCulture);
    }

    // Of the products of matrices, which only half precision takes.
    private static readonly FragmentTile[] Fragments =
    [
        new(2, 2, 2, 4), new(2, 2, 2, 2), new(2, 2, 4, 4), new(4, 2, 2, 4), new(2, 4, 2, 4), new(2, 1, 2, 4),
        new(4, 1, 1, 8),
    ];

    private static readonly Type[] Products = [typeof(Pointwise), typeof(DenseConvolution)];

    private static readonly Knob[] CardKnobs =
    [
        new("Rows", [1, 4, 8], row => row.Rows, (row, value) => row with { Rows = value }, Products),
        new("Channels", [1, 2], row => row.Channels, (row, value) => row with { Channels = value }, Products),
        new("Vectors", [0, 4, 8, 16], row => row.Vectors, (row, value) => row with { Vectors = value }, Products),
        new("GroupThreads", [32, 64, 128, 256], row => row.GroupThreads,
            (row, value) => row with { GroupThreads = value }, Products),
        new("Steps", [1, 4, 8, 16], row => row.Steps, (row, value) => row with { Steps = value }, [typeof(Pointwise)]),
        new("SumParts", [1, 4, 8, 16], row => row.SumParts, (row, value) => row with { SumParts = value },
            [typeof(Pointwise)]),
        new("Fragments", [.. Enumerable.Range(0, Fragments.Length)], row => Array.IndexOf(Fragments, row.Fragments),
            (row, value) => row with { Fragments = Fragments[value] }, [typeof(Pointwise)])
        {
            Name = value => $"new({Fragments[value].RowWarps}, {Fragments[value].ColumnWarps}, "
                + $"{Fragments[value].RowFragments}, {Fragments[value].ColumnFragments})",
        },
    ];

    private static readonly Knob[] AllKnobs =
    [
        new("Columns", [2, 4, 8, 16, int.MaxValue], row => row.Columns,
            (row, value) => row with { Columns = value }, [typeof(Depthwise)]),
        new("ElementRows", [1, 4, 16, 64], row => row.ElementRows,
            (row, value) => row with { ElementRows = value }, [typeof(Elementwise)]),
        new("BridgePixels", [32, 64, 128, 256], row => row.BridgePixels,
            (row, value) => row with { BridgePixels = value }, [typeof(FormerToMobile)]),
    ];

    public static int Run(IReadOnlyList<string> args, TextWriter output)
    {
        var (selector, name, model, batch, runs, threads) = ("cuda", "", "mobile_former_294m", 1, 20, 0);
        var precision = Precision.Single;
        var byShape = args.Contains("--shapes");
        args = [.. args.Where(arg => arg != "--shapes")];
        for (var i = 0; i < args.Count; i += 2)
        {
            var value = i + 1 < args.Count ? args[i + 1] : "";
            var isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number > 0;
            switch (args[i])
            {
                case "--device":
                    selector = value;
                    break;
                case "--row" when TileTable.Rows.Any(row => row.Name == value):
                    name = value;
                    break;
                case "--model":
                    model = value;
                    break;
                case "--batch" when isNumber:
                    batch = number;
                    break;
                case "--precision" when value is "float32" or "float16":
                    precision = value == "float16" ? Precision.Half : Precision.Single;
                    break;
                case "--runs" when isNumber:
                    runs = number;
                    break;
                case "--threads" when isNumber:
                    threads = number;
                    break;
                default:
                    output.WriteLine(Usage);
                    return 2;
            }
        }

        using var device = DeviceSelector.Open(selector, threads);
        var first = TileTable.Rows.FirstOrDefault(row => row.Name == name) ?? TileTable.Of(device.Capabilities);
        var uses = OpUse.OfModels(device.Capabilities, 224, model.Split(','), batch, precision);
        if (byShape)
            TileSearch.Run(device, uses, output);
        else
            Measure(device, first, uses, runs, output, $"{model}, batch {batch}");
        return 0;
    }

    private static void Measure(
        Device device, TileChoice first, IReadOnlyList<OpUse> uses, int runs, TextWriter output, string what)
    {
        output.WriteLine($"# Tiles of {device.Description}");
        output.WriteLine();
        output.WriteLine($"{what}; every op's distinct uses once, the shortest of {runs} runs, summed; one number after "
            + $"the other, from the row of: {first.Name}. .NET {Environment.Version}.");
        output.WriteLine();
        output.WriteLine("| number | ops | candidate | us | |");
        output.WriteLine("|---|---|---|---|---|");
        var best = first;
        foreach (var knob in first.Rows > 0 ? [.. CardKnobs, .. AllKnobs] : AllKnobs)
        {
            OpUse[] affected = [.. uses.Where(use => knob.Ops.Contains(use.Op.GetType()))];
            if (affected.Length == 0)
                continue;
            var times = knob.Values.Select(value => Seconds(device, knob.Set(best, value), affected, runs)).ToArray();
            var winner = Array.IndexOf(times, times.Min());
            for (var i = 0; i < times.Length; i++)
            {
                var note = (i == winner ? "shortest" : "") + (knob.Values[i] == knob.Get(first) ? " today's" : "");
                var ops = string.Join(", ", knob.Ops.Select(op => op.Name));
                output.WriteLine(
                    $"| {knob.Number} | {ops} | {knob.Name(knob.Values[i])} | {1e6 * times[i]:F1} | {note.Trim()} |");
            }

            best = knob.Set(best, knob.Values[winner]);
        }

        output.WriteLine();
        output.WriteLine("The row, for `src/Kernels/Launch/TileTable.cs`:");
        output.WriteLine();
        output.WriteLine("```csharp");
        output.WriteLine($"new(\"{first.Name}\")");
        output.WriteLine("{");
        foreach (var knob in CardKnobs.Concat(AllKnobs))
            output.WriteLine($"    {knob.Number} = {knob.Name(knob.Get(best))},");
        output.WriteLine("}");
        output.WriteLine("```");
    }

    private static double Seconds(Device device, TileChoice row, OpUse[] uses, int runs)
    {
        using var tiled = TileTable.Adapt(device, row);
        var total = 0.0;
        foreach (var use in uses)
        {
            using var launch = use.On(tiled, use.RandomInputs(seed: 1));
            total += launch.Time(runs);
        }

        return total;
    }
}
