using System.Buffers;
using System.Globalization;
using System.Text;

namespace GpuFormer;

/// <summary>
/// Texts that others chose (names of files, folders and classes) as each kind of output may hold them: what would move
/// a cursor, end a line or begin a formula is written as an escape that people can read. JSON and HTML have their own
/// rules, which their writers know; what goes into HTML passes <see cref="Line"/> before, since XML has no escapes for
/// control characters.
/// </summary>
internal static class EncodedText
{
    // What a program for tables takes for the beginning of a formula.
    private static readonly SearchValues<char> FormulaStarts = SearchValues.Create("=+-@");

    /// <summary>For a terminal or a log: several lines may be one text, nothing else acts.</summary>
    public static string Lines(string text) => Escape(text, keepsLines: true);

    /// <summary>For a line of a terminal or a log, and for a field between tabs.</summary>
    public static string Line(string text) => Escape(text, keepsLines: false);

    /// <summary>For a text in a CSV file (RFC 4180); one that a table program would calculate begins with an
    /// apostrophe.</summary>
    public static string CsvField(string text)
    {
        var line = Line(text);
        if (line.Length > 0 && FormulaStarts.Contains(line[0]))
            line = $"'{line}";
        return line.AsSpan().IndexOfAny(',', '"') < 0
            ? line
            : $"\"{line.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>Whether a text is written as it is.</summary>
    public static bool IsPlain(string text) => ReferenceEquals(Line(text), text);

    /// <summary>A text of a length at most, its middle replaced by an ellipsis: names differ at their ends.</summary>
    /// <param name="text">Its characters stay whole, those of two units too.</param>
    /// <param name="length">The most units.</param>
    /// <param name="keptEnd">The units kept of the end.</param>
    public static string Shortened(string text, int length, int keptEnd)
    {
        if (text.Length <= length)
            return text;
        var (head, tail) = (length - 1 - keptEnd, text.Length - keptEnd);
        if (head > 0 && char.IsHighSurrogate(text[head - 1]))
            head--;
        if (tail < text.Length && char.IsLowSurrogate(text[tail]))
            tail++;
        return $"{text.AsSpan(0, head)}…{text.AsSpan(tail)}";
    }

    private static string Escape(string text, bool keepsLines)
    {
        var first = 0;
        while (first < text.Length && !Acts(text, first, keepsLines))
            first++;
        if (first == text.Length)
            return text;
        var written = new StringBuilder(text.Length + 16).Append(text, 0, first);
        for (var i = first; i < text.Length; i++)
        {
            var character = text[i];
            if (!Acts(text, i, keepsLines))
                written.Append(character);
            else if (character == '\n')
                written.Append(@"\n");
            else if (character == '\t')
                written.Append(@"\t");
            else if (character == '\r')
                written.Append(@"\r");
            else if (character <= 0xFF)
                written.Append(CultureInfo.InvariantCulture, $@"\x{(int)character:x2}");
            else
                written.Append(CultureInfo.InvariantCulture, $@"\u{(int)character:x4}");
        }

        return written.ToString();
    }

    // Control characters; marks that turn the direction of what follows; other line breaks of Unicode; halves of
    // surrogate pairs and the two numbers that are no character, which XML and UTF-8 do not have.
    private static bool Acts(string text, int at, bool keepsLines)
    {
        var character = text[at];
        if (character is >= ' ' and < '\x7f')
            return false;
        var next = at + 1 < text.Length ? text[at + 1] : '\0';
        if (keepsLines && (character is '\n' or '\t' || (character == '\r' && next == '\n')))
            return false;
        if (char.IsHighSurrogate(character))
            return !char.IsLowSurrogate(next);
        if (char.IsLowSurrogate(character))
            return at == 0 || !char.IsHighSurrogate(text[at - 1]);
        return char.IsControl(character)
            || character is '\u2028' or '\u2029' or '\u061c' or '\u200e' or '\u200f'
                or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') or '\ufffe' or '\uffff';
    }
}
