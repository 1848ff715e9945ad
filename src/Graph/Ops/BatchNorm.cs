namespace GpuFormer.Graph.Ops;

/// <summary>What a batch norm does in training.</summary>
internal enum NormTraining
{
    /// <summary>It uses the statistics of the batch, and learns.</summary>
    Batch,

    /// <summary>It uses its running statistics, which stay as they are; weight and bias learn.</summary>
    Running,

    /// <summary>Weight, bias and statistics stay as they are.</summary>
    Frozen,
}

/// <summary>
/// Batch norm with running statistics over the innermost axis: y = (x - mean) / sqrt(variance + Epsilon) * weight +
/// bias. A pass folds it into the convolution or linear before it.
/// </summary>
/// <remarks>Inputs: x [..., C]; weight, bias, mean, variance [C]. Output as x.</remarks>
internal sealed record BatchNorm(float Epsilon) : Op
{
    /// <summary>What it does in training.</summary>
    public NormTraining Training { get; init; }

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
