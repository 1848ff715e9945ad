using System.Globalization;
using System.Text;
using System.Xml.Linq;
using GpuFormer.Data;
using GpuFormer.Tasks.Detection.Evaluation;
using GpuFormer.Training;
using static GpuFormer.Training.ReportPage;

namespace GpuFormer.Tasks;

/// <summary>What a detector is worth.</summary>
/// <param name="Count">Images that were judged.</param>
/// <param name="Evaluation">COCO's numbers.</param>
/// <param name="Examples">Images with truth beside what was found, drawn.</param>
internal sealed record DetectionResult(int Count, DetectionEvaluation Evaluation, IReadOnlyList<DrawnExample> Examples)
    : EvaluationResult(Count, new MetricValues(new DetectionSummary(Evaluation).Values))
{
    internal override IEnumerable<XElement> ReportSections(IReadOnlyList<string> labels, ImageSource? images)
    {
        var overlaps = new[] { 0, 5, 8 }.Select(index => (Index: index, Overlap: EvaluationGrid.Overlaps[index]));
        Curve[] curves =
        [
            .. overlaps.Where(pair => Evaluation.PrecisionCurve(pair.Index) is not null).Select(pair => new Curve(
                string.Create(CultureInfo.InvariantCulture, $"IoU {pair.Overlap:F2}"),
                Evaluation.PrecisionCurve(pair.Index)!)),
        ];
        yield return Text("h2", "Classes in the last validation");
        if (curves.Length > 0)
        {
            yield return Element("div", "charts", Element("div", "card",
                LineChart.Draw("Precision, mean of all classes", curves, share: "recall")));
        }

        yield return Table(["class", "AP", "AP50", "AP75", "AR100"], Rows().Select(row => (new[]
        {
            EncodedText.Line(row.Category.Name), Told(row.Precision), Told(row.Precision50), Told(row.Precision75),
            Told(row.Recall),
        }, false)));
        foreach (var section in DrawnExample.Sections(Examples, "what was found, with scores"))
            yield return section;
    }

    internal override IEnumerable<(string Name, string Text)> Files(IReadOnlyList<string> labels)
    {
        var classes = new StringBuilder("id,class,AP,AP50,AP75,AR100\n");
        foreach (var row in Rows())
        {
            classes.Append(CultureInfo.InvariantCulture, $"{row.Category.Id},{EncodedText.CsvField(row.Category.Name)},"
                + $"{row.Precision:R},{row.Precision50:R},{row.Precision75:R},{row.Recall:R}\n");
        }

        yield return (RunFolder.ClassScoresName, classes.ToString());
        var curves = new StringBuilder("recall,mean");
        foreach (var category in Evaluation.Categories)
            curves.Append(',').Append(EncodedText.CsvField(category.Name));
        curves.Append('\n');
        IReadOnlyList<double>?[] values =
        [
            Evaluation.PrecisionCurve(), .. Enumerable.Range(0, Evaluation.Categories.Count).Select(category =>
                Evaluation.PrecisionCurve(category: category)),
        ];
        for (var i = 0; i < EvaluationGrid.Recalls.Count; i++)
        {
            curves.Append(CultureInfo.InvariantCulture, $"{EvaluationGrid.Recalls[i]:F2}");
            foreach (var curve in values)
                curves.Append(CultureInfo.InvariantCulture, $",{curve?[i] ?? -1:R}");
            curves.Append('\n');
        }

        yield return (RunFolder.PrecisionCurvesName, curves.ToString());
    }

    private IEnumerable<(ObjectCategory Category, double Precision, double Precision50, double Precision75, double Recall)>
        Rows() => Evaluation.Categories.Select((category, index) => (category,
            Evaluation.AveragePrecision(category: index), Evaluation.AveragePrecision(0, category: index),
            Evaluation.AveragePrecision(5, category: index),
            Evaluation.AverageRecall(EvaluationGrid.Limits.Count - 1, category: index)));

    private static string Told(double value) => value < 0 ? "-" : value.ToString("F3", CultureInfo.InvariantCulture);
}
