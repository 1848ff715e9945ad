using GpuFormer.Graph.Constants;
using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Lowered.Backward;

namespace GpuFormer.Graph.Ops;

/// <summary>y = x W^T + b as models state it; expands to <see cref="Pointwise"/>.</summary>
/// <remarks>
/// Inputs: x [N, ..., K]; weight [C, K]; bias [C]. Output [N, ..., C]. With <see cref="FirstToken"/>, x is [N, M, K],
/// only row 0 of each image is read and the output is [N, C].
/// </remarks>
internal sealed record Linear : Op, IDifferentiable
{
    public bool FirstToken { get; init; }

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var (x, weight, bias) = (inputs[0], inputs[1], inputs[2]);
        if (weight.Rank != 2 || weight[1] != x.Last || (FirstToken && x.Rank != 3))
            throw new ShapeException(this, "x", x, "weight", weight);
        if (bias != new Shape(weight[0]))
            throw new ShapeException(this, "bias", new Shape(weight[0]), bias);
        return [FirstToken ? new Shape(x[0], weight[0]) : x.WithLast(weight[0])];
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs) =>
        (long)outputs[0].Elements * inputs[0].Last;

    public void Differentiate(GradientContext context)
    {
        if (context.OutputGradient() is not { } dy)
            return;
        var (builder, x, weight) = (context.Builder, context.Input(0), context.Input(1));
        var op = new PointwiseFilterGradient { FirstToken = FirstToken };
        context.AddGradient(1, PointwiseFilterGradient.Add(builder, context.Named("weight"), op, x, dy));
        context.AddGradient(2, ColumnSum.Add(builder, context.Named("bias"), dy));
        if (context.NeedsGradient(0))
        {
            var dx = builder.Add(context.Named("x"), new Pointwise(), dy,
                GraphBuilder.Derived(new Permuted(1, 0), weight), Zeros.Of(weight.Shape[1]));
            context.AddGradient(0, FirstToken
                ? builder.Add(context.Named("tokens"), new FirstTokenGradient(x.Shape[1]), dx)
                : dx);
        }
    }
}
