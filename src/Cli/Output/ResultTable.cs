using System.Text.Json.Nodes;

namespace GpuFormer.Cli.Output;

/// <summary>One column of a result: its key in JSON, its header for people, and how a row fills it.</summary>
/// <param name="Key">The JSON key.</param>
/// <param name="Header">The header of the text column; null leaves the column out of texts.</param>
/// <param name="Value">The JSON value.</param>
/// <param name="Text">The text of a cell.</param>
/// <param name="IsNumber">Numbers align to the right.</param>
internal sealed record Column<T>(
    string Key, string? Header, Func<T, JsonNode?> Value, Func<T, string>? Text = null, bool IsNumber = true)
{
    /// <summary>How a terminal shows the column; null where it does so as a pipe gets it.</summary>
    public TerminalColumn<T>? Terminal { get; init; }
}

/// <summary>Rows as a JSON array, as a table that fits a terminal, or as plain aligned columns in a pipe.</summary>
internal static class ResultTable
{
    private const string Gap = "  ";

    /// <summary>Writes rows as the reader needs them.</summary>
    /// <param name="output">Says who reads.</param>
    /// <param name="columns">All of them go into JSON, those with a header into texts.</param>
    /// <param name="rows">In order.</param>
    /// <param name="block">Which block of the table a row belongs to on a terminal; null for a table without blocks.
    /// </param>
    public static void Write<T>(
        CommandOutput output, IReadOnlyList<Column<T>> columns, IReadOnlyList<T> rows, Func<T, string>? block = null)
    {
        if (output.Json)
        {
            output.WriteJson(ToJson(columns, rows));
            return;
        }

        var shown = columns.Where(column => column.Header is not null).ToArray();
        if (output.Interactive)
            TerminalTable.Draw(output, shown, rows, block);
        else
            WritePlain(output.Results, shown, rows.Select(row => shown.Select(column => Cell(column, row)).ToArray()).ToArray());
    }

    public static JsonArray ToJson<T>(IReadOnlyList<Column<T>> columns, IReadOnlyList<T> rows)
    {
        var array = new JsonArray();
        foreach (var row in rows)
            array.Add((JsonNode)ToJson(columns, row));
        return array;
    }

    public static JsonObject ToJson<T>(IReadOnlyList<Column<T>> columns, T row)
    {
        var item = new JsonObject();
        foreach (var column in columns)
            item.Add(column.Key, column.Value(row));
        return item;
    }

    /// <summary>The text of a cell in a pipe.</summary>
    public static string Cell<T>(Column<T> column, T row) =>
        EncodedText.Line(column.Text is { } text ? text(row) : column.Value(row)?.ToString() ?? "");

    private static void WritePlain<T>(TextWriter writer, Column<T>[] columns, string[][] cells)
    {
        var headers = columns.Select(column => column.Header!).ToArray();
        var widths = headers
            .Select((header, i) => cells.Select(row => row[i].Length).Append(header.Length).Max())
            .ToArray();
        foreach (var row in cells.Prepend(headers))
        {
            var padded = row.Select((cell, i) =>
                columns[i].IsNumber ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]));
            writer.WriteLine(string.Join(Gap, padded).TrimEnd());
        }
    }
}
