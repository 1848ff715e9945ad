namespace GpuFormer.Graph.Ops;

/// <summary>y = x W^T + b as models state it; expands to <see cref="Pointwise"/>.</summary>
/// <remarks>
/// Inputs: x [N, ..., K]; weight [C, K]; bias [C]. Output [N, ..., C]. With <see cref="FirstToken"/>, x is [N, M, K],
/// only row 0 of each image is read and the output is [N, C].
/// </remarks>
public sealed record Linear : Op
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

    public override IReadOnlyList<Tensor>? Expand(GraphBuilder builder, Node node) =>
        [builder.Add(node.Name, new Pointwise { FirstToken = FirstToken }, node.Inputs)];
}
