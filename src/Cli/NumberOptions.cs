using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace GpuFormer.Cli;

/// <summary>Options that take whole numbers and say what is wrong with one that is not.</summary>
internal static class NumberOptions
{
    // Far above anything useful, and small enough that no product of two overflows an int.
    private const int Largest = 32768;

    private static readonly string[] Units = ["KB", "MB", "GB"];

    /// <summary>A number of at least 1.</summary>
    public static Option<int> Positive(string name, int fallback, string description) =>
        Single(name, fallback, 1, description);

    /// <summary>A number of at least 0, where 0 leaves the choice to the program.</summary>
    public static Option<int> ZeroForAutomatic(string name, string description) => Single(name, 0, 0, description);

    /// <summary>A number of at least 0, or null if the option is not given.</summary>
    public static Option<int?> Optional(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => Parse(result, name, result.Tokens[0].Value, 0),
    };

    /// <summary>A number of at least 1, or null if the option is not given.</summary>
    public static Option<int?> OptionalPositive(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => Parse(result, name, result.Tokens[0].Value, 1),
    };

    /// <summary>A share from 0 to 1, or null if the option is not given.</summary>
    public static Option<double?> Share(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "SHARE",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1)
                return share;
            result.AddError($"{name} takes numbers from 0 to 1, not '{text}'.");
            return null;
        },
    };

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

    /// <summary>The size of images: <c>224</c>, <c>800x1344</c>, rows first; null, or 0, leaves it to the network.</summary>
    public static Option<(int Height, int Width)?> ImageSize() => new("--img-size")
    {
        Description = "Size of the images: a side, or HEIGHTxWIDTH; 0 takes the network's own.",
        HelpName = "SIZE",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            var sides = text.Split('x', 'X').Select(side =>
                int.TryParse(side, NumberStyles.None, CultureInfo.InvariantCulture, out var pixels) && pixels <= Largest
                    ? pixels
                    : -1).ToArray();
            switch (sides)
            {
                case [0]:
                    return null;
                case [> 0]:
                    return (sides[0], sides[0]);
                case [> 0, > 0]:
                    return (sides[0], sides[1]);
                default:
                    result.AddError($"--img-size takes a number from 0 to {Largest}, or two as 800x1344, not '{text}'.");
                    return null;
            }
        },
    };

    /// <summary>Bytes with a unit: <c>256MB</c>, of 1024 KB, of 1024 bytes; 0 if the option is not given.</summary>
    public static Option<long> ByteSize(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "SIZE",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            var unit = text.Length < 2 ? -1 : Array.IndexOf(Units, text[^2..].ToUpperInvariant());
            if (unit >= 0 && text.Length <= 9
                && int.TryParse(text[..^2], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number > 0)
            {
                return (long)number << (10 * (unit + 1));
            }

            result.AddError($"{name} takes a size such as 256MB (KB, MB or GB), not '{text}'.");
            return 0;
        },
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
