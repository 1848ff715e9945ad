using GpuFormer.Graph.Ops.Training;
using GpuFormer.Graph.Training;

namespace GpuFormer.Graph.Losses;

/// <summary>
/// RetinaNet's (Lin et al., "Focal loss for dense object detection", 2017): the focal loss of <c>logits</c> [N, A, C] over
/// all anchors that are not ignored, and L1 of <c>deltas</c> [N, A, 4] over those that have an object. What the sums are
/// divided by is in the weights of anchors.
/// </summary>
internal sealed class RetinaNetCriterion : Criterion
{
    /// <summary>[N, A]: the class of each anchor, <see cref="SigmoidFocalLoss.NoClass"/> or
    /// <see cref="SigmoidFocalLoss.Ignored"/>.</summary>
    public const string Labels = "target.labels";

    /// <summary>[N, A]: the weight of each anchor in the focal loss.</summary>
    public const string Weights = "target.weights";

    /// <summary>[N, A, 4]: the offset of each anchor's object; anything where there is none.</summary>
    public const string Deltas = "target.deltas";

    /// <summary>[N, A]: the weight of each anchor in the loss of offsets; 0 where there is no object.</summary>
    public const string DeltaWeights = "target.delta_weights";

    public override IReadOnlyList<LossTerm> Add(GraphBuilder builder, IReadOnlyList<GraphOutput> outputs)
    {
        var (logits, deltas) = (outputs.Named("logits"), outputs.Named("deltas"));
        var anchors = logits.RowShape();
        var (classification, regression) = (new SigmoidFocalLoss(), new BoxRegressionLoss());
        return
        [
            new("classification", classification, builder.AddNode("loss.classification", classification, logits,
                builder.Input(Labels, anchors), builder.Input(Weights, anchors))[0]),
            new("bbox_regression", regression, builder.AddNode("loss.bbox_regression", regression, deltas,
                builder.Input(Deltas, deltas.Shape), builder.Input(DeltaWeights, anchors))[0]),
        ];
    }
}
