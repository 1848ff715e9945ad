namespace GpuFormer.Tasks.Systems;

/// <summary>From the outputs of the networks of one system to objects. Threads may share one.</summary>
internal abstract class DetectionDecoder
{
    /// <summary>How many classes come before those of objects: 1 where class 0 is the background, which is never
    /// found.</summary>
    public abstract int FirstClass { get; }

    /// <summary>How many class outputs come after those of objects: 1 where the last says that there is none.</summary>
    public virtual int TrailingOutputs => 0;

    /// <summary>From which score on an object is worth being shown to people.</summary>
    public virtual float ScoreForPeople => 0.25f;

    /// <summary>Whether overlapping objects are suppressed, so that <see cref="DetectionThresholds.Overlap"/> has a
    /// meaning.</summary>
    public virtual bool Suppresses => true;

    /// <summary>The objects of one image of a batch, by falling score.</summary>
    /// <param name="outputs">Of the network.</param>
    /// <param name="image">Its place in the batch.</param>
    /// <param name="canvas">Rows and columns of the batch.</param>
    /// <param name="size">Rows and columns of the image within the canvas.</param>
    /// <param name="originalSize">Rows and columns of the image that the boxes are to lie in.</param>
    /// <param name="thresholds">Null for those of the reference program.</param>
    /// <exception cref="NonFiniteResultException">An output is infinite or NaN.</exception>
    /// <exception cref="ArgumentException">The outputs are not those of the system, or of another canvas.</exception>
    public abstract Detection.Detection[] Decode(
        NetworkOutputs outputs, int image, (int Height, int Width) canvas, (int Height, int Width) size,
        (int Height, int Width) originalSize, DetectionThresholds? thresholds = null);
}
