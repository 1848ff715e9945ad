namespace GpuFormer.Graph.Constants;

/// <summary>All elements times a factor.</summary>
internal sealed record Scaled(float Factor) : ConstantTransform
{
    public override Shape ShapeOf(IReadOnlyList<Shape> inputs) => inputs[0];

    public override float[] Evaluate(IReadOnlyList<ConstantValue<float>> inputs) =>
        Array.ConvertAll(inputs[0].Elements, x => x * Factor);
}

/// <summary>Each row of a matrix, or element of a vector, times a factor of its own.</summary>
internal sealed record ScaledRows(ValueList<float> Factors) : ConstantTransform
{
    public override Shape ShapeOf(IReadOnlyList<Shape> inputs) => inputs[0];

    public override float[] Evaluate(IReadOnlyList<ConstantValue<float>> inputs)
    {
        var (elements, shape) = inputs[0];
        var width = elements.Length / shape[0];
        return [.. elements.Select((value, i) => value * Factors[i / width])];
    }
}

/// <summary>The sum of two.</summary>
internal sealed record Added : ConstantTransform
{
    public override Shape ShapeOf(IReadOnlyList<Shape> inputs) => inputs[0];

    public override float[] Evaluate(IReadOnlyList<ConstantValue<float>> inputs) =>
        [.. inputs[0].Elements.Zip(inputs[1].Elements, (a, b) => a + b)];
}

/// <summary>
/// Of the filter before a batch norm, the norm's weight and its variance: the filter whose rows make what the norm makes
/// of theirs, computed in double precision.
/// </summary>
internal sealed record NormFoldedFilter(float Epsilon) : ConstantTransform
{
    public override Shape ShapeOf(IReadOnlyList<Shape> inputs) => inputs[0];

    public override float[] Evaluate(IReadOnlyList<ConstantValue<float>> inputs)
    {
        var (filter, weight, variance) = (inputs[0].Elements, inputs[1].Elements, inputs[2].Elements);
        var result = new float[filter.Length];
        var width = result.Length / weight.Length;
        for (var row = 0; row < weight.Length; row++)
        {
            var slope = Slope(weight[row], variance[row], Epsilon);
            for (var i = row * width; i < (row + 1) * width; i++)
                result[i] = (float)(filter[i] * slope);
        }

        return result;
    }

    internal static double Slope(float weight, float variance, double epsilon) => weight / Math.Sqrt(variance + epsilon);
}

/// <summary>
/// The bias that goes with <see cref="NormFoldedFilter"/>, of the norm's weight, bias, mean and variance, and the bias
/// before the norm if there is one.
/// </summary>
internal sealed record NormFoldedBias(float Epsilon) : ConstantTransform
{
    public override Shape ShapeOf(IReadOnlyList<Shape> inputs) => inputs[0];

    public override float[] Evaluate(IReadOnlyList<ConstantValue<float>> inputs)
    {
        var (weight, bias, mean, variance) =
            (inputs[0].Elements, inputs[1].Elements, inputs[2].Elements, inputs[3].Elements);
        var own = inputs.Count > 4 ? inputs[4].Elements : null;
        var result = new float[weight.Length];
        for (var i = 0; i < result.Length; i++)
        {
            var before = own is null ? 0.0 : own[i];
            result[i] = (float)(bias[i]
                + ((before - mean[i]) * NormFoldedFilter.Slope(weight[i], variance[i], Epsilon)));
        }

        return result;
    }
}

/// <summary>One value everywhere, made of nothing.</summary>
internal sealed record Filled(Shape Shape, float Value) : ConstantTransform
{
    public override Shape ShapeOf(IReadOnlyList<Shape> inputs) => Shape;

    public override float[] Evaluate(IReadOnlyList<ConstantValue<float>> inputs)
    {
        var result = new float[Shape.Elements];
        Array.Fill(result, Value);
        return result;
    }
}

/// <summary>The filter [C, C, 1, 1] of a 1x1 convolution whose output channel o is input channel Source[o].</summary>
internal sealed record PermutationFilter(ValueList<int> Source) : ConstantTransform
{
    public override Shape ShapeOf(IReadOnlyList<Shape> inputs) => new(Source.Count, Source.Count, 1, 1);

    public override float[] Evaluate(IReadOnlyList<ConstantValue<float>> inputs)
    {
        var elements = new float[Source.Count * Source.Count];
        for (var o = 0; o < Source.Count; o++)
            elements[(o * Source.Count) + Source[o]] = 1;
        return elements;
    }
}

/// <summary>Given numbers, made of nothing.</summary>
internal sealed record Listed(Shape Shape, ValueList<float> Values) : ConstantTransform
{
    public override Shape ShapeOf(IReadOnlyList<Shape> inputs) => Shape;

    public override float[] Evaluate(IReadOnlyList<ConstantValue<float>> inputs) => [.. Values];
}
