using System.CommandLine;
using GpuFormer.Imaging.Png;
using GpuFormer.Models;

namespace GpuFormer.Cli.Predict;

/// <summary><c>predict</c> with a segmenter: says of which class each pixel is.</summary>
/// <param name="imageSize">Which detectors have too.</param>
internal sealed class PixelPrediction(Option<int?> imageSize) : TaskPrediction
{
    private readonly Option<string?> _masks = new("--save-masks")
    {
        Description = "A folder in which the classes of each image are saved as PNG with Pascal VOC's palette, whose index is "
            + "the class.",
        HelpName = "DIR",
    };

    /// <inheritdoc/>
    public override ModelTask Task => ModelTask.Segmentation;

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options => [_masks];

    /// <inheritdoc/>
    public override PredictionRun Open(PredictionRequest request)
    {
        var masks = request.FolderOf(_masks);
        var saved = request.Saved;
        var segmenter = Segmenter.Load(request.Network, request.Weights, request.With(new SegmenterOptions
        {
            ImageSize = request.Options.GetValue(imageSize),
        }));
        var stream = segmenter.Stream(new(request.Workers, request.Load, saved is null && masks is null ? null : (file, image) =>
        {
            saved?.Save(file, image);
            masks?.Save(file.Path, ".png", stream => ClassMaskPng.Write(file.Result!.Mask, stream));
        }));
        return new PredictionRun<SegmentedFile>(segmenter, $"{segmenter.Model.Name} on {segmenter.Device.Description}",
            Segmented.Header, [.. new[] { saved, masks }.OfType<SavedPictures>()], stream, Segmented.Of);
    }
}
