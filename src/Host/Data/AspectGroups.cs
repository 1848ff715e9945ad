namespace GpuFormer.Data;

/// <summary>
/// Puts wide images into batches with wide ones and tall with tall ones, so that less of a padded batch is padding: the
/// grouping of torchvision's and detectron2's training.
/// </summary>
public static class AspectGroups
{
    /// <summary>Batches of an epoch's order, each as soon as one kind fills it; what is left at the end comes last, the
    /// two kinds together.</summary>
    /// <param name="order">The samples, as they were drawn.</param>
    /// <param name="isWide">Whether a sample is at least as wide as high.</param>
    /// <param name="batchSize">Samples of a batch; the last one may have fewer.</param>
    public static IReadOnlyList<int[]> Batches(IEnumerable<int> order, Func<int, bool> isWide, int batchSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        List<int[]> batches = [];
        List<int> wide = [], tall = [];
        foreach (var sample in order)
        {
            var group = isWide(sample) ? wide : tall;
            group.Add(sample);
            if (group.Count < batchSize)
                continue;
            batches.Add([.. group]);
            group.Clear();
        }

        batches.AddRange(wide.Concat(tall).Chunk(batchSize));
        return batches;
    }
}
