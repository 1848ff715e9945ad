using System.Globalization;
using System.Xml.Linq;

namespace GpuFormer.Training;

/// <summary>A confusion matrix as SVG: rows are what the pictures show, columns what they were taken for.</summary>
internal static class ConfusionChart
{
    // More cells than this are seen by nobody.
    public const int MostClasses = 100;

    // Up to here a cell has room for its number and its class for its name.
    private const int MostNamed = 20;
    private const int Side = 560;
    private const int Margin = 110;

    public static XElement Draw(ConfusionMatrix matrix, IReadOnlyList<string> labels)
    {
        var named = matrix.Classes <= MostNamed;
        var cell = (double)(Side - Margin) / matrix.Classes;
        var svg = new XElement(LineChart.Svg + "svg",
            new XAttribute("viewBox", $"0 0 {Side} {Side}"), new XAttribute("role", "img"),
            new XElement(LineChart.Svg + "title", "Confusion matrix"),
            LineChart.Text(Side, 18, "taken for", "end", "tick"),
            LineChart.Text(0, Margin - 8, "shown", "start", "tick"));
        for (var actual = 0; actual < matrix.Classes; actual++)
        {
            var total = Math.Max(1, matrix.Total(actual));
            if (named)
            {
                svg.Add(LineChart.Text(Margin - 6, Margin + cell * (actual + 0.5) + 4, Short(labels[actual]), "end",
                    "tick"));
                svg.Add(LineChart.Text(Margin + cell * (actual + 0.5), Margin - 8, Short(labels[actual]), "middle",
                    "tick"));
            }

            for (var predicted = 0; predicted < matrix.Classes; predicted++)
            {
                var count = matrix[actual, predicted];
                if (count == 0 && !named)
                    continue;
                var share = (double)count / total;
                svg.Add(Cell(Margin + cell * predicted, Margin + cell * actual, cell, share, actual == predicted,
                    $"{labels[actual]} taken for {labels[predicted]}: {count} of {total}"));
                if (named && count > 0)
                {
                    svg.Add(LineChart.Text(Margin + cell * (predicted + 0.5), Margin + cell * (actual + 0.5) + 4,
                        $"{count}", "middle", share > 0.5 ? "count inverse" : "count"));
                }
            }
        }

        return svg;
    }

    // The root brings out the few mistakes of a good network, which a straight scale would leave white.
    private static XElement Cell(double x, double y, double size, double share, bool right, string title) =>
        new(LineChart.Svg + "rect",
            new XAttribute("x", LineChart.Number(x)), new XAttribute("y", LineChart.Number(y)),
            new XAttribute("width", LineChart.Number(size)), new XAttribute("height", LineChart.Number(size)),
            new XAttribute("fill", right ? "#1f77b4" : "#d62728"),
            new XAttribute("fill-opacity", Math.Sqrt(share).ToString("0.###", CultureInfo.InvariantCulture)),
            new XAttribute("class", "cell"), new XElement(LineChart.Svg + "title", title));

    private static string Short(string label) => label.Length <= 14 ? label : label[..13] + "…";
}
