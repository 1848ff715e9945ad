using System.Globalization;

namespace GpuFormer.Training;

/// <summary>
/// One setting of a <see cref="TrainingRecipe"/> by its name, as texts: a flag of the command line, a line of a file.
/// </summary>
internal sealed class RecipeField
{
    private readonly Func<TrainingRecipe, string, TrainingRecipe> _apply;
    private readonly Func<TrainingRecipe, string> _read;

    internal RecipeField(
        string name, string description, string? valueName,
        Func<TrainingRecipe, string, TrainingRecipe> apply, Func<TrainingRecipe, string> read)
    {
        Name = name;
        Description = description;
        ValueName = valueName;
        _apply = apply;
        _read = read;
    }

    /// <summary>With hyphens: <c>weight-decay</c>.</summary>
    public string Name { get; }

    /// <summary>As YAML files write it: <c>weight_decay</c>.</summary>
    public string Key => Name.Replace('-', '_');

    public string Description { get; }

    /// <summary>What stands for the value in a help text; null for a switch.</summary>
    public string? ValueName { get; }

    /// <summary>How many words a value has.</summary>
    public int Words { get; internal init; } = 1;

    /// <summary>Other names, hyphens included: <c>-b</c>.</summary>
    public IReadOnlyList<string> Aliases { get; internal init; } = [];

    /// <summary>
    /// Whether the numbers of a run depend on it: a run that is resumed must have the same value.
    /// </summary>
    public bool DecidesResult { get; internal init; } = true;

    /// <summary>The value that files do not hold, since it says that nothing is asked for; null where all are written.
    /// </summary>
    public string? UnwrittenValue { get; internal init; }

    /// <summary>Whether a file says what a recipe has here.</summary>
    public bool IsWritten(TrainingRecipe recipe) => UnwrittenValue is null || Read(recipe) != UnwrittenValue;

    /// <summary>The recipe with another value of this setting.</summary>
    /// <exception cref="RecipeException">The text is no such value.</exception>
    public TrainingRecipe Apply(TrainingRecipe recipe, string text)
    {
        try
        {
            return _apply(recipe, text.Trim());
        }
        catch (FormatException exception)
        {
            throw new RecipeException($"--{Name} {exception.Message}, not '{text}'.");
        }
    }

    /// <summary>The value as a text that <see cref="Apply"/> takes.</summary>
    public string Read(TrainingRecipe recipe) => _read(recipe);

    internal static RecipeField Text(
        string name, string description, Func<TrainingRecipe, string, TrainingRecipe> apply,
        Func<TrainingRecipe, string> read, params string[] allowed) =>
        new(name, description, allowed.Length == 0 ? "TEXT" : string.Join('|', allowed), (recipe, text) =>
        {
            if (allowed.Length > 0 && !allowed.Contains(text))
                throw new FormatException($"takes {string.Join(", ", allowed)}");
            return apply(recipe, text);
        }, read);

    internal static RecipeField Switch(
        string name, string description, Func<TrainingRecipe, bool, TrainingRecipe> apply,
        Func<TrainingRecipe, bool> read) =>
        new(name, description, null, (recipe, text) => apply(recipe, text.ToLowerInvariant() switch
        {
            "true" or "yes" or "on" or "1" => true,
            "false" or "no" or "off" or "0" => false,
            _ => throw new FormatException("takes true or false"),
        }), recipe => read(recipe) ? "true" : "false");

    internal static RecipeField Whole(
        string name, string description, int lowest, int highest, Func<TrainingRecipe, int, TrainingRecipe> apply,
        Func<TrainingRecipe, int> read) =>
        new(name, description, "N", (recipe, text) =>
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= lowest && number <= highest
                ? apply(recipe, number)
                : throw new FormatException($"takes whole numbers from {lowest} to {highest}"),
            recipe => read(recipe).ToString(CultureInfo.InvariantCulture));

    internal static RecipeField Number(
        string name, string description, double lowest, double highest,
        Func<TrainingRecipe, double, TrainingRecipe> apply, Func<TrainingRecipe, double> read) =>
        new(name, description, "X", (recipe, text) => apply(recipe, ParseNumber(text, lowest, highest)),
            recipe => Format(read(recipe)));

    internal static RecipeField Numbers(
        string name, string description, int count, double lowest, double highest,
        Func<TrainingRecipe, double[], TrainingRecipe> apply, Func<TrainingRecipe, IReadOnlyList<double>> read) =>
        new(name, description, string.Join(' ', Enumerable.Repeat("X", count)), (recipe, text) =>
        {
            var words = text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
            return words.Length == count
                ? apply(recipe, [.. words.Select(word => ParseNumber(word, lowest, highest))])
                : throw new FormatException($"takes {count} numbers");
        }, recipe => string.Join(' ', read(recipe).Select(Format)))
        {
            Words = count,
        };

    private static double ParseNumber(string text, double lowest, double highest) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && number >= lowest && number <= highest
            ? number
            : throw new FormatException($"takes numbers from {Format(lowest)} to {Format(highest)}");

    private static string Format(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
