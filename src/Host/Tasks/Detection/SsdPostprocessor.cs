using GpuFormer.Imaging;

namespace GpuFormer.Tasks.Detection;

/// <summary>From the outputs of SSDLite to objects, as cvnets does: class by class suppression over boxes that are not
/// clipped, then pixels, clipped to the image. There is no limit over all classes.</summary>
internal sealed record SsdPostprocessor
{
    /// <summary>Scores must be above it.</summary>
    public float ScoreThreshold { get; init; } = 0.01f;

    /// <summary>The overlap above which the lower score of one class is removed.</summary>
    public float OverlapThreshold { get; init; } = 0.5f;

    /// <summary>The most objects of one class.</summary>
    public int DetectionsPerClass { get; init; } = 200;

    /// <summary>Whether boxes end at the sides of the image.</summary>
    public bool Clips { get; init; } = true;

    /// <summary>The objects of one image, by falling score.</summary>
    /// <param name="logits"><c>[anchors, classes]</c>; class 0 is the background and never found.</param>
    /// <param name="offsets"><c>[anchors, 4]</c> as <see cref="BoxCoder.Ssd"/> has them.</param>
    /// <param name="anchors">Relative to the sides of the image.</param>
    /// <param name="height">Rows of the image that the boxes are to lie in.</param>
    /// <param name="width">Columns of that image.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    public Detection[] Detect(
        ReadOnlySpan<float> logits, ReadOnlySpan<float> offsets, ReadOnlySpan<Box> anchors, int height, int width)
    {
        if (anchors.IsEmpty || offsets.Length != 4L * anchors.Length || logits.Length % anchors.Length != 0)
            throw new ArgumentException("Logits, offsets and anchors do not belong together.");
        var classes = logits.Length / anchors.Length;
        var boxes = new Box[anchors.Length];
        var probabilities = new float[logits.Length];
        for (var a = 0; a < anchors.Length; a++)
        {
            boxes[a] = BoxCoder.Ssd.Decode(offsets.Slice(4 * a, 4), anchors[a]);
            SoftMax.Compute(logits.Slice(a * classes, classes), probabilities.AsSpan(a * classes, classes));
        }

        List<Detection> found = [];
        List<Box> candidates = [];
        List<float> scores = [];
        for (var label = 1; label < classes; label++)
        {
            candidates.Clear();
            scores.Clear();
            for (var a = 0; a < anchors.Length; a++)
            {
                if (!(probabilities[a * classes + label] > ScoreThreshold))
                    continue;
                candidates.Add(boxes[a]);
                scores.Add(probabilities[a * classes + label]);
            }

            found.AddRange(NonMaximumSuppression.Keep([.. candidates], [.. scores], OverlapThreshold)
                .Take(DetectionsPerClass).Select(i => new Detection(
                    Clipped(candidates[i].Scale(height, width)), scores[i], label)));
        }

        return QueryPostprocessor.Sorted(found);

        Box Clipped(Box box) => Clips ? box.Clip(height, width) : box;
    }
}
