using System.Collections.Frozen;
using GpuFormer.Kernels.Language;
using GpuFormer.Kernels.Launch;

namespace GpuFormer.Kernels.Schedules;

/// <summary>
/// How a group divides a tile of a product of matrices (<see cref="Fragment"/>), whose rows and columns must be
/// multiples of four times the warps.
/// </summary>
/// <param name="RowWarps">Warps below each other.</param>
/// <param name="ColumnWarps">Warps beside each other.</param>
/// <param name="RowFragments">Fragments of a warp below each other.</param>
/// <param name="ColumnFragments">Fragments of a warp beside each other.</param>
internal readonly record struct FragmentTile(int RowWarps, int ColumnWarps, int RowFragments, int ColumnFragments)
{
    /// <summary>Rows of the group's tile.</summary>
    public int Rows => RowWarps * RowFragments * Fragment.Rows;

    /// <summary>Columns of the group's tile.</summary>
    public int Columns => ColumnWarps * ColumnFragments * Fragment.Columns;
}

/// <summary>How much a thread and a group do, by family of kernels: one row of <see cref="TileTable"/>.</summary>
/// <param name="Name">The class of devices.</param>
internal sealed record TileChoice(string Name) : DeviceTuning
{
    /// <summary>Most rows of a tile of 1x1 and dense convolutions; 0: estimated from the processor's pipelines.</summary>
    public int Rows { get; init; }

    /// <summary>Vector registers of a processor, which sums and what is multiplied must fit in.</summary>
    public int Registers { get; init; } = 16;

    /// <summary>
    /// Tiles of 1x1 convolutions of some shapes, where a search found better ones than the estimate; for devices of
    /// <see cref="ProductTiles.Lanes"/>.
    /// </summary>
    public IReadOnlyDictionary<ProductShape, ProductTile> Measured { get; init; } =
        FrozenDictionary<ProductShape, ProductTile>.Empty;

    /// <summary>Most vectors of channels of such a tile.</summary>
    public int Channels { get; init; } = 1;

    /// <summary>Tiles become smaller where a worker would have fewer vectors of threads than this.</summary>
    public int Vectors { get; init; }

    /// <summary>Threads of a group of 1x1 and dense convolutions, if one vector is not more.</summary>
    public int GroupThreads { get; init; } = 1;

    /// <summary>Input channels that a 1x1 convolution reads at a time, where the sizes are multiples of it.</summary>
    public int Steps { get; init; } = 1;

    /// <summary>
    /// Most parts that the sums of a 1x1 convolution are divided in among threads of a group, where a launch would have
    /// few of them; a power of two.
    /// </summary>
    public int SumParts { get; init; } = 1;

    /// <summary>Columns that a thread of a depthwise convolution walks along.</summary>
    public int Columns { get; init; } = int.MaxValue;

    /// <summary>Rows of a thread of a kernel that treats each element on its own.</summary>
    public int ElementRows { get; init; }

    /// <summary>
    /// Products of matrices: 64 by 64 elements of a group, of which each of four warps holds 32 by 32, so that six loads
    /// of fragments feed eight products. By reasoning, not measured.
    /// </summary>
    public FragmentTile Fragments { get; init; } = new(2, 2, 2, 4);

    /// <summary>
    /// From how many channels on a dense 3x3 convolution is made of products at the points of tiles: where multiply-adds
    /// are what it waits for.
    /// </summary>
    public int WinogradChannels { get; init; } = int.MaxValue;

    /// <summary>Fewest pixels of a group of the bridge to the map, if groups have one row of threads.</summary>
    public int BridgePixels { get; init; } = 64;

    /// <summary>
    /// Threads of a group of both bridges. 1: one vector of them, with all heads; else a group has one head. Those of
    /// cards are by reasoning, not measured: four warps, so that several groups of a launch fit on a multiprocessor.
    /// </summary>
    public int BridgeThreads { get; init; } = 128;
}

/// <summary>
/// The tiles of each class of devices. <c>perf -- tiles</c> measures candidates on a device and prints its row; what it
/// printed where stands in <c>perf/Results</c>.
/// </summary>
internal static class TileTable
{
    // So many multiprocessors that a launch of one picture leaves some of them idle.
    private const int ManyWorkers = 40;

    /// <summary>Processors: large tiles in registers, long runs. Measured on AVX2, see ARCHITECTURE.md.</summary>
    public static TileChoice Processor { get; } = new("processor")
    {
        ElementRows = 64,
        // Only tests give processors products of matrices: few results, which take little code.
        Fragments = new(2, 2, 2, 2),
        BridgeThreads = 1,
        Measured = ProductTiles.OfProcessors,
        WinogradChannels = 64,
    };

    /// <summary>Processors with twice as many vector registers: AVX-512.</summary>
    public static TileChoice WideProcessor { get; } = Processor with
    {
        Name = "wide processor",
        Registers = 32,
        Measured = FrozenDictionary<ProductShape, ProductTile>.Empty,
    };

    /// <summary>Cards with few multiprocessors. Not measured on a card.</summary>
    public static TileChoice Card { get; } = new("card")
    {
        Rows = 4,
        GroupThreads = 128,
        Steps = 4,
        SumParts = 8,
        Columns = 8,
        ElementRows = 4,
    };

    /// <summary>
    /// Cards with many multiprocessors. By reasoning, not measured: a tile of 8 by 2 loads as much as it multiplies
    /// (16 loads of a warp for 64 multiply-adds, of which four go at a time), 256 threads of at most 128 registers
    /// leave two groups on a multiprocessor, and eight warps on each hide what a load takes.
    /// </summary>
    public static TileChoice LargeCard { get; } = new("large card")
    {
        Rows = 8,
        Channels = 2,
        Vectors = 8,
        GroupThreads = 256,
        Steps = 4,
        SumParts = 8,
        Columns = 8,
        ElementRows = 4,
    };

    /// <summary>All rows.</summary>
    public static IReadOnlyList<TileChoice> Rows { get; } = [Processor, WideProcessor, Card, LargeCard];

    /// <summary>The row of a device: the one it was given, or that of its class.</summary>
    public static TileChoice Of(DeviceCapabilities device) => device.Tuning as TileChoice
        ?? (device.IsProcessor ? device.VectorRegisters > 16 ? WideProcessor : Processor
            : device.EstimatesWorkers || device.Workers < ManyWorkers ? Card : LargeCard);

    /// <summary>The device as one of another class.</summary>
    public static AdaptedDevice Adapt(Device device, TileChoice tiles) => new(device, device.Capabilities with
    {
        IsProcessor = tiles.Rows == 0,
        Tuning = tiles,
    });
}
