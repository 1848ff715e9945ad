using GpuFormer.Graph.Lowered.Backward;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Tests.Ops.Backward;

public sealed class LayerNormBackwardTests : GradientTests
{
    private const float Epsilon = 1e-5f;

    /// <summary>All of <see cref="LayerNormBackward"/> and <see cref="LayerNormColumnsBackward"/>.</summary>
    private protected override IEnumerable<GradientCase> Cases =>
        [Case(1, 7), Case(3, 12), Case(1, 3, 33), Case(3, 6, 20), Case(33, 6, 48)];

    private static GradientCase Case(params int[] shape)
    {
        var D = shape[^1];
        var x = Given.Activation("x", shape);
        return new($"[{string.Join(',', shape)}]", 8 * (D + x.Shape.Rows),
            [x, Given.Constant("weight", D), Given.Constant("bias", D)], [Given.Activation("dy", shape)],
            inputs => [.. inputs[0].Chunk(D).SelectMany(row => Forward(row, inputs[1], inputs[2]))],
            (builder, inputs, dy) =>
            {
                var (dx, dweight, dbias) =
                    LayerNormBackward.Add(builder, "dx", Epsilon, dy[0], inputs[0], inputs[1]);
                return [dx, dweight, dbias];
            });
    }

    private static IEnumerable<Term> Forward(Term[] row, Term[] weight, Term[] bias)
    {
        var mean = Term.Sum(row) * (1.0 / row.Length);
        var deviations = row.Select(v => v - mean).ToArray();
        var deviation = ((Term.Sum(deviations.Select(d => d * d)) * (1.0 / row.Length)) + Epsilon).Sqrt();
        return deviations.Select((d, i) => (d / deviation * weight[i]) + bias[i]);
    }
}
