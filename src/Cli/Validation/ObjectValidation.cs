using System.CommandLine;
using System.Text.Json;
using GpuFormer.Cli.Output;
using GpuFormer.Data;
using GpuFormer.Data.Formats;
using GpuFormer.Distributed;
using GpuFormer.Tasks.Detection;
using GpuFormer.Tasks.Detection.Evaluation;
using GpuFormer.Tasks.Systems;
using GpuFormer.Weights;

namespace GpuFormer.Cli.Validation;

/// <summary><c>val</c> with a detector: COCO's numbers of what it finds in the images of a set.</summary>
/// <param name="data">Where the images lie.</param>
/// <param name="files">Whose options say how detections are judged.</param>
internal sealed class ObjectValidation(AnnotatedDataOptions data, ResultFilesOptions files)
{
    private readonly Option<double?> _score = NumberOptions.Share("--conf",
        "The lowest score of an object that counts, 0 to 1; without it that of the network's reference program.");

    private readonly Option<double?> _overlap = NumberOptions.Share("--iou",
        "The overlap above which the less sure of two objects of a class is left out, 0 to 1; without it 0.5.");

    private readonly Option<int?> _count = NumberOptions.OptionalPositive("--max-det",
        "The most objects of an image; without it those of the network's reference program.");

    private readonly Option<string?> _json = new("--save-json")
    {
        Description = "A file to write: what was found, in COCO's results format, with the ids of the set.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _rawIds = new("--raw-category-ids")
    {
        Description = "Take each class output for the category with its number as id, as DETR's checkpoints of COCO have it.",
    };

    /// <summary>What has a meaning for detectors alone.</summary>
    public IReadOnlyList<Option> Options => [_score, _overlap, _count, _json, _rawIds];

    /// <summary>Judges a detector.</summary>
    public int Run(ValidationRequest request)
    {
        var (output, options) = (request.Output, request.Options);
        var path = data.PathOf(options, request.Data);
        RequireDistinct(request);
        using var detector = Detector.Load(request.Network, request.Weights, request.With(new DetectorOptions
        {
            ImageSize = request.ImageSize,
        }));
        if (options.GetValue(_overlap) is not null && !detector.Suppresses)
            throw new UsageException($"--iou has no meaning for {detector.Model.Name}, which finds each object once.");
        var images = data.OpenObjects(options, request.Data, request.Recipe.ValidationSplit, request.Limits);
        if (request.IsStrict)
            images.Set.Faults.ThrowIfAny();
        foreach (var remark in images.Set.Faults.Remarks)
            output.Warn(remark);
        var categories = CategoryMap.Of(detector.Model.Classes - detector.TrailingOutputs, detector.FirstClass,
            detector.Model.Labels, images.Set, path, options.GetValue(_rawIds));
        if (categories.Remark is { } told)
            output.Warn(told);
        output.Debug($"{detector.Model.Name} on {detector.Device.Description}");

        var judge = new DetectionEvaluator(images.Set, categories);
        var nonFinite = Judge(request, detector, images, judge);
        Gather(request, judge, images.Count);
        if (judge.Count == 0)
            throw new BadDataException($"No image of {path} could be read.");
        if (request.Ranks.Rank == 0)
        {
            var evaluation = judge.Evaluate(files.OptionsOf(options), output.Cancellation);
            if (options.GetValue(_json) is { } file)
                AtomicFile.Write(file, stream => CocoResults.Write(stream, judge.Results));
            files.WriteCurves(options, evaluation);
            DetectionReport.Write(output, evaluation, request.PerClass, ("model", detector.Model.Name),
                ("images", judge.Count), ("non_finite", nonFinite));
        }

        return nonFinite == 0 ? ExitCode.Success : ExitCode.RunError;
    }

    private void RequireDistinct(ValidationRequest request)
    {
        if (request.Options.GetValue(_json) is { } json)
        {
            OutputFiles.RequireDistinct(json, [("--weights", request.Weights), ("--pr-curves", files.CurvesOf(request.Options)),
                .. data.FilesOf(request.Options)]);
        }

        if (files.CurvesOf(request.Options) is { } curves)
            OutputFiles.RequireDistinct(curves, [("--weights", request.Weights), .. data.FilesOf(request.Options)]);
    }

    private int Judge(ValidationRequest request, Detector detector, AnnotatedImages images, DetectionEvaluator judge)
    {
        var thresholds = new DetectionThresholds
        {
            Score = (float?)request.Options.GetValue(_score),
            Overlap = (float?)request.Options.GetValue(_overlap),
            Count = request.Options.GetValue(_count),
        };
        return request.ForEachImage(images.Count, images.NameOf, index =>
        {
            var image = images.Load(index);
            // An image for which there is no result has nothing that was found in it.
            judge.Add(index, Array.Empty<Detection>());
            judge.Add(index, detector.Find(image, thresholds));
        });
    }

    // The first rank judges what all have found.
    private static void Gather(ValidationRequest request, DetectionEvaluator judge, int count)
    {
        if (request.Ranks.Size == 1)
            return;
        var own = new Dictionary<int, IReadOnlyList<ObjectResult>>();
        for (var i = request.Ranks.Rank; i < count; i += request.Ranks.Size)
        {
            if (judge.ResultsOf(i) is { } found)
                own[i] = found;
        }

        foreach (var text in request.Ranks.GatherTexts(JsonSerializer.Serialize(own, ValidationJson.Default.Found)))
        {
            foreach (var (index, found) in JsonSerializer.Deserialize(text, ValidationJson.Default.Found)!)
                judge.Add(index, found);
        }
    }
}
