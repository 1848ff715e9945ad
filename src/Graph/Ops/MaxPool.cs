using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Lowered.Backward;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Ops;

/// <summary>
/// The largest value of each window, as PyTorch's <c>max_pool2d</c> defines it: padding takes no part, and of equal
/// values the first, row by row, gets the gradient.
/// </summary>
/// <remarks>Input: x [N, H, W, C]. Output [N, Rows.Outputs(H), Columns.Outputs(W), C].</remarks>
internal sealed record MaxPool(Window Rows, Window Columns) : KernelOp, IDifferentiable
{
    /// <summary>
    /// Whether a last window that reaches beyond the padding is taken too, if it begins before the padding behind the
    /// map (PyTorch's <c>ceil_mode</c>).
    /// </summary>
    public bool CeilMode { get; init; }

    public override bool MakesMaps => true;

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var x = inputs[0];
        if (x.Rank != 4)
            throw new ShapeException(this, "x", "[N,H,W,C]", x);
        if (!IsPossible(Rows) || !IsPossible(Columns))
            throw new ArgumentException($"{Name}: windows {Rows} and {Columns} are not possible; padding is at most half of a window.");
        var (h, w) = (Outputs(Rows, x[1]), Outputs(Columns, x[2]));
        return h > 0 && w > 0
            ? [new Shape(x[0], h, w, x[3])]
            : throw new ShapeException(this, "x", "with its padding at least as large as the window", x);
    }

    public override void Forward(ForwardContext context) => Launch(context, writesTaps: false);

    public void Differentiate(GradientContext context)
    {
        if (context.OutputGradient() is not { } dy)
            return;
        var taps = context.Builder.Add(context.Named("taps"), new MaxPoolTaps(this), context.Input(0));
        context.AddGradient(0, context.Builder.Add(
            context.Named("x"), new MaxPoolBackward(this, context.Input(0).Shape), dy, taps));
    }

    internal void Launch(ForwardContext context, bool writesTaps)
    {
        var (x, y) = (context.InputShape(0), context.OutputShape());
        var lanes = Tiling.Lanes(context.Capabilities, y[3]);
        context.Launch(
            new KernelSpecialisation(Library.MaxPoolKernels.Forward, new GroupShape(lanes),
                new Library.MaxPoolConstants { Taps = writesTaps ? 1 : 0 }),
            new LaunchShape(Tiling.Panels(y[3], lanes), y[1], y[0]), context.Input(0), context.Output(), Sizes(x, y));
    }

    internal Library.MaxPoolSizes Sizes(Shape x, Shape y) => new(
        new(x[1], y[1], Rows.Size, Rows.Stride, Rows.Dilation, -Rows.Padding, 1),
        new(x[2], y[2], Columns.Size, Columns.Stride, Columns.Dilation, -Columns.Padding, 1), x[3]);

    // As PyTorch: without dilation, more padding would make windows that lie outside the map.
    private static bool IsPossible(Window window) => window.IsValid && 2 * window.Padding <= window.Size;

    private int Outputs(Window window, int inputs)
    {
        var room = inputs + (2 * window.Padding) - window.Extent;
        if (!CeilMode || room < 0)
            return window.Outputs(inputs);
        var outputs = Tiling.Panels(room, window.Stride) + 1;
        return (outputs - 1) * window.Stride >= inputs + window.Padding ? outputs - 1 : outputs;
    }
}
