using GpuFormer.Graph.Ops.Training;
using GpuFormer.Graph.Training;

namespace GpuFormer.Graph.Losses;

/// <summary>
/// DETR's (Carion et al., "End-to-end object detection with transformers", 2020), of the end-to-end Mobile-Former detector
/// too: for each output of the decoder, cross-entropy of all queries, and L1 and generalised IoU of those that are matched
/// with an object. The host matches each output anew, on its predictions.
/// </summary>
/// <param name="states">How many outputs the decoder has, L: <c>logits</c> are [L * N, Q, C], <c>boxes</c> [L * N, Q, 4],
/// outputs outermost, the last one is the network's.</param>
internal sealed class QueryCriterion(int states) : Criterion
{
    /// <summary>[L * N, Q]: the class of each query, the last one for no object.</summary>
    public const string Labels = "target.labels";

    /// <summary>[L * N, Q]: the weight of each query in the cross-entropy.</summary>
    public const string Weights = "target.weights";

    /// <summary>[L * N, Q, 4]: the object of each query, by centre and extents; anything where there is none.</summary>
    public const string Boxes = "target.boxes";

    /// <summary>[L * N, Q]: the weight of each query in the losses of boxes; 0 where there is no object.</summary>
    public const string BoxWeights = "target.box_weights";

    /// <summary>The output with the classes of queries.</summary>
    public const string Logits = "logits";

    /// <summary>The output with the boxes of queries.</summary>
    public const string Predictions = "boxes";

    private const double ClassWeight = 1;
    private const double RegressionWeight = 5;
    private const double OverlapWeight = 2;

    public override IReadOnlyList<string> MatchedOutputs => [Logits, Predictions];

    public override IReadOnlyList<LossTerm> Add(GraphBuilder builder, IReadOnlyList<GraphOutput> outputs)
    {
        var (logits, boxes) = (outputs.Named(Logits), outputs.Named(Predictions));
        var queries = logits.RowShape();
        var (targets, weights) = (builder.Input(Boxes, boxes.Shape), builder.Input(BoxWeights, queries));
        (string Name, SummedLoss Op, Tensor Terms)[] losses =
        [
            Loss("loss_ce", new LabelCrossEntropy(ClassWeight) { Parts = states }, logits, builder.Input(Labels, queries),
                builder.Input(Weights, queries)),
            Loss("loss_bbox", new BoxRegressionLoss(Weight: RegressionWeight) { Parts = states }, boxes, targets, weights),
            Loss("loss_giou", new GeneralisedIouLoss(OverlapWeight) { Parts = states }, boxes, targets, weights),
        ];

        // The last output first, then the auxiliary ones by their numbers, as DETR names them.
        return
        [
            .. Enumerable.Range(0, states).Select(i => (i + states - 1) % states).SelectMany(state => losses.Select(loss =>
                new LossTerm(state == states - 1 ? loss.Name : $"{loss.Name}_{state}", loss.Op with { Part = state },
                    loss.Terms))),
        ];

        (string, SummedLoss, Tensor) Loss(string name, SummedLoss op, params Tensor[] inputs) =>
            (name, op, builder.AddNode(name, op, inputs)[0]);
    }
}
