using GpuFormer.Imaging;
using GpuFormer.Serving.Protocol;
using GpuFormer.Tasks.Systems;

namespace GpuFormer.Serving.Predictors;

/// <summary>A classifier, which puts images of many callers into batches.</summary>
internal sealed class ClassPredictor : LoadedPredictor
{
    // Images of one request that are computed side by side: a device's batch, and a fair share of the queue.
    private const int ImagesAtATime = 8;

    private const int DefaultClasses = 5;
    private const string Logits = "logits";

    private readonly Classifier _classifier;

    public ClassPredictor(Classifier classifier)
        : base(classifier)
    {
        _classifier = classifier;
        var side = classifier.Model.Preprocessing.InputSize;
        Inputs = [new TensorDescription(TensorDescription.Input, [-1, 3, side, side])];
        Outputs = [new TensorDescription(Logits, [-1, classifier.Model.Classes])];
        Attention = ClassifierAttention.Of(classifier);
    }

    public override string TaskName => "classification";

    public override IAttention? Attention { get; }

    public override IReadOnlyList<TensorDescription> Inputs { get; }

    public override IReadOnlyList<TensorDescription> Outputs { get; }

    public override async Task<ImageAnswer> PredictAsync(Image image, int? most, CancellationToken cancellation) =>
        new ClassAnswer(
            await _classifier.ClassifyAsync(image, most ?? DefaultClasses, cancellation).ConfigureAwait(false));

    public override async Task<IReadOnlyList<StoredTensor>> InferAsync(
        InferRequest request, long most, CancellationToken cancellation)
    {
        var images = request.Inputs[TensorDescription.Input].Values;
        var (inputs, classes) = (images.Length / request.Batch, Classes);
        if ((long)request.Batch * classes > most)
            throw InferRequest.TooLarge(most);
        var logits = new float[request.Batch * classes];
        foreach (var together in Enumerable.Range(0, request.Batch).Chunk(ImagesAtATime))
        {
            await Task.WhenAll(together.Select(image => _classifier.PredictAsync(
                images.AsMemory(image * inputs, inputs), logits.AsMemory(image * classes, classes), cancellation)
                .AsTask())).ConfigureAwait(false);
        }

        return [new StoredTensor(Logits, logits, [request.Batch, classes])];
    }
}
