namespace GpuFormer.Data;

/// <summary>What was wrong with the annotations of a set: how often, and where first.</summary>
/// <param name="path">The file or folder, for messages.</param>
internal sealed class AnnotationFaults(string path)
{
    private const int Named = 3;

    private readonly SortedDictionary<AnnotationFault, (int Count, List<string> Where)> _found = [];

    /// <summary>How many there are, of all kinds.</summary>
    public int Count => _found.Values.Sum(found => found.Count);

    /// <summary>One sentence for each kind.</summary>
    public IReadOnlyList<string> Remarks => [.. _found.Select(found => Remark(found.Key, found.Value))];

    /// <summary>How many there are of one kind.</summary>
    public int CountOf(AnnotationFault kind) => _found.TryGetValue(kind, out var found) ? found.Count : 0;

    /// <summary>Refuses the set if anything is wrong with it.</summary>
    /// <exception cref="DatasetFormatException">There is a fault; the message tells all kinds.</exception>
    public void ThrowIfAny()
    {
        if (Count > 0)
        {
            throw new DatasetFormatException(path, $"{Count} faults in the annotations",
                $"Repair them, or go without --strict, which works around them. {string.Join(' ', Remarks)}");
        }
    }

    internal void Add(AnnotationFault kind, string where)
    {
        var (count, places) = _found.TryGetValue(kind, out var found) ? found : (0, []);
        if (places.Count < Named)
            places.Add(where);
        _found[kind] = (count + 1, places);
    }

    private string Remark(AnnotationFault kind, (int Count, List<string> Where) found)
    {
        var more = found.Count > found.Where.Count ? $" and {found.Count - found.Where.Count} more" : "";
        return $"{path}: {Text(kind)}: {string.Join("; ", found.Where)}{more}.";
    }

    private static string Text(AnnotationFault kind) => kind switch
    {
        AnnotationFault.UnknownImage => "of an image that is not in the set, left out",
        AnnotationFault.UnknownCategory => "of a category that is not in the set, left out",
        AnnotationFault.NotFinite => "with a number that is infinite or NaN, left out",
        AnnotationFault.NoBox => "without a box and a mask, left out",
        AnnotationFault.NegativeExtent => "with a box of negative extent, not learned from",
        AnnotationFault.EmptyBox => "with a box without extent, not learned from",
        AnnotationFault.OutsideImage => "with a box outside its image, not learned from",
        AnnotationFault.MaskOfOtherSize => "with a mask of another size than the image, not learned from",
        AnnotationFault.DamagedMask => "with a mask that cannot be read, taken without it",
        AnnotationFault.BadPolygon => "with a polygon that encloses nothing, taken without it",
        AnnotationFault.NoArea => "without 'area', width times height taken",
        AnnotationFault.NoCrowd => "without 'iscrowd', taken for single objects",
        AnnotationFault.ZeroId => "with the id 0, which pycocotools counts as not matched (--coco-quirks does so too)",
        AnnotationFault.RepeatedId => "with an id that was there before",
        AnnotationFault.MissingImage => "images whose file is missing, left out",
        AnnotationFault.Unreadable => "that cannot be understood, left out",
    };
}
