namespace GpuFormer.Graph.Ops;

/// <summary>
/// Batch norm with running statistics over the innermost axis: y = (x - mean) / sqrt(variance + Epsilon) * weight +
/// bias. A pass folds it into the convolution or linear before it.
/// </summary>
/// <remarks>Inputs: x [..., C]; weight, bias, mean, variance [C]. Output as x.</remarks>
public sealed record BatchNorm(float Epsilon) : Op
{
    /// <summary>Whether training leaves weight, bias and statistics as they are, instead of using the batch's.</summary>
    public bool Frozen { get; init; }

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var expected = new Shape(inputs[0].Last);
        string[] names = ["weight", "bias", "mean", "variance"];
        for (var i = 0; i < names.Length; i++)
        {
            if (inputs[i + 1] != expected)
                throw new ShapeException(this, names[i], expected, inputs[i + 1]);
        }

        return [inputs[0]];
    }
}
