using GpuFormer.Imaging;
using GpuFormer.Serving.Predictors;
using GpuFormer.Serving.Protocol;
using GpuFormer.Tasks.Systems;

namespace GpuFormer.Perf.Serving;

/// <summary>What people write who have one session and many callers: a lock. The server is measured beside it.</summary>
internal sealed class LockedPredictor(Classifier classifier) : IPredictor
{
    private readonly Session _session = new(
        classifier.Model, classifier.Device, 1, classifier.Model.Preprocessing.InputSize, classifier.Model.Preprocessing.InputSize);

    // Each has memory of its own, which two threads must not share.
    private readonly ThreadLocal<EvaluationTransform> _transforms =
        new(() => new EvaluationTransform(classifier.Model.Preprocessing));

    private readonly Lock _lock = new();

    public string Network => classifier.Model.Name;

    public string TaskName => "classification";

    public int Classes => classifier.Model.Classes;

    public string Device => classifier.Device.Description;

    public bool IsLost => false;

    public IAttention? Attention => null;

    public IReadOnlyList<TensorDescription> Inputs => [];

    public IReadOnlyList<TensorDescription> Outputs => [];

    public Task<ImageAnswer> PredictAsync(Image image, int? most, CancellationToken cancellation)
    {
        var transform = _transforms.Value!;
        var input = new float[transform.OutputLength];
        var logits = new float[Classes];
        transform.Apply(image, input);
        lock (_lock)
            _session.Predict(input, logits);
        var largest = logits.Max();
        var sum = logits.Sum(logit => Math.Exp(logit - largest));
        return Task.FromResult<ImageAnswer>(new ClassAnswer([.. Enumerable.Range(0, Classes)
            .OrderByDescending(i => logits[i]).Take(most ?? 5)
            .Select(i => new Prediction(i, classifier.Model.Labels[i], (float)(Math.Exp(logits[i] - largest) / sum)))]));
    }

    public Task<IReadOnlyList<StoredTensor>> InferAsync(
        InferRequest request, long most, CancellationToken cancellation) => throw new NotSupportedException();

    public void Dispose()
    {
        _session.Dispose();
        _transforms.Dispose();
        classifier.Dispose();
    }
}
