using System.Reflection;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered;

/// <summary>How the kernels of attention across patches divide their work.</summary>
/// <param name="Lanes">Threads of a group: queries; in gradients first those (or keys), then columns of a head.</param>
/// <param name="Width">Columns of a head.</param>
/// <param name="Vectors">How many times <paramref name="Lanes"/> queries a group makes.</param>
/// <param name="Block">The most keys whose scores are in shared memory: a constant of the kernel.</param>
/// <param name="TileKeys">Keys whose scores a thread makes at a time.</param>
/// <param name="Tile">Queries and vectors of columns whose results a thread makes at a time.</param>
/// <param name="Patches">All keys.</param>
internal readonly record struct PatchTiling(
    int Lanes, int Width, int Vectors, int Block, int TileKeys, Tile Tile, int Patches)
{
    // Their scores and what is read of their values, again for each tile of columns, stay in a first-level cache.
    private const int PartKeys = 64;

    // Sums, values and one share in the 16 vector registers of AVX2.
    private static readonly Tile[] Tiles =
        [new(4, 3), new(2, 5), new(2, 4), new(4, 2), new(2, 3), new(1, 5), new(8, 1), new(2, 2), new(4, 1), new(1, 3),
         new(1, 2), new(2, 1), new(1, 1)];

    /// <summary>Keys whose scores are in shared memory at one time.</summary>
    public int Chunk => Tiling.Panels(Patches, Tiling.Panels(Patches, Block));

    /// <summary>Of the forward run.</summary>
    public static PatchTiling Forward(DeviceCapabilities device, Shape y, int heads) =>
        Choose(device, y, heads, device.IsProcessor ? 258 : 64, device.IsProcessor ? 6 : 4, sums: 1);

    /// <summary>Of the gradient of queries: two products for each score.</summary>
    public static PatchTiling Queries(DeviceCapabilities device, Shape y, int heads) =>
        Choose(device, y, heads, device.IsProcessor ? 258 : 32, device.IsProcessor ? 3 : 2, sums: 1);

    /// <summary>Of the gradients of keys and values: two products for each score, two results.</summary>
    public static PatchTiling Keys(DeviceCapabilities device, Shape y, int heads) =>
        Choose(device, y, heads, device.IsProcessor ? 126 : 32, device.IsProcessor ? 3 : 2, sums: 2);

    public Library.PatchSizes Sizes(Shape y, int heads) => new(y[1], y[2], y[3], heads, Chunk);

    public LaunchShape Grid(Shape y, int heads) => new(Tiling.Panels(Patches, Lanes * Vectors), 4 * heads, y[0]);

    /// <summary>The kernel of the forward run.</summary>
    public KernelSpecialisation ForwardKernel(bool keepsTerms) => new(
        Library.PatchAttentionKernels.Forward, new GroupShape(Lanes),
        new Library.PatchAttentionConstants
        {
            SharedWidth = Width,
            Keys = Block,
            QueryVectors = Vectors,
            TileKeys = TileKeys,
            TileColumns = Tiling.HeadColumns(Width),
            PartKeys = PartKeys,
            Several = Patches > Block ? 1 : 0,
            KeepsTerms = keepsTerms ? 1 : 0,
        });

    /// <summary>The kernel of the gradient of queries.</summary>
    public KernelSpecialisation QueriesKernel() => new(
        Library.PatchAttentionBackwardKernels.Queries, new GroupShape(Lanes),
        new Library.PatchAttentionQueriesConstants
        {
            SharedWidth = Width,
            Keys = Block,
            QueryVectors = Vectors,
            TileKeys = TileKeys,
            TileQueries = Tile.Rows,
            TileChannels = Tile.Channels,
            Several = Patches > Block ? 1 : 0,
        });

    /// <summary>The kernel of the gradients of keys and values.</summary>
    public KernelSpecialisation KeysKernel() => new(
        Library.PatchAttentionBackwardKernels.Keys, new GroupShape(Lanes),
        new Library.PatchAttentionKeysConstants
        {
            SharedWidth = Width,
            Queries = Block,
            KeyVectors = Vectors,
            TileQueries = TileKeys,
            TileKeys = Tile.Rows,
            TileChannels = Tile.Channels,
            Several = Patches > Block ? 1 : 0,
        });

    private static PatchTiling Choose(
        DeviceCapabilities device, Shape y, int heads, int block, int tileKeys, int sums)
    {
        var (width, patches) = (y[3] / heads, y[1] / 2 * (y[2] / 2));
        var lanes = Tiling.Lanes(device, width);
        var vectors = device.IsProcessor && patches > lanes ? 2 : 1;
        var most = device.IsProcessor ? 12 : 4;
        // Two multiply-adds and two loads a cycle, and no sum takes its next term before four cycles.
        var tile = Tiles.Where(tile => lanes * vectors % tile.Rows == 0 && tile.Channels * lanes <= width
                && sums * tile.Rows * tile.Channels <= most && (device.IsProcessor || tile.Channels == 1))
            .MinBy(tile => (double)(lanes * vectors / tile.Rows) * Tiling.Panels(width, tile.Channels * lanes)
                * (Math.Max(4, sums * Math.Max(tile.Rows * tile.Channels, tile.Rows + tile.Channels) / 2.0) + 0.5));
        return new(lanes, width, vectors, block, tileKeys, tile, patches);
    }
}
