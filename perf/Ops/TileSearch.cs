using System.Globalization;
using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.SelfTest;

namespace GpuFormer.Perf.Ops;

/// <summary>
/// <c>dotnet run -c Release --project perf -- tiles --device cpu --shapes</c>: measures the tiles of 1x1 convolutions
/// at every shape of the models, candidates in turns, and prints those that beat the estimate, for
/// <see cref="TileChoice.Measured"/>.
/// </summary>
internal static class TileSearch
{
    private const int Rounds = 15;

    // Of linears with fewer rows memory decides, not the tile.
    private const int FewestRows = 9;

    // Tiles of fewer sums wait for their own multiply-adds.
    private const int FewestSums = 8;

    // Neighbours on the same machine disturb by more than this, but not in nearly all rounds the same candidate.
    private const double Gain = 0.03;
    private const double RoundsWon = 0.85;

    public static void Run(Device device, IReadOnlyList<OpUse> uses, TextWriter output)
    {
        var text = CultureInfo.InvariantCulture;
        output.WriteLine($"# Tiles by shape on {device.Description}");
        output.WriteLine();
        output.WriteLine(string.Create(text, $"Medians of {Rounds} rounds, in each of which all candidates run in "
            + $"turns; shorter by {Gain:P0} and in {RoundsWon:P0} of the rounds counts. .NET {Environment.Version}."));
        output.WriteLine();
        output.WriteLine("| rows | K | C | estimate | us | shortest | us | ratio | rounds won | |");
        output.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
        foreach (var (shape, use) in Shapes(uses, device.Capabilities.LaneCount))
        {
            var (tiles, times) = Measure(device, shape, use);
            var medians = times.Select(rounds => rounds.Order().ElementAt(Rounds / 2)).ToArray();
            var best = Array.IndexOf(medians, medians.Min());
            var won = times[best].Zip(times[0]).Count(pair => pair.First < pair.Second);
            var counts = medians[best] < (1 - Gain) * medians[0] && won >= RoundsWon * Rounds;
            output.WriteLine(string.Create(text, $"| {shape.Rows} | {shape.K} | {shape.C} | {Name(tiles[0])} | "
                + $"{medians[0] * 1e6:F1} | {Name(tiles[best])} | {medians[best] * 1e6:F1} | "
                + $"{medians[best] / medians[0]:F3} | {won} | {(counts ? "counts" : "")} |"));
        }
    }

    // The estimate's choice first.
    private static (Tile[] Tiles, double[][] Seconds) Measure(Device device, ProductShape shape, OpUse use)
    {
        var own = device.Capabilities;
        var estimate = Tiling.Choose(own, shape.Rows, shape.C, own.LaneCount, shape.K, mayBeNarrow: true);
        Tile[] tiles =
        [
            estimate,
            .. Tiling.Candidates(own, shape.Rows, shape.C, own.LaneCount, mayBeNarrow: true)
                .Where(tile => tile != estimate && tile.Rows * tile.Channels >= FewestSums),
        ];
        var inputs = use.RandomInputs(seed: 1);
        var launches = tiles.Select(tile => use.On(TileTable.Adapt(device, TileTable.Of(own) with
        {
            Measured = new Dictionary<ProductShape, ProductTile> { [shape] = new(tile.Rows, tile.Channels) },
        }), inputs)).ToArray();
        var times = tiles.Select(_ => new double[Rounds]).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < tiles.Length; i++)
                times[i][round] = launches[i].Time(10);
        }

        foreach (var launch in launches)
            launch.Dispose();
        return (tiles, times);
    }

    private static IEnumerable<(ProductShape Shape, OpUse Use)> Shapes(IReadOnlyList<OpUse> uses, int lanes) =>
        from use in uses
        let op = use.Op as Pointwise
        where op is { FilterGroups: 1, FirstToken: false, MultipliesFragments: false }
        let x = use.Inputs[0]
        let images = op.Epilogue.ReadsImage ? x[0] : 1
        let shape = new ProductShape(x.Rows / images, op.ReducedChannels(x), use.Inputs[1][0])
        where shape.Rows >= FewestRows && shape.C >= lanes
        group use by shape into same
        select (same.Key, same.First());

    private static string Name(Tile tile) => $"{tile.Rows}x{tile.Channels}";
}
