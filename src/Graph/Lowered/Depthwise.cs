using GpuFormer.Graph.Lowered.Backward;
using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered;

/// <summary>
/// A depthwise convolution with a filter of odd height R and width S, padding R / 2 and S / 2, and a channel multiplier:
/// output channel q = j * C + i (i the input channel, j below Multiplier), so that neighbouring lanes read neighbouring
/// inputs. y[n, oh, ow, q] = epilogue(bias[q] + sum over r, s of
/// x[n, oh * Stride + r - R / 2, ow * ColumnStride + s - S / 2, q mod C] * filter[r, s, q]).
/// </summary>
/// <remarks>
/// Inputs: x [N, H, W, C]; filter [R, S, Q], Q = C * Multiplier; bias [Q]; then the epilogue's.
/// Output [N, (H - 1) / Stride + 1, (W - 1) / ColumnStride + 1, Q].
/// </remarks>
internal sealed record Depthwise(int Stride) : EpilogueOp, IDifferentiable
{
    // A thread that holds all taps of larger filters holds more than a compiler takes in reasonable time.
    private const int LargestHeld = 11;

    // Of filters that are walked along.
    private const int LargestWalked = 3;

    // Of a first-level cache of 32 KiB, with room for what is written; 16, 32 and 48 were slower, by 2 to 5 %.
    private const int StripBytes = 24 << 10;
    private const int CacheLineBytes = 64;

    // Columns of a thread that loops over taps.
    internal const int LoopTile = 4;

    // Of a run: with what is read for them, they lie in the first-level cache.
    private const int KeptColumns = 128;

    /// <summary>The stride along rows, where it is not that down columns.</summary>
    public int ColumnStride { get; init; } = Stride;

    public override int OwnInputs => 3;

    public override int? FilterInput => 1;

    public override bool MakesMaps => true;

    public override bool MakesRows(
        IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs, DeviceCapabilities device) =>
        !Loops(inputs[1][0], inputs[1][1]) && outputs[0][2] <= LongestRun(inputs[1], device);

    public override bool ReadsPanels(int panel, IReadOnlyList<Shape> inputs, DeviceCapabilities device) =>
        !Loops(inputs[1][0], inputs[1][1]) && inputs[0][3] % panel == 0;

    public override bool StoresPanels(int panel, IReadOnlyList<Shape> inputs, DeviceCapabilities device) =>
        ReadsPanels(panel, inputs, device) && !Epilogue.ReadsMap;

    protected override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        var (x, filter, bias) = (inputs[0], inputs[1], inputs[2]);
        if (x.Rank != 4)
            throw new ShapeException(this, "x", "[N,H,W,C]", x);
        if (filter.Rank != 3 || filter[0] % 2 == 0 || filter[1] % 2 == 0 || filter[2] % x[3] != 0)
            throw new ShapeException(this, "x", x, "filter", filter);
        if (bias != new Shape(filter[2]))
            throw new ShapeException(this, "bias", new Shape(filter[2]), bias);
        return new Shape(x[0], ((x[1] - 1) / Stride) + 1, ((x[2] - 1) / ColumnStride) + 1, filter[2]);
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs) =>
        (long)outputs[0].Elements * inputs[1][0] * inputs[1][1];

    /// <summary>Whether a filter is so large that kernels loop over its taps.</summary>
    internal static bool Loops(int height, int width) => height > LargestHeld || width > LargestHeld;

    public override void Forward(ForwardContext context)
    {
        var filter = context.InputShape(1);
        var lanes = LanesOf(context.Capabilities, context.InputShape(0)[3]);
        if (Loops(filter[0], filter[1]))
            ForwardInLoops(context, lanes);
        else if (Tiles(filter))
            ForwardInTiles(context, lanes);
        else
            Walk(context, lanes);
    }

    private void Walk(ForwardContext context, int lanes)
    {
        var (x, filter, output) = (context.InputShape(0), context.InputShape(1), context.OutputShape());
        var device = context.Capabilities;
        var rows = Math.Min(2, output[1]);
        var columns = Math.Min(LongestRun(filter, device), output[2]);
        var (panels, runs) = (Tiling.Panels(x[3], lanes), Tiling.Panels(output[2], columns));
        var epilogue = Epilogue.ToKernel(context, OwnInputs);
        var kernel = new KernelSpecialisation(
            epilogue.Close(typeof(Library.DepthwiseKernels), nameof(Library.DepthwiseKernels.Walk)),
            new GroupShape(lanes),
            new Library.DepthwiseWalkConstants
            {
                R = filter[0],
                S = filter[1],
                Stride = Stride,
                Rows = rows,
                Kept = Keeps(device) ? KeptColumns : 0,
                FromPanels = FromPanels > 0 ? 1 : 0,
                ToPanels = ToPanels > 0 ? 1 : 0,
            });
        var walks = Tiling.Panels(output[1], rows);
        var grid = new LaunchShape(panels * (output[3] / x[3]), walks * runs, x[0])
        {
            Rows = runs == 1 ? RowsOf(x, output, walks, rows, rows, filter[0] / 2) : null,
        };
        context.Launch(kernel, grid, context.Input(0), context.Input(1), context.Input(2), context.Output(),
            epilogue.Value, new Library.DepthwiseSizes(x[1], x[2], x[3], output[1], output[2]),
            new Library.DepthwiseRuns(output[3], panels, columns, runs));
    }

    private void ForwardInTiles(ForwardContext context, int lanes)
    {
        var (x, filter, output) = (context.InputShape(0), context.InputShape(1), context.OutputShape());
        var device = context.Capabilities;
        var tile = TileOf(output[2], filter, device);
        var columns = Math.Min(TileTable.Of(device).Columns, Tiling.Panels(output[2], tile) * tile);
        var (panels, runs) = (Tiling.Panels(x[3], lanes), Tiling.Panels(output[2], columns));
        var epilogue = Epilogue.ToKernel(context, OwnInputs);
        var kernel = new KernelSpecialisation(
            epilogue.Close(typeof(Library.DepthwiseKernels), nameof(Library.DepthwiseKernels.Tiled)),
            new GroupShape(lanes),
            new Library.DepthwiseTiledConstants
            {
                R = filter[0],
                S = filter[1],
                Stride = Stride,
                Across = ColumnStride,
                Tile = tile,
                MiddleFirst = runs == 1 ? 1 : 0,
                FromPanels = FromPanels > 0 ? 1 : 0,
                ToPanels = ToPanels > 0 ? 1 : 0,
            });
        var multiples = output[3] / x[3];
        var rows = device.IsProcessor ? StripOf(x, output, filter[0], panels * multiples, device) : 1;
        var strips = Tiling.Panels(output[1], rows);
        var grid = new LaunchShape(panels * multiples, strips * runs, x[0])
        {
            Rows = runs == 1 ? RowsOf(x, output, strips, rows, 1, filter[0] / 2) : null,
        };
        context.Launch(kernel, grid, context.Input(0), context.Input(1), context.Input(2), context.Output(),
            epilogue.Value, new Library.DepthwiseSizes(x[1], x[2], x[3], output[1], output[2]),
            new Library.DepthwiseStrips(output[3], multiples, columns, runs, rows));
    }

    // Columns of a tile: as many as leave registers for the taps, in few shapes, since each is compiled for itself.
    // On a card few, whose loads are all on their way at once, without a register too many.
    private static int TileOf(int columns, Shape filter, DeviceCapabilities device)
    {
        if (!device.IsProcessor)
            return Math.Min(IsLarge(filter) ? 2 : 4, columns);
        return columns <= 8 ? columns : Tiling.Panels(columns, 7) * 7 <= Tiling.Panels(columns, 8) * 8 ? 7 : 8;
    }

    // Output rows of a strip: so few that all workers have several and that, where the next panel's channels share
    // cache lines, what it reads of a panel stays in a first-level cache for the next. Large maps are made row by row
    // between others (LaunchChains).
    private int StripOf(Shape x, Shape output, int R, int panels, DeviceCapabilities device)
    {
        var share = (long)panels * output[1] * x[0] / (8 * device.Workers);
        if (FromPanels == 0 || (long)x.Elements * sizeof(float) >= device.LargeMapBytes)
            share = Math.Min(share, (((StripBytes / (x[2] * CacheLineBytes)) - R) / Stride) + 1);
        var rows = (int)Math.Clamp(share, 1, output[1]);
        // Evenly, so that none is much shorter than the others.
        return Tiling.Panels(output[1], Tiling.Panels(output[1], rows));
    }

    // `step` rows of a place, of which the last may have `least`.
    private LaunchRows RowsOf(Shape x, Shape output, int places, int step, int least, int reach) => new()
    {
        AlongY = true,
        Places = places,
        Step = step * output[2],
        Least = least * output[2],
        Pixels = output[1] * output[2],
        Width = output[2],
        InputRows = x[1],
        InputWidth = x[2],
        Stride = Stride,
        Reach = reach,
    };

    // Whether the epilogue is applied after the walk, whose taps and sums take most registers.
    private bool Keeps(DeviceCapabilities device) =>
        device.IsProcessor && Epilogue.Steps.Any(step => step.IsLong);

    private int LongestRun(Shape filter, DeviceCapabilities device) =>
        !Tiles(filter) && Keeps(device) ? KeptColumns : TileTable.Of(device).Columns;

    // With the taps of larger filters, or two columns at a step, sums do not stay in registers along a walk: 5x5 takes
    // 0.9 of its time in tiles, with a stride 0.5, 3x3 with a stride 0.9; without, 1.0 to 1.6.
    private bool Tiles(Shape filter) => IsLarge(filter) || ColumnStride > 1;

    private static bool IsLarge(Shape filter) => filter[0] > LargestWalked || filter[1] > LargestWalked;

    private void ForwardInLoops(ForwardContext context, int lanes)
    {
        var (x, filter, output) = (context.InputShape(0), context.InputShape(1), context.OutputShape());
        var tile = Math.Min(LoopTile, output[2]);
        var (panels, tiles) = (Tiling.Panels(x[3], lanes), Tiling.Panels(output[2], tile));
        var epilogue = Epilogue.ToKernel(context, OwnInputs);
        var kernel = new KernelSpecialisation(
            epilogue.Close(typeof(Library.LargeDepthwiseKernels), nameof(Library.LargeDepthwiseKernels.Forward)),
            new GroupShape(lanes),
            new Library.LargeDepthwiseConstants { Stride = Stride, Across = ColumnStride, Tile = tile });
        context.Launch(kernel, new LaunchShape(panels * (output[3] / x[3]), output[1] * tiles, x[0]),
            context.Input(0), context.Input(1), context.Input(2), context.Output(), epilogue.Value,
            new Library.DepthwiseSizes(x[1], x[2], x[3], output[1], output[2]), output[3], panels, tiles, filter[0],
            filter[1]);
    }

    public void Differentiate(GradientContext context)
    {
        if (context.OutputGradient() is not { } dy || Epilogue.Steps.Count > 0)
            throw new NotSupportedException($"{Name} '{context.Node.Name}' is differentiated before epilogues are fused.");
        var (builder, x, filter) = (context.Builder, context.Input(0), context.Input(1).Shape);
        context.AddGradient(1, DepthwiseFilterGradient.Add(
            builder, context.Named("filter"),
            new DepthwiseFilterGradient(Stride, filter[0], filter[1]) { ColumnStride = ColumnStride }, x, dy));
        if (context.NeedsGradient(2))
            context.AddGradient(2, ColumnSum.Add(builder, context.Named("bias"), dy));
        if (context.NeedsGradient(0))
        {
            context.AddGradient(0, builder.Add(context.Named("x"),
                new DepthwiseInputGradient(Stride, x.Shape[1], x.Shape[2], x.Shape[3])
                {
                    ColumnStride = ColumnStride,
                }, dy, context.Input(1)));
        }
    }
}
