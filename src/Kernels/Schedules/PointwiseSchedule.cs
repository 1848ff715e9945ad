using System.Reflection;
using GpuFormer.Kernels.Language;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Kernels.Schedules;

/// <summary>A 1x1 convolution or linear, as far as its schedule depends on it.</summary>
/// <param name="Images">Images that the epilogue tells apart; 1 where rows of all images are one image's.</param>
/// <param name="Rows">Rows of all of them.</param>
/// <param name="K">Input channels of all filter groups.</param>
/// <param name="C">Output channels of all filter groups.</param>
/// <param name="FilterGroups">Groups of the filter.</param>
internal readonly record struct PointwiseProblem(int Images, int Rows, int K, int C, int FilterGroups)
{
    /// <summary>Elements from one row of x to the next.</summary>
    public required int RowStride { get; init; }

    /// <summary>The first column of x that is read.</summary>
    public int InputOffset { get; init; }

    /// <summary>Whether results are stored shuffled.</summary>
    public bool Shuffle { get; init; }

    /// <summary>Whether it is made of products of small matrices.</summary>
    public bool MultipliesFragments { get; init; }

    /// <summary>The width of the panels that x lies in; 0 for rows.</summary>
    public int FromPanels { get; init; }

    /// <summary>The width of the panels that y is stored in; 0 for rows.</summary>
    public int ToPanels { get; init; }

    /// <summary>Whether a step of the epilogue takes many instructions.</summary>
    public bool HasLongEpilogue { get; init; }
}

/// <summary>How a 1x1 convolution or linear runs on a device: tiles, panels of the filter, launch.</summary>
/// <param name="Problem">What is multiplied.</param>
/// <param name="Rows">Rows of one image.</param>
/// <param name="FilterGroups">Groups that the kernel knows: 1 where the filter's become one.</param>
/// <param name="K">Input channels of such a group.</param>
/// <param name="C">Output channels of such a group.</param>
/// <param name="Lanes">Threads along channels.</param>
/// <param name="Tile">Rows, and vectors of channels, of a thread.</param>
/// <param name="RowTilesOfGroup">Tiles below each other.</param>
/// <param name="Parts">Threads that share each sum.</param>
internal sealed record PointwiseSchedule(
    PointwiseProblem Problem, int Rows, int FilterGroups, int K, int C, int Lanes, Tile Tile, int RowTilesOfGroup,
    int Parts)
{
    // Half of a processor's own second-level cache.
    private const int CacheBytes = 256 << 10;

    private const int LongFilterBytes = 1 << 20;
    private const int RangesOfLongFilters = 4;

    // Asking for memory lines once for so many channels of x is cheaper than for each.
    private const int PrefetchSteps = 4;
    private const int MostRowsToPrefetch = 512;
    private const int LeastToPrefetch = 128;

    /// <summary>The row of the device's class.</summary>
    public required TileChoice Tiles { get; init; }

    /// <summary>What it runs on.</summary>
    public required DeviceCapabilities Device { get; init; }

    /// <summary>Whether the filter is laid out as one without groups.</summary>
    public bool IsUngrouped => FilterGroups < Problem.FilterGroups;

    /// <summary>Channels of a panel of the filter.</summary>
    public int PanelWidth => Lanes * Tile.Channels;

    /// <summary>Input channels of the filter, padded for products of small matrices.</summary>
    public int PaddedK => Tiling.Panels(K, Library.MatrixKernels.Depth) * Library.MatrixKernels.Depth;

    /// <summary>What the kernel is told of the shapes.</summary>
    public Library.PointwiseSizes Sizes =>
        new(Rows, ImageStride, Problem.RowStride, Problem.InputOffset, K, C, FilterGroups);

    /// <summary>The grid of the launch.</summary>
    public LaunchShape Grid => Problem.MultipliesFragments
        ? new(Tiling.Panels(Rows, Tiles.Fragments.Rows), Tiling.Panels(C, Tiles.Fragments.Columns), Problem.Images)
        : new(Places, Panels, Problem.Images * FilterGroups)
        {
            BlockX = Block,
            Rows = new LaunchRows
            {
                AlongY = false,
                Places = Places,
                Step = Tile.Rows * RowTilesOfGroup,
                Least = Tile.Rows,
                Pixels = Rows,
                InputRows = Rows,
            },
        };

    private int ImageStride => Rows * Problem.RowStride;

    private int Panels => Tiling.Panels(C, PanelWidth);

    private int Places => Tiling.Panels(Rows, Tile.Rows * RowTilesOfGroup);

    // Where the maps are larger than the filter, a processor keeps to its rows from op to op, and makes all channels of
    // some of them before the next: what it reads of x again for each panel is still in its cache.
    private int Block => FilterGroups > 1 || (long)Rows * (K + C) <= (long)K * C
        ? 0
        : (int)Math.Max(1, CacheBytes / ((long)Tile.Rows * RowTilesOfGroup * (K + C) * sizeof(float)));

    // A core waits for what it reads of a filter the first time: in a network every filter is cold. While it multiplies
    // with one panel, its tiles ask for the next, each for so many elements with each channel: linears of 6 rows take
    // 0.65 to 0.85 of the time, 1x1 convolutions of 49 rows 0.9. One row is as fast as memory itself. Of many rows
    // only the first block reads what is cold, which pays if K is long enough for what a tile does before its loop.
    private int Ahead
    {
        get
        {
            if (!Device.Prefetches || Tile.Rows == 1 || Panels == 1 || Rows > MostRowsToPrefetch
                || (Block > 0 && K < LeastToPrefetch) || !AreMultiplesOf(PrefetchSteps))
            {
                return 0;
            }

            var tiles = Tiling.Panels(Rows, Tile.Rows);
            return Tiling.Panels(PanelWidth, Block > 0 ? Math.Min(Block, tiles) : tiles);
        }
    }

    // Channels of x at a time: those that lie side by side in a panel, or those that GPUs know to be aligned, of which
    // four are one load.
    private int Steps => Problem.FromPanels > 0 ? Problem.FromPanels
        : Ahead > 0 ? PrefetchSteps
        : AreMultiplesOf(Tiles.Steps) ? Tiles.Steps : 1;

    // What a core reads in one place keeps few of its fetches from memory under way. In four places at once, linears of
    // one row with filters of a megabyte or more take 0.8 of the time on one worker and 0.9 on two; those whose filters
    // come from a cache, and those of more rows, gain nothing.
    private int Ranges => Device.IsProcessor && Tile.Rows == 1 && Steps == 1 && K % RangesOfLongFilters == 0
        && (long)K * C * sizeof(float) >= LongFilterBytes
            ? RangesOfLongFilters : 1;

    // Code for more than nine results of a long epilogue side by side keeps nothing in registers; pairs of them take
    // turns there.
    private int Separate => Tile.Rows * Tile.Channels <= 9 || !Problem.HasLongEpilogue ? 0
        : Tile.Channels % 2 == 0 || Tile.Rows % 2 != 0 ? 1 : 2;

    /// <summary>Chooses for a device.</summary>
    public static PointwiseSchedule For(DeviceCapabilities device, PointwiseProblem problem)
    {
        // A shuffled group stores far apart, and a narrow one leaves most lanes idle: either costs more than
        // multiplying the zeros of a filter without groups (26M: 4 groups of 3 to 144 channels).
        // Maps in panels know no groups, on whichever device the op runs then.
        var groups = problem.Shuffle || problem.MultipliesFragments || problem.FromPanels > 0 || problem.ToPanels > 0
            || problem.C / problem.FilterGroups < 2 * device.LaneCount
                ? 1 : problem.FilterGroups;
        var (rows, K, C) = (problem.Rows / problem.Images, problem.K / groups, problem.C / groups);
        var lanes = problem.ToPanels > 0 ? problem.ToPanels : Tiling.Lanes(device, C);
        var tiles = TileTable.Of(device);
        var tile = lanes == ProductTiles.Lanes && device.LaneCount == lanes
            && tiles.Measured.TryGetValue(new(rows, K, C), out var measured)
            ? new Tile(measured.Rows, measured.Channels)
            : Tiling.Choose(device, rows, C, lanes, K, problem.Images * groups, mayBeNarrow: true);
        // Where tiles are small, a group has several of them below each other, which share the filter's cache lines.
        var rowTiles = Tiling.TilesOfGroup(device, lanes, Tiling.Panels(rows, tile.Rows));
        var vectors = (long)problem.Images * groups * Tiling.Panels(rows, tile.Rows)
            * Tiling.Panels(C, lanes * tile.Channels);
        var parts = Tiling.PartsOfSum(device, vectors, lanes, K);
        return new(problem, rows, groups, K, C, lanes, tile, Math.Max(1, rowTiles / parts), parts)
        {
            Device = device,
            Tiles = tiles,
        };
    }

    /// <summary>The kernel.</summary>
    /// <param name="close">A method of a family of kernels with the types of the epilogue.</param>
    public KernelSpecialisation Kernel(Func<Type, string, MethodInfo> close)
    {
        if (Problem.MultipliesFragments)
        {
            var tile = Tiles.Fragments;
            return new(
                close(typeof(Library.MatrixKernels), nameof(Library.MatrixKernels.Forward)),
                new GroupShape(Fragment.Threads, tile.RowWarps * tile.ColumnWarps),
                new Library.MatrixConstants
                {
                    RowWarps = tile.RowWarps,
                    ColumnWarps = tile.ColumnWarps,
                    RowFragments = tile.RowFragments,
                    ColumnFragments = tile.ColumnFragments,
                    Together = AreMultiplesOf(4) ? 4 : 1,
                });
        }

        return new(
            close(typeof(Library.PointwiseKernels), nameof(Library.PointwiseKernels.Forward)),
            new GroupShape(Lanes, RowTilesOfGroup, Separate > 0 ? 1 : Parts),
            new Library.PointwiseConstants
            {
                TileRows = Tile.Rows,
                TileChannels = Tile.Channels,
                Steps = Steps,
                Ranges = Ranges,
                Grouped = FilterGroups > 1 ? 1 : 0,
                Separate = Separate,
                Ahead = Ahead,
                FromPanels = Problem.FromPanels > 0 ? 1 : 0,
                ToPanels = Problem.ToPanels > 0 ? 1 : 0,
                Narrow = C < PanelWidth ? 1 : 0,
            });
    }

    private bool AreMultiplesOf(int steps) => K % steps == 0 && Problem.RowStride % steps == 0
        && ImageStride % steps == 0 && Problem.InputOffset % steps == 0;
}
