using GpuFormer.Tasks.Detection;

namespace GpuFormer.Tasks.Systems;

/// <summary>From <c>logits</c> [N, queries, classes + 1] and <c>boxes</c> [N, queries, 4] of DETR, or of the end-to-end
/// Mobile-Former detector, to objects: at most one for each query.</summary>
internal sealed class QueryDecoder : DetectionDecoder
{
    /// <inheritdoc/>
    public override int FirstClass => 0;

    /// <inheritdoc/>
    public override int TrailingOutputs => 1;

    /// <inheritdoc/>
    public override float ScoreForPeople => 0.7f;

    /// <inheritdoc/>
    public override bool Suppresses => false;

    /// <inheritdoc/>
    public override Detection.Detection[] Decode(
        NetworkOutputs outputs, int image, (int Height, int Width) canvas, (int Height, int Width) size,
        (int Height, int Width) originalSize, DetectionThresholds? thresholds = null)
    {
        var found = QueryPostprocessor.Detect(outputs.FiniteOf("logits", image), outputs.FiniteOf("boxes", image),
            originalSize.Height, originalSize.Width, thresholds?.Score ?? 0);
        return thresholds?.Count is { } most && most < found.Length ? found[..most] : found;
    }
}
