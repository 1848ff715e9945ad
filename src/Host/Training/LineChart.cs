using System.Globalization;
using System.Xml.Linq;

namespace GpuFormer.Training;

/// <summary>One curve: its name and a value for each epoch.</summary>
internal sealed record Curve(string Name, IReadOnlyList<double> Values);

/// <summary>Curves over epochs, or over shares of a whole, as SVG.</summary>
internal static class LineChart
{
    public static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    // In the units of the drawing, about a pixel each on a telephone; the page scales it up where there is room.
    private const int Width = 340;
    private const int Height = 250;
    private const int Left = 52;
    private const int Right = 10;
    private const int Top = 46;
    private const int Bottom = 38;
    private const int Steps = 5;
    private const int LegendWidth = 96;

    // Longer names are set smaller, each as wide as it is.
    private const int LegendLetters = 10;
    private const double DenseLetter = 5.7;
    private const int MostDots = 400; // of more, the line says enough

    // Of the page's style sheet: a curve's colour and dashes.
    private static readonly string[] Styles = ["first", "second", "third"];

    /// <summary>How many curves a drawing can tell apart.</summary>
    public const int MostCurves = 3;

    /// <summary>Draws curves.</summary>
    /// <param name="title">Above them.</param>
    /// <param name="curves">At most <see cref="MostCurves"/>.</param>
    /// <param name="share">The name of the horizontal axis, which goes from 0 to 1; null for epochs.</param>
    public static XElement Draw(string title, IReadOnlyList<Curve> curves, string? share = null)
    {
        var count = curves.Max(c => c.Values.Count);
        var (low, high, step) = Range(curves.SelectMany(c => c.Values).Where(double.IsFinite));
        double X(int epoch) => Left + (Width - Left - Right) * (count == 1 ? 0.5 : epoch / (count - 1.0));
        double Y(double value) => Height - Bottom - (Height - Top - Bottom) * (value - low) / (high - low);

        var svg = new XElement(Svg + "svg",
            new XAttribute("viewBox", $"0 0 {Width} {Height}"),
            new XAttribute("role", "img"),
            new XElement(Svg + "title", title),
            Text(4, 15, title, "start", "title"));
        for (var value = low; value <= high + step / 2; value += step)
        {
            svg.Add(Line(Left, Y(value), Width - Right, Y(value), "grid"));
            svg.Add(Text(Left - 6, Y(value) + 4, Label(value, step), "end", "tick"));
        }

        foreach (var epoch in share is null ? EpochTicks(count) : [])
            svg.Add(Text(X(epoch), Height - Bottom + 16, $"{epoch + 1}", "middle", "tick"));
        for (var tenth = 0; share is not null && tenth <= 10; tenth += 2)
        {
            svg.Add(Text(X(0) + (X(count - 1) - X(0)) * tenth / 10, Height - Bottom + 16,
                (tenth / 10.0).ToString("F1", CultureInfo.InvariantCulture), "middle", "tick"));
        }

        svg.Add(Text((Left + Width - Right) / 2.0, Height - 5, share ?? "epoch", "middle", "tick"));
        var isDense = curves.Any(curve => curve.Name.Length > LegendLetters);
        var at = isDense ? 4.0 : Left;
        for (var i = 0; i < curves.Count; i++)
        {
            svg.Add(Path(curves[i], Styles[i], X, Y));
            if (curves.Count == 1)
                continue;
            svg.Add(Line(at, 29, at + 18, 29, $"key {Styles[i]}"),
                Text(at + 24, 33, curves[i].Name, "start", isDense ? "dense" : "legend"));
            at += isDense ? 24 + (DenseLetter * curves[i].Name.Length) + 8 : LegendWidth;
        }

        return svg;
    }

    // One point is a dot, several are a line; a value that is no number breaks it.
    private static XElement Path(Curve curve, string style, Func<int, double> x, Func<double, double> y)
    {
        var group = new XElement(Svg + "g",
            new XAttribute("class", $"curve {style}"),
            new XElement(Svg + "title", curve.Name));
        var path = new List<string>();
        var drawing = false;
        for (var epoch = 0; epoch < curve.Values.Count; epoch++)
        {
            var value = curve.Values[epoch];
            if (!double.IsFinite(value))
            {
                drawing = false;
                continue;
            }

            path.Add($"{(drawing ? "L" : "M")}{Number(x(epoch))} {Number(y(value))}");
            drawing = true;
            if (curve.Values.Count > MostDots)
                continue;
            group.Add(new XElement(Svg + "circle",
                new XAttribute("cx", Number(x(epoch))), new XAttribute("cy", Number(y(value))),
                new XAttribute("r", curve.Values.Count > 40 ? "1" : "2.2"),
                new XElement(Svg + "title", string.Create(CultureInfo.InvariantCulture,
                    $"{curve.Name}, epoch {epoch + 1}: {value:G5}"))));
        }

        group.AddFirst(new XElement(Svg + "path", new XAttribute("d", string.Join(' ', path))));
        return group;
    }

    private static IEnumerable<int> EpochTicks(int count)
    {
        var step = Math.Max(1, (int)NiceStep((count - 1) / 6.0));
        yield return 0;
        // Round numbers, as people count; the first epoch has one too.
        for (var epoch = step == 1 ? 1 : step - 1; epoch < count; epoch += step)
            yield return epoch;
    }

    private static (double Low, double High, double Step) Range(IEnumerable<double> values)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        if (low > high)
            return (0, 1, 0.2);
        if (high - low < 1e-9 * Math.Max(1, Math.Abs(high)))
            (low, high) = (low - 0.5 * Math.Max(1e-6, Math.Abs(low)), high + 0.5 * Math.Max(1e-6, Math.Abs(high)));
        var step = NiceStep((high - low) / Steps);
        return (Math.Floor(low / step) * step, Math.Ceiling(high / step) * step, step);
    }

    // 1, 2 or 5 times a power of ten, at least as large.
    private static double NiceStep(double step)
    {
        if (step <= 0)
            return 1;
        var power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        return power * (step / power) switch
        {
            <= 1 => 1,
            <= 2 => 2,
            <= 5 => 5,
            _ => 10,
        };
    }

    private static string Label(double value, double step)
    {
        if (step < 1e-3)
            return Math.Abs(value) < step / 2 ? "0" : value.ToString("0.0e+0", CultureInfo.InvariantCulture);
        var digits = Math.Max(0, (int)Math.Ceiling(-Math.Log10(step) - 1e-9));
        return value.ToString($"F{digits}", CultureInfo.InvariantCulture);
    }

    internal static XElement Text(
        double x, double y, string text, string anchor, string style) =>
        new(Svg + "text",
            new XAttribute("x", Number(x)), new XAttribute("y", Number(y)), new XAttribute("text-anchor", anchor),
            new XAttribute("class", style), text);

    internal static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static XElement Line(double x1, double y1, double x2, double y2, string style) =>
        new(Svg + "line",
            new XAttribute("x1", Number(x1)), new XAttribute("y1", Number(y1)),
            new XAttribute("x2", Number(x2)), new XAttribute("y2", Number(y2)), new XAttribute("class", style));
}
