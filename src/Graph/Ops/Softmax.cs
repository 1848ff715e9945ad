namespace GpuFormer.Graph.Ops;

/// <summary>Soft-max over the innermost axis, relative to each row's maximum.</summary>
/// <remarks>Input: x [..., D]. Output as x.</remarks>
public sealed partial record Softmax : Op
{
    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs) => [inputs[0]];
}
