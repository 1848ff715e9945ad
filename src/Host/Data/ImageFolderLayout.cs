namespace GpuFormer.Data;

/// <summary>Which folder holds the class folders of a split.</summary>
internal static class ImageFolderLayout
{
    private static readonly string[] TrainNames = ["train", "training"];
    private static readonly string[] ValidationNames = ["val", "valid", "validation", "eval", "test"];

    public static IReadOnlyList<string> Names(DatasetSplit split) => split switch
    {
        DatasetSplit.Train => TrainNames,
        DatasetSplit.Validation => ValidationNames,
    };

    /// <summary>Whether the folder has any sub-folder named as a split.</summary>
    public static bool HasSplits(string root) =>
        TrainNames.Concat(ValidationNames).Any(name => Directory.Exists(Path.Combine(root, name)));

    /// <summary>The folder of the class folders; the data set's own where it has no splits.</summary>
    public static string Find(string root, DatasetSplit split, string? named)
    {
        if (named is not null)
        {
            var folder = Path.Combine(root, named);
            return Directory.Exists(folder)
                ? folder
                : throw new DatasetFormatException(root, $"has no folder '{named}'", "Name one that is there.");
        }
        foreach (var name in Names(split))
        {
            var folder = Path.Combine(root, name);
            if (Directory.Exists(folder))
                return folder;
        }
        if (HasSplits(root))
        {
            var names = string.Join(", ", Names(split).SkipLast(1));
            throw new DatasetFormatException(root, $"has no folder named {names} or {Names(split)[^1]}",
                "Add one with a folder for each class, or name another.");
        }
        return root;
    }
}
