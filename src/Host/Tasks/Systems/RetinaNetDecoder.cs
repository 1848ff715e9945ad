using GpuFormer.Imaging;
using GpuFormer.Tasks.Detection;

namespace GpuFormer.Tasks.Systems;

/// <summary>From <c>logits</c> [N, anchors, classes] and <c>deltas</c> [N, anchors, 4] of RetinaNet to objects.</summary>
/// <param name="anchorSizes">The smallest side of each level's anchors; null for
/// <see cref="RetinaNetAnchors.DefaultSizes"/>.</param>
/// <param name="convention">Whose rule lays out the anchors.</param>
internal sealed class RetinaNetDecoder(
    IReadOnlyList<int>? anchorSizes = null, AnchorConvention convention = AnchorConvention.Rounded) : DetectionDecoder
{
    // Anchors of the last canvas: images of one size come together.
    private volatile CanvasAnchors? _last;

    /// <inheritdoc/>
    public override int FirstClass => 1;

    /// <inheritdoc/>
    public override Detection.Detection[] Decode(
        NetworkOutputs outputs, int image, (int Height, int Width) canvas, (int Height, int Width) size,
        (int Height, int Width) originalSize, DetectionThresholds? thresholds = null)
    {
        var anchors = _last is { } last && last.Canvas == canvas ? last : _last = Create(canvas);
        var defaults = new RetinaNetPostprocessor();
        var postprocessor = defaults with
        {
            ScoreThreshold = thresholds?.Score ?? defaults.ScoreThreshold,
            OverlapThreshold = thresholds?.Overlap ?? defaults.OverlapThreshold,
            DetectionsPerImage = thresholds?.Count ?? defaults.DetectionsPerImage,
        };
        return postprocessor.Detect(outputs.FiniteOf("logits", image), outputs.FiniteOf("deltas", image),
            anchors.Boxes, anchors.Levels, size, originalSize);
    }

    private CanvasAnchors Create((int Height, int Width) canvas)
    {
        var maps = RetinaNetAnchors.MapsOf(canvas.Height, canvas.Width);
        return new CanvasAnchors(
            canvas, RetinaNetAnchors.Create(canvas.Height, canvas.Width, maps, anchorSizes, convention),
            [.. maps.Select(map => map.Height * map.Width * RetinaNetAnchors.PerCell)]);
    }

    private sealed record CanvasAnchors((int Height, int Width) Canvas, Box[] Boxes, int[] Levels);
}
