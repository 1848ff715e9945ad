using GpuFormer.Imaging;
using GpuFormer.Serving.Protocol;
using GpuFormer.Tasks.Systems;

namespace GpuFormer.Serving.Predictors;

/// <summary>A segmenter, which sees one image after the other.</summary>
internal sealed class PixelPredictor(Segmenter segmenter) : LoadedPredictor(segmenter)
{
    public override string TaskName => "segmentation";

    public override IReadOnlyList<TensorDescription> Inputs { get; } = [CanvasTensors.Input];

    public override IReadOnlyList<TensorDescription> Outputs { get; } = CanvasTensors.OutputsOf(segmenter);

    public override async Task<ImageAnswer> PredictAsync(Image image, int? most, CancellationToken cancellation)
    {
        var seen = await segmenter.SegmentAsync(image, cancellation).ConfigureAwait(false);
        return new PixelAnswer(seen.Mask, most < seen.Classes.Count ? [.. seen.Classes.Take(most.Value)] : seen.Classes);
    }

    public override Task<IReadOnlyList<StoredTensor>> InferAsync(
        InferRequest request, long most, CancellationToken cancellation) =>
        CanvasTensors.InferAsync(request, most, segmenter.PredictAsync, cancellation);
}
