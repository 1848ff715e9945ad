using Spectre.Console;

namespace GpuFormer.Cli.Output;

/// <summary>A table that is as wide as the terminal at most, in which no name is broken over two lines.</summary>
internal static class TerminalTable
{
    // Two spaces between columns, of which Spectre's border is one, and its two edges.
    private const int Gap = 2;
    private const int Edges = 1;
    private const int NarrowestText = 12;
    private const string Indent = "  ";

    private sealed record Shown<T>(Column<T> Column, string[] Cells, string[] Titles)
    {
        public string Header => Column.Terminal?.Header ?? Column.Header!;

        public bool Wraps => Column.Terminal is { Wraps: true };

        public int LeavesOut => Column.Terminal?.LeavesOut ?? 0;

        public int Width => Cells.Concat(Titles).Select(cell => cell.Length).Append(Header.Length).Max();
    }

    public static void Draw<T>(
        CommandOutput output, Column<T>[] columns, IReadOnlyList<T> rows, Func<T, string>? block)
    {
        columns = [.. columns.Where(column => column.Terminal is not { IsHidden: true })];
        // Blocks in the order in which they end: a few rows of a later one may come early.
        var ends = block is null ? [] : rows.Select(block).Index().Reverse().DistinctBy(row => row.Item)
            .ToDictionary(row => row.Item, row => row.Index);
        var order = block is null ? [.. rows] : rows.OrderBy(row => ends[block(row)]).ToArray();
        var blocks = block is null ? null : order.Select(row => EncodedText.Line(block(row))).ToArray();
        // The titles of blocks stand above the names.
        var named = Array.FindIndex(columns, column => !column.IsNumber);
        var shown = columns.Select((column, i) => new Shown<T>(column, [.. order.Select((row, at) =>
            (i == named && IsIndented(blocks, at) ? Indent : "") + Cell(column, row))],
            i == named ? Titles(blocks) : [])).ToList();
        WriteShared(output, shown, order.Length);
        var left = LeaveOut(shown, output.Width);
        var widths = Fit(shown, output.Width);
        var table = new Table { Border = TableBorder.Simple, Expand = false };
        for (var i = 0; i < shown.Count; i++)
        {
            var header = new TableColumn(new Text(shown[i].Header, new Style(decoration: Decoration.Bold)))
            {
                Width = widths[i],
                Padding = new Padding(0, 0, 1, 0),
                Alignment = shown[i].Column.IsNumber ? Justify.Right : Justify.Left,
            };
            table.AddColumn(header);
        }

        for (var at = 0; at < order.Length; at++)
        {
            if (IsIndented(blocks, at) && (at == 0 || blocks![at] != blocks[at - 1]))
            {
                table.AddRow(shown.Select((column, i) => column.Titles.Length == 0
                    ? Text.Empty
                    : new Text(Shorten(blocks![at], widths[i]), new Style(decoration: Decoration.Bold))));
            }

            table.AddRow(shown.Select((column, i) => new Text(
                column.Wraps ? column.Cells[at] : Shorten(column.Cells[at], widths[i]))));
        }

        // Spectre.Console looks at NO_COLOR and at the terminal's abilities itself.
        using var drawn = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(drawn) });
        console.Profile.Width = output.Width;
        console.Write(table);
        output.WriteDrawn(drawn.ToString());
        if (left.Count > 0)
            output.WriteLine($"Left out at this width: {string.Join(", ", left)}; --json has everything.");
    }

    /// <summary>A text of a length at most, its middle replaced by an ellipsis: names differ at both ends.</summary>
    public static string Shorten(string text, int length) => EncodedText.Shortened(text, length, (length - 1) / 2);

    private static string[] Titles(string[]? blocks) =>
        blocks is null ? [] : [.. blocks.Where((_, at) => IsIndented(blocks, at)).Distinct()];

    // A block of one row needs no line of its own.
    private static bool IsIndented(string[]? blocks, int at) => blocks is not null
        && ((at > 0 && blocks[at - 1] == blocks[at]) || (at + 1 < blocks.Length && blocks[at + 1] == blocks[at]));

    private static string Cell<T>(Column<T> column, T row) => column.Terminal?.Text is { } text
        ? EncodedText.Line(text(row))
        : ResultTable.Cell(column, row);

    private static void WriteShared<T>(CommandOutput output, List<Shown<T>> shown, int rows)
    {
        if (rows == 0)
            return;
        var shared = shown.Where(column => column.Column.Terminal is { IsShared: true }
            && column.Cells.Distinct(StringComparer.Ordinal).Count() == 1).ToList();
        if (shared.Count == 0)
            return;
        output.WriteLine(string.Join(", ", shared.Select(column => $"{column.Header} {column.Cells[0]}")));
        shown.RemoveAll(shared.Contains);
    }

    private static List<string> LeaveOut<T>(List<Shown<T>> shown, int width)
    {
        var left = new List<string>();
        // Empty everywhere, such as the reasons where nothing failed.
        shown.RemoveAll(column => column.Cells.Length > 0 && column.LeavesOut > 0 && column.Cells.All(cell => cell.Length == 0));
        while (Total(shown.Select(Least)) > width && shown.Where(column => column.LeavesOut > 0)
            .MaxBy(column => column.LeavesOut) is { } next)
        {
            shown.Remove(next);
            left.Add(next.Header);
        }

        left.Reverse();
        return left;
    }

    // What a column takes before names are shortened; a text that wraps does so at its longest word.
    private static int Least<T>(Shown<T> column) => column.Wraps
        ? column.Cells.SelectMany(cell => cell.Split(' ')).Select(word => word.Length).Append(column.Header.Length).Max()
        : column.Width;

    private static int[] Fit<T>(List<Shown<T>> shown, int width)
    {
        var widths = shown.Select(column => column.Width).ToArray();
        for (var surplus = Total(widths) - width; surplus > 0; surplus = Total(widths) - width)
        {
            // Texts that wrap give first, the widest before others; then names do.
            var widest = Enumerable.Range(0, shown.Count)
                .Where(i => !shown[i].Column.IsNumber && widths[i] > (shown[i].Wraps ? Least(shown[i]) : NarrowestText))
                .OrderByDescending(i => shown[i].Wraps).ThenByDescending(i => widths[i]).Cast<int?>().FirstOrDefault();
            if (widest is not { } at)
                break;
            widths[at]--;
        }

        return widths;
    }

    private static int Total(IEnumerable<int> widths) => widths.Sum(width => width + Gap) + Edges;
}
