using System.CommandLine;
using System.Globalization;
using System.Text;
using GpuFormer.Data;
using GpuFormer.Models;

namespace GpuFormer.Cli.Predict;

/// <summary><c>predict</c> with a detector: finds the objects in images.</summary>
/// <param name="imageSize">Which segmenters have too.</param>
internal sealed class ObjectPrediction(Option<int?> imageSize) : TaskPrediction
{
    private readonly Option<double?> _score = NumberOptions.Share("--conf",
        "The lowest score of an object, 0 to 1; without it 0.25, or 0.7 of a detector that finds each object once (DETR).");

    private readonly Option<double?> _overlap = NumberOptions.Share("--iou",
        "The overlap above which the less sure of two objects of a class is left out, 0 to 1; without it 0.5.");

    private readonly Option<int> _count = NumberOptions.Positive("--max-det", 100, "The most objects of an image.");

    private readonly Option<string[]> _classes = new("--classes")
    {
        Description = "Tell objects of these classes alone: names, or their numbers among the network's outputs.",
        HelpName = "NAME",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _texts = new("--save-txt")
    {
        Description = "A folder in which the objects of each image are saved in YOLO's form: class, centre and extents, "
            + "relative to the image.",
        HelpName = "DIR",
    };

    private readonly Option<bool> _withScores = new("--save-conf")
    {
        Description = "Add the score to each line of --save-txt.",
    };

    /// <inheritdoc/>
    public override ModelTask Task => ModelTask.Detection;

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options => [_score, _overlap, _count, _classes, _texts, _withScores];

    /// <inheritdoc/>
    public override PredictionRun Open(PredictionRequest request)
    {
        var options = request.Options;
        if (options.GetValue(_withScores) && options.GetValue(_texts) is null)
            throw new UsageException("Option '--save-conf' goes with '--save-txt'.");
        var texts = request.FolderOf(_texts);
        var detector = Detector.Load(request.Network, request.Weights, request.With(new DetectorOptions
        {
            ScoreThreshold = (float?)options.GetValue(_score),
            OverlapThreshold = (float?)options.GetValue(_overlap),
            MaxDetections = options.GetValue(_count),
            ImageSize = options.GetValue(imageSize),
        }));
        try
        {
            if (options.GetValue(_overlap) is not null && !detector.Suppresses)
            {
                throw new UsageException(
                    $"--iou has no meaning for {detector.Model.Name}, which finds each object once.");
            }

            detector.ShownClasses = ClassesOf(options.GetValue(_classes) ?? [], detector.Model);
            var saved = request.Saved;
            var stream = detector.Stream(new(request.Workers, request.Load, saved is null && texts is null ? null : (file, image) =>
            {
                saved?.Save(file, image);
                texts?.Save(file.Path, ".txt", stream => stream.Write(
                    Encoding.UTF8.GetBytes(YoloText(file, detector.FirstClass, options.GetValue(_withScores)))));
            }));
            return new PredictionRun<DetectedFile>(detector, $"{detector.Model.Name} on {detector.Device.Description}",
                Detected.Header, [.. new[] { saved, texts }.OfType<SavedPictures>()], stream, Detected.Of);
        }
        catch
        {
            detector.Dispose();
            throw;
        }
    }

    // A name, or the number of an output; null for all classes.
    private static HashSet<int>? ClassesOf(string[] wanted, Model model)
    {
        if (wanted.Length == 0)
            return null;
        var shown = new HashSet<int>();
        var names = Enumerable.Range(0, model.Classes).Select(model.NameOfOutput).ToArray();
        foreach (var text in wanted)
        {
            var outputs = Enumerable.Range(0, names.Length).Where(i => names[i] == text).ToList();
            if (outputs.Count == 0 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number < names.Length)
            {
                outputs.Add(number);
            }

            if (outputs.Count == 0)
            {
                throw new UsageException($"--classes: '{text}' is no class of these weights, which have "
                    + $"{DatasetIdentity.Listed([.. names.Select(EncodedText.Line)])}.");
            }

            shown.UnionWith(outputs);
        }

        return shown;
    }

    // Classes from 0 without the background; boxes clipped to the image.
    private static string YoloText(DetectedFile file, int firstClass, bool withScores)
    {
        var text = new StringBuilder();
        foreach (var found in file.Objects)
        {
            var (x, y, width, height) = found.Box.Clip(file.Height, file.Width).ToCentre();
            text.Append(CultureInfo.InvariantCulture,
                $"{found.ClassIndex - firstClass} {x / file.Width:F6} {y / file.Height:F6} {width / file.Width:F6} {height / file.Height:F6}");
            if (withScores)
                text.Append(CultureInfo.InvariantCulture, $" {found.Score:F6}");
            text.Append('\n');
        }

        return text.ToString();
    }
}
