using System.Text;
using GpuFormer.Training;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

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
        foreach (var field in RecipeFields.All)
        {
            var value = field.Read(recipe);
            var written = field.Words > 1
                ? $"[{string.Join(", ", value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Scalar))}]"
                : Scalar(value);
            text.Append(field.Key).Append(": ").Append(written).Append('\n');
        }

        return text.ToString();
    }

    // Plain where YAML would read the same text back, quoted where not.
    private static string Scalar(string value)
    {
        var plain = value.Length > 0 && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/')
            && !value.StartsWith('-');
        return plain ? value : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    private static List<(string Key, string Value)> Read(string path)
    {
        if (new FileInfo(path).Length > LargestFile)
            throw new BadDataException($"{path} has more than {LargestFile} bytes and is no recipe.");
        try
        {
            using var reader = new StreamReader(path);
            // Events, not objects: an alias is an error here, so that none can be multiplied.
            var parser = new Parser(reader);
            var stream = new YamlStream();
            stream.Load(new NoAliases(parser, path));
            if (stream.Documents.Count == 0)
                return [];
            return stream.Documents[0].RootNode is YamlMappingNode map
                ? [.. map.Children.Select(pair => (Text(pair.Key, path), Text(pair.Value, path)))]
                : throw new BadDataException($"{path} is no list of settings. Write one 'key: value' a line.");
        }
        catch (YamlException exception)
        {
            throw new BadDataException($"{path}, line {exception.Start.Line}: {exception.Message} Write one "
                + "'key: value' a line.");
        }
    }

    private static string Text(YamlNode node, string path) => node switch
    {
        YamlScalarNode scalar => scalar.Value is "null" or "~" or null ? "" : scalar.Value,
        YamlSequenceNode list => string.Join(' ', list.Children.Select(child => Text(child, path))),
        _ => throw new BadDataException(
            $"{path}, line {node.Start.Line}: a setting is a value or a list of values, not a mapping."),
    };

    private sealed class NoAliases(IParser inner, string path) : IParser
    {
        public YamlDotNet.Core.Events.ParsingEvent? Current => inner.Current;

        public bool MoveNext()
        {
            var more = inner.MoveNext();
            return Current is YamlDotNet.Core.Events.AnchorAlias alias
                ? throw new BadDataException($"{path}, line {alias.Start.Line}: aliases are not for recipes.")
                : more;
        }
    }
}
