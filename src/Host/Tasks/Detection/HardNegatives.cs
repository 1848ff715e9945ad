namespace GpuFormer.Tasks.Detection;

/// <summary>Chooses the anchors of an image that take part in SSD's loss: all that have an object, and of the background
/// those that the network is most wrong about (Liu et al., "SSD", 2016, 2.2).</summary>
internal static class HardNegatives
{
    /// <summary>Whether each anchor takes part.</summary>
    /// <param name="backgroundLosses">For each anchor, minus the logarithm of the background's probability.</param>
    /// <param name="hasObject">Whether each anchor has an object.</param>
    /// <param name="ratio">Background anchors for each one that has an object; none for an image without objects.</param>
    /// <remarks>Of equal losses the anchor with the lower index comes first.</remarks>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static bool[] Select(
        ReadOnlySpan<float> backgroundLosses, ReadOnlySpan<bool> hasObject, int ratio = 3)
    {
        if (backgroundLosses.Length != hasObject.Length)
        {
            throw new ArgumentException(
                $"There are {backgroundLosses.Length} losses for {hasObject.Length} anchors.", nameof(hasObject));
        }

        bool[] selected = [.. hasObject];
        var positives = hasObject.Count(true);
        var negatives = new List<int>(hasObject.Length - positives);
        for (var a = 0; a < hasObject.Length; a++)
        {
            if (!hasObject[a])
                negatives.Add(a);
        }

        var losses = new float[negatives.Count];
        for (var i = 0; i < losses.Length; i++)
            losses[i] = backgroundLosses[negatives[i]];
        foreach (var i in StableOrder.Falling(losses).Take(ratio * positives))
            selected[negatives[i]] = true;
        return selected;
    }
}
