using System.Globalization;
using System.Xml.Linq;

namespace GpuFormer.Training;

/// <summary>The parts that the page of a run is put together from; every text is encoded here.</summary>
internal static class ReportPage
{
    public static readonly XNamespace Html = "http://www.w3.org/1999/xhtml";

    public static XElement Element(string name, string? style, params IEnumerable<object?> content) =>
        new(Html + name, style is null ? null : new XAttribute("class", style), content);

    public static XElement Text(string name, string text, string? style = null) =>
        Element(name, style, EncodedText.Line(text));

    /// <summary>A table that scrolls within its card where the page is narrow.</summary>
    /// <param name="headers">One for each column.</param>
    /// <param name="rows">Cells, and whether the row stands out.</param>
    /// <param name="texts">The columns that align to the left; the first always does.</param>
    public static XElement Table(
        IReadOnlyList<string> headers, IEnumerable<(string[] Cells, bool Best)> rows, params int[] texts)
    {
        string? StyleOf(int column) => column == 0 || texts.Contains(column) ? "text" : null;
        return Element("div", "card wide", Element("table", null,
            Element("thead", null, Element("tr", null, headers.Select((header, i) => Text("th", header, StyleOf(i))))),
            Element("tbody", null, rows.Select(row => Element("tr", row.Best ? "best" : null,
                row.Cells.Select((cell, i) => Text("td", cell, StyleOf(i))))))));
    }

    /// <summary>A section that the reader opens.</summary>
    public static XElement Folded(string title, XElement content) =>
        Element("details", null, Text("summary", title), content);

    public static string Percent(double value) =>
        double.IsFinite(value) ? $"{value.ToString("F2", CultureInfo.InvariantCulture)} %" : "-";

    public static string Decimal(double value) =>
        double.IsFinite(value) ? value.ToString("F4", CultureInfo.InvariantCulture) : "-";

    public static string Whole(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
