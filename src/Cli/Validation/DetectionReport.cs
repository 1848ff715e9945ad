using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using GpuFormer.Cli.Output;
using GpuFormer.Tasks.Detection.Evaluation;
using GpuFormer.Weights;

namespace GpuFormer.Cli.Validation;

/// <summary>Tells COCO's numbers: as lines, as JSON, and as curves in a file.</summary>
internal static class DetectionReport
{
    private static readonly Column<CategoryRow>[] Columns =
    [
        new("id", "id", row => row.Id),
        new("category", "category", row => row.Name, IsNumber: false),
        new("AP", "AP", row => row.Precision, row => Told(row.Precision)),
        new("AP50", "AP50", row => row.Precision50, row => Told(row.Precision50)),
        new("AR100", "AR100", row => row.Recall, row => Told(row.Recall)),
    ];

    /// <summary>Writes the twelve numbers.</summary>
    /// <param name="output">Of the command.</param>
    /// <param name="evaluation">What was judged.</param>
    /// <param name="perCategory">Whether the categories are told one by one too.</param>
    /// <param name="facts">What JSON holds in front of the numbers.</param>
    public static void Write(
        CommandOutput output, DetectionEvaluation evaluation, bool perCategory,
        params IReadOnlyList<(string Name, JsonNode? Value)> facts)
    {
        var summary = new DetectionSummary(evaluation);
        var rows = perCategory
            ? evaluation.Categories.Select((category, index) => new CategoryRow(category.Id, category.Name,
                evaluation.AveragePrecision(category: index), evaluation.AveragePrecision(0, category: index),
                evaluation.AverageRecall(EvaluationGrid.Limits.Count - 1, category: index))).ToList()
            : [];
        if (output.Json)
        {
            var json = new JsonObject();
            foreach (var (name, value) in facts)
                json[name] = value;
            var stats = new JsonObject();
            foreach (var (name, value) in summary.Values)
                stats[name] = value;
            json["stats"] = stats;
            if (rows.Count > 0)
                json["categories"] = ResultTable.ToJson(Columns, rows);
            output.WriteJson(json);
            return;
        }

        if (rows.Count > 0)
            ResultTable.Write(output, Columns, rows);
        foreach (var line in summary.Lines)
            output.WriteLine(line);
    }

    /// <summary>Writes a CSV file of precision at 101 recalls at IoU 0.5: the mean and each category.</summary>
    public static void WriteCurves(string path, DetectionEvaluation evaluation)
    {
        var curves = new List<IReadOnlyList<double>?> { evaluation.PrecisionCurve() };
        var text = new StringBuilder("recall,mean");
        for (var category = 0; category < evaluation.Categories.Count; category++)
        {
            text.Append(',').Append(EncodedText.CsvField(evaluation.Categories[category].Name));
            curves.Add(evaluation.PrecisionCurve(category: category));
        }

        text.Append('\n');
        for (var r = 0; r < EvaluationGrid.Recalls.Count; r++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{EvaluationGrid.Recalls[r]:F2}");
            foreach (var curve in curves)
                text.Append(CultureInfo.InvariantCulture, $",{curve?[r]}");
            text.Append('\n');
        }

        AtomicFile.WriteText(path, text.ToString());
    }

    private static string Told(double value) => value < 0 ? "-" : value.ToString("F3", CultureInfo.InvariantCulture);

    private sealed record CategoryRow(long Id, string Name, double Precision, double Precision50, double Recall);
}
