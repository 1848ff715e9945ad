using GpuFormer.Graph.Losses;
using GpuFormer.Graph.Ops;
using GpuFormer.Graph.Ops.Training;
using GpuFormer.Imaging;
using GpuFormer.Tasks.Detection;
using GpuFormer.Training;

namespace GpuFormer.Tasks.Systems;

/// <summary>
/// RetinaNet's: anchors take objects by their overlap, before the network runs. The losses of an image are divided by its
/// anchors that have an object, at least 1, and averaged over the images. Boxes are corners in pixels.
/// </summary>
internal sealed class RetinaNetTargets : DetectionTargets
{
    private readonly IReadOnlyList<int>? _anchorSizes;
    private readonly AnchorConvention _convention;
    private (int Height, int Width) _canvas;
    private Box[] _anchors = [];
    private float[] _labels = [];
    private float[] _weights = [];
    private float[] _deltas = [];
    private float[] _deltaWeights = [];
    private int[] _matched = [];

    /// <param name="classes">Class outputs of the network; the first is never a target.</param>
    /// <param name="anchorSizes">The smallest side of each level's anchors; null for
    /// <see cref="RetinaNetAnchors.DefaultSizes"/>.</param>
    /// <param name="convention">Whose rule lays out the anchors.</param>
    /// <param name="classOf">The class output of each category of the data set; null for their order, from 1.</param>
    public RetinaNetTargets(int classes, IReadOnlyList<int>? anchorSizes = null,
        AnchorConvention convention = AnchorConvention.Rounded, IReadOnlyList<int>? classOf = null)
        : base(classes, classOf) => (_anchorSizes, _convention) = (anchorSizes, convention);

    /// <inheritdoc/>
    protected override int FirstClass => 1;

    /// <summary>Of each anchor of an image the object, <see cref="IouMatcher.Background"/> or
    /// <see cref="IouMatcher.Ignored"/>.</summary>
    public ReadOnlySpan<int> MatchedOf(int image) => _matched.AsSpan(image * _anchors.Length, _anchors.Length);

    /// <inheritdoc/>
    public override void Write(ITargetInputs inputs)
    {
        inputs.Write(RetinaNetCriterion.Labels, _labels);
        inputs.Write(RetinaNetCriterion.Weights, _weights);
        inputs.Write(RetinaNetCriterion.Deltas, _deltas);
        inputs.Write(RetinaNetCriterion.DeltaWeights, _deltaWeights);
    }

    /// <inheritdoc/>
    protected override Box BoxOf(in Box box, (int Height, int Width) size) => box;

    private protected override void Begin(TrainingSize size, ReadOnlySpan<(int Height, int Width)> sizes)
    {
        base.Begin(size, sizes);
        if (_canvas != (size.Height, size.Width))
        {
            _canvas = (size.Height, size.Width);
            _anchors = RetinaNetAnchors.Create(size.Height, size.Width,
                RetinaNetAnchors.MapsOf(size.Height, size.Width), _anchorSizes, _convention);
        }

        var rows = size.Batch * _anchors.Length;
        Resize(ref _labels, rows);
        Resize(ref _weights, rows);
        Resize(ref _deltas, 4 * rows);
        Resize(ref _deltaWeights, rows);
        Resize(ref _matched, rows);
    }

    private protected override void Make(IReadOnlyList<ImageObjects?> objects)
    {
        var images = Math.Max(1, objects.Count(known => known is not null));
        ForEach(objects.Count, image => Make(image, objects[image], images));
    }

    private void Make(int image, ImageObjects? objects, int images)
    {
        var first = image * _anchors.Length;
        var labels = _labels.AsSpan(first, _anchors.Length);
        var deltaWeights = _deltaWeights.AsSpan(first, _anchors.Length);
        var matched = _matched.AsSpan(first, _anchors.Length);
        deltaWeights.Clear();
        if (objects is null)
        {
            labels.Fill(SigmoidFocalLoss.Ignored);
            matched.Fill(IouMatcher.Ignored);
            _weights.AsSpan(first, _anchors.Length).Clear();
            return;
        }

        objects.Check(image, FirstClass, EndClass);
        foreach (var box in objects.Boxes)
        {
            if (box.IsEmpty)
                throw new ArgumentException($"Image {image} has a box without extent: {box}.");
        }

        IouMatcher.Match(objects.Boxes, _anchors).CopyTo(matched);
        var positives = 0;
        foreach (var target in matched)
            positives += target >= 0 ? 1 : 0;
        var weight = 1f / Math.Max(1, positives) / images;
        _weights.AsSpan(first, _anchors.Length).Fill(weight);
        for (var a = 0; a < matched.Length; a++)
        {
            if (matched[a] < 0)
            {
                labels[a] = matched[a] == IouMatcher.Background ? SigmoidFocalLoss.NoClass : SigmoidFocalLoss.Ignored;
                continue;
            }

            labels[a] = objects.Classes[matched[a]];
            deltaWeights[a] = weight;
            var at = 4 * (first + a);
            (_deltas[at], _deltas[at + 1], _deltas[at + 2], _deltas[at + 3]) =
                BoxCoder.RetinaNet.Encode(objects.Boxes[matched[a]], _anchors[a]);
        }
    }
}
