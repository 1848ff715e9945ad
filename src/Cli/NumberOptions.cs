using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace GpuFormer.Cli;

/// <summary>Options that take whole numbers and say what is wrong with one that is not.</summary>
internal static class NumberOptions
{
    // Far above anything useful, and small enough that no product of two overflows an int.
    private const int Largest = 32768;

    /// <summary>A number of at least 1.</summary>
    public static Option<int> Positive(string name, int fallback, string description) =>
        Single(name, fallback, 1, description);

    /// <summary>A number of at least 0, where 0 leaves the choice to the program.</summary>
    public static Option<int> ZeroForAutomatic(string name, string description) => Single(name, 0, 0, description);

    /// <summary>Numbers of at least 1 with commas between them: <c>1,16</c>.</summary>
    public static Option<int[]> PositiveList(string name, int[] fallback, string description) => new(name)
    {
        Description = description,
        HelpName = "N,N,...",
        DefaultValueFactory = _ => fallback,
        CustomParser = result => result.Tokens
            .SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries))
            .Select(text => Parse(result, name, text, 1))
            .ToArray(),
    };

    private static Option<int> Single(string name, int fallback, int lowest, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => fallback,
        CustomParser = result => Parse(result, name, result.Tokens[0].Value, lowest),
    };

    private static int Parse(ArgumentResult result, string name, string text, int lowest)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= lowest && number <= Largest)
        {
            return number;
        }

        result.AddError($"{name} takes whole numbers from {lowest} to {Largest}, not '{text}'.");
        return lowest;
    }
}
