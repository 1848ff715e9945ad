using System.Globalization;
using System.Xml.Linq;

namespace GpuFormer.Training;

/// <summary>
/// A confusion matrix as SVG: rows are what the images show, columns what they were taken for. Cells and labels have a
/// size that can be read; where the page is narrower, the reader scrolls.
/// </summary>
internal static class ConfusionChart
{
    // More cells than this are seen by nobody.
    public const int MostClasses = 100;

    // Up to here a cell has room for its number.
    public const int MostNumbered = 20;

    private const int LongestLabel = 16;
    private const int KeptEnd = 6;
    private const double NumberedCell = 36;
    private const double PlainCell = 12;

    // Of a letter, on average; and from a label to the cells.
    private const double LetterWidth = 7.2;
    private const double Gap = 6;

    // The names of the axes.
    private const double AxisHeight = 22;

    public static XElement Draw(ConfusionMatrix matrix, IReadOnlyList<string> labels)
    {
        var numbered = matrix.Classes <= MostNumbered;
        var cell = numbered ? NumberedCell : PlainCell;
        var names = labels.Take(matrix.Classes).Select(Short).ToArray();
        var longest = LetterWidth * names.Max(name => name.Length);
        // Names that fit above their cell lie flat; others stand.
        var upright = longest > cell - 4;
        var left = Math.Max(longest, LetterWidth * "shown ↓ ".Length) + Gap;
        var top = AxisHeight + (upright ? longest + Gap : 18);
        var (width, height) = (left + (cell * matrix.Classes) + 1, top + (cell * matrix.Classes) + 1);
        var svg = new XElement(LineChart.Svg + "svg",
            new XAttribute("viewBox", $"0 0 {LineChart.Number(width)} {LineChart.Number(height)}"),
            new XAttribute("style", string.Create(CultureInfo.InvariantCulture,
                $"width:{Math.Ceiling(width)}px;max-width:none;margin:0 auto")),
            new XAttribute("role", "img"),
            new XElement(LineChart.Svg + "title", "Confusion matrix"),
            LineChart.Text(left, 13, "taken for →", "start", "tick"),
            LineChart.Text(left - Gap, top - 5, "shown ↓", "end", "tick"));
        var style = numbered ? "label" : "label dense";
        for (var actual = 0; actual < matrix.Classes; actual++)
        {
            var middle = cell * (actual + 0.5);
            svg.Add(LineChart.Text(left - Gap, top + middle + 4, names[actual], "end", style));
            var column = LineChart.Text(left + middle + (upright ? 4 : 0), top - Gap, names[actual],
                upright ? "start" : "middle", style);
            if (upright)
            {
                column.Add(new XAttribute("transform", string.Create(CultureInfo.InvariantCulture,
                    $"rotate(-90 {LineChart.Number(left + middle + 4)} {LineChart.Number(top - Gap)})")));
            }

            svg.Add(column);
            AddRow(svg, matrix, labels, actual, (left, top, cell), numbered);
        }

        // The frame, and the diagonal's place where cells have no borders.
        svg.Add(new XElement(LineChart.Svg + "rect",
            new XAttribute("x", LineChart.Number(left)), new XAttribute("y", LineChart.Number(top)),
            new XAttribute("width", LineChart.Number(cell * matrix.Classes)),
            new XAttribute("height", LineChart.Number(cell * matrix.Classes)), new XAttribute("fill", "none"),
            new XAttribute("class", "cell")));
        return svg;
    }

    private static void AddRow(
        XElement svg, ConfusionMatrix matrix, IReadOnlyList<string> labels, int actual,
        (double Left, double Top, double Cell) place, bool numbered)
    {
        var total = Math.Max(1, matrix.Total(actual));
        for (var predicted = 0; predicted < matrix.Classes; predicted++)
        {
            var count = matrix[actual, predicted];
            if (count == 0 && !numbered)
                continue;
            // The root brings out the few mistakes of a good network, which a straight scale would leave white.
            var depth = Math.Sqrt((double)count / total);
            var (x, y) = (place.Left + (place.Cell * predicted), place.Top + (place.Cell * actual));
            svg.Add(new XElement(LineChart.Svg + "rect",
                new XAttribute("x", LineChart.Number(x)), new XAttribute("y", LineChart.Number(y)),
                new XAttribute("width", LineChart.Number(place.Cell)),
                new XAttribute("height", LineChart.Number(place.Cell)),
                new XAttribute("fill-opacity", depth.ToString("0.###", CultureInfo.InvariantCulture)),
                new XAttribute("class", actual == predicted ? "cell right" : "cell wrong"),
                new XElement(LineChart.Svg + "title",
                    $"{labels[actual]} taken for {labels[predicted]}: {count} of {total}")));
            if (numbered && count > 0)
            {
                svg.Add(LineChart.Text(x + (place.Cell / 2), y + (place.Cell / 2) + 4, $"{count}", "middle",
                    depth > 0.6 ? "count inverse" : "count"));
            }
        }
    }

    // Classes of one kind differ at their ends.
    private static string Short(string label) => EncodedText.Shortened(label, LongestLabel, KeptEnd);
}
