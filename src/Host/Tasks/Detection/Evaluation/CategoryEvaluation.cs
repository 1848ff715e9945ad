namespace GpuFormer.Tasks.Detection.Evaluation;

/// <summary>Judges all images of one category: matches in each, then one ranking over all of them.</summary>
internal static class CategoryEvaluation
{
    // NumPy's spacing(1), which keeps the first division from being 0 / 0.
    private const double Epsilon = 2.220446049250313e-16;

    public static PrecisionTable Evaluate(IReadOnlyList<ImageObjects> images, bool quirks)
    {
        if (images.All(image => image.Ids.Length == 0))
            return PrecisionTable.Empty;
        var table = new PrecisionTable();
        var overlaps = EvaluationGrid.Overlaps.Count;
        var detections = images.Sum(image => image.Scores.Length);
        var starts = new int[images.Count];
        for (var i = 1; i < images.Count; i++)
            starts[i] = starts[i - 1] + images[i - 1].Scores.Length;
        var rankings = EvaluationGrid.Limits.Select(limit => Rank(images, starts, limit)).ToArray();
        var verdicts = new Verdict[overlaps * detections];
        for (var area = 0; area < EvaluationGrid.Areas.Count; area++)
        {
            var objects = 0;
            for (var i = 0; i < images.Count; i++)
            {
                var count = images[i].Scores.Length;
                var one = new Verdict[overlaps * count];
                objects += DetectionMatching.Judge(images[i], EvaluationGrid.Areas[area], quirks, one);
                for (var t = 0; t < overlaps; t++)
                    one.AsSpan(t * count, count).CopyTo(verdicts.AsSpan(t * detections + starts[i]));
            }

            if (objects == 0)
                continue;
            for (var limit = 0; limit < rankings.Length; limit++)
            {
                for (var t = 0; t < overlaps; t++)
                {
                    table.Recall(t, area, limit) = Accumulate(rankings[limit],
                        verdicts.AsSpan(t * detections, detections), objects,
                        limit == rankings.Length - 1 ? table.Precisions(t, area) : []);
                }
            }
        }

        return table;
    }

    // The first detections of each image, by falling score over all images; equal scores in the order of images.
    private static int[] Rank(IReadOnlyList<ImageObjects> images, int[] starts, int limit)
    {
        List<int> positions = [];
        List<double> scores = [];
        for (var i = 0; i < images.Count; i++)
        {
            for (var d = 0; d < Math.Min(limit, images[i].Scores.Length); d++)
            {
                positions.Add(starts[i] + d);
                scores.Add(images[i].Scores[d]);
            }
        }

        return Array.ConvertAll(StableOrder.Falling([.. scores]), i => positions[i]);
    }

    // Fills precisions by recall and returns the highest recall.
    private static double Accumulate(
        int[] ranking, ReadOnlySpan<Verdict> verdicts, int objects, Span<double> precisions)
    {
        var recall = new double[ranking.Length];
        var precision = new double[ranking.Length];
        double right = 0, wrong = 0;
        for (var i = 0; i < ranking.Length; i++)
        {
            var verdict = verdicts[ranking[i]];
            right += verdict == Verdict.Right ? 1 : 0;
            wrong += verdict == Verdict.Wrong ? 1 : 0;
            recall[i] = right / objects;
            precision[i] = right / (wrong + right + Epsilon);
        }

        // What a lower score adds in precision, a higher one could have had as well.
        for (var i = ranking.Length - 1; i > 0; i--)
            precision[i - 1] = Math.Max(precision[i - 1], precision[i]);
        var at = 0;
        for (var r = 0; r < precisions.Length; r++)
        {
            while (at < recall.Length && recall[at] < EvaluationGrid.Recalls[r])
                at++;
            precisions[r] = at < recall.Length ? precision[at] : 0;
        }

        return recall.Length > 0 ? recall[^1] : 0;
    }
}
