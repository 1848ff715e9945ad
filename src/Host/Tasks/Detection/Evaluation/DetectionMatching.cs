namespace GpuFormer.Tasks.Detection.Evaluation;

/// <summary>
/// Decides for each detection of one category in one image whether it is right, at every overlap, for one range of areas:
/// COCO's rule, in pycocotools' order. Detections choose by falling score; of equal overlaps the last object is taken;
/// objects to ignore (crowds, and those of other areas) come last and are taken only where nothing else was found.
/// </summary>
internal static class DetectionMatching
{
    // Below 1, so that an overlap of 1 - rounding still counts.
    private const double HighestThreshold = 1 - 1e-10;

    /// <summary>Judges.</summary>
    /// <param name="image">What is known and found.</param>
    /// <param name="range">Areas that count.</param>
    /// <param name="quirks">Whether the id 0 counts as no match.</param>
    /// <param name="verdicts"><c>[overlaps, detections]</c>.</param>
    /// <returns>How many objects count.</returns>
    public static int Judge(
        ImageObjects image, (double Least, double Greatest) range, bool quirks, Span<Verdict> verdicts)
    {
        var (objects, detections) = (image.Ids.Length, image.Scores.Length);
        var ignored = new bool[objects];
        for (var k = 0; k < objects; k++)
            ignored[k] = image.Crowds[k] || !IsWithin(image.Areas[k], range);
        // Objects that count first, each kind in its order.
        int[] order = [.. Enumerable.Range(0, objects).OrderBy(k => ignored[k])];
        var taken = new bool[objects];
        for (var t = 0; t < EvaluationGrid.Overlaps.Count; t++)
        {
            Array.Clear(taken);
            for (var d = 0; d < detections; d++)
            {
                var match = Choose(image, order, ignored, taken, d, EvaluationGrid.Overlaps[t]);
                var verdict = Verdict.Wrong;
                if (match >= 0)
                {
                    taken[match] = true;
                    verdict = ignored[match] ? Verdict.Ignored
                        : quirks && image.Ids[match] == 0 ? Verdict.Wrong : Verdict.Right;
                }

                var unmatched = match < 0 || (quirks && image.Ids[match] == 0);
                if (unmatched && verdict == Verdict.Wrong && !IsWithin(image.DetectionAreas[d], range))
                    verdict = Verdict.Ignored;
                verdicts[t * detections + d] = verdict;
            }
        }

        return ignored.Count(value => !value);
    }

    private static int Choose(
        ImageObjects image, int[] order, bool[] ignored, bool[] taken, int detection, double threshold)
    {
        var best = Math.Min(threshold, HighestThreshold);
        var match = -1;
        foreach (var k in order)
        {
            if (taken[k] && !image.Crowds[k])
                continue;
            if (match >= 0 && !ignored[match] && ignored[k])
                break;
            var overlap = image.Overlaps[detection * image.Ids.Length + k];
            if (overlap < best)
                continue;
            (best, match) = (overlap, k);
        }

        return match;
    }

    private static bool IsWithin(double area, (double Least, double Greatest) range) =>
        !(area < range.Least || area > range.Greatest);
}

/// <summary>What a detection is at one overlap.</summary>
internal enum Verdict : byte
{
    /// <summary>It matches no object.</summary>
    Wrong,

    /// <summary>It matches an object.</summary>
    Right,

    /// <summary>It counts neither way.</summary>
    Ignored,
}
