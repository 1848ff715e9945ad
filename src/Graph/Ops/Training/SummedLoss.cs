using GpuFormer.Graph.Training;

namespace GpuFormer.Graph.Ops.Training;

/// <summary>A loss that is the sum of its terms, of which its kernel makes one for several rows of predictions.</summary>
/// <remarks>
/// Inputs: predictions [..., C]; targets; weights, one for each row, with 0 for rows that take no part. Output 0: terms.
/// Output 1: the gradient by the predictions, as these.
/// </remarks>
internal abstract record SummedLoss(double Weight) : LossOp(Weight)
{
    public sealed override double Value(ReadOnlySpan<float> terms)
    {
        var sum = 0.0;
        foreach (var term in terms)
            sum += term;
        return sum;
    }

    /// <summary>Refuses what is not one number for each row of the predictions.</summary>
    protected void RequireRows(Shape predictions, string name, Shape shape)
    {
        if (shape.Elements != predictions.Rows)
            throw new ShapeException(this, name, $"with {predictions.Rows} elements, one for each row", shape);
    }
}
