namespace GpuFormer.Graph.Ops;

/// <summary>The mean of each channel over all pixels, then the epilogue.</summary>
/// <remarks>Inputs: x [N, H, W, C]; then the epilogue's. Output [N, C].</remarks>
public sealed partial record GlobalAveragePool : EpilogueOp
{
    public override int OwnInputs => 1;

    protected override Shape InferShape(IReadOnlyList<Shape> inputs) =>
        inputs[0].Rank == 4
            ? new Shape(inputs[0][0], inputs[0][3])
            : throw new ShapeException(this, "x", "[N,H,W,C]", inputs[0]);
}

/// <summary>
/// Average pooling to a given size: output row oh is the mean of input rows floor(oh * H / Height) to
/// ceil((oh + 1) * H / Height) - 1, columns alike (PyTorch's adaptive average pooling).
/// </summary>
/// <remarks>Input: x [N, H, W, C]. Output [N, Height, Width, C].</remarks>
public sealed partial record AdaptiveAveragePool(int Height, int Width) : Op
{
    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs) =>
        inputs[0].Rank == 4
            ? [new Shape(inputs[0][0], Height, Width, inputs[0][3])]
            : throw new ShapeException(this, "x", "[N,H,W,C]", inputs[0]);
}
