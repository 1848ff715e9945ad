using GpuFormer.Data;
using GpuFormer.Graph;
using GpuFormer.Imaging;
using GpuFormer.Models;
using GpuFormer.Training;

namespace GpuFormer.Tests.Host.Training;

/// <summary>The smallest network that can be trained: one linear layer over pixels and a counter of batches.</summary>
internal sealed class LinearNetwork(string name, int classes) : ImageModel
{
    public const int Side = 4;
    public const int Pixels = 3 * Side * Side;
    public const string Weight = "classifier.weight";
    public const string Bias = "classifier.bias";
    public const string Counter = "norm.num_batches_tracked";

    public override string Name => name;

    public override ModelFamily Family { get; } =
        new("Linear", [name], ["classifier"], (_, count, _) => new LinearNetwork(name, count));

    public override int Classes => classes;

    public override int OutputChannels => classes;

    public override IReadOnlyList<FeatureStage> Features => [];

    public override IReadOnlyList<Parameter> Parameters { get; } =
    [
        new(Weight, new Shape(classes, Pixels), ParameterKind.Weight),
        new(Bias, new Shape(classes), ParameterKind.Weight),
        new(Counter, new Shape(), ParameterKind.Counter),
    ];

    public override ComputeGraph Build(
        int batch, int height, int width, bool withStages = false, TrainingRates? training = null) =>
        throw new NotSupportedException();

    public static void Predict(
        IReadOnlyDictionary<string, float[]> state, ReadOnlySpan<float> pixels, Span<float> logits)
    {
        for (var k = 0; k < logits.Length; k++)
        {
            var sum = state[Bias][k];
            for (var i = 0; i < Pixels; i++)
                sum += state[Weight][k * Pixels + i] * pixels[i];
            logits[k] = sum;
        }
    }
}

/// <summary>Trains a <see cref="LinearNetwork"/> with momentum and a running average.</summary>
internal sealed class LinearSession(int classes, int batch, bool ema) : ITrainingSession
{
    private Dictionary<string, float[]> _state = [];
    private Dictionary<string, float[]> _momentum = [];
    private Dictionary<string, float[]>? _ema;
    private Dictionary<string, float[]> _gradients = [];
    private readonly StepResult[] _results = new StepResult[1];
    private int _batches;
    private int _counted;

    /// <summary>The number of the step from which losses are NaN, and how many are.</summary>
    public (long First, int Count)? Broken { get; init; }

    /// <summary>Batches of one update.</summary>
    public int AccumulationSteps { get; init; } = 1;

    public long Steps { get; private set; }

    public void Initialise(int seed)
    {
        var random = new Random(seed);
        Load(new Dictionary<string, float[]>
        {
            [LinearNetwork.Weight] = [.. Enumerable.Range(0, classes * LinearNetwork.Pixels)
                .Select(_ => 0.01f * random.NextSingle())],
            [LinearNetwork.Bias] = new float[classes],
        });
    }

    public void Load(IReadOnlyDictionary<string, float[]> state)
    {
        if (state[LinearNetwork.Bias].Length != classes)
            throw new ArgumentException("the bias has another size");
        _state = Copy(state);
        _state.TryAdd(LinearNetwork.Counter, [0f]);
        _momentum = _state.ToDictionary(p => p.Key, p => new float[p.Value.Length]);
        _ema = ema ? Copy(_state) : null;
    }

    public IReadOnlyDictionary<string, float[]> ReadState() => Copy(_state);

    public IReadOnlyDictionary<string, float[]>? ReadEma() => _ema is null ? null : Copy(_ema);

    public void LoadEma(IReadOnlyDictionary<string, float[]> state) => _ema = Copy(state);

    public IReadOnlyDictionary<string, float[]> ReadOptimizer()
    {
        var read = Copy(_momentum);
        read.Add("step", [Steps]);
        return read;
    }

    public void LoadOptimizer(IReadOnlyDictionary<string, float[]> state)
    {
        Steps = (long)state["step"][0];
        _momentum = Copy(state.Where(p => p.Key != "step").ToDictionary());
    }

    public ReadOnlySpan<StepResult> Results => _results;

    public StepResult Step(ReadOnlySpan<float> images, ReadOnlySpan<float> targets, double learningRate) =>
        _results[0] = MakeStep(images, targets, learningRate);

    private StepResult MakeStep(ReadOnlySpan<float> images, ReadOnlySpan<float> targets, double learningRate)
    {
        Steps++;
        if (_batches == 0)
            _gradients = _state.ToDictionary(p => p.Key, p => new float[p.Value.Length]);
        var skipped = Broken is var (first, count) && Steps >= first && Steps < first + count;
        var loss = skipped ? float.NaN : Accumulate(images, targets);
        _counted += skipped ? 0 : 1;
        if (++_batches < AccumulationSteps)
            return new StepResult(loss, float.NaN, skipped, Updated: false);
        var updated = _counted > 0;
        (_batches, _counted) = (0, 0);
        foreach (var (name, values) in _state)
        {
            if (updated && name != LinearNetwork.Counter)
                Update(values, _gradients[name], _momentum[name], _ema?[name], (float)learningRate);
        }

        return new StepResult(loss, 1, skipped, updated);
    }

    public string? FirstNonFiniteLayer() => "features.3.conv1";

    public void Dispose()
    {
    }

    private float Accumulate(ReadOnlySpan<float> images, ReadOnlySpan<float> targets)
    {
        var loss = 0f;
        Span<float> logits = stackalloc float[classes];
        for (var row = 0; row < batch; row++)
        {
            var pixels = images.Slice(row * LinearNetwork.Pixels, LinearNetwork.Pixels);
            LinearNetwork.Predict(_state, pixels, logits);
            loss += Backward(logits, pixels, targets.Slice(row * classes, classes), _gradients) / batch;
        }

        _state[LinearNetwork.Counter][0]++;
        return loss;
    }

    private float Backward(
        Span<float> logits, ReadOnlySpan<float> pixels, ReadOnlySpan<float> target,
        Dictionary<string, float[]> gradients)
    {
        var sum = 0f;
        foreach (var logit in logits)
            sum += MathF.Exp(logit);
        var loss = 0f;
        for (var k = 0; k < classes; k++)
        {
            loss -= target[k] * (logits[k] - MathF.Log(sum));
            var gradient = (MathF.Exp(logits[k]) / sum - target[k]) / batch;
            gradients[LinearNetwork.Bias][k] += gradient;
            for (var i = 0; i < LinearNetwork.Pixels; i++)
                gradients[LinearNetwork.Weight][k * LinearNetwork.Pixels + i] += gradient * pixels[i];
        }

        return loss;
    }

    private static void Update(float[] values, float[] gradient, float[] momentum, float[]? average, float rate)
    {
        for (var i = 0; i < values.Length; i++)
        {
            momentum[i] = 0.9f * momentum[i] + gradient[i];
            values[i] -= rate * momentum[i];
            if (average is not null)
                average[i] = 0.9f * average[i] + 0.1f * values[i];
        }
    }

    private static Dictionary<string, float[]> Copy(IReadOnlyDictionary<string, float[]> tensors) =>
        tensors.ToDictionary(p => p.Key, p => (float[])p.Value.Clone());
}

/// <summary>Judges a <see cref="LinearNetwork"/>.</summary>
internal sealed class LinearEvaluator(BatchLoader batches) : ITrainingEvaluator
{
    public int Count => batches.Dataset.Count;

    public IReadOnlyList<UnreadablePicture> Unreadable => batches.Unreadable;

    public EvaluationResult Evaluate(IReadOnlyDictionary<string, float[]> state, CancellationToken cancellation)
    {
        var classes = batches.Dataset.Classes.Count;
        var sum = new EvaluationSum(classes);
        var logits = new float[classes];
        foreach (var batch in batches.Epoch(0))
        {
            cancellation.ThrowIfCancellationRequested();
            for (var row = 0; row < batch.Size; row++)
            {
                if (batch.Labels[row] == Batch.NoLabel)
                    continue;
                var pixels = batch.Pixels.Slice(row * LinearNetwork.Pixels, LinearNetwork.Pixels);
                LinearNetwork.Predict(state, pixels, logits);
                sum.Add(logits, batch.Labels[row]);
            }
        }

        return sum.Result;
    }
}

/// <summary>Pictures of noise, brighter in the row of their class.</summary>
internal sealed class StripedPictures(int count, int classes) : ImageDataset
{
    /// <summary>Indices of pictures that cannot be read.</summary>
    public IReadOnlySet<int> Damaged { get; init; } = new HashSet<int>();

    public override int Count => count;

    public override IReadOnlyList<string> Classes { get; } =
        [.. Enumerable.Range(0, classes).Select(k => $"stripe <{k}>")];

    public override int LabelOf(int index) => index % classes;

    public override string NameOf(int index) => $"picture {index}";

    public override Image Load(int index, Image? reuse = null)
    {
        if (Damaged.Contains(index))
            throw new ImageFormatException("is torn");
        var image = new Image(LinearNetwork.Side, LinearNetwork.Side);
        var random = new Random(index);
        random.NextBytes(image.Pixels);
        var row = image.Pixels.AsSpan(LabelOf(index) * 3 * LinearNetwork.Side, 3 * LinearNetwork.Side);
        for (var i = 0; i < row.Length; i++)
            row[i] = (byte)Math.Min(255, row[i] + 60);
        return image;
    }
}
