using GpuFormer.Imaging;

namespace GpuFormer.Tasks.Detection;

/// <summary>
/// Keeps of boxes that overlap the one with the highest score. Boxes are taken by falling score, equal ones in their
/// order; a kept box removes later ones whose overlap with it is above the threshold, not at it. Boxes that are empty or
/// not finite are kept and remove none.
/// </summary>
internal static class NonMaximumSuppression
{
    /// <summary>Indices of the boxes that are kept, by falling score.</summary>
    /// <param name="boxes">Corners.</param>
    /// <param name="scores">One for each box.</param>
    /// <param name="threshold">Intersection over union, from 0 to 1.</param>
    public static int[] Keep(ReadOnlySpan<Box> boxes, ReadOnlySpan<float> scores, float threshold)
    {
        CheckArguments(boxes.Length, scores.Length, threshold);
        var order = StableOrder.Falling(scores);
        var kept = new bool[boxes.Length];
        Mark(boxes, order, threshold, kept);
        return Array.FindAll(order, index => kept[index]);
    }

    /// <summary>The same for each class alone, then all that is kept by falling score.</summary>
    /// <param name="boxes">Corners.</param>
    /// <param name="scores">One for each box.</param>
    /// <param name="classes">One for each box; boxes of different classes do not meet.</param>
    /// <param name="threshold">Intersection over union, from 0 to 1.</param>
    public static int[] KeepByClass(
        ReadOnlySpan<Box> boxes, ReadOnlySpan<float> scores, ReadOnlySpan<int> classes, float threshold)
    {
        CheckArguments(boxes.Length, scores.Length, threshold);
        if (classes.Length != boxes.Length)
            throw new ArgumentException($"There are {classes.Length} classes for {boxes.Length} boxes.");
        var order = StableOrder.Falling(scores);
        var groups = new Dictionary<int, List<int>>();
        foreach (var index in order)
        {
            if (!groups.TryGetValue(classes[index], out var group))
                groups[classes[index]] = group = [];
            group.Add(index);
        }

        var kept = new bool[boxes.Length];
        foreach (var group in groups.Values)
            Mark(boxes, group.ToArray(), threshold, kept);
        return Array.FindAll(order, index => kept[index]);
    }

    private static void Mark(ReadOnlySpan<Box> boxes, int[] order, float threshold, bool[] kept)
    {
        var grid = new BoxGrid(boxes, order, threshold);
        foreach (var index in order)
            kept[index] = grid.TryAdd(boxes[index]);
    }

    private static void CheckArguments(int boxes, int scores, float threshold)
    {
        if (scores != boxes)
            throw new ArgumentException($"There are {scores} scores for {boxes} boxes.");
        if (!(threshold is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "From 0 to 1.");
    }
}
