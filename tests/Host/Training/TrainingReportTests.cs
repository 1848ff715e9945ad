using System.Xml.Linq;
using GpuFormer.Tests.Cli;
using GpuFormer.Training;
using Xunit;

namespace GpuFormer.Tests.Host.Training;

public sealed class TrainingReportTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void The_report_is_one_page_with_curves_and_confusion_and_without_scripts()
    {
        using var folder = new TemporaryFolder();
        var watch = new Watch();
        TrainerRun.Go(folder["run"], observer: watch);
        var page = XDocument.Parse(File.ReadAllText(folder["run/report.html"]));
        Assert.DoesNotContain(page.Descendants(), e => e.Name.LocalName is "script" or "link" or "img");

        var charts = page.Descendants(Svg + "svg").ToList();
        Assert.Equal(["Loss", "Accuracy in validation, %", "Learning rate", "Confusion matrix"],
            charts.Select(c => c.Element(Svg + "title")!.Value));
        var curves = charts.Take(3).SelectMany(c => c.Elements(Svg + "g")).ToList();
        Assert.Equal(["training", "validation", "top-1", "top-5", "rate"],
            curves.Select(c => c.Element(Svg + "title")!.Value));
        Assert.All(curves, c => Assert.Equal(6, c.Elements(Svg + "circle").Count()));
        Assert.All(curves, c => Assert.Equal(6, c.Element(Svg + "path")!.Attribute("d")!.Value.Split(' ').Length / 2));

        // 20 pictures of 4 classes, whatever they were taken for.
        var counts = charts[3].Elements(Svg + "text")
            .Where(t => t.Attribute("class")!.Value.StartsWith("count", StringComparison.Ordinal))
            .Sum(t => int.Parse(t.Value, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(20, counts);
    }

    [Fact]
    public void A_rising_curve_rises_on_the_page()
    {
        var chart = LineChart.Draw("x", [new Curve("rising", "#000", [1, 2, 4])]);
        var points = chart.Descendants(Svg + "circle").Select(c => (
            X: double.Parse(c.Attribute("cx")!.Value, System.Globalization.CultureInfo.InvariantCulture),
            Y: double.Parse(c.Attribute("cy")!.Value, System.Globalization.CultureInfo.InvariantCulture))).ToList();
        Assert.True(points[0].X < points[1].X && points[1].X < points[2].X);
        Assert.True(points[0].Y > points[1].Y && points[1].Y > points[2].Y);
        Assert.Equal(2 * (points[0].Y - points[1].Y), points[1].Y - points[2].Y, 0.02);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_value_that_is_no_number_breaks_the_curve(double value)
    {
        var chart = LineChart.Draw("x", [new Curve("broken", "#000", [1, 2, value, 3, 4])]);
        var path = chart.Descendants(Svg + "path").Single().Attribute("d")!.Value;
        Assert.Equal(2, path.Count(c => c == 'M'));
        Assert.Equal(2, path.Count(c => c == 'L'));
        Assert.DoesNotContain("NaN", chart.ToString());
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(5.0)]
    [InlineData(1e-5)]
    public void A_constant_curve_has_a_chart_too(double value)
    {
        var chart = LineChart.Draw("x", [new Curve("flat", "#000", [value, value])]);
        Assert.Equal(2, chart.Descendants(Svg + "circle").Count());
        Assert.True(chart.Elements(Svg + "line").Count() is >= 2 and <= 12);
    }
}
