namespace GpuFormer.Graph.Ops;

/// <summary>
/// Nothing but an epilogue: activations, dynamic ReLU or a sum that found no kernel to be fused into.
/// y[i] = epilogue(x[i]).
/// </summary>
/// <remarks>Inputs: x [N, ..., C]; then the epilogue's. Output as x.</remarks>
public sealed partial record Elementwise : EpilogueOp
{
    public override int OwnInputs => 1;

    protected override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0];
}
