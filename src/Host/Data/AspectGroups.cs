namespace GpuFormer.Data;

/// <summary>
/// Puts images into batches with others of about their aspect, so that less of a padded batch is padding: torchvision's
/// grouping in the training of detectors (<c>references/detection/group_by_aspect_ratio.py</c>).
/// </summary>
internal static class AspectGroups
{
    // torchvision's factor: the bounds of groups between an aspect of 1/2 and one of 2.
    private const int Bounds = (2 * 3) + 1;

    /// <summary>The group of an image: the number of bounds, 2^(-1), 2^(-2/3) and so on up to 2, that its aspect attains.
    /// Images at least as wide as high are in the groups from <see cref="FirstWide"/> on.</summary>
    /// <param name="aspect">Width over height.</param>
    public static int Of(double aspect)
    {
        var group = 0;
        while (group < Bounds && aspect >= Math.Pow(2, (group - 3) / 3.0))
            group++;
        return group;
    }

    /// <summary>The first group of images at least as wide as high.</summary>
    public const int FirstWide = 4;

    /// <summary>
    /// Full batches of an epoch's order, each of one group, as soon as the group fills it. There are as many batches as
    /// without groups: of the groups that are left over, those with the most images are filled up with images that they
    /// had before.
    /// </summary>
    /// <param name="order">The samples, as they were drawn.</param>
    /// <param name="groupOf">The group of a sample.</param>
    /// <param name="batchSize">Samples of a batch.</param>
    public static IReadOnlyList<int[]> Batches(IReadOnlyList<int> order, Func<int, int> groupOf, int batchSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        List<int[]> batches = [];
        // In the order in which groups began to collect: of groups with as many left the first is filled up first.
        List<(int Group, List<int> Samples)> waiting = [];
        Dictionary<int, List<int>> seen = [];
        foreach (var sample in order)
        {
            var group = groupOf(sample);
            var place = waiting.FindIndex(other => other.Group == group);
            if (place < 0)
            {
                place = waiting.Count;
                waiting.Add((group, []));
                seen.TryAdd(group, []);
            }

            waiting[place].Samples.Add(sample);
            seen[group].Add(sample);
            if (waiting[place].Samples.Count < batchSize)
                continue;
            batches.Add([.. waiting[place].Samples]);
            // It begins anew, behind the others.
            waiting.RemoveAt(place);
            waiting.Add((group, []));
        }

        foreach (var (group, samples) in waiting.OrderByDescending(left => left.Samples.Count))
        {
            if (batches.Count == order.Count / batchSize)
                break;
            var before = seen[group];
            for (var i = 0; samples.Count < batchSize; i++)
                samples.Add(before[i % before.Count]);
            batches.Add([.. samples]);
        }

        return batches;
    }
}
