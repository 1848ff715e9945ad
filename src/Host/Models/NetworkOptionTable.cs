using System.Globalization;

namespace GpuFormer.Models;

/// <summary>The options that networks of a family have, as texts <c>name=value</c>.</summary>
internal interface INetworkOptions
{
    /// <summary>All names.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Refuses texts that say no option.</summary>
    /// <exception cref="ArgumentException">A name is unknown, or a value is none of its option; says what is.</exception>
    void Check(IEnumerable<string> texts);
}

/// <summary>One option: its name, its value as text, and what a text makes of the others.</summary>
/// <param name="Name">As the official class calls it.</param>
/// <param name="Read">The value as a text without spaces.</param>
/// <param name="Set">Changes the options; throws <see cref="FormatException"/> with what it takes.</param>
internal sealed record NetworkOption<T>(string Name, Func<T, string> Read, Func<T, string, T> Set);

/// <summary>Options as texts: so the command line takes them, and so a weight file keeps them.</summary>
/// <param name="owner">Whose options they are, for messages.</param>
/// <param name="published">The options of the published networks.</param>
/// <param name="options">In the order in which texts are written.</param>
internal sealed class NetworkOptionTable<T>(string owner, T published, IReadOnlyList<NetworkOption<T>> options)
    : INetworkOptions
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = [.. options.Select(option => option.Name)];

    /// <inheritdoc/>
    public void Check(IEnumerable<string> texts) => Apply(published, texts);

    /// <summary>Changes options by texts, in their order.</summary>
    /// <exception cref="ArgumentException">A name is unknown, or a value is none of its option; says what is.</exception>
    public T Apply(T start, IEnumerable<string> texts) => texts.Aggregate(start, Change);

    /// <summary>The published options, changed by texts.</summary>
    /// <exception cref="ArgumentException">A name is unknown, or a value is none of its option; says what is.</exception>
    public T Of(IEnumerable<string> texts) => Apply(published, texts);

    /// <summary>The texts of all options that differ from the published ones.</summary>
    public IReadOnlyList<string> TextsOf(T values) =>
    [
        .. options.Where(option => option.Read(values) != option.Read(published))
            .Select(option => $"{option.Name}={option.Read(values)}"),
    ];

    private T Change(T values, string text)
    {
        var name = NetworkOptionText.NameOf(text);
        var option = options.FirstOrDefault(o => o.Name == name) ?? throw new ArgumentException(
            $"{owner} has no option '{name}'. Did you mean '{Names.MinBy(n => EditDistance.Between(n, name))}'? "
            + $"All: {string.Join(", ", Names)}.");
        // As Python writes lists and texts.
        var value = text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim().Trim('[', ']', '(', ')')
            .Replace("'", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal).Trim();
        try
        {
            return option.Set(values, value);
        }
        catch (FormatException exception)
        {
            throw new ArgumentException($"'{text}': {name} {exception.Message}.");
        }
    }
}

/// <summary>The parts of a text <c>name=value</c>, with messages that say what an option takes.</summary>
internal static class NetworkOptionText
{
    /// <summary>The name, in lower case and with underscores.</summary>
    /// <exception cref="ArgumentException">The text has no name or no value.</exception>
    public static string NameOf(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return at > 0
            ? text[..at].Trim().Replace('-', '_').ToLowerInvariant()
            : throw new ArgumentException(
                $"'{text}' is no option of a network: write name=value, such as gbr_ffn=False.");
    }

    /// <summary>An option that is a whole number.</summary>
    public static NetworkOption<T> Whole<T>(string name, Func<T, int> read, Func<T, int, T> change) =>
        new(name, o => read(o).ToString(CultureInfo.InvariantCulture), (o, text) => change(o, Whole(text)));

    /// <summary>An option that is on or off.</summary>
    public static NetworkOption<T> Switch<T>(string name, Func<T, bool> read, Func<T, bool, T> change) =>
        new(name, o => Text(read(o)), (o, text) => change(o, Truth(text)));

    /// <summary>Values with commas or spaces between them.</summary>
    /// <exception cref="FormatException">There are more or fewer.</exception>
    public static string[] Words(string text, int count)
    {
        var words = text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        return words.Length == count ? words : throw new FormatException($"takes {count} values with commas between them");
    }

    public static int Whole(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException("takes whole numbers");

    public static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw new FormatException("takes numbers");

    public static bool Truth(string text) => text.ToLowerInvariant() switch
    {
        "true" or "1" => true,
        "false" or "0" => false,
        _ => throw new FormatException("takes True or False"),
    };

    public static string Text(bool value) => value ? "True" : "False";

    public static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
