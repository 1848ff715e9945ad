namespace GpuFormer;

/// <summary>How <see cref="Classifier.Load(string, ClassifierOptions?)"/> prepares a classifier.</summary>
public sealed record ClassifierOptions : PredictorOptions
{
    internal const int LargestBatch = 256;

    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(2);

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
    /// Whether the network always runs on <see cref="MaxBatchSize"/> images, filled up with zeros: results then do not
    /// depend on which images come together.
    /// </summary>
    internal bool HasFixedBatch { get; init; }

    internal override void Validate()
    {
        if (Model.Classes == 0)
            throw new ArgumentException("A classifier needs classes; without them, use a FeatureExtractor.");
        base.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxBatchSize, LargestBatch);
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(BatchDelay, LongestDelay);
    }
}
