namespace GpuFormer.Graph.Ops;

/// <summary>
/// A depthwise 3x3 convolution, padding 1, with a channel multiplier: output channel q = j * C + i
/// (i the input channel, j below Multiplier), so that neighbouring lanes read neighbouring inputs.
/// y[n, oh, ow, q] = epilogue(bias[q] + sum over r, s of x[n, oh * Stride + r - 1, ow * Stride + s - 1, q mod C]
/// * filter[r, s, q]).
/// </summary>
/// <remarks>
/// Inputs: x [N, H, W, C]; filter [3, 3, Q], Q = C * Multiplier; bias [Q]; then the epilogue's.
/// Output [N, (H - 1) / Stride + 1, (W - 1) / Stride + 1, Q].
/// </remarks>
public sealed partial record Depthwise(int Stride) : EpilogueOp
{
    public override int OwnInputs => 3;

    protected override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        var (x, filter, bias) = (inputs[0], inputs[1], inputs[2]);
        if (x.Rank != 4)
            throw new ShapeException(this, "x", "[N,H,W,C]", x);
        if (filter.Rank != 3 || filter[0] != 3 || filter[1] != 3 || filter[2] % x[3] != 0)
            throw new ShapeException(this, "x", x, "filter", filter);
        if (bias != new Shape(filter[2]))
            throw new ShapeException(this, "bias", new Shape(filter[2]), bias);
        return new Shape(x[0], ((x[1] - 1) / Stride) + 1, ((x[2] - 1) / Stride) + 1, filter[2]);
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs) =>
        outputs[0].Elements * 9L;
}
