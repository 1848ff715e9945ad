using static GpuFormer.Models.NetworkOptionText;

namespace GpuFormer.Models;

/// <summary>What can be chosen of an end-to-end Mobile-Former beside its trunk; here as Networks 9.3 has it.</summary>
/// <param name="Classes">Outputs for classes, the last for no object.</param>
internal sealed record EndToEndOptions(int Classes = 92)
{
    /// <summary>What stands before the trunk's name.</summary>
    internal const string Prefix = "e2e_";

    /// <summary>The beginning of the state-dict keys of the trunk.</summary>
    internal const string TrunkPath = "backbone";

    internal static readonly NetworkOptionTable<EndToEndOptions> Table = new("An end-to-end Mobile-Former", new(),
    [
        Whole<EndToEndOptions>("width", o => o.Channels, (o, v) => o with { Channels = v }),
        Whole<EndToEndOptions>("heads", o => o.Heads, (o, v) => o with { Heads = v }),
        new("blocks", o => string.Join(',', o.Blocks),
            (o, text) => o with { Blocks = [.. Words(text, 3).Select(NetworkOptionText.Whole)] }),
        Whole<EndToEndOptions>("query_hidden", o => o.QueryHidden, (o, v) => o with { QueryHidden = v }),
        Whole<EndToEndOptions>("map_hidden", o => o.MapHidden, (o, v) => o with { MapHidden = v }),
        Whole<EndToEndOptions>("queries", o => o.Queries, (o, v) => o with { Queries = v }),
        Whole<EndToEndOptions>("expansion", o => o.Expansion, (o, v) => o with { Expansion = v }),
        Switch<EndToEndOptions>("gate", o => o.IsGated, (o, v) => o with { IsGated = v }),
    ]);

    /// <summary><c>width</c>: channels of queries and maps.</summary>
    public int Channels { get; init; } = 256;

    /// <summary><c>heads</c>: of every attention.</summary>
    public int Heads { get; init; } = 8;

    /// <summary><c>blocks</c>: at strides 32, 16 and 8.</summary>
    public IReadOnlyList<int> Blocks { get; init; } = [5, 2, 2];

    /// <summary><c>query_hidden</c>: hidden channels of the queries' feed-forward networks.</summary>
    public int QueryHidden { get; init; } = 512;

    /// <summary><c>map_hidden</c>: hidden channels of the pixels' feed-forward networks, at stride 32.</summary>
    public int MapHidden { get; init; } = 2048;

    /// <summary><c>queries</c>: how many objects it looks for.</summary>
    public int Queries { get; init; } = 100;

    /// <summary><c>expansion</c>: channels of the depthwise convolutions over those of the map, at strides 16 and 8.</summary>
    public int Expansion { get; init; } = 4;

    /// <summary><c>gate</c>: whether what queries find in the map is gated.</summary>
    public bool IsGated { get; init; } = true;

    /// <summary>Refuses what is no network.</summary>
    /// <exception cref="ArgumentException">Says what, and what can be had.</exception>
    internal void Check()
    {
        Require(Classes is >= 2 and <= 1 << 20, $"{Classes} classes: must be at least 2, the last for no object");
        Require(Channels is >= 4 and <= 1 << 14 && Channels % 4 == 0,
            $"width={Channels}: must be a multiple of 4 from 4 to 16384, for sines and cosines of rows and columns");
        Require(Heads >= 1 && Channels % Heads == 0, $"heads={Heads}: must divide the {Channels} channels of a query");
        Require(Blocks.Count == 3 && Blocks.All(count => count is >= 1 and <= 256),
            $"blocks={string.Join(',', Blocks)}: must be three numbers from 1 to 256");
        Require(QueryHidden is >= 1 and <= 1 << 16, $"query_hidden={QueryHidden}: must be from 1 to 65536");
        Require(MapHidden is >= 1 and <= 1 << 16, $"map_hidden={MapHidden}: must be from 1 to 65536");
        Require(Queries is >= 1 and <= 1 << 14, $"queries={Queries}: must be from 1 to 16384");
        Require(Expansion is >= 1 and <= 64, $"expansion={Expansion}: must be from 1 to 64");
    }

    private static void Require(bool condition, string problem)
    {
        if (!condition)
            throw new ArgumentException($"An end-to-end Mobile-Former cannot be had with {problem}.");
    }
}
