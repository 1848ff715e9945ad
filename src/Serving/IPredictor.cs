using GpuFormer.Imaging;

namespace GpuFormer.Serving;

/// <summary>A network as the server uses it: many requests at a time, and the device may be lost.</summary>
internal interface IPredictor : IDisposable
{
    /// <summary>The name of the network.</summary>
    string Network { get; }

    /// <summary>How many classes it tells apart.</summary>
    int Classes { get; }

    /// <summary>Rows and columns of its input.</summary>
    int InputSize { get; }

    /// <summary>What it runs on, for people.</summary>
    string Device { get; }

    /// <summary>Whether the device is known to be lost.</summary>
    bool IsLost { get; }

    /// <summary>Whether it tells where its tokens look.</summary>
    bool HasAttention { get; }

    /// <summary>The square of an image that the network sees, in the image's pixels.</summary>
    (double Left, double Top, double Side) CropOf(Image image);

    /// <summary>Where the tokens of a Mobile-Former look, bridge by bridge.</summary>
    Task<IReadOnlyList<BridgeAttention>> AttendAsync(Image image, CancellationToken cancellation);

    /// <summary>The most probable classes of an image, the best first.</summary>
    Task<IReadOnlyList<Prediction>> ClassifyAsync(Image image, int topK, CancellationToken cancellation);

    /// <summary>One image, [3, size, size], to one logit for each class.</summary>
    ValueTask PredictAsync(ReadOnlyMemory<float> input, Memory<float> logits, CancellationToken cancellation);
}
