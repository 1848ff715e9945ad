using System.Numerics;
using GpuFormer.Kernels.Launch;

namespace GpuFormer.Kernels.Schedules;

/// <summary>How many rows and how many vectors of channels one thread makes.</summary>
internal readonly record struct Tile(int Rows, int Channels);

/// <summary>Chooses tiles and group sizes for kernels whose lanes are channels.</summary>
internal static class Tiling
{
    // Sums, taps and one value in the 16 vector registers of AVX2; few shapes, since each is compiled for itself.
    private static readonly Tile[] Tiles =
    [
        new(6, 2), new(4, 3), new(5, 2), new(4, 2), new(3, 3), new(2, 4), new(2, 5), new(1, 8), new(1, 4), new(12, 1),
        new(8, 1), new(4, 1), new(1, 2), new(1, 1),
    ];

    // What the 32 of AVX-512 hold besides: they leave less over where rows are multiples of seven, or channels five
    // vectors. What few rows read of a filter comes from memory, and panels of five vectors are asked for too late.
    private static readonly Tile[] WideTiles = [.. Tiles, new(7, 3)];
    private static readonly Tile[] WideTilesOfManyRows = [.. WideTiles, new(4, 5)];

    // Those of cards, the largest first.
    private static readonly Tile[] CardTiles = [new(8, 2), new(4, 2), new(8, 1), new(4, 1), new(1, 1)];

    /// <summary>The largest power of two of lanes that the device has and the channels fill.</summary>
    public static int Lanes(DeviceCapabilities device, int channels, int limit = int.MaxValue)
    {
        var lanes = 1;
        while (lanes * 2 <= Math.Min(Math.Min(device.LaneCount, channels), limit))
            lanes *= 2;
        return lanes;
    }

    /// <summary>
    /// The columns of a head of attention whose results a thread makes at a time: a head is whole tiles of them.
    /// </summary>
    /// <param name="width">Columns of a head.</param>
    public static int HeadColumns(int width)
    {
        // With two vectors of rows, their sums, shares and one value take 15 of AVX2's 16 registers.
        const int Most = 6;
        var columns = Math.Min(width, Most);
        while (width % columns > 0)
            columns--;
        return columns;
    }

    /// <summary>How many panels of <paramref name="width"/> cover <paramref name="count"/>.</summary>
    public static int Panels(int count, int width) => (count + width - 1) / width;

    /// <summary>How many of <paramref name="tiles"/> tiles a group has below each other.</summary>
    public static int TilesOfGroup(DeviceCapabilities device, int lanes, int tiles) =>
        Math.Clamp(Math.Min(TileTable.Of(device).GroupThreads, device.MaximumGroupThreads) / lanes, 1, tiles);

    /// <summary>The largest power of two that is no more than <paramref name="limit"/>, at least 1.</summary>
    public static int PowerOfTwo(long limit) => 1 << BitOperations.Log2((uint)Math.Clamp(limit, 1, 1 << 30));

    /// <summary>
    /// How many parts a sum is divided in, each for a thread of its own, where there would be few threads.
    /// </summary>
    /// <param name="device">Processors divide none: they have few threads, and each has enough to do.</param>
    /// <param name="vectors">Of threads, without parts.</param>
    /// <param name="lanes">Threads of a vector.</param>
    /// <param name="reduced">The length of the sums; a part has at least 16 terms.</param>
    public static int PartsOfSum(DeviceCapabilities device, long vectors, int lanes, int reduced) => PowerOfTwo(Math.Min(
        Math.Min(TileTable.Of(device).SumParts, device.MaximumGroupThreads / lanes),
        Math.Min(VectorsOfWorker * device.Workers / vectors, reduced / 16)));

    // Of the filter, that a first-level cache holds, or nearly: with tiles of two rows by five vectors 196x240x40 takes
    // 0.86 of the time of tiles of more rows, 49x504x120 1.06.
    private const int PanelBytes = 40 << 10;

    private const int FewRows = 64;

    // Eight on a multiprocessor hide little of what a load takes, and more parts cost more at their end.
    private const long VectorsOfWorker = 8;

    /// <summary>
    /// For how many channels a kernel gets shared memory. Where memory that is not touched costs nothing it is the same
    /// for all layers, so that they share one specialisation.
    /// </summary>
    public static int SharedChannels(DeviceCapabilities device, int channels) => (int)BitOperations.RoundUpToPowerOf2(
        (uint)(device.IsProcessor ? Math.Max(channels, 256) : channels));

    /// <summary>The tile that makes rows x channels in the fewest estimated cycles.</summary>
    /// <param name="device">Where threads are many, tiles are small.</param>
    /// <param name="rows">Rows of one image; no tile has more.</param>
    /// <param name="channels">At least <paramref name="lanes"/>.</param>
    /// <param name="lanes">Threads along the channels.</param>
    /// <param name="reduced">The length of the sums.</param>
    /// <param name="images">How many times there are so many rows.</param>
    /// <param name="mayBeNarrow">
    /// Whether a processor's tile may have one vector too many, which then makes channels of the one before too.
    /// </param>
    public static Tile Choose(
        DeviceCapabilities device, int rows, int channels, int lanes, int reduced, int images = 1,
        bool mayBeNarrow = false)
    {
        var most = TileTable.Of(device);
        if (most.Rows > 0)
        {
            Tile[] fitting = [.. CardTiles.Where(tile => tile.Channels * lanes <= channels && tile.Rows <= rows
                && tile.Rows <= most.Rows && tile.Channels <= most.Channels)];
            var enough = (long)most.Vectors * device.Workers;
            // Where none leaves enough vectors, one of a few rows: each reads the filter anew.
            return Array.Find(fitting, tile => images * Panels(rows, tile.Rows)
                    * (long)Panels(channels, tile.Channels * lanes) >= enough) is { Rows: > 1 } found
                ? found : Array.Find(fitting, tile => tile is { Rows: <= 4, Channels: 1 });
        }

        return Candidates(device, rows, channels, lanes, mayBeNarrow)
            .MinBy(tile => (double)Panels(rows, tile.Rows) * Panels(channels, tile.Channels * lanes)
                * Cycles(tile, reduced, lanes, most.Registers));
    }

    /// <summary>The tiles of a processor that fit; see <see cref="Choose"/>.</summary>
    internal static IEnumerable<Tile> Candidates(
        DeviceCapabilities device, int rows, int channels, int lanes, bool mayBeNarrow)
    {
        var tiles = TileTable.Of(device).Registers <= 16 ? Tiles : rows > FewRows ? WideTilesOfManyRows : WideTiles;
        var room = mayBeNarrow ? channels + lanes - 1 : channels;
        return tiles.Where(tile => tile.Channels * lanes <= room && tile.Rows <= rows);
    }

    // Two multiply-adds and two loads a cycle; a sum cannot take its next term for four cycles; the rest of a step of
    // the loop costs about one, the start and the end of a tile about two for each sum and twenty. Tiles of more than a
    // dozen sums are no better than of a dozen.
    private static double Cycles(Tile tile, int reduced, int lanes, int registers)
    {
        var sums = tile.Rows * tile.Channels;
        // Of two rows, it reads the filter so often that this shows, most where a panel lies in a second-level cache.
        var taps = tile.Rows == 2 && (long)reduced * tile.Channels * lanes * sizeof(float) > PanelBytes
            ? 2 * tile.Channels
            : tile.Channels;
        // The addresses of more than six rows are in memory: loaded too, or, with registers left, as the tile begins.
        var loads = tile.Rows + taps + (tile.Rows > 6 && registers <= 16 ? tile.Rows : 0);
        var dozens = Math.Max(1, sums / 12.0);
        var step = Math.Max(4, Math.Max(sums / 2.0, loads / 2.0)) + (tile.Rows == 2 ? 1.3 : dozens);
        return (reduced * step) + (2 * sums) + (20 * dozens) + (tile.Rows > 7 && registers > 16 ? 40 : 0);
    }
}
