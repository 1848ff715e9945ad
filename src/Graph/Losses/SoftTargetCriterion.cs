using GpuFormer.Graph.Ops.Training;
using GpuFormer.Graph.Training;

namespace GpuFormer.Graph.Losses;

/// <summary>
/// Classification: the mean cross-entropy of the first output, logits [N, classes], against the input
/// <see cref="Targets"/> of the same shape, each row a distribution.
/// </summary>
internal sealed class SoftTargetCriterion : Criterion
{
    /// <summary>The name of the input.</summary>
    public const string Targets = "targets";

    public override IReadOnlyList<LossTerm> Add(GraphBuilder builder, IReadOnlyList<GraphOutput> outputs)
    {
        var logits = outputs[0].Tensor;
        var op = new CrossEntropy();
        return [new("loss", op, builder.Add("loss", op, logits, builder.Input(Targets, logits.Shape)))];
    }
}
