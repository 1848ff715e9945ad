using GpuFormer.Graph.Ops.Training;
using GpuFormer.Graph.Training;

namespace GpuFormer.Graph.Losses;

/// <summary>Of pixels: the mean cross-entropy of <c>logits</c> [N, H, W, C] over those whose class is known.</summary>
internal sealed class SegmentationCriterion : Criterion
{
    /// <summary>[N, H, W]: the class of each pixel; anything where it is not known.</summary>
    public const string Labels = "target.labels";

    /// <summary>[N, H, W]: the weight of each pixel; 0 where its class is not known.</summary>
    public const string Weights = "target.weights";

    public override IReadOnlyList<LossTerm> Add(GraphBuilder builder, IReadOnlyList<GraphOutput> outputs)
    {
        var (logits, op) = (outputs.Named("logits"), new LabelCrossEntropy());
        var pixels = logits.RowShape();
        return [new("loss", op, builder.AddNode(
            "loss", op, logits, builder.Input(Labels, pixels), builder.Input(Weights, pixels))[0])];
    }
}
