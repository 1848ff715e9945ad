using GpuFormer.Imaging;

namespace GpuFormer.Batching;

/// <summary>What one call needs besides the network: kept for the next call, used by one thread at a time.</summary>
internal sealed class PreparedImage(PreprocessingConfig preprocessing, int classes)
{
    private readonly EvaluationTransform _transform = new(preprocessing);

    /// <summary>[3, side, side].</summary>
    public float[] Input { get; } = new float[3 * preprocessing.InputSize * preprocessing.InputSize];

    /// <summary>[classes].</summary>
    public float[] Logits { get; } = new float[classes];

    /// <summary>Room for the order of the classes.</summary>
    public int[] Order { get; } = new int[classes];

    /// <summary>A copy of what the network sees of the last image: resized and cut.</summary>
    public Image Seen => _transform.LastCrop();

    /// <summary>Makes the network's input of an image.</summary>
    public void Prepare(Image image) => _transform.Apply(image, Input);
}
