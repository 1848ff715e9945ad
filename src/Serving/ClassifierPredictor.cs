using GpuFormer.Imaging;

namespace GpuFormer.Serving;

/// <summary>A classifier, which puts images of many callers into batches by itself.</summary>
internal sealed class ClassifierPredictor(Classifier classifier) : IPredictor
{
    // Building the graph costs milliseconds, and nothing else says it: options of a Mobile-Former leave attention out.
    private readonly Lazy<bool> _hasAttention = new(() =>
    {
        var side = classifier.Model.Preprocessing.InputSize;
        try
        {
            return classifier.Model.Network.BuildAttention(1, side, side).Bridges.Count > 0;
        }
        catch (NotSupportedException)
        {
            return false;
        }
    });

    private readonly SemaphoreSlim _attention = new(1);

    public string Network => classifier.Model.Name;

    public int Classes => classifier.Model.Classes;

    public int InputSize => classifier.Model.Preprocessing.InputSize;

    public string Device => classifier.Device.Description;

    public bool IsLost => classifier.IsLost;

    public bool HasAttention => _hasAttention.Value;

    public (double Left, double Top, double Side) CropOf(Image image)
    {
        // The short side becomes ResizedSide, then the middle is cut out.
        var preprocessing = classifier.Model.Preprocessing;
        var side = (double)Math.Min(image.Width, image.Height) * preprocessing.InputSize / preprocessing.ResizedSide;
        return ((image.Width - side) / 2, (image.Height - side) / 2, side);
    }

    // The network of the maps is for one caller at a time: who waits for it holds no thread, and may give up.
    public async Task<IReadOnlyList<BridgeAttention>> AttendAsync(Image image, CancellationToken cancellation)
    {
        await _attention.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => classifier.ClassifyWithAttention(image, topK: 1).Bridges, cancellation)
                .ConfigureAwait(false);
        }
        finally
        {
            _attention.Release();
        }
    }

    public Task<IReadOnlyList<Prediction>> ClassifyAsync(Image image, int topK, CancellationToken cancellation) =>
        classifier.ClassifyAsync(image, topK, cancellation);

    public ValueTask PredictAsync(ReadOnlyMemory<float> input, Memory<float> logits, CancellationToken cancellation) =>
        classifier.PredictAsync(input, logits, cancellation);

    public void Dispose() => classifier.Dispose();
}
