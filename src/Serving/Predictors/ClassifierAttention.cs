using GpuFormer.Imaging;

namespace GpuFormer.Serving.Predictors;

/// <summary>Where the tokens of a classifier look.</summary>
internal sealed class ClassifierAttention : IAttention
{
    private readonly Classifier _classifier;
    private readonly SemaphoreSlim _turn = new(1);

    private ClassifierAttention(Classifier classifier) => _classifier = classifier;

    /// <summary>Null for a network without such tokens.</summary>
    // Its graph says so alone: options of a Mobile-Former leave attention out.
    public static ClassifierAttention? Of(Classifier classifier)
    {
        var side = classifier.Model.Preprocessing.InputSize;
        try
        {
            return classifier.Model.Network.BuildAttention(1, side, side).Bridges.Count > 0
                ? new ClassifierAttention(classifier) : null;
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }

    public (double Left, double Top, double Side) CropOf(Image image)
    {
        // The short side becomes ResizedSide, then the middle is cut out.
        var preprocessing = _classifier.Model.Preprocessing;
        var side = (double)Math.Min(image.Width, image.Height) * preprocessing.InputSize / preprocessing.ResizedSide;
        return ((image.Width - side) / 2, (image.Height - side) / 2, side);
    }

    // The network of the maps is for one caller at a time: who waits for it holds no thread, and may give up.
    public async Task<IReadOnlyList<BridgeAttention>> AttendAsync(Image image, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => _classifier.ClassifyWithAttention(image, topK: 1).Bridges, cancellation)
                .ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }
}
