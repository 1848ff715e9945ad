using GpuFormer.Imaging;
using GpuFormer.Tasks.Detection;

namespace GpuFormer.Tasks.Systems;

/// <summary>From <c>confidences</c> [N, anchors, classes] and <c>locations</c> [N, anchors, 4] of SSDLite to
/// objects.</summary>
internal sealed class SsdDecoder : DetectionDecoder
{
    private volatile CanvasAnchors? _last;

    /// <inheritdoc/>
    public override int FirstClass => 1;

    /// <inheritdoc/>
    public override Detection.Detection[] Decode(
        NetworkOutputs outputs, int image, (int Height, int Width) canvas, (int Height, int Width) size,
        (int Height, int Width) originalSize, DetectionThresholds? thresholds = null)
    {
        var anchors = _last is { } last && last.Canvas == canvas ? last : _last = new CanvasAnchors(
            canvas, SsdAnchors.Create(SsdAnchors.MapsOf(canvas.Height, canvas.Width)));
        var defaults = new SsdPostprocessor();
        var postprocessor = defaults with
        {
            ScoreThreshold = thresholds?.Score ?? defaults.ScoreThreshold,
            OverlapThreshold = thresholds?.Overlap ?? defaults.OverlapThreshold,
        };
        var found = postprocessor.Detect(outputs.FiniteOf("confidences", image), outputs.FiniteOf("locations", image),
            anchors.Boxes, originalSize.Height, originalSize.Width);
        return thresholds?.Count is { } most && most < found.Length ? found[..most] : found;
    }

    private sealed record CanvasAnchors((int Height, int Width) Canvas, Box[] Boxes);
}
