using GpuFormer.Imaging;

namespace GpuFormer.Tasks.Detection;

/// <summary>From the outputs of DETR, or of the end-to-end Mobile-Former detector, to objects: one for each query, by
/// falling score, without suppression.</summary>
internal static class QueryPostprocessor
{
    /// <summary>The objects of one image.</summary>
    /// <param name="logits"><c>[queries, classes]</c>; the last class is "no object".</param>
    /// <param name="boxes"><c>[queries, 4]</c>: centre and extents, relative to the sides of the image.</param>
    /// <param name="height">Rows of the image that the boxes are to lie in.</param>
    /// <param name="width">Columns of that image.</param>
    /// <param name="scoreThreshold">Lower scores are left out. The reference leaves out none.</param>
    public static Detection[] Detect(
        ReadOnlySpan<float> logits, ReadOnlySpan<float> boxes, int height, int width, float scoreThreshold = 0)
    {
        var queries = boxes.Length / 4;
        if (queries == 0)
            return [];
        var classes = logits.Length / queries;
        if (boxes.Length != 4 * queries || logits.Length != (long)classes * queries || classes < 2)
            throw new ArgumentException("Logits and boxes do not belong together.");
        var found = new List<Detection>(queries);
        var probabilities = new float[classes];
        for (var q = 0; q < queries; q++)
        {
            SoftMax.Compute(logits.Slice(q * classes, classes), probabilities);
            var label = 0;
            for (var c = 1; c < classes - 1; c++)
            {
                if (probabilities[c] > probabilities[label])
                    label = c;
            }

            if (!(probabilities[label] >= scoreThreshold))
                continue;
            var box = boxes.Slice(4 * q, 4);
            found.Add(new Detection(
                Box.FromCentre(box[0], box[1], box[2], box[3]).Scale(height, width), probabilities[label], label));
        }

        return Sorted(found);
    }

    internal static Detection[] Sorted(List<Detection> found) =>
        [.. StableOrder.Falling([.. found.Select(detection => detection.Score)]).Select(index => found[index])];
}
