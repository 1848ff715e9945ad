using System.IO.Enumeration;

namespace GpuFormer.Cli;

/// <summary>Turns what a user names (files, folders, globs) into a list of picture files.</summary>
internal static class ImageSources
{
    // Pictures that cannot be read are listed too, so that each is reported instead of silently left out.
    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".ppm", ".pgm", ".pnm",
        ".webp", ".gif", ".bmp", ".tif", ".tiff", ".avif", ".heic", ".heif", ".jxl", ".jp2",
    };

    /// <summary>
    /// Files as they are named, whatever their extension; pictures of a folder, not of folders below it; matches of a
    /// glob, where <c>**</c> stands for any folders. Sorted within a source, without repetitions.
    /// </summary>
    /// <exception cref="BadDataException">A source does not exist or holds no picture.</exception>
    public static IReadOnlyList<string> Expand(IEnumerable<string> sources)
    {
        var files = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var source in sources)
        {
            foreach (var file in Expand(source))
            {
                if (seen.Add(Path.GetFullPath(file)))
                    files.Add(file);
            }
        }

        return files;
    }

    private static IEnumerable<string> Expand(string source)
    {
        // A file may have stars in its name: what exists is no glob.
        if (File.Exists(source))
            return [source];
        if (Directory.Exists(source))
        {
            return NotEmpty(Directory.EnumerateFiles(source).Where(IsPicture),
                $"The folder '{source}' holds no pictures. Name a folder with PNG, JPEG or PPM files, "
                + $"or a glob such as '{Path.Join(source, "**", "*.jpg")}'.");
        }

        if (IsGlob(source))
            return NotEmpty(Matches(source), $"No picture matches '{source}'. Check the folder and the extension.");
        throw new BadDataException($"There is no file or folder '{source}'. Check the path.");
    }

    private static List<string> NotEmpty(IEnumerable<string> files, string message)
    {
        var sorted = files.Order(StringComparer.Ordinal).ToList();
        return sorted.Count > 0 ? sorted : throw new BadDataException(message);
    }

    private static bool IsPicture(string file) => Extensions.Contains(Path.GetExtension(file));

    private static bool IsGlob(string text) => text.AsSpan().ContainsAny('*', '?');

    private static IEnumerable<string> Matches(string glob)
    {
        var root = Path.GetPathRoot(glob) ?? "";
        var segments = glob[root.Length..].Split(
            [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
        IEnumerable<string> folders = [root];
        foreach (var segment in segments.SkipLast(1))
            folders = folders.SelectMany(folder => Folders(folder, segment)).ToArray();
        return folders.Distinct(StringComparer.Ordinal).SelectMany(folder => Files(folder, segments[^1]));
    }

    private static IEnumerable<string> Folders(string parent, string segment)
    {
        if (segment == "**")
            return Directory.EnumerateDirectories(Here(parent), "*", SearchOption.AllDirectories).Prepend(parent);
        if (IsGlob(segment))
        {
            return Directory.EnumerateDirectories(Here(parent))
                .Where(folder => FileSystemName.MatchesSimpleExpression(segment, Path.GetFileName(folder)));
        }

        var child = Path.Join(parent, segment);
        return Directory.Exists(child) ? [child] : [];
    }

    // '*' alone means pictures; '*.bin' means what it says.
    private static IEnumerable<string> Files(string folder, string segment) =>
        Directory.EnumerateFiles(Here(folder))
            .Where(file => FileSystemName.MatchesSimpleExpression(segment, Path.GetFileName(file)))
            .Where(file => Path.HasExtension(segment) || IsPicture(file));

    private static string Here(string folder) => folder.Length == 0 ? "." : folder;
}
