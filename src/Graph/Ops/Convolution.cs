using GpuFormer.Graph.Ops.Backward;
using GpuFormer.Graph.Training;

namespace GpuFormer.Graph.Ops;

/// <summary>
/// A convolution as models state it, padding (size - 1) / 2 on each axis, with filters as PyTorch stores them.
/// Depthwise ones become <see cref="Depthwise"/> by a pass; all others expand here.
/// </summary>
/// <remarks>
/// Inputs: x [N, H, W, K], or [N, K, H, W] if <see cref="Planar"/>; filter [C, K / FilterGroups, height, width];
/// optionally bias [C]. Output [N, (H - 1) / Stride + 1, (W - 1) / ColumnStride + 1, C]. With <see cref="Shuffle"/> the
/// channels of the output are shuffled by <see cref="ChannelShuffle"/>(FilterGroups).
/// </remarks>
public sealed record Convolution(int Stride, int FilterGroups) : Op
{
    /// <summary>The stride along rows, where it is not that down columns: of depthwise ones alone.</summary>
    public int ColumnStride { get; init; } = Stride;

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
            || filter[2] % 2 == 0 || filter[3] % 2 == 0)
        {
            throw new ShapeException(this, "x", x, $"filter of {FilterGroups} filter groups", filter);
        }

        if (inputs.Count > 2 && inputs[2] != new Shape(filter[0]))
            throw new ShapeException(this, "bias", new Shape(filter[0]), inputs[2]);
        return [new Shape(n, ((h - 1) / Stride) + 1, ((w - 1) / ColumnStride) + 1, filter[0])];
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs) =>
        (long)outputs[0].Elements * inputs[1][1] * inputs[1][2] * inputs[1][3];

    public override IReadOnlyList<Tensor>? Expand(GraphBuilder builder, Node node)
    {
        var (x, filter) = (node.Inputs[0], node.Inputs[1]);
        var bias = node.Inputs.Count > 2 ? node.Inputs[2] : Constants.Zeros(filter.Shape[0]);
        var (outputs, inputs, size) = (filter.Shape[0], filter.Shape[1], filter.Shape[2]);
        if (ColumnStride != Stride)
            throw NoKernel(node);
        if (Planar && size == 3 && filter.Shape[3] == 3 && FilterGroups == 1)
        {
            // [C, K, 3, 3] to [3, 3, K, C]: lanes are output channels.
            var turned = GraphBuilder.Derived("lanes", new Shape(3, 3, inputs, outputs), [filter],
                f => Constants.Transpose(f[0], outputs, inputs * 9, (k, tap) => (tap * inputs) + k, 9));
            return [builder.Add(node.Name, new Stem(Stride), x, turned, bias)];
        }

        if (size == 1 && filter.Shape[3] == 1 && Stride == 1 && !Planar)
        {
            var flat = GraphBuilder.Derived("flat", new Shape(outputs, inputs), [filter], f => f[0]);
            var op = new Pointwise { FilterGroups = FilterGroups, Shuffle = Shuffle };
            return [builder.Add(node.Name, op, x, flat, bias)];
        }

        if (IsDense(filter.Shape))
            return [builder.Add(node.Name, new DenseConvolution(), x, DenseConvolution.TapsFirst(filter), bias)];
        throw NoKernel(node);
    }

    public override void Differentiate(GradientContext context)
    {
        if (context.OutputGradient() is not { } dy)
            return;
        var (builder, x, filter) = (context.Builder, context.Input(0), context.Input(1));
        var (outputs, inputs) = (dy.Shape.Last, x.Shape.Last);
        if (ColumnStride != Stride)
            throw NoKernel(context.Node);
        if (context.Node.Inputs.Count > 2)
            context.AddGradient(2, ColumnSum.Add(builder, context.Named("bias"), dy));
        if (Planar && filter.Shape[2] == 3 && filter.Shape[3] == 3 && FilterGroups == 1 && !context.NeedsGradient(0))
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
                    dy, DenseConvolution.Turned(filter), Constants.Zeros(inputs)));
            }

            return;
        }

        if (filter.Shape[2] * filter.Shape[3] != 1 || Stride != 1 || Planar)
            throw NoKernel(context.Node);
        if (context.NeedsGradient(1))
        {
            var op = new PointwiseFilterGradient { FilterGroups = FilterGroups, Shuffle = Shuffle };
            context.AddGradient(1, PointwiseFilterGradient.Add(builder, context.Named("filter"), op, x, dy));
        }

        if (context.NeedsGradient(0))
        {
            var (groups, shuffle) = (FilterGroups, Shuffle);
            var dense = groups == 1
                ? filter
                : GraphBuilder.Derived("groups made one", new Shape(outputs, inputs), [filter],
                    f => Pointwise.Dense(f[0], outputs, inputs, groups, shuffle));
            context.AddGradient(0, builder.Add(context.Named("x"), new Pointwise(),
                dy, Constants.Transposed(dense, outputs, inputs), Constants.Zeros(inputs)));
        }
    }

    private bool IsDense(Shape filter) =>
        filter[2] == 3 && filter[3] == 3 && Stride == 1 && FilterGroups == 1 && !Planar && !Shuffle;

    private NotSupportedException NoKernel(Node node)
    {
        var filter = node.Inputs[1];
        return new NotSupportedException(
            $"{Name} '{node.Name}': no kernel for a filter {filter.Shape} with stride {Stride} and {FilterGroups} "
            + "filter groups; there are 1x1 and dense 3x3 with stride 1, depthwise ones, and 3x3 on planar images.");
    }
}
