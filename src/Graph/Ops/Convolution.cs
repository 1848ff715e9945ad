using GpuFormer.Graph.Constants;
using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Lowered.Backward;

namespace GpuFormer.Graph.Ops;

/// <summary>
/// A convolution as models state it, with filters as PyTorch stores them. It is lowered to the
/// fastest kernel there is, or to <see cref="GeneralConvolution"/>.
/// </summary>
/// <remarks>
/// Inputs: x [N, H, W, K], or [N, K, H, W] if <see cref="Planar"/>; filter [C, K / FilterGroups, height, width];
/// optionally bias [C]. Output [N, h, w, C], h = (H + 2 * Padding - Dilation * (height - 1) - 1) / Stride + 1, w likewise.
/// With <see cref="Shuffle"/> the channels of the output are shuffled by <see cref="ChannelShuffle"/>(FilterGroups).
/// </remarks>
internal sealed record Convolution(int Stride, int FilterGroups) : Op, IDifferentiable
{
    /// <summary>The stride along rows, where it is not that down columns.</summary>
    public int ColumnStride { get; init; } = Stride;

    /// <summary>Zeros on each side of a map; null: as many as keep its size where strides are 1, of odd filters.</summary>
    public int? Padding { get; init; }

    /// <summary>How far the taps of the filter lie apart.</summary>
    public int Dilation { get; init; } = 1;

    /// <summary>True if x is an image in planes.</summary>
    public bool Planar { get; init; }

    /// <summary>True if ChannelShuffle(FilterGroups) follows.</summary>
    public bool Shuffle { get; init; }

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var (x, filter) = (inputs[0], inputs[1]);
        if (x.Rank != 4)
            throw new ShapeException(this, "x", Planar ? "[N,K,H,W]" : "[N,H,W,K]", x);
        var (n, h, w, k) = Planar ? (x[0], x[2], x[3], x[1]) : (x[0], x[1], x[2], x[3]);
        if (filter.Rank != 4 || filter[1] * FilterGroups != k || filter[0] % FilterGroups != 0
            || (Padding is null && (filter[2] % 2 == 0 || filter[3] % 2 == 0)))
        {
            throw new ShapeException(this, "x", x, $"filter of {FilterGroups} filter groups", filter);
        }

        var (down, along) = (Rows(filter).Outputs(h), Columns(filter).Outputs(w));
        if (down < 1 || along < 1)
            throw new ShapeException(this, "x", "with its padding at least as large as the filter", x);
        if (inputs.Count > 2 && inputs[2] != new Shape(filter[0]))
            throw new ShapeException(this, "bias", new Shape(filter[0]), inputs[2]);
        return [new Shape(n, down, along, filter[0])];
    }

    /// <summary>How the filter moves over rows.</summary>
    public Window Rows(Shape filter) => new(filter[2], Stride, Padding ?? (filter[2] - 1) / 2 * Dilation, Dilation);

    /// <summary>How it moves over columns.</summary>
    public Window Columns(Shape filter) =>
        new(filter[3], ColumnStride, Padding ?? (filter[3] - 1) / 2 * Dilation, Dilation);

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs) =>
        (long)outputs[0].Elements * inputs[1][1] * inputs[1][2] * inputs[1][3];

    public void Differentiate(GradientContext context)
    {
        if (context.OutputGradient() is not { } dy)
            return;
        var (builder, x, filter) = (context.Builder, context.Input(0), context.Input(1));
        var inputs = x.Shape.Last;
        if (context.Node.Inputs.Count > 2)
            context.AddGradient(2, ColumnSum.Add(builder, context.Named("bias"), dy));
        if (IsStem(filter.Shape) && !context.NeedsGradient(0))
        {
            context.AddGradient(1, StemFilterGradient.Add(builder, context.Named("filter"), Stride, x, dy));
            return;
        }

        if (IsDense(filter.Shape))
        {
            if (context.NeedsGradient(1))
                context.AddGradient(1, DenseFilterGradient.Add(builder, context.Named("filter"), x, dy));
            if (context.NeedsGradient(0))
            {
                context.AddGradient(0, builder.Add(context.Named("x"), new DenseConvolution(),
                    dy, GraphBuilder.Derived(new Turned(1), filter), Zeros.Of(inputs)));
            }

            return;
        }

        if (!IsPointwise(filter.Shape))
        {
            DifferentiateGeneral(context, dy);
            return;
        }

        if (context.NeedsGradient(1))
        {
            var op = new PointwiseFilterGradient { FilterGroups = FilterGroups, Shuffle = Shuffle };
            context.AddGradient(1, PointwiseFilterGradient.Add(builder, context.Named("filter"), op, x, dy));
        }

        if (context.NeedsGradient(0))
        {
            var dense = new Ungrouped(FilterGroups, Shuffle).Then(new Permuted(1, 0));
            context.AddGradient(0, builder.Add(context.Named("x"), new Pointwise(),
                dy, GraphBuilder.Derived(dense, filter), Zeros.Of(inputs)));
        }
    }

    private void DifferentiateGeneral(GradientContext context, Tensor dy)
    {
        var (builder, x, filter) = (context.Builder, context.Input(0), context.Input(1));
        var general = General(context.Node, x.Shape, filter.Shape);
        if (context.NeedsGradient(1))
        {
            context.AddGradient(1, ConvolutionFilterGradient.Add(
                builder, context.Named("filter"), general, x, Planar, dy));
        }

        if (!context.NeedsGradient(0))
            return;
        if (Planar)
            throw new NotSupportedException($"{Name} '{context.Node.Name}': images in planes have no gradient.");
        var op = new GeneralConvolution(
            ConvolutionAxis.Backward(Rows(filter.Shape), x.Shape[1]),
            ConvolutionAxis.Backward(Columns(filter.Shape), x.Shape[2]), FilterGroups);
        context.AddGradient(0, GeneralConvolution.Add(builder, context.Named("x"), op, dy, planar: false,
            GraphBuilder.Derived(new Turned(FilterGroups), filter), Zeros.Of(x.Shape.Last)));
    }

    /// <summary>The kernel that knows any size.</summary>
    /// <exception cref="NotSupportedException">It does not shuffle.</exception>
    internal GeneralConvolution General(Node node, Shape x, Shape filter) => Shuffle
        ? throw new NotSupportedException(
            $"{Name} '{node.Name}': only 1x1 convolutions with stride 1 shuffle the channels they store.")
        : new(ConvolutionAxis.Of(Rows(filter), Planar ? x[2] : x[1]),
            ConvolutionAxis.Of(Columns(filter), Planar ? x[3] : x[2]), FilterGroups);

    /// <summary>Whether its padding keeps the size of a map where strides are 1, without dilation.</summary>
    internal bool KeepsSize(Shape filter) => (Dilation == 1 || filter[2] * filter[3] == 1)
        && (Padding is not { } padding || (2 * padding == filter[2] - 1 && 2 * padding == filter[3] - 1));

    // The fast kernels of 1x1, 3x3 and depthwise filters cover these cases alone.
    private bool IsPlain(Shape filter) => Stride == ColumnStride && KeepsSize(filter);

    internal bool IsStem(Shape filter) =>
        Planar && filter[2] == 3 && filter[3] == 3 && FilterGroups == 1 && IsPlain(filter);

    internal bool IsPointwise(Shape filter) =>
        filter[2] == 1 && filter[3] == 1 && Stride == 1 && !Planar && IsPlain(filter);

    internal bool IsDense(Shape filter) => filter[2] == 3 && filter[3] == 3 && Stride == 1 && FilterGroups == 1 && !Planar
        && !Shuffle && IsPlain(filter);
}
