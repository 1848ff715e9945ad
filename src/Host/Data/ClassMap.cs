namespace GpuFormer.Data;

/// <summary>The order of classes from a text file, one name a line, as timm's <c>--class-map</c>.</summary>
internal static class ClassMap
{
    private const long LongestFile = 64 << 20;

    public static string[] Read(string path)
    {
        if (!Path.Exists(path))
            throw new DatasetFormatException(path, "the class map does not exist", "Check --class-map.");
        var names = DatasetFile.ReadLines(path, LongestFile, "It must name one class folder a line.")
            .Select(name => name.Trim()).ToList();
        while (names.Count > 0 && names[^1].Length == 0)
            names.RemoveAt(names.Count - 1);
        if (names.Count == 0)
            throw new DatasetFormatException(path, "the class map is empty", "Write one class folder a line.");
        if (names.Count > DatasetOptions.HighestClasses)
        {
            throw new DatasetFormatException(path, $"the class map has {names.Count} classes, more than "
                + $"{DatasetOptions.HighestClasses}", "It must name one class folder a line.");
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var line = 0; line < names.Count; line++)
        {
            var name = names[line];
            if (name.Length == 0)
                throw new DatasetFormatException(path, $"line {line + 1} is empty", "Write one class folder a line.");
            if (!seen.Add(name))
                throw new DatasetFormatException(path, $"line {line + 1} repeats '{name}'", "Name each class once.");
        }
        return [.. names];
    }
}
