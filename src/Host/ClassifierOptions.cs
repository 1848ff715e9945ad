using GpuFormer.Graph;
using GpuFormer.Imaging;

namespace GpuFormer;

/// <summary>What becomes of a call that finds <see cref="ClassifierOptions.QueueLimit"/> others under way.</summary>
public enum QueueFullMode
{
    /// <summary>It waits until another ends.</summary>
    Wait,

    /// <summary>It throws a <see cref="ClassifierBusyException"/> at once.</summary>
    Throw,
}

/// <summary>How <see cref="Classifier.Load(string, ClassifierOptions?)"/> prepares a classifier.</summary>
public sealed record ClassifierOptions
{
    internal const int LargestBatch = 256;

    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(2);

    /// <summary>A device string, see <see cref="DeviceSelector"/>.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>Workers of a CPU device; 0 takes one for each processor.</summary>
    public int Threads { get; init; }

    /// <summary>The most bytes to take on the device; 0 takes what there is.</summary>
    public long MemoryLimit { get; init; }

    /// <summary>How filters and maps are stored on the device.</summary>
    public Precision Precision { get; init; }

    /// <summary>
    /// The most calls under way at once: being decoded, waiting or running; at least 1. Bounds the memory that images of
    /// many callers take.
    /// </summary>
    public int QueueLimit { get; init; } = 64;

    /// <summary>What becomes of a call beyond the limit.</summary>
    public QueueFullMode WhenQueueIsFull { get; init; }

    /// <summary>
    /// The most images that the network runs on at once, 1 to 256. A network for 2, 4, 8 and so on images is made when as
    /// many first wait; one that the device has no memory for is done without.
    /// </summary>
    public int MaxBatchSize { get; init; } = 8;

    /// <summary>
    /// How long two or more waiting images are held back for others that are being decoded, to run them together: 0 to
    /// 2 ms. A single one is never held back.
    /// </summary>
    public TimeSpan BatchDelay { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// Gets lines that say which device <c>auto</c> took, and why not another, and which batches are not possible; from
    /// any thread.
    /// </summary>
    public Action<string>? Report { get; init; }

    /// <summary>What picture files may be like, and what becomes of damaged ones.</summary>
    public ImageLimits Images { get; init; } = ImageLimits.Default;

    /// <summary>
    /// Gets a line for each picture file that was damaged and read all the same, on the thread that read it, and those of
    /// <see cref="ModelOptions.Warn"/> unless that is set.
    /// </summary>
    public Action<string>? Warn { get; init; }

    /// <summary>How the model is made; names of classes, for instance.</summary>
    public ModelOptions Model { get; init; } = new();

    /// <summary>
    /// Whether the network always runs on <see cref="MaxBatchSize"/> images, filled up with zeros: results then do not
    /// depend on which images come together.
    /// </summary>
    internal bool HasFixedBatch { get; init; }

    internal ModelOptions OfModel => Model with { Warn = Model.Warn ?? Warn };

    /// <exception cref="ArgumentException">A value makes no sense.</exception>
    internal void ValidateForClassifier()
    {
        if (Model.Classes == 0)
            throw new ArgumentException("A classifier needs classes; without them, use a FeatureExtractor.");
        ArgumentOutOfRangeException.ThrowIfLessThan(QueueLimit, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxBatchSize, LargestBatch);
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(BatchDelay, LongestDelay);
    }
}
