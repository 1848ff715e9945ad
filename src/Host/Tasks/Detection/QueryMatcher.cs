using GpuFormer.Imaging;

namespace GpuFormer.Tasks.Detection;

/// <summary>Pairs the queries of DETR, or of the end-to-end Mobile-Former detector, with objects at the lowest cost
/// (Carion et al., "End-to-end object detection with transformers", 2020, 3.1).</summary>
internal static class QueryMatcher
{
    private const float BoxWeight = 5;
    private const float ClassWeight = 1;
    private const float OverlapWeight = 2;

    /// <summary>Pairs of a query and an object, by rising query; empty where there are no objects.</summary>
    /// <param name="logits"><c>[queries, classes]</c> of one image; the last class is "no object".</param>
    /// <param name="boxes"><c>[queries, 4]</c>: centre and extents, relative to the sides of the image.</param>
    /// <param name="objects"><c>[objects, 4]</c> in the same form.</param>
    /// <param name="labels">The class of each object.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other, or a label is no class.</exception>
    /// <exception cref="NonFiniteResultException">A logit or box is infinite or NaN, which no cost can be made
    /// of.</exception>
    public static (int Query, int Object)[] Match(
        ReadOnlySpan<float> logits, ReadOnlySpan<float> boxes, ReadOnlySpan<float> objects, ReadOnlySpan<int> labels)
    {
        if (labels.IsEmpty)
            return [];
        var queries = boxes.Length / 4;
        if (queries == 0 || boxes.Length % 4 != 0 || logits.Length % queries != 0 || objects.Length != 4 * labels.Length)
            throw new ArgumentException("Logits, boxes, objects and labels do not belong together.");
        var classes = logits.Length / queries;
        foreach (var label in labels)
        {
            if ((uint)label >= (uint)(classes - 1))
                throw new ArgumentException($"Label {label} is no class of {classes - 1}.", nameof(labels));
        }

        var costs = new double[queries * labels.Length];
        var probabilities = new float[classes];
        for (var q = 0; q < queries; q++)
        {
            SoftMax.Compute(logits.Slice(q * classes, classes), probabilities);
            var box = boxes.Slice(4 * q, 4);
            for (var k = 0; k < labels.Length; k++)
            {
                var target = objects.Slice(4 * k, 4);
                var distance = 0f;
                for (var i = 0; i < 4; i++)
                    distance += Math.Abs(box[i] - target[i]);
                var cost = BoxWeight * distance - ClassWeight * probabilities[labels[k]]
                    - OverlapWeight * BoxOverlap.Generalised(ToBox(box), ToBox(target));
                if (!float.IsFinite(cost))
                {
                    throw new NonFiniteResultException(
                        $"Query {q} and object {k} have no cost: the logits or boxes of the network are infinite or NaN, "
                        + "or both boxes are empty. Lower the learning rate, or clip gradients.");
                }

                costs[q * labels.Length + k] = cost;
            }
        }

        return LinearAssignment.Solve(costs, queries, labels.Length);
    }

    private static Box ToBox(ReadOnlySpan<float> centre) => Box.FromCentre(centre[0], centre[1], centre[2], centre[3]);
}
