using GpuFormer.Imaging;

namespace GpuFormer;

/// <summary>What can be chosen when a <see cref="Model"/> is made.</summary>
public sealed record ModelOptions
{
    /// <summary>
    /// How many classes the model must have; null takes as many as the weights have, 0 leaves the last linear out: the
    /// model then makes the features that it would read.
    /// </summary>
    public int? Classes { get; init; }

    /// <summary>
    /// The network's options as texts <c>name=value</c>, such as token mixing or gates of a Mobile-Former. Null takes those
    /// of the weights' metadata, which weights of one's own training have, or else those of the published networks.
    /// </summary>
    public IReadOnlyList<string>? NetworkOptions { get; init; }

    /// <summary>
    /// Gets a line for each tensor of the weights that holds NaN, infinity or a negative variance, when it is first read:
    /// by the session or the export that needs it. What a model with such weights says means nothing.
    /// </summary>
    public Action<string>? Warn { get; init; }

    /// <summary>Names of the classes; null takes those of the weights' metadata.</summary>
    public ClassLabels? Labels { get; init; }

    /// <summary>
    /// How pictures become input; null takes the weights' metadata, or else what the model was trained for.
    /// </summary>
    public PreprocessingConfig? Preprocessing { get; init; }
}
