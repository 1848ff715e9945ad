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
    /// Whether dynamic ReLU takes its slopes at each pixel from all tokens instead of from the first. The state-dict is
    /// the same, but weights are trained for one of the two.
    /// </summary>
    public bool SpatialDyRelu { get; init; }

    /// <summary>Names of the classes; null takes those of the weights' metadata.</summary>
    public ClassLabels? Labels { get; init; }

    /// <summary>
    /// How pictures become input; null takes the weights' metadata, or else what the model was trained for.
    /// </summary>
    public PreprocessingConfig? Preprocessing { get; init; }
}
