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
        Assert.DoesNotContain(page.Descendants(), e => e.Name.LocalName is "script" or "link");
        Assert.All(page.Descendants().Where(e => e.Name.LocalName == "img"), image =>
            Assert.StartsWith("data:image/png;base64,", image.Attribute("src")!.Value));

        var charts = page.Descendants(Svg + "svg").ToList();
        Assert.Equal(["Loss", "Accuracy in validation, %", "Learning rate", "Confusion matrix"],
            charts.Select(c => c.Element(Svg + "title")!.Value));
        var curves = charts.Take(3).SelectMany(c => c.Elements(Svg + "g")).ToList();
        Assert.All(charts.Take(3), c => Assert.Contains(c.Elements(Svg + "text"), t => t.Value == "1"));
        Assert.All(charts.Take(3), c => Assert.DoesNotContain(c.Elements(Svg + "text"), t => t.Value == "0" && t.Attribute("text-anchor")!.Value == "middle"));
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

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(1000)]
    public void A_report_of_few_and_of_many_classes_has_their_labels_and_stays_small(int classes)
    {
        var page = Sample(classes);
        Assert.InRange(page.Length, 10_000, 2_000_000);
        var root = XDocument.Parse(page).Root!;
        var matrix = root.Descendants(Svg + "svg").SingleOrDefault(c => c.Element(Svg + "title")!.Value == "Confusion matrix");
        Assert.Equal(classes <= 100, matrix is not null);
        // Beside each row and above each column.
        if (matrix is not null)
            Assert.Equal(2 * classes, matrix.Elements(Svg + "text").Count(t => t.Attribute("class")!.Value.StartsWith("label", StringComparison.Ordinal)));
        var tables = root.Descendants().Where(e => e.Name.LocalName == "table").ToList();
        Assert.Contains(tables, table => table.Value.Contains("F1", StringComparison.Ordinal)
            && table.Descendants().Count(e => e.Name.LocalName == "tr") == classes + 1);
        var images = root.Descendants().Where(e => e.Name.LocalName == "img").ToList();
        Assert.Equal(12, images.Count);
        Assert.DoesNotContain("&gt;", page[..page.IndexOf("</style>", StringComparison.Ordinal)]);
        Assert.Contains("cpu: a processor", page);
        Assert.Contains("batch_size", page);
    }

    [Fact]
    public void A_changed_setting_stands_beside_its_default_and_others_are_left_to_the_recipe()
    {
        var root = XDocument.Parse(Sample(10)).Root!;
        var settings = root.Descendants().Single(e => e.Attribute("class")?.Value == "card settings").Value;
        Assert.Contains("batch_size64(128)", settings);
        Assert.DoesNotContain("momentum", settings);
        Assert.DoesNotContain("seed", settings);
    }

    // A network that takes classes for their neighbours now and then.
    private static string Sample(int classes)
    {
        var recipe = TrainingRecipe.For("mobilenet_v3_small") with { Data = "data/<birds>", BatchSize = 64, Epochs = 24 };
        var sum = new EvaluationSum(classes);
        var random = new Random(7);
        var logits = new float[classes];
        for (var image = 0; image < 20 * classes; image++)
        {
            var label = image % classes;
            Array.Clear(logits);
            var taken = random.Next(100) < 80 ? label : (label + random.Next(1, 4)) % classes;
            logits[taken] = 4 + (4 * random.NextSingle());
            sum.Add(logits, label, image);
        }

        var progress = new TrainingProgress
        {
            Epochs = [.. Enumerable.Range(0, 24).Select(epoch => new EpochSummary(
                epoch, 3 * Math.Exp(-epoch / 6.0) + 0.4,
                new(("loss", 2.5 * Math.Exp(-epoch / 5.0) + 0.5), ("top1", 80 * (1 - Math.Exp(-epoch / 5.0))),
                    ("top5", 95 * (1 - Math.Exp(-(epoch + 2) / 3.0)))),
                1e-3 * (1 + Math.Cos(Math.PI * epoch / 24))))],
        };
        string[] words = ["sparrow", "great spotted woodpecker", "owl", "black-headed gull", "wren", "crane"];
        return TrainingReport.Write(recipe, ClassificationMetrics.Set, progress, sum.Result,
            [.. Enumerable.Range(0, classes).Select(k => $"{words[k % words.Length]} {k}")],
            new ReportFacts("cpu: a processor", TimeSpan.FromSeconds(4711), 3, 50 * classes, [],
                new StripedPictures(20 * classes, TrainerRun.Classes)));
    }

    [Fact]
    public void A_rising_curve_rises_on_the_page()
    {
        var chart = LineChart.Draw("x", [new Curve("rising", [1, 2, 4])]);
        var points = chart.Descendants(Svg + "circle").Select(c => (
            X: double.Parse(c.Attribute("cx")!.Value, System.Globalization.CultureInfo.InvariantCulture),
            Y: double.Parse(c.Attribute("cy")!.Value, System.Globalization.CultureInfo.InvariantCulture))).ToList();
        Assert.True(points[0].X < points[1].X && points[1].X < points[2].X);
        Assert.True(points[0].Y > points[1].Y && points[1].Y > points[2].Y);
        Assert.Equal(2 * (points[0].Y - points[1].Y), points[1].Y - points[2].Y, 0.02);
    }

    [Theory]
    [InlineData("training", "validation", "AP75")]
    [InlineData("training", "classification", "bbox_regression")]
    public void Names_of_curves_stand_beside_each_other_within_the_chart(params string[] names)
    {
        var chart = LineChart.Draw("x", [.. names.Select(name => new Curve(name, [1, 2, 4]))]);
        double Number(System.Xml.Linq.XElement element, string name) =>
            double.Parse(element.Attribute(name)!.Value, System.Globalization.CultureInfo.InvariantCulture);
        var texts = names.Select(name => chart.Elements(Svg + "text").Single(text => text.Value == name)).ToList();
        var ends = texts.Select(text => Number(text, "x")
            + (text.Value.Length * ((string?)text.Attribute("class") == "dense" ? 5.5 : 6.5))).ToList();
        var keys = chart.Elements(Svg + "line")
            .Where(line => line.Attribute("class")!.Value.StartsWith("key", StringComparison.Ordinal))
            .Select(key => Number(key, "x1")).ToList();
        Assert.Equal(names.Length, keys.Count);
        Assert.All(ends.Zip(keys.Skip(1)), pair => Assert.True(pair.First < pair.Second, $"{pair}"));
        Assert.InRange(ends[^1], 0, 340);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_value_that_is_no_number_breaks_the_curve(double value)
    {
        var chart = LineChart.Draw("x", [new Curve("broken", [1, 2, value, 3, 4])]);
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
        var chart = LineChart.Draw("x", [new Curve("flat", [value, value])]);
        Assert.Equal(2, chart.Descendants(Svg + "circle").Count());
        Assert.True(chart.Elements(Svg + "line").Count() is >= 2 and <= 12);
    }
}
