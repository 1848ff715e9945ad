using GpuFormer.Graph.Ops.Training;
using GpuFormer.Graph.Training;

namespace GpuFormer.Graph.Losses;

/// <summary>
/// SSD's (Liu et al., "SSD: single shot multibox detector", 2016): cross-entropy of <c>confidences</c> [N, A, C] over the
/// anchors that have an object and the background that is hardest to tell, and smooth L1 of <c>locations</c> [N, A, 4] over
/// the former. Which background that is depends on the confidences, so the host looks at them first.
/// </summary>
internal sealed class SsdCriterion : Criterion
{
    /// <summary>[N, A]: the class of each anchor, 0 for the background.</summary>
    public const string Labels = "target.labels";

    /// <summary>[N, A]: the weight of each anchor in the cross-entropy; 0 for background that takes no part.</summary>
    public const string Weights = "target.weights";

    /// <summary>[N, A, 4]: the offset of each anchor's object; anything where there is none.</summary>
    public const string Locations = "target.locations";

    /// <summary>[N, A]: the weight of each anchor in the loss of offsets; 0 where there is no object.</summary>
    public const string LocationWeights = "target.location_weights";

    /// <summary>The output that the hardest background is found by.</summary>
    public const string Confidences = "confidences";

    public override IReadOnlyList<string> MatchedOutputs => [Confidences];

    public override IReadOnlyList<LossTerm> Add(GraphBuilder builder, IReadOnlyList<GraphOutput> outputs)
    {
        var (confidences, locations) = (outputs.Named(Confidences), outputs.Named("locations"));
        var anchors = confidences.RowShape();
        var (classification, regression) = (new LabelCrossEntropy(), new BoxRegressionLoss(Beta: 1));
        return
        [
            new("classification", classification, builder.AddNode("loss.classification", classification, confidences,
                builder.Input(Labels, anchors), builder.Input(Weights, anchors))[0]),
            new("bbox_regression", regression, builder.AddNode("loss.bbox_regression", regression, locations,
                builder.Input(Locations, locations.Shape), builder.Input(LocationWeights, anchors))[0]),
        ];
    }
}
