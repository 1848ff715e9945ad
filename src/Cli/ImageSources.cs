using System.IO.Enumeration;
using GpuFormer.Data;

namespace GpuFormer.Cli;

/// <summary>Turns what a user names (files, folders, globs) into a list of picture files.</summary>
internal static class ImageSources
{
    /// <summary>
    /// Files as they are named, whatever their extension; pictures of a folder, not of folders below it; matches of a
    /// glob, where <c>**</c> stands for any folders. Hidden files and folders are for patterns that begin with a full
    /// stop, as in shells. Sorted within a source, without repetitions.
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
                $"The folder '{source}' holds no pictures. Name a folder with PNG, JPEG, BMP or PPM files, "
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

    // Pictures that cannot be read are listed too, so that each is reported instead of silently left out.
    private static bool IsPicture(string file) => PictureFiles.IsPicture(file) || PictureFiles.IsOtherPicture(file);

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
            return Below(parent, []);
        if (IsGlob(segment))
            return Directory.EnumerateDirectories(Here(parent)).Where(folder => IsMatch(segment, folder));

        var child = Path.Join(parent, segment);
        return Directory.Exists(child) ? [child] : [];
    }

    // A folder and all below it. Links are followed, but not back to a folder that they lie in.
    private static IEnumerable<string> Below(string folder, string[] open)
    {
        var real = PictureFiles.RealPath(Here(folder), open.LastOrDefault());
        if (open.Contains(real))
            yield break;
        yield return folder;
        string[] inside = [.. open, real];
        var children = Directory.EnumerateDirectories(Here(folder));
        foreach (var child in children.Where(child => !PictureFiles.IsHidden(child)))
        {
            foreach (var found in Below(child, inside))
                yield return found;
        }
    }

    // '*' alone means pictures; '*.bin' means what it says.
    private static IEnumerable<string> Files(string folder, string segment) =>
        Directory.EnumerateFiles(Here(folder))
            .Where(file => IsMatch(segment, file))
            .Where(file => Path.HasExtension(segment) || IsPicture(file));

    private static bool IsMatch(string segment, string path) =>
        FileSystemName.MatchesSimpleExpression(segment, Path.GetFileName(path))
        && (segment.StartsWith('.') || !PictureFiles.IsHidden(path));

    private static string Here(string folder) => folder.Length == 0 ? "." : folder;
}
