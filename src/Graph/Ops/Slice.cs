namespace GpuFormer.Graph.Ops;

/// <summary>
/// Channels Offset to Offset + Count - 1, of one of several layers whose results stand beside each other. No kernel:
/// the node that reads it reads the whole instead.
/// </summary>
/// <remarks>Input: x [..., C]. Output [..., Count].</remarks>
public sealed record Slice(int Offset, int Count) : Op
{
    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs) =>
        Offset >= 0 && Offset + Count <= inputs[0].Last
            ? [inputs[0].WithLast(Count)]
            : throw new ShapeException(this, "x", $"at least {Offset + Count} channels wide", inputs[0]);
}
