using System.Numerics;
using GpuFormer.Imaging;

namespace GpuFormer.Tasks.Detection;

/// <summary>From the outputs of RetinaNet to objects: the best candidates of each level, clipped to the image, and of
/// those of one class that overlap the best.</summary>
internal sealed record RetinaNetPostprocessor
{
    /// <summary>Scores must be above it.</summary>
    public float ScoreThreshold { get; init; } = 0.05f;

    /// <summary>The most pairs of an anchor and a class that each level contributes.</summary>
    public int CandidatesPerLevel { get; init; } = 1000;

    /// <summary>The overlap above which the lower score of one class is removed.</summary>
    public float OverlapThreshold { get; init; } = 0.5f;

    /// <summary>The most objects of an image.</summary>
    public int DetectionsPerImage { get; init; } = 100;

    /// <summary>The objects of one image, by falling score.</summary>
    /// <param name="logits"><c>[anchors, classes]</c> before the sigmoid.</param>
    /// <param name="offsets"><c>[anchors, 4]</c> as <see cref="BoxCoder.RetinaNet"/> has them.</param>
    /// <param name="anchors">Of all levels, in pixels of the padded image.</param>
    /// <param name="levels">How many anchors each level has.</param>
    /// <param name="size">Rows and columns of the image before padding: boxes are clipped to them.</param>
    /// <param name="originalSize">Rows and columns of the image that the boxes are to lie in.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    public Detection[] Detect(
        ReadOnlySpan<float> logits, ReadOnlySpan<float> offsets, ReadOnlySpan<Box> anchors, ReadOnlySpan<int> levels,
        (int Height, int Width) size, (int Height, int Width) originalSize)
    {
        var all = 0;
        foreach (var level in levels)
            all += level;
        if (anchors.IsEmpty || all != anchors.Length || offsets.Length != 4L * anchors.Length
            || logits.Length % anchors.Length != 0)
        {
            throw new ArgumentException("Logits, offsets, anchors and levels do not belong together.");
        }

        var classes = logits.Length / anchors.Length;
        List<Box> boxes = [];
        List<float> scores = [];
        List<int> labels = [];
        var first = 0;
        foreach (var level in levels)
        {
            var pairs = Candidates(logits.Slice(first * classes, level * classes), out var pairScores);
            foreach (var i in StableOrder.Falling(pairScores, CandidatesPerLevel))
            {
                var (anchor, label) = Math.DivRem(pairs[i], classes);
                anchor += first;
                boxes.Add(BoxCoder.RetinaNet.Decode(offsets.Slice(4 * anchor, 4), anchors[anchor])
                    .Clip(size.Height, size.Width));
                scores.Add(pairScores[i]);
                labels.Add(label);
            }

            first += level;
        }

        var (down, across) = (originalSize.Height / (float)size.Height, originalSize.Width / (float)size.Width);
        return [.. NonMaximumSuppression.KeepByClass([.. boxes], [.. scores], [.. labels], OverlapThreshold)
            .Take(DetectionsPerImage).Select(i => new Detection(boxes[i].Scale(down, across), scores[i], labels[i]))];
    }

    // The pairs above the threshold; a logit says most of them off without its sigmoid, a vector at a time.
    private int[] Candidates(ReadOnlySpan<float> logits, out float[] scores)
    {
        var surely = MathF.Log(ScoreThreshold / (1 - ScoreThreshold)) - 0.01f;
        var bound = new Vector<float>(surely);
        List<int> pairs = [];
        List<float> found = [];
        for (var first = 0; first < logits.Length; first += Vector<float>.Count)
        {
            var some = logits[first..Math.Min(first + Vector<float>.Count, logits.Length)];
            if (some.Length == Vector<float>.Count && Vector.LessThanAll(new Vector<float>(some), bound))
                continue;
            for (var i = 0; i < some.Length; i++)
            {
                if (some[i] < surely)
                    continue;
                var score = 1 / (1 + MathF.Exp(-some[i]));
                if (!(score > ScoreThreshold))
                    continue;
                pairs.Add(first + i);
                found.Add(score);
            }
        }

        scores = [.. found];
        return [.. pairs];
    }
}
