using GpuFormer.Graph.Losses;
using GpuFormer.Imaging;
using GpuFormer.Models;
using GpuFormer.Tasks.Detection;
using GpuFormer.Training;

namespace GpuFormer.Tasks.Systems;

/// <summary>
/// DETR's, of the end-to-end Mobile-Former detector too: each output of the decoder is matched with the objects on its own
/// predictions. Queries without an object learn that there is none, with a tenth of the weight; the losses of boxes are
/// divided by the objects of the batch, at least 1. Boxes are corners relative to the sides of the image.
/// </summary>
internal sealed class QueryTargets : DetectionTargets
{
    private const float NoObjectWeight = 0.1f;

    private readonly int _states;
    private readonly int _queries;
    private readonly IPaddedNetwork? _network;
    private ImageObjects?[] _objects = [];
    private float[][] _centres = [];
    private (int Query, int Object)[][] _pairs = [];
    private string?[] _failures = [];
    private float[] _logits = [];
    private float[] _boxes = [];
    private float[] _labels = [];
    private float[] _weights = [];
    private float[] _targets = [];
    private float[] _boxWeights = [];

    /// <param name="classes">Class outputs of the network; the last is "no object".</param>
    /// <param name="states">How many outputs the decoder has.</param>
    /// <param name="queries">How many objects an image can have at most.</param>
    /// <param name="network">Takes the sizes of images; null where all fill the canvas.</param>
    /// <param name="classOf">The class output of each category of the data set; null for their order.</param>
    public QueryTargets(
        int classes, int states, int queries, IPaddedNetwork? network = null, IReadOnlyList<int>? classOf = null)
        : base(classes, classOf) => (_states, _queries, _network) = (states, queries, network);

    /// <inheritdoc/>
    protected override int FirstClass => 0;

    /// <inheritdoc/>
    protected override int EndClass => Classes - 1;

    /// <summary>Pairs of a query and an object that the last match made, by rising query.</summary>
    /// <param name="state">Of the decoder's outputs.</param>
    /// <param name="image">Of the batch.</param>
    public IReadOnlyList<(int Query, int Object)> PairsOf(int state, int image) => _pairs[(state * Size.Batch) + image];

    /// <inheritdoc/>
    public override void Write(ITargetInputs inputs) =>
        _network?.WriteSizes(Size.Height, Size.Width, ImageSizes, (name, elements) => inputs.Write(name, elements));

    /// <inheritdoc/>
    public override void Match(IStepOutputs outputs, ITargetInputs inputs)
    {
        outputs.Read(QueryCriterion.Logits, _logits);
        outputs.Read(QueryCriterion.Predictions, _boxes);
        ForEach(_pairs.Length, Match);
        Remark = Array.Find(_failures, failure => failure is not null);
        Weigh();
        inputs.Write(QueryCriterion.Labels, _labels);
        inputs.Write(QueryCriterion.Weights, _weights);
        inputs.Write(QueryCriterion.Boxes, _targets);
        inputs.Write(QueryCriterion.BoxWeights, _boxWeights);
    }

    /// <inheritdoc/>
    protected override Box BoxOf(in Box box, (int Height, int Width) size) =>
        new(box.X1 / size.Width, box.Y1 / size.Height, box.X2 / size.Width, box.Y2 / size.Height);

    private protected override void Begin(TrainingSize size, ReadOnlySpan<(int Height, int Width)> sizes)
    {
        base.Begin(size, sizes);
        var rows = _states * size.Batch * _queries;
        Resize(ref _objects, size.Batch);
        Resize(ref _centres, size.Batch);
        Resize(ref _pairs, _states * size.Batch);
        Resize(ref _failures, _states * size.Batch);
        Resize(ref _logits, rows * Classes);
        Resize(ref _boxes, 4 * rows);
        Resize(ref _labels, rows);
        Resize(ref _weights, rows);
        Resize(ref _targets, 4 * rows);
        Resize(ref _boxWeights, rows);
    }

    private protected override void Make(IReadOnlyList<ImageObjects?> objects)
    {
        for (var image = 0; image < objects.Count; image++)
        {
            _objects[image] = objects[image];
            objects[image]?.Check(image, FirstClass, EndClass);
            _centres[image] = [.. (objects[image] ?? ImageObjects.None).Boxes.Select(box => box.ToCentre())
                .SelectMany(centre => new[] { centre.X, centre.Y, centre.Width, centre.Height })];
        }
    }

    // One output of the decoder, and one image.
    private void Match(int index)
    {
        var (first, objects) = (index * _queries, _objects[index % Size.Batch]);
        var labels = _labels.AsSpan(first, _queries);
        var boxWeights = _boxWeights.AsSpan(first, _queries);
        var weights = _weights.AsSpan(first, _queries);
        labels.Fill(Classes - 1);
        boxWeights.Clear();
        weights.Fill(objects is null ? 0 : NoObjectWeight);
        (_pairs[index], _failures[index]) = ([], null);
        if (objects is null)
            return;
        var centres = _centres[index % Size.Batch];
        try
        {
            _pairs[index] = QueryMatcher.Match(_logits.AsSpan(first * Classes, _queries * Classes),
                _boxes.AsSpan(4 * first, 4 * _queries), centres, objects.Classes);
        }
        catch (NonFiniteResultException failure)
        {
            // The loss becomes none either, and the step is left out like any other whose loss is none.
            _failures[index] = failure.Message;
            weights.Fill(float.NaN);
            return;
        }

        foreach (var (query, target) in _pairs[index])
        {
            labels[query] = objects.Classes[target];
            weights[query] = 1;
            boxWeights[query] = 1;
            centres.AsSpan(4 * target, 4).CopyTo(_targets.AsSpan(4 * (first + query), 4));
        }
    }

    // The cross-entropy of an output is a weighted mean; all losses of boxes are divided by the objects of the batch.
    private void Weigh()
    {
        var objects = 0;
        foreach (var centres in _centres)
            objects += centres.Length / 4;
        var rows = _weights.Length / _states;
        for (var state = 0; state < _states; state++)
        {
            var weights = _weights.AsSpan(state * rows, rows);
            var sum = 0.0;
            foreach (var weight in weights)
                sum += weight;
            for (var i = 0; i < rows; i++)
                weights[i] = sum == 0 ? 0 : (float)(weights[i] / sum);
        }

        for (var i = 0; i < _boxWeights.Length; i++)
            _boxWeights[i] /= Math.Max(1, objects);
    }
}
