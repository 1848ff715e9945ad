using GpuFormer.Imaging;

namespace GpuFormer.Batching;

/// <summary>An image as a network of classes reads it, and room for what that says of it.</summary>
/// <param name="input">[3, side, side], normalised.</param>
/// <param name="logits">[classes].</param>
internal class ImageRequest(ReadOnlyMemory<float> input, Memory<float> logits)
{
    /// <summary>[3, side, side], normalised.</summary>
    public ReadOnlyMemory<float> Input { get; } = input;

    /// <summary>[classes]: filled by a run.</summary>
    public Memory<float> Logits { get; } = logits;
}

/// <summary>What one call needs besides the network: kept for the next call, used by one thread at a time.</summary>
internal sealed class PreparedImage : ImageRequest
{
    private readonly EvaluationTransform _transform;
    private readonly float[] _input;
    private readonly float[] _logits;
    private readonly int[] _order;

    /// <summary>Takes the memory.</summary>
    public PreparedImage(PreprocessingConfig preprocessing, int classes)
        : this(preprocessing, new float[3 * preprocessing.InputSize * preprocessing.InputSize], new float[classes])
    {
    }

    private PreparedImage(PreprocessingConfig preprocessing, float[] input, float[] logits)
        : base(input, logits) => (_transform, _input, _logits, _order) = (
            new EvaluationTransform(preprocessing), input, logits, new int[logits.Length]);

    /// <summary>A copy of what the network sees of the last image: resized and cut.</summary>
    public Image Seen => _transform.LastCrop();

    /// <summary>Makes the network's input of an image.</summary>
    public void Prepare(Image image) => _transform.Apply(image, _input);

    /// <summary>The most probable classes, the best first.</summary>
    /// <param name="labels">Names of the classes.</param>
    /// <param name="topK">How many classes, at most all.</param>
    /// <param name="name">What the image is called in messages.</param>
    /// <exception cref="NonFiniteResultException">A logit is infinite or NaN.</exception>
    public Prediction[] Best(ClassLabels labels, int topK, string name) =>
        ClassRanking.Best(_logits, _order, labels, topK, name);
}
