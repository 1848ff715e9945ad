using System.Text;
using System.Text.Json.Nodes;
using GpuFormer.Files;
using GpuFormer.Training;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace GpuFormer.Cli.Training;

/// <summary>Recipes as YAML: one <c>key: value</c> a setting, with timm's keys.</summary>
internal static class RecipeYaml
{
    // A recipe has some sixty lines; what is larger is something else.
    private const long LargestFile = 1 << 20;

    /// <summary>Applies the settings of a file.</summary>
    /// <exception cref="BadDataException">The file is no YAML of settings.</exception>
    /// <exception cref="RecipeException">There is no such setting, or a value makes no sense.</exception>
    public static TrainingRecipe Apply(TrainingRecipe recipe, string path)
    {
        foreach (var (key, value) in Read(path))
        {
            try
            {
                recipe = RecipeFields.Find(key).Apply(recipe, value);
            }
            catch (RecipeException exception)
            {
                throw new RecipeException($"{path}: {exception.Message}");
            }
        }

        return recipe;
    }

    /// <summary>All settings of a recipe.</summary>
    public static string Write(TrainingRecipe recipe)
    {
        var text = new StringBuilder();
        foreach (var field in RecipeFields.All.Where(f => f.IsWritten(recipe)))
        {
            var value = field.Read(recipe);
            var written = field.Words > 1
                ? $"[{string.Join(", ", value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Scalar))}]"
                : Scalar(value);
            text.Append(field.Key).Append(": ").Append(written).Append('\n');
        }

        return text.ToString();
    }

    // Plain where YAML would read the same text back, quoted where not; JSON's strings are YAML's too, with escapes.
    private static string Scalar(string value)
    {
        if (!EncodedText.IsPlain(value))
            return JsonValue.Create(value).ToJsonString();
        var plain = value.Length > 0 && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/')
            && !value.StartsWith('-');
        return plain ? value : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    private static List<(string Key, string Value)> Read(string path)
    {
        string text;
        try
        {
            text = RegularFile.ReadAllText(path, LargestFile,
                _ => new BadDataException($"{path} has more than {LargestFile} bytes and is no recipe."));
        }
        catch (NotRegularFileException fault)
        {
            throw new BadDataException($"{path} {fault.Problem}. Name a YAML file with one 'key: value' a line.");
        }

        return Parse(text, path);
    }

    /// <summary>The settings of a text, in its order.</summary>
    /// <exception cref="BadDataException">It is no YAML of settings; the message names line and column.</exception>
    internal static List<(string Key, string Value)> Parse(string text, string path) => new SettingsReader(text, path).Read();

    /// <summary>
    /// Reads one mapping from texts to texts or lists of texts, event by event: what nests deeper ends the reading where
    /// it begins, so that no text can make a parser recurse, and an alias is an error, so that none can be multiplied.
    /// </summary>
    private sealed class SettingsReader(string text, string path)
    {
        private readonly Parser _parser = new(new StringReader(text));

        // Where the list that is being read begins.
        private Mark? _list;

        public List<(string Key, string Value)> Read()
        {
            var settings = new List<(string Key, string Value)>();
            Next<StreamStart>();
            if (Next() is StreamEnd)
                return settings;
            if (Next() is not MappingStart)
            {
                if (_parser.Current is Scalar { Value.Length: 0 })
                    return settings; // a document of nothing but comments
                throw Fault(_parser.Current, "is no list of settings");
            }

            var keys = new HashSet<string>(StringComparer.Ordinal);
            while (Next() is not MappingEnd)
            {
                var key = Text(_parser.Current);
                if (!keys.Add(key))
                    throw Fault(_parser.Current, $"'{key}' is set twice");
                settings.Add((key, Value()));
            }

            return settings;
        }

        private string Value()
        {
            if (Next() is not SequenceStart list)
                return Text(_parser.Current);
            _list = list.Start;
            var values = new List<string>();
            while (Next() is not SequenceEnd)
                values.Add(Text(_parser.Current));
            _list = null;
            return string.Join(' ', values);
        }

        private string Text(ParsingEvent? found) => found switch
        {
            Scalar { Style: ScalarStyle.Plain, Value: "null" or "~" } => "",
            Scalar scalar => scalar.Value,
            AnchorAlias => throw Fault(found, "aliases are not for recipes"),
            _ => throw Fault(found, "a setting is a value or a list of values, not a mapping or a list of lists"),
        };

        private void Next<T>()
        {
            if (Next() is not T)
                throw Fault(_parser.Current, "is no list of settings");
        }

        private ParsingEvent? Next()
        {
            try
            {
                return _parser.MoveNext() ? _parser.Current : throw Fault(null, "it ends early");
            }
            // The parser has more than one way to say that a text is no YAML.
            catch (Exception exception) when (exception is YamlException or ArgumentException
                or InvalidOperationException or FormatException or OverflowException or IndexOutOfRangeException
                or NullReferenceException or KeyNotFoundException)
            {
                throw FaultAt((exception as YamlException)?.Start, WithoutPlace(exception.Message));
            }
        }

        private BadDataException Fault(ParsingEvent? found, string problem) => FaultAt(found?.Start, problem);

        private BadDataException FaultAt(Mark? at, string problem)
        {
            var place = at is { } mark ? $", line {mark.Line}, column {mark.Column}" : "";
            var list = _list is { } begin
                ? $" It is in the list that begins in line {begin.Line}, column {begin.Column}: is its ']' missing?"
                : "";
            return new BadDataException(
                $"{path}{place}: {problem.TrimEnd('.')}.{list} Write one 'key: value' a line.");
        }

        // "(Line: 1, Col: 5, Idx: 4) - (Line: 1, Col: 6, Idx: 5): " in some versions.
        private static string WithoutPlace(string message)
        {
            var end = message.StartsWith('(') ? message.IndexOf("): ", StringComparison.Ordinal) : -1;
            return end < 0 ? message : message[(end + 3)..];
        }
    }
}
