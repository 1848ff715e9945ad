namespace GpuFormer.Data;

/// <summary>Opens a data set, whatever its layout: MNIST's IDX files, CIFAR's binary files, shards of a WebDataset, or
/// pictures in class folders.</summary>
public static class DatasetReader
{
    private const string Layouts = "Known are: MNIST's IDX files (train-images-idx3-ubyte, train-labels-idx1-ubyte, "
        + "t10k-..., also with .gz); CIFAR's binary files (data_batch_1.bin and so on, or train.bin and "
        + "fine_label_names.txt); a WebDataset's shards (train-000000.tar, val-000000.tar); pictures in train/CLASS/ and val/CLASS/, or in CLASS/";

    /// <summary>Opens one part of a data set.</summary>
    /// <param name="path">A folder.</param>
    /// <param name="split">Which part. Where class folders lie in <paramref name="path"/> itself, both are the whole
    /// (<see cref="HasSplit"/>).</param>
    /// <param name="options">What cannot be told from the files.</param>
    /// <exception cref="DatasetFormatException">There is no data set of a known layout, or it is damaged; the message
    /// says what was looked for.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ImageDataset Open(string path, DatasetSplit split, DatasetOptions? options = null)
    {
        options ??= new DatasetOptions();
        RequireFolder(path);
        if (options.SplitFolder is null)
        {
            if (IdxLayout.IsThere(path))
                return IdxLayout.Open(path, split, options.IdxClasses);
            if (CifarLayout.TryOpen(path, split, options.CoarseLabels) is { } cifar)
                return cifar;
        }
        if (WebDatasetLayout.TryOpen(path, split, options) is { } shards)
            return shards;
        var folder = ImageFolderLayout.Find(path, split, options.SplitFolder);
        if (ImageFolderScan.ClassFolders(folder).Length == 0)
        {
            throw new DatasetFormatException(folder, folder == path
                ? "is no data set of a known layout, and has no folders that could be classes"
                : "has no class folders", $"{Layouts}.");
        }
        return new ImageFolderDataset(folder, options.ClassMap, options.Limits, options.ClassOrder);
    }

    /// <summary>Whether a data set has a part of its own for <paramref name="split"/>. Class folders without
    /// <c>train</c> and <c>val</c> have none: to judge by what was learnt from would be no judgement.</summary>
    /// <exception cref="DatasetFormatException">There is no such folder.</exception>
    public static bool HasSplit(string path, DatasetSplit split)
    {
        RequireFolder(path);
        return IdxLayout.HasSplit(path, split)
            || CifarLayout.HasSplit(path, split)
            || WebDatasetLayout.Find(path, split).Count > 0
            || ImageFolderLayout.Names(split).Any(name => Directory.Exists(Path.Combine(path, name)));
    }

    private static void RequireFolder(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Directory.Exists(path))
        {
            throw new DatasetFormatException(path, File.Exists(path) ? "is a file" : "does not exist",
                $"Name the folder of a data set. {Layouts}.");
        }
    }
}
