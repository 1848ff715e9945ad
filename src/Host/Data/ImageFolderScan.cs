namespace GpuFormer.Data;

/// <summary>Lists picture files below a folder in ordinal order. Follows links, as torchvision does, but not in
/// circles.</summary>
internal sealed class ImageFolderScan
{
    // Far deeper than any data set; a circle of mounts, which no link shows, ends here.
    private const int DeepestFolder = 32;

    // The real paths of the folders from the class down to the one being listed.
    private readonly List<string> _open = [];

    /// <summary>Files that are no pictures by their names; those of operating systems do not count.</summary>
    public int OtherFiles { get; private set; }

    /// <summary>The sub-folders but for hidden ones, in order of their names.</summary>
    public static string[] ClassFolders(string root, ClassOrder order = ClassOrder.Ordinal) =>
        [.. Directory.EnumerateDirectories(root)
            .Where(folder => !PictureFiles.IsHidden(folder))
            .OrderBy(folder => Path.GetFileName(folder),
                order == ClassOrder.Natural ? NaturalOrder.Instance : StringComparer.Ordinal)];

    /// <summary>Adds the pictures of one class, by their paths below its folder: the files of a folder before its
    /// sub-folders.</summary>
    public void AddPictures(string folder, List<string> files) => Add(folder, "", files);

    private void Add(string folder, string below, List<string> files)
    {
        var real = PictureFiles.RealPath(folder, _open.Count > 0 ? _open[^1] : null);
        if (_open.Contains(real))
        {
            throw new DatasetFormatException(folder, $"the link leads back to {real}, a folder around it",
                "Remove the link.");
        }
        if (_open.Count == DeepestFolder)
        {
            throw new DatasetFormatException(folder, $"lies more than {DeepestFolder} folders deep",
                "Class folders hold their pictures directly or a few folders below.");
        }

        _open.Add(real);
        foreach (var path in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            if (PictureFiles.IsPicture(path))
                files.Add(Path.Combine(below, Path.GetFileName(path)));
            else if (!PictureFiles.IsHidden(path) && !path.EndsWith("Thumbs.db", StringComparison.OrdinalIgnoreCase))
                OtherFiles++;
        }
        foreach (var path in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            if (!PictureFiles.IsHidden(path))
                Add(path, Path.Combine(below, Path.GetFileName(path)), files);
        }
        _open.RemoveAt(_open.Count - 1);
    }
}
