using System.CommandLine;
using GpuFormer.Training;

namespace GpuFormer.Cli.Training;

/// <summary>
/// Every setting of a recipe as an option of the command line, and the recipe that comes of them all: defaults, then a
/// preset, then a YAML file, then what the command line says.
/// </summary>
internal sealed class RecipeOptions
{
    private readonly List<(RecipeField Field, Option Option)> _options = [];

    public Argument<string?> Data { get; } = new("DATA")
    {
        Description = RecipeFields.Find("data").Description,
        Arity = ArgumentArity.ZeroOrOne,
    };

    public Option<string?> Preset { get; } = new("--preset")
    {
        Description = $"A recipe by name: {string.Join(", ", RecipePresets.Names)}.",
        HelpName = "NAME",
    };

    public Option<string?> Config { get; } = new("--config", "-c")
    {
        Description = "A YAML file with settings, such as args.yaml of another run; the command line wins.",
        HelpName = "FILE",
    };

    public void AddTo(Command command)
    {
        command.Arguments.Add(Data);
        command.Options.Add(Preset);
        command.Options.Add(Config);
        foreach (var field in RecipeFields.All.Where(f => f.Key != "data"))
        {
            var option = Create(field);
            _options.Add((field, option));
            command.Options.Add(option);
        }

        foreach (var option in UnsupportedFlags.Create())
            command.Options.Add(option);
    }

    /// <summary>
    /// The recipe that a command line asks for. Without a preset, pictures are read as those for which the network was
    /// made.
    /// </summary>
    /// <param name="result">Of the command.</param>
    /// <param name="resumed">The <c>args.yaml</c> of a run that is named to be resumed, which goes before all.</param>
    /// <exception cref="RecipeException">A value makes no sense.</exception>
    /// <exception cref="BadDataException">A file is no YAML of settings.</exception>
    public TrainingRecipe Read(ParseResult result, string? resumed)
    {
        if (result.GetValue(Preset) is { } preset)
            return Read(result, resumed, RecipePresets.Find(preset));
        var recipe = Read(result, resumed, new TrainingRecipe());
        return Read(result, resumed, TrainingRecipe.For(recipe.Model));
    }

    /// <summary>What the settings of a recipe are compared with, and what people call it.</summary>
    public (TrainingRecipe Recipe, string Name) Origin(ParseResult result, TrainingRecipe recipe) =>
        result.GetValue(Preset) is { } preset
            ? (RecipePresets.Find(preset), $"of preset {preset}")
            : (TrainingRecipe.For(recipe.Model), "the defaults");

    private TrainingRecipe Read(ParseResult result, string? resumed, TrainingRecipe recipe)
    {
        if (resumed is not null)
            recipe = RecipeYaml.Apply(recipe, resumed);
        if (result.GetValue(Config) is { } config)
            recipe = RecipeYaml.Apply(recipe, config);
        foreach (var (field, option) in _options)
        {
            if (Text(result, option) is { } text)
                recipe = field.Apply(recipe, text);
        }

        return result.GetValue(Data) is { } data ? recipe with { Data = data } : recipe;
    }

    private static string? Text(ParseResult result, Option option) => option switch
    {
        _ when result.GetResult(option) is not { Implicit: false } => null,
        Option<bool> given => result.GetValue(given) ? "true" : "false",
        Option<string[]> given => string.Join(' ', result.GetValue(given)!),
        _ => throw new InvalidOperationException($"{option.Name} is of another type."),
    };

    /// <summary>The option of a setting that has a value.</summary>
    /// <remarks>Values stay texts here: files and the command line share one reader with one set of messages.</remarks>
    public static Option<string[]> OfValue(RecipeField field) => new($"--{field.Name}", [.. field.Aliases])
    {
        Description = field.Description,
        HelpName = field.ValueName,
        Arity = new ArgumentArity(1, field.Words),
        AllowMultipleArgumentsPerToken = field.Words > 1,
        CustomParser = result => [.. result.Tokens.Select(token => token.Value)],
    };

    private static Option Create(RecipeField field) => field.ValueName is not null
        ? OfValue(field)
        : new Option<bool>($"--{field.Name}", [.. field.Aliases]) { Description = field.Description };
}
