using GpuFormer.Imaging;

namespace GpuFormer.Serving;

/// <summary>A classifier, which puts images of many callers into batches by itself.</summary>
internal sealed class ClassifierPredictor(Classifier classifier) : IPredictor
{
    public string Network => classifier.Model.Name;

    public int Classes => classifier.Model.Classes;

    public int InputSize => classifier.Model.Preprocessing.InputSize;

    public string Device => classifier.Device.Description;

    public bool IsLost => classifier.IsLost;

    public Task<IReadOnlyList<Prediction>> ClassifyAsync(Image image, int topK, CancellationToken cancellation) =>
        classifier.ClassifyAsync(image, topK, cancellation);

    public ValueTask PredictAsync(ReadOnlyMemory<float> input, Memory<float> logits, CancellationToken cancellation) =>
        classifier.PredictAsync(input, logits, cancellation);

    public void Dispose() => classifier.Dispose();
}
