using GpuFormer.Imaging;

namespace GpuFormer.Data;

/// <summary>
/// Which files and folders are taken for pictures where a folder or a pattern is named: one choice for training,
/// validation and prediction. Hidden ones are not: they are those of operating systems and of other programs.
/// </summary>
internal static class PictureFiles
{
    private static readonly string[] Readable = [".jpg", ".jpeg", ".png", ".ppm", ".pgm", ".pnm", ".bmp", ".jpe", ".jfif"];

    private static readonly string[] Others =
        [".webp", ".gif", ".tif", ".tiff", ".avif", ".heic", ".heif", ".jxl", ".jp2"];

    /// <summary>The endings of what can be read, for messages.</summary>
    public static string EndingList { get; } = string.Join(", ", Readable);

    /// <summary>Whether a file ends as pictures do that can be read, and is not hidden.</summary>
    public static bool IsPicture(string path) =>
        !IsHidden(path) && (EndsWithAny(path, Readable) || ImageReaders.HaveEnding(path));

    /// <summary>Whether a file ends as pictures do that cannot be read, and is not hidden.</summary>
    public static bool IsOtherPicture(string path) =>
        !IsHidden(path) && EndsWithAny(path, Others) && !ImageReaders.HaveEnding(path);

    /// <summary>Whether the name of a file or folder begins with a full stop.</summary>
    public static bool IsHidden(string path) => Path.GetFileName(path.AsSpan()).StartsWith('.');

    /// <summary>The folder that a path leads to where it is a link, else itself below its real parent.</summary>
    public static string RealPath(string folder, string? realParent)
    {
        var target = Directory.ResolveLinkTarget(folder, returnFinalTarget: true);
        if (target is not null)
            return Path.TrimEndingDirectorySeparator(target.FullName);
        return realParent is null
            ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))
            : Path.Combine(realParent, Path.GetFileName(folder));
    }

    private static bool EndsWithAny(string path, string[] endings) =>
        endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
