namespace GpuFormer.Data;

/// <summary>Where CIFAR's files lie, under the names of its archives.</summary>
internal static class CifarLayout
{
    private const long LongestNameFile = 1 << 20;

    // The folder itself, and that of the archive within it.
    private static readonly string[] TenFolders = ["", "cifar-10-batches-bin"];
    private static readonly string[] HundredFolders = ["", "cifar-100-binary"];

    private static readonly string[] TenTrain =
        ["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin"];

    /// <summary>Opens what is there; null when there is no file of CIFAR's.</summary>
    public static CifarDataset? TryOpen(string root, DatasetSplit split, bool coarse)
    {
        foreach (var folder in TenFolders.Select(folder => Path.Combine(root, folder)))
        {
            if (TenTrain.Append("test_batch.bin").Any(file => File.Exists(Path.Combine(folder, file))))
            {
                string[] files = split == DatasetSplit.Train ? TenTrain : ["test_batch.bin"];
                return new CifarDataset(Paths(folder, files), 1, 0, 10, Names(folder, "batches.meta.txt", 10));
            }
        }
        foreach (var folder in HundredFolders.Select(folder => Path.Combine(root, folder)))
        {
            // These names are common ones: both files and the names of the classes must be there together.
            if (!File.Exists(Path.Combine(folder, "fine_label_names.txt")))
                continue;
            var file = split == DatasetSplit.Train ? "train.bin" : "test.bin";
            var (classes, names) = coarse ? (20, "coarse_label_names.txt") : (100, "fine_label_names.txt");
            return new CifarDataset(
                Paths(folder, [file]), 2, coarse ? 0 : 1, classes, Names(folder, names, classes));
        }
        return null;
    }

    public static bool HasSplit(string root, DatasetSplit split)
    {
        var ten = split == DatasetSplit.Train ? TenTrain[0] : "test_batch.bin";
        var hundred = split == DatasetSplit.Train ? "train.bin" : "test.bin";
        return TenFolders.Any(folder => File.Exists(Path.Combine(root, folder, ten)))
            || HundredFolders.Any(folder => File.Exists(Path.Combine(root, folder, hundred))
                && File.Exists(Path.Combine(root, folder, "fine_label_names.txt")));
    }

    private static string[] Paths(string folder, string[] files)
    {
        foreach (var file in files)
        {
            if (!File.Exists(Path.Combine(folder, file)))
            {
                throw new DatasetFormatException(folder, $"has files of CIFAR's binary layout, but not {file}",
                    "Put the missing file beside the others.");
            }
        }
        return [.. files.Select(file => Path.Combine(folder, file))];
    }

    // Null where nothing names the classes.
    private static string[]? Names(string folder, string file, int classes)
    {
        var path = Path.Combine(folder, file);
        if (!File.Exists(path))
            return null;
        var names = DatasetFile.ReadLines(path, LongestNameFile, "Get it again from its source.")
            .Select(name => name.Trim()).Where(name => name.Length > 0).ToArray();
        if (names.Length != classes)
        {
            throw new DatasetFormatException(path, $"has {names.Length} class names, not {classes}",
                "Get it again from its source, or remove it to have the classes numbered.");
        }
        return names;
    }
}
