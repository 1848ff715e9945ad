using GpuFormer.Imaging;
using GpuFormer.Serving.Protocol;
using GpuFormer.Tasks.Systems;

namespace GpuFormer.Serving.Predictors;

/// <summary>A detector, which sees one image after the other.</summary>
internal sealed class ObjectPredictor(Detector detector) : LoadedPredictor(detector)
{
    public override string TaskName => "detection";

    public override IReadOnlyList<TensorDescription> Inputs { get; } =
        [CanvasTensors.Input, CanvasTensors.Sizes, CanvasTensors.OriginalSizes];

    public override IReadOnlyList<TensorDescription> Outputs { get; } = CanvasTensors.OutputsOf(detector);

    public override async Task<ImageAnswer> PredictAsync(Image image, int? most, CancellationToken cancellation)
    {
        var (height, width) = (image.Height, image.Width);
        var found = await detector.DetectAsync(image, cancellation).ConfigureAwait(false);
        return new ObjectAnswer(most < found.Count ? [.. found.Take(most.Value)] : found, height, width);
    }

    public override Task<IReadOnlyList<StoredTensor>> InferAsync(
        InferRequest request, long most, CancellationToken cancellation) =>
        CanvasTensors.InferAsync(request, most, detector.PredictAsync, cancellation);
}
