using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Lowered.Backward;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Ops.Training;

/// <summary>
/// <see cref="BridgeToTokens"/> in training: the scale stays outside the queries' linear, and what the gradient needs
/// is kept.
/// </summary>
/// <remarks>
/// Inputs: as <see cref="BridgeToTokens"/>. Outputs: y [N, M, C]; result, the attention before its gate [N, M, C];
/// terms, the maximum, then the sum of each head's soft-max [N, M, 2 * Heads]; with <see cref="ReturnsScores"/> also [N, H, W, M], the mean over heads of the scaled scores.
/// </remarks>
internal sealed record TrainedBridgeToTokens(int Heads, float Scale, bool ReturnsScores = false) : Op, IDifferentiable
{
    /// <inheritdoc cref="BridgeToTokens.IsGated"/>
    public bool IsGated { get; init; } = true;

    /// <inheritdoc cref="BridgeToTokens.HasValues"/>
    public bool HasValues { get; init; }

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var outputs = new BridgeToTokens(Heads, Scale, ReturnsScores) { IsGated = IsGated, HasValues = HasValues }
            .InferShapes(inputs);
        var y = outputs[0];
        return [y, y, y.WithLast(2 * Heads), .. outputs.Skip(1)];
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs) =>
        2L * inputs[0].Elements * inputs[1][1];

    public void Differentiate(GradientContext context)
    {
        var dy = context.OutputGradient() ?? throw new NotSupportedException(
            $"{Name} '{context.Node.Name}': its scores are trained, its result is not.");
        var last = context.Node.Inputs.Count - 1;
        var gradients = BridgeToTokensBackward.Add(
            context.Builder, context.Named("x"), Heads, Scale, dy, ReturnsScores ? context.OutputGradient(3) : null,
            context.Input(0), context.Input(1), IsGated ? context.Input(2) : null, context.Output(1), context.Output(2),
            HasValues ? context.Input(last) : null);
        context.AddGradient(0, gradients.Dx);
        context.AddGradient(1, gradients.Dq);
        if (gradients.Dalpha is { } dalpha)
            context.AddGradient(2, dalpha);
        if (gradients.Dvalues is { } dvalues)
            context.AddGradient(last, dvalues);
    }
}

/// <summary><see cref="BridgeToMap"/> in training: the scale stays outside the keys' linear.</summary>
/// <remarks>Inputs: x [N, H, W, C]; k [N, M, C]; v [N, M, C]. Output as x.</remarks>
internal sealed record TrainedBridgeToMap(int Heads, float Scale) : Op, IDifferentiable
{
    /// <inheritdoc cref="BridgeToMap.Skips"/>
    public bool Skips { get; init; } = true;

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs) =>
        new BridgeToMap(Heads, Scale).InferShapes(inputs);

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs) =>
        2L * inputs[0].Elements * inputs[1][1];

    public void Differentiate(GradientContext context)
    {
        var (dx, dk, dv) = BridgeToMapBackward.Add(
            context.Builder, context.Named("x"), Heads, Scale, context.OutputGradient()!,
            context.Input(0), context.Input(1), context.Input(2), Skips);
        context.AddGradient(0, dx);
        context.AddGradient(1, dk);
        context.AddGradient(2, dv);
    }
}

/// <summary><see cref="SelfAttention"/> in training: the scale stays outside the queries' linear.</summary>
/// <remarks>Inputs: q [N, M, D]; z [N, M, D]. Output [N, M, D].</remarks>
internal sealed record TrainedSelfAttention(int Heads, float Scale) : Op, IDifferentiable
{
    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs) =>
        new TokenAttention(Heads).InferShapes(inputs);

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs) =>
        2L * inputs[0].Elements * inputs[1][1];

    public void Differentiate(GradientContext context)
    {
        var (dq, dz) = TokenAttentionBackward.Add(
            context.Builder, context.Named("x"), Heads, Scale, context.OutputGradient()!,
            context.Input(0), context.Input(1));
        context.AddGradient(0, dq);
        context.AddGradient(1, dz);
    }
}
