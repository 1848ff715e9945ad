namespace GpuFormer.Data;

/// <summary>Where MNIST's files lie, under the names in use.</summary>
internal static class IdxLayout
{
    // The folder itself, and where torchvision puts them.
    private static readonly string[] Folders = ["", "raw", Path.Combine("MNIST", "raw")];
    private static readonly string[] Endings = ["-idx{0}-ubyte", ".idx{0}-ubyte"];

    public static string[] Prefixes(DatasetSplit split) => split switch
    {
        DatasetSplit.Train => ["train"],
        DatasetSplit.Validation => ["t10k", "test"],
    };

    // Whether any of MNIST's files is there, of whatever split.
    public static bool IsThere(string root) =>
        Enum.GetValues<DatasetSplit>().Any(split => HasSplit(root, split));

    public static bool HasSplit(string root, DatasetSplit split)
    {
        var (images, labels) = Find(root, split);
        return images is not null || labels is not null;
    }

    public static IdxDataset Open(string root, DatasetSplit split, int classes)
    {
        var (images, labels) = Find(root, split);
        if (images is null || labels is null)
        {
            var prefix = Prefixes(split)[0];
            var missing = images is null ? $"{prefix}-images-idx3-ubyte" : $"{prefix}-labels-idx1-ubyte";
            throw new DatasetFormatException(root, $"has files of MNIST's layout, but not {missing} (or "
                + $"{missing.Replace("-idx", ".idx", StringComparison.Ordinal)}, either with .gz)",
                "Put the missing file beside the others.");
        }
        return new IdxDataset(images, labels, classes);
    }

    private static (string? Images, string? Labels) Find(string root, DatasetSplit split)
    {
        foreach (var folder in Folders)
        {
            foreach (var prefix in Prefixes(split))
            {
                var images = FindFile(Path.Combine(root, folder), $"{prefix}-images", 3);
                var labels = FindFile(Path.Combine(root, folder), $"{prefix}-labels", 1);
                if (images is not null || labels is not null)
                    return (images, labels);
            }
        }
        return (null, null);
    }

    private static string? FindFile(string folder, string stem, int dimensions)
    {
        foreach (var ending in Endings)
        {
            var path = Path.Combine(folder, stem + ending.Replace("{0}", $"{dimensions}", StringComparison.Ordinal));
            if (File.Exists(path))
                return path;
            if (File.Exists(path + ".gz"))
                return path + ".gz";
        }
        return null;
    }
}
