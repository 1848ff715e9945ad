using GpuFormer.Graph.Lowered;

namespace GpuFormer.Graph.Ops;

/// <summary>
/// An attention whose scores are multiplied by a scale, which a pass moves into the linear before it.
/// </summary>
internal abstract record ScaledAttention(int Heads, float Scale) : Op
{
    /// <summary>The input whose linear takes the scale.</summary>
    public abstract int ScaledInput { get; }
}

/// <summary>
/// The attention of the bridge Mobile to Former as models state it (Networks 1.4, steps 2 to 5): soft-max over pixels,
/// gated by 2 * hardSigmoid(alpha).
/// </summary>
/// <remarks>
/// Inputs: x [N, H, W, C], keys and values; q [N, M, C]; if <see cref="IsGated"/> alpha [N, M, C]; with
/// <see cref="HasValues"/> a map as x, whose pixels are the values instead. Outputs: [N, M, C]; with
/// <see cref="ReturnsScores"/> also [N, H, W, M], the mean over heads of the scaled scores before soft-max.
/// </remarks>
internal sealed record BridgeToTokens(int Heads, float Scale, bool ReturnsScores = false) : ScaledAttention(Heads, Scale)
{
    /// <summary>Whether there is a gate.</summary>
    public bool IsGated { get; init; } = true;

    /// <summary>Whether keys and values are two maps.</summary>
    public bool HasValues { get; init; }

    public override int ScaledInput => 1;

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var (x, q) = (inputs[0], inputs[1]);
        if (x.Rank != 4 || x[3] % Heads != 0)
            throw new ShapeException(this, "x", $"[N,H,W,C], C a multiple of {Heads} heads", x);
        if (q.Rank != 3 || q[0] != x[0] || q[2] != x[3])
            throw new ShapeException(this, "x", x, "q", q);
        if (IsGated && inputs[2] != q)
            throw new ShapeException(this, "alpha", q, inputs[2]);
        if (HasValues && inputs[^1] != x)
            throw new ShapeException(this, "values", x, inputs[^1]);
        return ReturnsScores ? [q, x.WithLast(q[1])] : [q];
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs) =>
        2L * inputs[0].Elements * inputs[1][1];
}

/// <summary>
/// The attention of the bridge Former to Mobile as models state it (Networks 1.6): y = x + attention over tokens, or
/// the attention alone.
/// </summary>
/// <remarks>Inputs: x [N, H, W, C]; k [N, M, C]; v [N, M, C]. Output as x.</remarks>
internal sealed record BridgeToMap(int Heads, float Scale) : ScaledAttention(Heads, Scale)
{
    /// <summary>Whether x is added to the attention.</summary>
    public bool Skips { get; init; } = true;

    public override int ScaledInput => 1;

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var (x, k, v) = (inputs[0], inputs[1], inputs[2]);
        if (x.Rank != 4 || x[3] % Heads != 0)
            throw new ShapeException(this, "x", $"[N,H,W,C], C a multiple of {Heads} heads", x);
        if (k.Rank != 3 || k[0] != x[0] || k[2] != x[3])
            throw new ShapeException(this, "x", x, "k", k);
        return k == v ? [x] : throw new ShapeException(this, "v", k, v);
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs) =>
        2L * inputs[0].Elements * inputs[1][1];
}

/// <summary>Attention among tokens as models state it (Networks 1.5), keys and values the tokens themselves.</summary>
/// <remarks>Inputs: q [N, M, D]; z [N, M, D]. Output [N, M, D].</remarks>
internal sealed record SelfAttention(int Heads, float Scale) : ScaledAttention(Heads, Scale)
{
    public override int ScaledInput => 0;

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs) =>
        new TokenAttention(Heads).InferShapes(inputs);

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs) =>
        2L * inputs[0].Elements * inputs[1][1];
}
