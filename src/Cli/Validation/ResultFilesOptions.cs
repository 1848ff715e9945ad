using System.CommandLine;
using GpuFormer.Cli.Output;
using GpuFormer.Data;
using GpuFormer.Data.Formats;
using GpuFormer.Tasks.Detection.Evaluation;

namespace GpuFormer.Cli.Validation;

/// <summary><c>gpuformer val --gt FILE --dt FILE</c>: judges the results of any detector by COCO's numbers, without a
/// network.</summary>
internal sealed class ResultFilesOptions
{
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

    /// <summary>Refuses what has no meaning where a network is judged.</summary>
    /// <param name="result">Of the command.</param>
    /// <param name="judgesObjects">Whether it is a detector, which has boxes alone.</param>
    /// <exception cref="UsageException">One of these options is given.</exception>
    public void RequireUnused(ParseResult result, bool judgesObjects)
    {
        if ((judgesObjects ? new Option[] { _overlap } : [_overlap, _quirks, _curves])
            .FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } option)
        {
            throw new UsageException($"Option '{option.Name}' goes with '--gt' and '--dt'"
                + (judgesObjects ? "." : ", or with weights of a detector."));
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

        var evaluation = DetectionEvaluation.Evaluate(truth, results, OptionsOf(result), output.Cancellation);
        WriteCurves(result, evaluation);
        DetectionReport.Write(output, evaluation, perCategory);
        return ExitCode.Success;
    }

    /// <summary>How detections are judged.</summary>
    public EvaluationOptions OptionsOf(ParseResult result) => new()
    {
        Overlap = result.GetValue(_overlap) == "segm" ? OverlapKind.Masks : OverlapKind.Boxes,
        Quirks = result.GetValue(_quirks),
    };

    /// <summary>The file of the curves, or null.</summary>
    public string? CurvesOf(ParseResult result) => result.GetValue(_curves);

    /// <summary>Writes the curves where they are asked for.</summary>
    public void WriteCurves(ParseResult result, DetectionEvaluation evaluation)
    {
        if (result.GetValue(_curves) is { } path)
            DetectionReport.WriteCurves(path, evaluation);
    }
}
