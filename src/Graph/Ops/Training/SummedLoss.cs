using GpuFormer.Graph.Lowered.Backward;
using GpuFormer.Kernels.Schedules;

namespace GpuFormer.Graph.Ops.Training;

/// <summary>A loss that is the sum of its terms, of which its kernel makes one for several rows of predictions.</summary>
/// <remarks>
/// Inputs: predictions [..., C]; targets; weights, one for each row, with 0 for rows that take no part. Output 0: terms.
/// Output 1: the gradient by the predictions, as these.
/// </remarks>
internal abstract record SummedLoss(double Weight) : LossOp(Weight)
{
    /// <summary>Into how many equal parts the rows fall whose losses can be told apart: no term is of two of them.</summary>
    public int Parts { get; init; } = 1;

    /// <summary>The part that <see cref="Value"/> tells the loss of; null for all.</summary>
    public int? Part { get; init; }

    public sealed override double Value(ReadOnlySpan<float> terms)
    {
        if (Part is { } part)
            terms = terms.Slice(part * (terms.Length / Parts), terms.Length / Parts);
        var sum = 0.0;
        foreach (var term in terms)
            sum += term;
        return sum;
    }

    /// <summary>Refuses what is not one number for each row of the predictions, and rows that do not fall into parts.
    /// </summary>
    protected void RequireRows(Shape predictions, string name, Shape shape)
    {
        if (shape.Elements != predictions.Rows)
            throw new ShapeException(this, name, $"with {predictions.Rows} elements, one for each row", shape);
        if (predictions.Rows % Parts != 0)
            throw new ShapeException(this, "predictions", $"of a multiple of {Parts} rows", predictions);
    }

    /// <summary>How many rows make one term: about as many as asked for, and none of two parts.</summary>
    protected int BlockOf(int rows, int most)
    {
        if (Parts == 1)
            return BackwardTiling.Chunk(rows, most);
        var own = rows / Parts;
        var block = Math.Min(own, most);
        while (own % block != 0)
            block--;
        return block;
    }
}
