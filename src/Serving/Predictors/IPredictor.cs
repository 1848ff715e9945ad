using GpuFormer.Imaging;
using GpuFormer.Serving.Protocol;
using GpuFormer.Tasks.Systems;

namespace GpuFormer.Serving.Predictors;

/// <summary>A network as the server uses it: many requests at a time, and the device may be lost.</summary>
internal interface IPredictor : IDisposable
{
    /// <summary>The name of the network.</summary>
    string Network { get; }

    /// <summary>What it is for: <c>classification</c>, <c>detection</c> or <c>segmentation</c>.</summary>
    string TaskName { get; }

    /// <summary>How many classes it tells apart.</summary>
    int Classes { get; }

    /// <summary>What it runs on, for people.</summary>
    string Device { get; }

    /// <summary>Whether the device is known to be lost.</summary>
    bool IsLost { get; }

    /// <summary>Tells where its tokens look; null where it has none that do.</summary>
    IAttention? Attention { get; }

    /// <summary>The tensors that it takes.</summary>
    IReadOnlyList<TensorDescription> Inputs { get; }

    /// <summary>The tensors that it gives.</summary>
    IReadOnlyList<TensorDescription> Outputs { get; }

    /// <summary>What it sees in an image.</summary>
    /// <param name="image">Of any size.</param>
    /// <param name="most">The most predictions; null for what suits the task.</param>
    /// <param name="cancellation">Ends the call while it waits.</param>
    Task<ImageAnswer> PredictAsync(Image image, int? most, CancellationToken cancellation);

    /// <summary>Computes tensors.</summary>
    /// <param name="request">Whose inputs have the shapes of <see cref="Inputs"/>.</param>
    /// <param name="most">The most numbers of an answer.</param>
    /// <param name="cancellation">Ends the call while it waits.</param>
    /// <returns>Of the outputs at least those that are wanted.</returns>
    /// <exception cref="RequestException">The network cannot compute these, or they would be too large: 400.</exception>
    Task<IReadOnlyList<StoredTensor>> InferAsync(InferRequest request, long most, CancellationToken cancellation);
}

/// <summary>The attention of a Mobile-Former's tokens.</summary>
internal interface IAttention
{
    /// <summary>The square of an image that the network sees, in the image's pixels.</summary>
    (double Left, double Top, double Side) CropOf(Image image);

    /// <summary>Where the tokens look, bridge by bridge.</summary>
    Task<IReadOnlyList<BridgeAttention>> AttendAsync(Image image, CancellationToken cancellation);
}
