namespace GpuFormer.Graph.Ops;

/// <summary>
/// A 1x1 convolution or a linear: y[row, c] = epilogue(bias[c] + sum over k of x[row, k] * filter[c, k]).
/// </summary>
/// <remarks>
/// Inputs: x [N, ..., K]; filter [C, K / FilterGroups]; bias [C]; then the epilogue's. Output [N, ..., C].
/// With filter groups, group g of the input channels makes group g of the output channels. With <see cref="Shuffle"/>,
/// the result of filter row g * (C / FilterGroups) + j is stored as channel j * FilterGroups + g, which is
/// ChannelShuffle(FilterGroups) of SPEC 1.8; the bias goes with the filter's rows, the epilogue sees the stored channel.
/// With <see cref="FirstToken"/>, x is [N, M, K], only row 0 of each image is read and the output is [N, C].
/// With <see cref="InputChannels"/>, x is wider than K: columns <see cref="InputOffset"/> to InputOffset + K - 1 of each
/// row are read (one of several layers whose results stand beside each other).
/// </remarks>
public sealed partial record Pointwise : EpilogueOp
{
    public int FilterGroups { get; init; } = 1;

    public bool Shuffle { get; init; }

    public bool FirstToken { get; init; }

    /// <summary>The first column of x that is read.</summary>
    public int InputOffset { get; init; }

    /// <summary>How many columns of x are read (K), or 0 for all.</summary>
    public int InputChannels { get; init; }

    public override int OwnInputs => 3;

    /// <summary>K: how many channels of x [N, ..., ...] are read.</summary>
    public int ReducedChannels(Shape x) => InputChannels == 0 ? x.Last : InputChannels;

    protected override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        var (x, filter, bias) = (inputs[0], inputs[1], inputs[2]);
        if (x.Rank < 2 || (FirstToken && x.Rank != 3))
            throw new ShapeException(this, "x", FirstToken ? "[N,M,K]" : "[N,...,K]", x);
        if (InputOffset < 0 || InputOffset + ReducedChannels(x) > x.Last)
            throw new ShapeException(this, "x", $"at least {InputOffset + ReducedChannels(x)} channels wide", x);
        if (filter.Rank != 2 || filter[0] % FilterGroups != 0 || filter[1] * FilterGroups != ReducedChannels(x))
            throw new ShapeException(this, "x", x, $"filter of {FilterGroups} filter groups", filter);
        if (bias != new Shape(filter[0]))
            throw new ShapeException(this, "bias", new Shape(filter[0]), bias);
        return FirstToken ? new Shape(x[0], filter[0]) : x.WithLast(filter[0]);
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs) =>
        (long)outputs[0].Elements * (ReducedChannels(inputs[0]) / FilterGroups);
}
