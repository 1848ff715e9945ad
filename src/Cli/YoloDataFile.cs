using System.Globalization;
using GpuFormer.Data;
using GpuFormer.Files;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace GpuFormer.Cli;

/// <summary>YOLO's <c>data.yaml</c>: where the images of each part lie, and the names of the classes.</summary>
/// <param name="Root">The folder that the others are relative to; empty for that of the file.</param>
/// <param name="Train">Folders of images to learn from.</param>
/// <param name="Validation">Folders of images to judge by.</param>
/// <param name="Names">The names of the classes, from class 0 on.</param>
internal sealed record YoloDataFile(
    string Root, IReadOnlyList<string> Train, IReadOnlyList<string> Validation, IReadOnlyList<string> Names)
{
    private const long LargestFile = 1 << 20;
    private const int MostClasses = 20_000;

    /// <summary>Reads a file.</summary>
    /// <exception cref="BadDataException">It is no such file; the message names line and column.</exception>
    public static YoloDataFile Load(string path) => Parse(RegularFile.ReadAllText(path, LargestFile,
        length => new BadDataException($"{path} has {length} bytes, more than the limit of {LargestFile}.")), path);

    /// <summary>The folders that a file names, wherever it lies.</summary>
    /// <inheritdoc cref="Load"/>
    public static YoloLayout LayoutOf(string path)
    {
        var file = Load(path);
        var root = Path.GetDirectoryName(Path.GetFullPath(path))!;
        IReadOnlyList<string> Below(IReadOnlyList<string> parts) =>
            [.. parts.Select(part => Path.Combine(root, file.Root, part))];
        return new YoloLayout(Below(file.Train), Below(file.Validation), file.Names);
    }

    /// <summary>Reads a text.</summary>
    /// <inheritdoc cref="Load"/>
    internal static YoloDataFile Parse(string text, string path) => new Reader(text, path).Read();

    /// <summary>The folders of the images to judge by, wherever the file lies.</summary>
    public IReadOnlyList<string> ValidationFolders(string file) =>
        [.. Validation.Select(part => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, Root, part))];

    /// <summary>Reads event by event: what nests deeper than any such file ends the reading, and aliases are refused, so
    /// that nothing recurses and nothing is multiplied.</summary>
    private sealed class Reader(string text, string path)
    {
        private readonly Parser _parser = new(new StringReader(text));

        public YoloDataFile Read()
        {
            Expect<StreamStart>();
            Expect<DocumentStart>();
            Expect<MappingStart>();
            var root = "";
            IReadOnlyList<string> train = [], validation = [], names = [];
            int? count = null;
            while (Next() is not MappingEnd)
            {
                var key = Text();
                switch (key)
                {
                    case "path":
                        Next();
                        root = Text();
                        break;
                    case "train":
                        train = Texts();
                        break;
                    case "val":
                        validation = Texts();
                        break;
                    case "nc":
                        Next();
                        count = Number();
                        break;
                    case "names":
                        names = Names();
                        break;
                    default:
                        Skip();
                        break;
                }
            }

            if (names.Count == 0)
                names = [.. Enumerable.Range(0, count ?? 0).Select(label => $"class {label}")];
            if (names.Count == 0 || names.Count > MostClasses || (count ?? names.Count) != names.Count)
                throw Fault(null, $"it names {names.Count} classes, and nc is {count?.ToString(CultureInfo.InvariantCulture) ?? "not set"}");
            return new YoloDataFile(root, train, validation, names);
        }

        private List<string> Texts()
        {
            if (Next() is not SequenceStart)
                return [Text()];
            List<string> texts = [];
            while (Next() is not SequenceEnd)
                texts.Add(Text());
            return texts;
        }

        // A list, or a mapping from every number from 0 on.
        private List<string> Names()
        {
            if (Next() is SequenceStart)
            {
                List<string> list = [];
                while (Next() is not SequenceEnd)
                    list.Add(Text());
                return list;
            }

            if (_parser.Current is not MappingStart)
                throw Fault(_parser.Current, "'names' is neither a list nor a mapping");
            var named = new SortedDictionary<int, string>();
            while (Next() is not MappingEnd)
            {
                var label = Number();
                Next();
                if (!named.TryAdd(label, Text()))
                    throw Fault(_parser.Current, $"class {label} is named twice");
            }

            return named.Keys.SequenceEqual(Enumerable.Range(0, named.Count))
                ? [.. named.Values]
                : throw Fault(_parser.Current, "'names' does not name the classes 0, 1, 2 and so on");
        }

        // A value that nothing is made of: a text, or a list or mapping of texts.
        private void Skip()
        {
            if (Next() is Scalar)
                return;
            if (_parser.Current is not (SequenceStart or MappingStart))
                throw Fault(_parser.Current, "a value is missing");
            while (Next() is not (SequenceEnd or MappingEnd))
                Text();
        }

        private string Text() => _parser.Current is Scalar scalar
            ? scalar.Value
            : throw Fault(_parser.Current, "a text is expected");

        private int Number() =>
            int.TryParse(Text(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= MostClasses
                ? value
                : throw Fault(_parser.Current, $"a number from 0 to {MostClasses} is expected");

        private void Expect<T>()
        {
            if (Next() is not T)
                throw Fault(_parser.Current, "it is no mapping with 'names'");
        }

        private ParsingEvent Next()
        {
            try
            {
                return _parser.MoveNext() ? _parser.Current! : throw Fault(null, "it ends early");
            }
            // The parser has more than one way to say that a text is no YAML.
            catch (Exception exception) when (exception is YamlException or ArgumentException
                or InvalidOperationException or FormatException or OverflowException or IndexOutOfRangeException
                or NullReferenceException or KeyNotFoundException)
            {
                throw Fault(null, $"it is no YAML ({exception.Message.TrimEnd('.')})");
            }
        }

        private BadDataException Fault(ParsingEvent? found, string problem)
        {
            var place = found is null ? "" : $", line {found.Start.Line}, column {found.Start.Column}";
            return new BadDataException($"{path}{place}: {problem}. Write YOLO's path, val and names.");
        }
    }
}
