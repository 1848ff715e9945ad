using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using GpuFormer.Cli.Output;
using GpuFormer.Data;
using GpuFormer.Data.Formats;
using GpuFormer.Tasks.Detection.Evaluation;
using GpuFormer.Weights;

namespace GpuFormer.Cli.Commands;

/// <summary><c>gpuformer val --gt FILE --dt FILE</c>: judges the results of any detector by COCO's numbers, without a
/// network.</summary>
internal sealed class ResultFilesOptions
{
    private static readonly Column<CategoryRow>[] Columns =
    [
        new("id", "id", row => row.Id),
        new("category", "category", row => row.Name, IsNumber: false),
        new("AP", "AP", row => row.Precision, row => Told(row.Precision)),
        new("AP50", "AP50", row => row.Precision50, row => Told(row.Precision50)),
        new("AR100", "AR100", row => row.Recall, row => Told(row.Recall)),
    ];

    private readonly Option<string?> _truth = new("--gt")
    {
        Description = "Annotations to judge --dt by, without DATA and weights: COCO's JSON, a folder of VOC's XML, or "
            + "YOLO's data.yaml.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _results = new("--dt")
    {
        Description = "What a detector found, in COCO's results format.",
        HelpName = "FILE",
    };

    private readonly Option<string> _overlap = new("--iou-type")
    {
        Description = "What must overlap: boxes (bbox) or masks (segm).",
        DefaultValueFactory = _ => "bbox",
    };

    private readonly Option<bool> _quirks = new("--coco-quirks")
    {
        Description = "Count a match with the annotation 0 as none, as pycocotools does.",
    };

    private readonly Option<string?> _curves = new("--pr-curves")
    {
        Description = "A CSV file to write: precision at 101 recalls at IoU 0.5, the mean and each category.",
        HelpName = "FILE",
    };

    public void AddTo(Command command)
    {
        _overlap.AcceptOnlyFromAmong("bbox", "segm");
        foreach (var option in new Option[] { _truth, _results, _overlap, _quirks, _curves })
            command.Options.Add(option);
    }

    /// <summary>Whether files are to be judged, and not a network.</summary>
    public bool AreNamed(ParseResult result) =>
        result.GetValue(_truth) is not null || result.GetValue(_results) is not null;

    /// <summary>Refuses what is for files alone where a network is judged.</summary>
    /// <exception cref="UsageException">One of these options is given.</exception>
    public void RequireUnused(ParseResult result)
    {
        if (new Option[] { _overlap, _quirks, _curves }
            .FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } option)
        {
            throw new UsageException($"Option '{option.Name}' goes with '--gt' and '--dt'.");
        }
    }

    public int Run(CommandOutput output, ParseResult result, bool isStrict, bool perCategory)
    {
        if (result.GetValue(_truth) is not { } truthPath || result.GetValue(_results) is not { } resultsPath)
            throw new UsageException("Options '--gt' and '--dt' belong together: name annotations and results.");
        if (result.GetValue(_curves) is { } curves)
            OutputFiles.RequireDistinct(curves, ("--gt", truthPath), ("--dt", resultsPath));
        var withMasks = result.GetValue(_overlap) == "segm";
        var truth = TruthFiles.Open(truthPath, withMasks);
        var faults = new AnnotationFaults(resultsPath);
        var results = ResultCheck.OfSet(CocoResults.Read(resultsPath, withMasks, faults), truth, resultsPath, faults);
        foreach (var found in new[] { truth.Faults, faults })
        {
            if (isStrict)
                found.ThrowIfAny();
            foreach (var remark in found.Remarks)
                output.Warn(remark);
        }

        var evaluation = DetectionEvaluation.Evaluate(truth, results, new EvaluationOptions
        {
            Overlap = withMasks ? OverlapKind.Masks : OverlapKind.Boxes,
            Quirks = result.GetValue(_quirks),
        }, output.Cancellation);
        if (result.GetValue(_curves) is { } path)
            WriteCurves(path, evaluation);
        Write(output, evaluation, perCategory);
        return ExitCode.Success;
    }

    private static void Write(CommandOutput output, DetectionEvaluation evaluation, bool perCategory)
    {
        var summary = new DetectionSummary(evaluation);
        var rows = perCategory
            ? evaluation.Categories.Select((category, index) => new CategoryRow(category.Id, category.Name,
                evaluation.AveragePrecision(category: index), evaluation.AveragePrecision(0, category: index),
                evaluation.AverageRecall(EvaluationGrid.Limits.Count - 1, category: index))).ToList()
            : [];
        if (output.Json)
        {
            var stats = new JsonObject();
            foreach (var (name, value) in summary.Values)
                stats[name] = value;
            var json = new JsonObject { ["stats"] = stats };
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

    private static void WriteCurves(string path, DetectionEvaluation evaluation)
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

        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static string Told(double value) => value < 0 ? "-" : value.ToString("F3", CultureInfo.InvariantCulture);

    private sealed record CategoryRow(long Id, string Name, double Precision, double Precision50, double Recall);
}
