using GpuFormer.Imaging;

namespace GpuFormer.Data.Augmentation;

/// <summary>From a decoded picture of any size to the bytes of a square one. Keeps its buffers: for one thread at a
/// time.</summary>
internal abstract class PictureTransform
{
    /// <param name="source">Any size; not changed.</param>
    /// <param name="random">The stream of this sample.</param>
    /// <param name="destination"><c>[S, S, 3]</c>.</param>
    public abstract void Apply(Image source, ref RandomStream random, Span<byte> destination);
}

/// <summary>The transform of an evaluation, the same for every epoch: resize the short side, crop the centre.</summary>
internal sealed class CentreTransform(PreprocessingConfig config) : PictureTransform
{
    private readonly EvaluationTransform _transform = new(config);

    public override void Apply(Image source, ref RandomStream random, Span<byte> destination) =>
        _transform.Crop(source, destination);
}
