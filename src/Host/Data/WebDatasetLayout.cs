using System.Globalization;
using System.Text.RegularExpressions;

namespace GpuFormer.Data;

/// <summary>
/// Where the shards of a split lie: <c>train-000000.tar</c> and so on in the folder of the set, or any archive in a folder
/// <c>train</c>; or by names with braces, <c>shard-{000000..000146}.tar</c>.
/// </summary>
internal static partial class WebDatasetLayout
{
    private const string Ending = ".tar";

    // Shards are about a gigabyte each.
    private const int MostShards = 100_000;

    /// <summary>Whether a name of a split is one of shards.</summary>
    public static bool IsPattern(string? split) => split?.EndsWith(Ending, StringComparison.Ordinal) == true;

    /// <summary>The shards of a split, in the order of their names; none where there are none.</summary>
    /// <param name="root">The folder of the set.</param>
    /// <param name="split">Which part.</param>
    /// <param name="pattern">Names of shards, in place of the usual ones; null for those.</param>
    /// <exception cref="DatasetFormatException">A pattern names a shard that is not there, or too many.</exception>
    public static IReadOnlyList<string> Find(string root, DatasetSplit split, string? pattern = null)
    {
        if (pattern is not null)
        {
            string[] named = [.. Expand(pattern, root).Select(name => Path.Combine(root, name))];
            return named.FirstOrDefault(path => !File.Exists(path)) is { } missing
                ? throw new DatasetFormatException(missing, "does not exist", "Correct the numbers in the braces.")
                : named;
        }

        var names = ImageFolderLayout.Names(split);
        return
        [
            .. Archives(root).Where(path => names.Any(name => Words(path).Contains(name)))
                .Concat(names.Select(name => Path.Combine(root, name)).Where(Directory.Exists).SelectMany(Archives)),
        ];
    }

    /// <summary>Opens a split; null where the folder has no shards of it.</summary>
    public static WebDataset? TryOpen(string root, DatasetSplit split, DatasetOptions options)
    {
        var pattern = IsPattern(options.SplitFolder) ? options.SplitFolder : null;
        if (options.SplitFolder is not null && pattern is null)
            return null;
        var shards = Find(root, split, pattern);
        if (shards.Count == 0)
            return null;
        var other = split == DatasetSplit.Train ? DatasetSplit.Validation : DatasetSplit.Train;
        return new WebDataset(shards, [.. Find(root, other).Except(shards)],
            options.ClassMap is null ? null : ClassMap.Read(options.ClassMap))
        {
            Limits = options.Limits ?? Imaging.ImageLimits.Default,
        };
    }

    private static IEnumerable<string> Archives(string folder) =>
        Directory.EnumerateFiles(folder, "*" + Ending).Order(StringComparer.Ordinal);

    private static string[] Words(string path) =>
        WordBreak().Split(Path.GetFileNameWithoutExtension(path).ToLowerInvariant());

    // The first pair of braces: one is what shards have.
    private static IEnumerable<string> Expand(string pattern, string root)
    {
        if (Braces().Match(pattern) is not { Success: true } braces)
            return [pattern];
        var (first, last) = (braces.Groups["first"].Value, braces.Groups["last"].Value);
        if (!int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var low)
            || !int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var high)
            || high < low || high - low >= MostShards)
        {
            throw new DatasetFormatException(root, $"cannot have shards '{pattern}'",
                $"Write braces with two rising numbers, at most {MostShards} of them: shard-{{000000..000146}}.tar.");
        }

        return Enumerable.Range(low, high - low + 1).Select(number => pattern[..braces.Index]
            + number.ToString(CultureInfo.InvariantCulture).PadLeft(first.Length, '0')
            + pattern[(braces.Index + braces.Length)..]);
    }

    [GeneratedRegex(@"\{(?<first>\d+)\.\.(?<last>\d+)\}")]
    private static partial Regex Braces();

    [GeneratedRegex("[^a-z]+")]
    private static partial Regex WordBreak();
}
