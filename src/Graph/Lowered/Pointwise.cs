using GpuFormer.Graph.Constants;
using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Language;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered;

/// <summary>
/// A 1x1 convolution or a linear: y[row, c] = epilogue(bias[c] + sum over k of x[row, k] * filter[c, k]).
/// </summary>
/// <remarks>
/// Inputs: x [N, ..., K]; filter [C, K / FilterGroups]; bias [C]; then the epilogue's. Output [N, ..., C].
/// With filter groups, group g of the input channels makes group g of the output channels. With <see cref="Shuffle"/>,
/// the result of filter row g * (C / FilterGroups) + j is stored as channel j * FilterGroups + g, which is
/// ChannelShuffle(FilterGroups) of Networks 1.8; the bias goes with the filter's rows, the epilogue sees the stored
/// channel.
/// With <see cref="FirstToken"/>, x is [N, M, K], only row 0 of each image is read and the output is [N, C].
/// With <see cref="InputChannels"/>, x is wider than K: columns <see cref="InputOffset"/> to InputOffset + K - 1 of
/// each row are read (one of several layers whose results stand beside each other).
/// </remarks>
public sealed record Pointwise : EpilogueOp
{
    // Half of a processor's own second-level cache.
    private const int CacheBytes = 256 << 10;

    private const int LongFilterBytes = 1 << 20;
    private const int Ranges = 4;

    // Asking for memory lines once for so many channels of x is cheaper than for each.
    private const int PrefetchSteps = 4;
    private const int MostRowsToPrefetch = 512;
    private const int LeastToPrefetch = 128;

    public int FilterGroups { get; init; } = 1;

    public bool Shuffle { get; init; }

    public bool FirstToken { get; init; }

    /// <summary>The first column of x that is read.</summary>
    public int InputOffset { get; init; }

    /// <summary>How many columns of x are read (K), or 0 for all.</summary>
    public int InputChannels { get; init; }

    /// <summary>
    /// Whether it is made of products of small matrices of halves: x and the filter are rounded to half precision, and
    /// sums are float32. Filter groups become one filter.
    /// </summary>
    public bool MultipliesFragments { get; init; }

    public override int OwnInputs => 3;

    public override int? FilterInput => 1;

    public override bool MakesMaps => true;

    public override bool MakesRows(
        IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs, DeviceCapabilities device) =>
        FilterGroups == 1 && !FirstToken && !MultipliesFragments;

    public override bool ReadsPanels(int panel, IReadOnlyList<Shape> inputs, DeviceCapabilities device) =>
        inputs[0].Rank == 4 && InputOffset == 0 && inputs[0].Last == ReducedChannels(inputs[0])
        && inputs[0].Last % panel == 0 && IsWhole(inputs, device);

    public override bool StoresPanels(int panel, IReadOnlyList<Shape> inputs, DeviceCapabilities device) =>
        inputs[1][0] % panel == 0 && !Epilogue.ReadsMap && IsWhole(inputs, device);

    /// <summary>K: how many channels of x [N, ..., ...] are read.</summary>
    public int ReducedChannels(Shape x) => InputChannels == 0 ? x.Last : InputChannels;

    protected override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        var (x, filter, bias) = (inputs[0], inputs[1], inputs[2]);
        if (x.Rank < 2 || (FirstToken && x.Rank != 3))
            throw new ShapeException(this, "x", FirstToken ? "[N,M,K]" : "[N,...,K]", x);
        if (InputOffset < 0 || InputOffset + ReducedChannels(x) > x.Last)
            throw new ShapeException(this, "x", $"at least {InputOffset + ReducedChannels(x)} channels wide", x);
        if (filter.Rank != 2 || filter[0] % FilterGroups != 0 || filter[1] * FilterGroups != ReducedChannels(x))
            throw new ShapeException(this, "x", x, $"filter of {FilterGroups} filter groups", filter);
        if (bias != new Shape(filter[0]))
            throw new ShapeException(this, "bias", new Shape(filter[0]), bias);
        return FirstToken ? new Shape(x[0], filter[0]) : x.WithLast(filter[0]);
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs) =>
        (long)outputs[0].Elements * (ReducedChannels(inputs[0]) / FilterGroups);

    public override Rearrangement? Pack(
        int input, IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs, DeviceCapabilities device)
    {
        var plan = PlanFor(inputs[0], outputs[0], device);
        var (G, K, C) = (FilterGroups, plan.K, plan.C);
        var isDense = plan.FilterGroups < G;
        if (input == 2)
            return isDense && Shuffle ? Permuted.Shuffled(G, C) : null;
        if (input != 1)
            return null;
        Rearrangement layout = MultipliesFragments
            ? new PaddedRows(Tiling.Panels(K, Library.MatrixKernels.Depth) * Library.MatrixKernels.Depth)
            : new Panels(C, K, plan.FilterGroups, plan.PanelWidth, plan.Lanes);
        return isDense ? new Ungrouped(G, Shuffle).Then(layout) : layout;
    }

    public override void Forward(ForwardContext context)
    {
        var (x, output) = (context.InputShape(0), context.OutputShape());
        var plan = PlanFor(x, output, context.Capabilities);
        var rowStride = FirstToken ? x[1] * x[2] : FromPanels > 0 ? FromPanels : x.Last;
        var sizes = new Library.PointwiseSizes(
            plan.Rows, plan.Rows * rowStride, rowStride, InputOffset, plan.K, plan.C, plan.FilterGroups);
        var epilogue = Epilogue.ToKernel(context, OwnInputs);
        if (MultipliesFragments)
        {
            var tile = context.Capabilities.Tiles.Fragments;
            context.Launch(
                new KernelSpecialisation(
                    epilogue.Close(typeof(Library.MatrixKernels), nameof(Library.MatrixKernels.Forward)),
                    new GroupShape(Fragment.Threads, tile.RowWarps * tile.ColumnWarps),
                    new Library.MatrixConstants
                    {
                        RowWarps = tile.RowWarps,
                        ColumnWarps = tile.ColumnWarps,
                        RowFragments = tile.RowFragments,
                        ColumnFragments = tile.ColumnFragments,
                        Together = AreMultiplesOf(4, plan.K, rowStride, sizes.ImageStride) ? 4 : 1,
                    }),
                new LaunchShape(Tiling.Panels(plan.Rows, tile.Rows), Tiling.Panels(plan.C, tile.Columns), plan.Images),
                context.Input(0), context.Input(1), context.Input(2), context.Output(), epilogue.Value, sizes);
            return;
        }

        // Code for more than nine results of a long epilogue side by side keeps nothing in registers.
        var isSeparate = plan.Tile.Rows * plan.Tile.Channels > 9 && Epilogue.Steps.Any(step => step.IsLong);
        // Four values of a row are one load where cards know them to be aligned.
        var steps = context.Capabilities.Tiles.Steps;
        if (!AreMultiplesOf(steps, plan.K, rowStride, sizes.ImageStride))
            steps = 1;
        var ahead = AheadOf(plan, rowStride, sizes.ImageStride, context.Capabilities);
        if (ahead > 0)
            steps = PrefetchSteps;
        // Those that lie side by side.
        if (FromPanels > 0)
            steps = FromPanels;
        var kernel = new KernelSpecialisation(
            epilogue.Close(typeof(Library.PointwiseKernels), nameof(Library.PointwiseKernels.Forward)),
            new GroupShape(plan.Lanes, plan.RowTilesOfGroup, isSeparate ? 1 : plan.Parts),
            new Library.PointwiseConstants
            {
                TileRows = plan.Tile.Rows,
                TileChannels = plan.Tile.Channels,
                Steps = steps,
                Ranges = RangesOf(plan, steps, context.Capabilities),
                Grouped = plan.FilterGroups > 1 ? 1 : 0,
                Separate = isSeparate ? RowsAtATime(plan.Tile) : 0,
                Ahead = ahead,
                FromPanels = FromPanels > 0 ? 1 : 0,
                ToPanels = ToPanels > 0 ? 1 : 0,
                Narrow = plan.C < plan.PanelWidth ? 1 : 0,
            });
        var grid = new LaunchShape(
            Tiling.Panels(plan.Rows, plan.Tile.Rows * plan.RowTilesOfGroup), plan.Panels,
            plan.Images * plan.FilterGroups)
        {
            BlockX = BlockOf(plan),
            Rows = new LaunchRows
            {
                AlongY = false,
                Places = Tiling.Panels(plan.Rows, plan.Tile.Rows * plan.RowTilesOfGroup),
                Step = plan.Tile.Rows * plan.RowTilesOfGroup,
                Least = plan.Tile.Rows,
                Pixels = plan.Rows,
                InputRows = plan.Rows,
            },
        };
        context.Launch(kernel, grid, context.Input(0), context.Input(1), context.Input(2), context.Output(),
            epilogue.Value, sizes);
    }

    // Pairs of results of a long epilogue take turns in registers.
    private static int RowsAtATime(Tile tile) => tile.Channels % 2 == 0 || tile.Rows % 2 != 0 ? 1 : 2;

    // What a core reads in one place keeps few of its fetches from memory under way. In four places at once, linears of
    // one row with filters of a megabyte or more take 0.8 of the time on one worker and 0.9 on two; those whose filters
    // come from a cache, and those of more rows, gain nothing.
    private static int RangesOf(Plan plan, int steps, DeviceCapabilities device) =>
        device.PrefersTallTiles && plan.Tile.Rows == 1 && steps == 1 && plan.K % Ranges == 0
        && (long)plan.K * plan.C * sizeof(float) >= LongFilterBytes
            ? Ranges : 1;

    // A core waits for what it reads of a filter the first time: in a network every filter is cold. While it multiplies
    // with one panel, its tiles ask for the next, each for so many elements with each channel: linears of 6 rows take
    // 0.65 to 0.85 of the time, 1x1 convolutions of 49 rows 0.9. One row is as fast as memory itself. Of many rows
    // only the first block reads what is cold, which pays if K is long enough for what a tile does before its loop.
    private int AheadOf(Plan plan, int rowStride, int imageStride, DeviceCapabilities device)
    {
        var block = BlockOf(plan);
        if (!device.Prefetches || plan.Tile.Rows == 1 || plan.Panels == 1 || plan.Rows > MostRowsToPrefetch
            || (block > 0 && plan.K < LeastToPrefetch)
            || !AreMultiplesOf(PrefetchSteps, plan.K, rowStride, imageStride))
        {
            return 0;
        }

        var tiles = Tiling.Panels(plan.Rows, plan.Tile.Rows);
        return Tiling.Panels(plan.PanelWidth, block > 0 ? Math.Min(block, tiles) : tiles);
    }

    // Whether its kernel knows no filter groups.
    private bool IsWhole(IReadOnlyList<Shape> inputs, DeviceCapabilities device) =>
        !MultipliesFragments && PlanFor(inputs[0], InferShape(inputs), device).FilterGroups == 1;

    private bool AreMultiplesOf(int steps, int K, int rowStride, int imageStride) =>
        K % steps == 0 && rowStride % steps == 0 && imageStride % steps == 0 && InputOffset % steps == 0;

    // Where the maps are larger than the filter, a processor keeps to its rows from op to op, and makes all channels of
    // some of them before the next: what it reads of x again for each panel is still in its cache.
    private static int BlockOf(Plan plan)
    {
        if (plan.FilterGroups > 1 || (long)plan.Rows * (plan.K + plan.C) <= (long)plan.K * plan.C)
            return 0;
        var bytes = (long)plan.Tile.Rows * plan.RowTilesOfGroup * (plan.K + plan.C) * sizeof(float);
        return (int)Math.Max(1, CacheBytes / bytes);
    }

    // Rows of all images are one image's unless the epilogue must tell images apart.
    private Plan PlanFor(Shape x, Shape output, DeviceCapabilities device)
    {
        var images = Epilogue.ReadsImage ? output[0] : 1;
        // A shuffled group stores far apart, and a narrow one leaves most lanes idle: either costs more than
        // multiplying the zeros of a filter without groups (26M: 4 groups of 3 to 144 channels).
        // Maps in panels know no groups, on whichever device the op runs then.
        var groups = Shuffle || MultipliesFragments || FromPanels > 0 || ToPanels > 0
            || output.Last / FilterGroups < 2 * device.LaneCount
                ? 1 : FilterGroups;
        var (rows, K, C) = (output.Rows / images, ReducedChannels(x) / groups, output.Last / groups);
        var lanes = ToPanels > 0 ? ToPanels : Tiling.Lanes(device, C);
        var tile = lanes == ProductTiles.Lanes && device.LaneCount == lanes
            && device.Tiles.Measured.TryGetValue(new(rows, K, C), out var measured)
            ? new Tile(measured.Rows, measured.Channels)
            : Tiling.Choose(device, rows, C, lanes, K, images * groups, mayBeNarrow: true);
        // Where tiles are small, a group has several of them below each other, which share the filter's cache lines.
        var rowTiles = Tiling.TilesOfGroup(device, lanes, Tiling.Panels(rows, tile.Rows));
        var plan = new Plan(images, rows, groups, K, C, lanes, tile, rowTiles, 1);
        var vectors = (long)images * groups * Tiling.Panels(rows, tile.Rows) * plan.Panels;
        var parts = Tiling.PartsOfSum(device, vectors, lanes, K);
        return plan with { RowTilesOfGroup = Math.Max(1, rowTiles / parts), Parts = parts };
    }

    private readonly record struct Plan(
        int Images, int Rows, int FilterGroups, int K, int C, int Lanes, Tile Tile, int RowTilesOfGroup, int Parts)
    {
        public int PanelWidth => Lanes * Tile.Channels;

        public int Panels => Tiling.Panels(C, PanelWidth);
    }
}
