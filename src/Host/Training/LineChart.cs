using System.Globalization;
using System.Xml.Linq;

namespace GpuFormer.Training;

/// <summary>One curve: its name, its colour and a value for each epoch.</summary>
internal sealed record Curve(string Name, string Colour, IReadOnlyList<double> Values);

/// <summary>Curves over epochs, as SVG.</summary>
internal static class LineChart
{
    public static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    // In the units of the drawing; the page scales it.
    private const int Width = 560;
    private const int Height = 300;
    private const int Left = 58;
    private const int Right = 14;
    private const int Top = 34;
    private const int Bottom = 40;
    private const int Steps = 5;

    public static XElement Draw(string title, IReadOnlyList<Curve> curves)
    {
        var count = curves.Max(c => c.Values.Count);
        var (low, high, step) = Range(curves.SelectMany(c => c.Values).Where(double.IsFinite));
        double X(int epoch) => Left + (Width - Left - Right) * (count == 1 ? 0.5 : epoch / (count - 1.0));
        double Y(double value) => Height - Bottom - (Height - Top - Bottom) * (value - low) / (high - low);

        var svg = new XElement(Svg + "svg",
            new XAttribute("viewBox", $"0 0 {Width} {Height}"),
            new XAttribute("role", "img"),
            new XElement(Svg + "title", title),
            Text(Left, 18, title, "start", "title"));
        for (var value = low; value <= high + step / 2; value += step)
        {
            svg.Add(Line(Left, Y(value), Width - Right, Y(value), "grid"));
            svg.Add(Text(Left - 6, Y(value) + 4, Label(value, step), "end", "tick"));
        }

        foreach (var epoch in EpochTicks(count))
            svg.Add(Text(X(epoch), Height - Bottom + 16, $"{epoch}", "middle", "tick"));
        svg.Add(Text((Left + Width - Right) / 2.0, Height - 6, "epoch", "middle", "tick"));
        for (var i = 0; i < curves.Count; i++)
        {
            svg.Add(Path(curves[i], X, Y));
            svg.Add(Text(Width - Right - 100 * (curves.Count - 1 - i), 18, curves[i].Name, "end", "legend",
                curves[i].Colour));
        }

        return svg;
    }

    // One point is a dot, several are a line; a value that is no number breaks it.
    private static XElement Path(Curve curve, Func<int, double> x, Func<double, double> y)
    {
        var group = new XElement(Svg + "g",
            new XAttribute("class", "curve"), new XAttribute("stroke", curve.Colour), new XAttribute("fill", "none"),
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
            group.Add(new XElement(Svg + "circle",
                new XAttribute("cx", Number(x(epoch))), new XAttribute("cy", Number(y(value))),
                new XAttribute("r", curve.Values.Count > 60 ? "1" : "2.5"), new XAttribute("fill", curve.Colour),
                new XElement(Svg + "title", string.Create(CultureInfo.InvariantCulture,
                    $"{curve.Name}, epoch {epoch}: {value:G5}"))));
        }

        group.AddFirst(new XElement(Svg + "path", new XAttribute("d", string.Join(' ', path))));
        return group;
    }

    private static IEnumerable<int> EpochTicks(int count)
    {
        var step = Math.Max(1, (int)NiceStep((count - 1) / 8.0));
        for (var epoch = 0; epoch < count; epoch += step)
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
        double x, double y, string text, string anchor, string style, string? colour = null) =>
        new(Svg + "text",
            new XAttribute("x", Number(x)), new XAttribute("y", Number(y)), new XAttribute("text-anchor", anchor),
            new XAttribute("class", style), colour is null ? null : new XAttribute("fill", colour), text);

    internal static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static XElement Line(double x1, double y1, double x2, double y2, string style) =>
        new(Svg + "line",
            new XAttribute("x1", Number(x1)), new XAttribute("y1", Number(y1)),
            new XAttribute("x2", Number(x2)), new XAttribute("y2", Number(y2)), new XAttribute("class", style));
}
