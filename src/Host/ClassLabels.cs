using System.Text.Json;
using GpuFormer.Data;
using GpuFormer.Files;
using GpuFormer.Weights;

namespace GpuFormer;

/// <summary>The names of a classifier's classes. Where none are known, class 123 is called "class 123".</summary>
public sealed class ClassLabels
{
    /// <summary>The key of the safetensors metadata whose value is a JSON array of names.</summary>
    public const string MetadataKey = "labels";

    // A file of names for the largest label sets in use (ImageNet-21k) has a few MB.
    private const long LargestFile = 64 << 20;

    private readonly string[]? _names;

    private ClassLabels(string[]? names) => _names = names;

    /// <summary>No names are known.</summary>
    public static ClassLabels None { get; } = new(null);

    /// <summary>How many names there are; 0 when none are known.</summary>
    public int Count => _names?.Length ?? 0;

    /// <summary>The name of a class.</summary>
    /// <param name="index">From 0.</param>
    public string this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            return index < Count ? _names![index] : $"class {index}";
        }
    }

    /// <summary>Takes names in the order of their classes.</summary>
    /// <exception cref="ArgumentNullException">The names, or one of them, are null.</exception>
    public static ClassLabels Of(IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        string[] all = [.. names];
        return Array.IndexOf(all, null) < 0
            ? new(all)
            : throw new ArgumentNullException(nameof(names), "A class has no name.");
    }

    /// <summary>
    /// Reads names from a file: one name a line, or a JSON array of names when the file begins with <c>[</c>.
    /// </summary>
    /// <exception cref="ModelFormatException">The path is no regular file, or the file is empty, too large, or no array
    /// of texts.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading the file is not permitted.</exception>
    public static ClassLabels Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var text = ReadText(path);
        if (text.AsSpan().TrimStart().StartsWith("["))
            return Parse(text, path);
        var lines = text.Split('\n', StringSplitOptions.TrimEntries);
        // The line break that ends the last line begins no class.
        var count = lines[^1].Length == 0 ? lines.Length - 1 : lines.Length;
        if (count == 0)
            throw new ModelFormatException(path, null, "has no class names", "Write one name a line.");
        return new(lines[..count]);
    }

    /// <summary>Reads names from the metadata of a weights file; <see cref="None"/> when it has none.</summary>
    /// <exception cref="ModelFormatException">The entry is no JSON array of texts.</exception>
    internal static ClassLabels FromMetadata(IReadOnlyDictionary<string, string> metadata, string file) =>
        metadata.TryGetValue(MetadataKey, out var json) ? Parse(json, file) : None;

    /// <summary>Whether these are the same names in the same order.</summary>
    internal bool SameAs(ClassLabels other) => _names.AsSpan().SequenceEqual(other._names);

    /// <summary>The first names, and how many more there are, for a message.</summary>
    internal string Listed()
    {
        string[] names = [.. (_names ?? []).Select(ModelFormatException.Printable)];
        return DatasetIdentity.Listed(names, most: 10);
    }

    /// <exception cref="ModelFormatException">There are names, but not one for each class.</exception>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="file">For the message.</param>
    /// <param name="mayLackOne">Whether one of the classes may be what is no object, which nobody names.</param>
    internal void RequireCount(int classes, string file, bool mayLackOne = false)
    {
        if (Count != 0 && Count != classes && !(mayLackOne && Count == classes - 1))
        {
            throw new ModelFormatException(file, null, $"has {Count} class names for a model of {classes} classes",
                "Name the labels that the weights were trained with.");
        }
    }

    private static string ReadText(string path)
    {
        const string Remedy = "Name a text file with one class a line.";
        try
        {
            return RegularFile.ReadAllText(path, LargestFile, length => new ModelFormatException(
                path, null, $"has {length} bytes, more than the limit of {LargestFile}", Remedy));
        }
        catch (NotRegularFileException fault)
        {
            throw new ModelFormatException(path, null, fault.Problem, Remedy, fault);
        }
    }

    private static ClassLabels Parse(string json, string file)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind == JsonValueKind.Array
                && document.RootElement.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String))
            {
                return new([.. document.RootElement.EnumerateArray().Select(item => item.GetString()!)]);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new ModelFormatException(file, null, $"the class names are no JSON: {exception.Message}",
                "They must be an array of texts, such as [\"cat\", \"dog\"].", exception);
        }

        throw new ModelFormatException(file, null, "the class names are no JSON array of texts",
            "They must look like [\"cat\", \"dog\"].");
    }
}
