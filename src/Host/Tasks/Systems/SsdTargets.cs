using GpuFormer.Graph.Losses;
using GpuFormer.Imaging;
using GpuFormer.Tasks.Detection;
using GpuFormer.Training;

namespace GpuFormer.Tasks.Systems;

/// <summary>
/// SSD's: anchors take objects by their overlap before the network runs, and the background that it is most wrong about
/// takes part, three anchors for each one with an object. Both losses are divided by the anchors of the batch that have an
/// object, at least 1. Boxes are corners relative to the sides of the image.
/// </summary>
internal sealed class SsdTargets : DetectionTargets
{
    private (int Height, int Width) _canvas;
    private Box[] _anchors = [];
    private float[] _labels = [];
    private float[] _weights = [];
    private float[] _locations = [];
    private float[] _locationWeights = [];
    private float[] _confidences = [];
    private int[] _positives = [];

    /// <param name="classes">Class outputs of the network; the first is the background.</param>
    /// <param name="classOf">The class output of each category of the data set; null for their order, from 1.</param>
    public SsdTargets(int classes, IReadOnlyList<int>? classOf = null)
        : base(classes, classOf)
    {
    }

    /// <summary>The anchors of the batch that have an object.</summary>
    public int Positives => _positives.Sum();

    /// <inheritdoc/>
    protected override int FirstClass => 1;

    /// <summary>Of each anchor of an image its class, 0 for the background.</summary>
    public ReadOnlySpan<float> LabelsOf(int image) => _labels.AsSpan(image * _anchors.Length, _anchors.Length);

    /// <summary>Of each anchor of an image its weight in the cross-entropy: 0 where it takes no part. Known once the network
    /// ran.</summary>
    public ReadOnlySpan<float> WeightsOf(int image) => _weights.AsSpan(image * _anchors.Length, _anchors.Length);

    /// <inheritdoc/>
    public override void Write(ITargetInputs inputs)
    {
        inputs.Write(SsdCriterion.Labels, _labels);
        inputs.Write(SsdCriterion.Locations, _locations);
        inputs.Write(SsdCriterion.LocationWeights, _locationWeights);
    }

    /// <inheritdoc/>
    public override void Match(IStepOutputs outputs, ITargetInputs inputs)
    {
        Resize(ref _confidences, _labels.Length * Classes);
        outputs.Read(SsdCriterion.Confidences, _confidences);
        var weight = 1f / Math.Max(1, Positives);
        ForEach(_positives.Length, image => Mine(image, weight));
        inputs.Write(SsdCriterion.Weights, _weights);
    }

    /// <inheritdoc/>
    protected override Box BoxOf(in Box box, (int Height, int Width) size) =>
        new(box.X1 / size.Width, box.Y1 / size.Height, box.X2 / size.Width, box.Y2 / size.Height);

    private protected override void Begin(TrainingSize size, ReadOnlySpan<(int Height, int Width)> sizes)
    {
        base.Begin(size, sizes);
        if (_canvas != (size.Height, size.Width))
        {
            _canvas = (size.Height, size.Width);
            _anchors = SsdAnchors.Create(SsdAnchors.MapsOf(size.Height, size.Width));
        }

        var rows = size.Batch * _anchors.Length;
        Resize(ref _labels, rows);
        Resize(ref _weights, rows);
        Resize(ref _locations, 4 * rows);
        Resize(ref _locationWeights, rows);
        Resize(ref _positives, size.Batch);
    }

    private protected override void Make(IReadOnlyList<ImageObjects?> objects)
    {
        ForEach(objects.Count, image => Make(image, objects[image]));
        var weight = 1f / Math.Max(1, Positives);
        for (var i = 0; i < _labels.Length; i++)
            _locationWeights[i] = _labels[i] > 0 ? weight : 0;
    }

    private void Make(int image, ImageObjects? objects)
    {
        var first = image * _anchors.Length;
        var labels = _labels.AsSpan(first, _anchors.Length);
        labels.Clear();
        _positives[image] = 0;
        if (objects is null)
            return;
        objects.Check(image, FirstClass, EndClass);
        var matched = SsdMatcher.Match(objects.Boxes, _anchors);
        for (var a = 0; a < matched.Length; a++)
        {
            if (matched[a] < 0)
                continue;
            _positives[image]++;
            labels[a] = objects.Classes[matched[a]];
            var at = 4 * (first + a);
            (_locations[at], _locations[at + 1], _locations[at + 2], _locations[at + 3]) =
                BoxCoder.Ssd.Encode(objects.Boxes[matched[a]], _anchors[a]);
        }
    }

    private void Mine(int image, float weight)
    {
        var anchors = _anchors.Length;
        var weights = _weights.AsSpan(image * anchors, anchors);
        weights.Clear();
        // An image without objects has no negatives either.
        if (_positives[image] == 0)
            return;
        var (losses, hasObject) = (new float[anchors], new bool[anchors]);
        for (var a = 0; a < anchors; a++)
        {
            var row = (image * anchors) + a;
            hasObject[a] = _labels[row] > 0;
            var loss = hasObject[a] ? 0 : SoftMax.Loss(_confidences.AsSpan(row * Classes, Classes), 0);
            // What is no number is the hardest of all, so that the loss is none either and the step is left out.
            losses[a] = float.IsNaN(loss) ? float.PositiveInfinity : loss;
        }

        var selected = HardNegatives.Select(losses, hasObject);
        for (var a = 0; a < anchors; a++)
            weights[a] = selected[a] ? weight : 0;
    }
}
