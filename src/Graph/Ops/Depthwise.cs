using GpuFormer.Graph.Ops.Backward;
using GpuFormer.Graph.Training;
using GpuFormer.Kernels.Launch;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Ops;

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
public sealed record Depthwise(int Stride) : EpilogueOp
{
    // A thread that holds all taps of larger filters holds more than a compiler takes in reasonable time.
    private const int LargestHeld = 11;

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
        var (x, filter, output) = (context.InputShape(0), context.InputShape(1), context.OutputShape());
        var device = context.Capabilities;
        var lanes = Tiling.Lanes(device, x[3]);
        if (Loops(filter[0], filter[1]))
        {
            ForwardInLoops(context, lanes);
            return;
        }

        // The sums of two rows of a 5x5 do not stay in registers.
        var large = filter[0] > 3 || filter[1] > 3;
        var rows = Math.Min(large ? 1 : 2, output[1]);
        var columns = Math.Min(LongestRun(filter, device), output[2]);
        var runs = Tiling.Panels(output[2], columns);
        var panels = Tiling.Panels(x[3], lanes);
        var epilogue = Epilogue.ToKernel(context, OwnInputs);
        var kernel = new KernelSpecialisation(
            epilogue.Close(typeof(Library.DepthwiseKernels), nameof(Library.DepthwiseKernels.Forward)),
            new GroupShape(lanes), ("R", filter[0]), ("S", filter[1]), ("stride", Stride),
            ("across", ColumnStride), ("rows", rows), ("kept", Keeps(filter, device) ? KeptColumns : 0));
        var allPanels = panels * (output[3] / x[3]);
        var all = Tiling.Panels(output[1], rows);
        // So many strips of a thread that all workers still have several threads, and the same for each thread: strips
        // beyond the last would be the last one again.
        var strips = large && ColumnStride == 1 && device.PrefersTallTiles
            ? Math.Clamp(allPanels * all * runs * x[0] / (8 * device.Workers), 1, all)
            : 1;
        var walks = Tiling.Panels(all, strips);
        strips = Tiling.Panels(all, walks);
        var places = new LaunchRows
        {
            AlongY = true,
            Places = walks,
            Step = strips * rows * output[2],
            Least = rows * output[2],
            Pixels = output[1] * output[2],
            Width = output[2],
            InputRows = x[1],
            InputWidth = x[2],
            Stride = Stride,
            Reach = filter[0] / 2,
        };
        context.Launch(kernel,
            new LaunchShape(allPanels, walks * runs, x[0]) { Rows = runs == 1 ? places : null },
            context.Input(0), context.Input(1), context.Input(2), context.Output(), epilogue.Value,
            new Library.DepthwiseSizes(x[1], x[2], x[3], output[1], output[2]), output[3], panels, columns, runs,
            strips);
    }

    // Whether the epilogue is applied after the walk: of small filters, whose taps and sums take most registers.
    private bool Keeps(Shape filter, DeviceCapabilities device) =>
        filter[0] <= 3 && filter[1] <= 3 && device.PrefersTallTiles && Epilogue.Steps.Any(step => step.IsLong);

    private int LongestRun(Shape filter, DeviceCapabilities device) =>
        Keeps(filter, device) ? KeptColumns : device.Tiles.Columns;

    private void ForwardInLoops(ForwardContext context, int lanes)
    {
        var (x, filter, output) = (context.InputShape(0), context.InputShape(1), context.OutputShape());
        var tile = Math.Min(LoopTile, output[2]);
        var (panels, tiles) = (Tiling.Panels(x[3], lanes), Tiling.Panels(output[2], tile));
        var epilogue = Epilogue.ToKernel(context, OwnInputs);
        var kernel = new KernelSpecialisation(
            epilogue.Close(typeof(Library.LargeDepthwiseKernels), nameof(Library.LargeDepthwiseKernels.Forward)),
            new GroupShape(lanes), ("stride", Stride), ("across", ColumnStride), ("tile", tile));
        context.Launch(kernel, new LaunchShape(panels * (output[3] / x[3]), output[1] * tiles, x[0]),
            context.Input(0), context.Input(1), context.Input(2), context.Output(), epilogue.Value,
            new Library.DepthwiseSizes(x[1], x[2], x[3], output[1], output[2]), output[3], panels, tiles, filter[0],
            filter[1]);
    }

    public override void Differentiate(GradientContext context)
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
