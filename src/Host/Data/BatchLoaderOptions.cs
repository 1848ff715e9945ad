using GpuFormer.Data.Augmentation;
using GpuFormer.Imaging;

namespace GpuFormer.Data;

/// <summary>How a <see cref="BatchLoader"/> makes batches. The defaults are those of an evaluation: every picture once,
/// in order, not augmented.</summary>
internal sealed record BatchLoaderOptions
{
    /// <summary>Pictures in a batch; with <see cref="Sampling"/>, in one of pictures of the input size.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Pictures of changing sizes, in full batches; null for those of the input size alone.</summary>
    public MultiScaleSampling? Sampling { get; init; }

    /// <summary>Worker threads that decode and augment; 0 for one a processor core. The batches do not depend on
    /// it.</summary>
    public int Workers { get; init; }

    /// <summary>Batches that are made ahead of the consumer, the one in its hands included: the bound on the memory of
    /// a loader.</summary>
    public int LookAhead { get; init; } = 3;

    /// <summary>All randomness follows from it.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>Input size, mean and deviation; for an evaluation also crop and filter.</summary>
    public PreprocessingConfig Preprocessing { get; init; } = PreprocessingConfig.MobileFormer;

    /// <summary>Rows and columns of the batches, in which images lie; null for squares of the input size.</summary>
    public (int Height, int Width)? Canvas { get; init; }

    /// <summary>Canvases that change from batch to batch; null for <see cref="Canvas"/> alone.</summary>
    internal CanvasSampling? Canvases { get; init; }

    /// <summary>The order of an epoch.</summary>
    public SampleOrder Order { get; init; } = SampleOrder.Sequential;

    /// <summary>Whether the pictures that do not fill a last batch are left out, as in training (Networks 2.4); else
    /// the last batch is filled up with empty rows.</summary>
    public bool DropLast { get; init; }

    /// <summary>Which batches of an epoch are made here, where several processes share them.</summary>
    public BatchShare Share { get; init; } = BatchShare.All;

    /// <summary>Random crop, flips and colours; null for the transform of an evaluation.</summary>
    public TrainingTransformOptions? Augmentation { get; init; }

    /// <summary>Mixup and cutmix; null for neither.</summary>
    public BatchMixingOptions? Mixing { get; init; }

    /// <summary>The part of the target that is spread evenly over all classes, 0 to below 1 (Networks 2.6).</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>Random erasing; null for none.</summary>
    public RandomErasingOptions? Erasing { get; init; }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Workers);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Workers, 1024);
        ArgumentOutOfRangeException.ThrowIfLessThan(LookAhead, 1);
        Preprocessing.Validate();
        if (Canvas is { } canvas && (canvas.Height < 1 || canvas.Width < 1))
            throw new ArgumentOutOfRangeException(nameof(Canvas), canvas, "At least 1 x 1.");
        Sampling?.Validate();
        Canvases?.Validate();
        Share.Validate();
        if (!(LabelSmoothing is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(LabelSmoothing), LabelSmoothing, "From 0 to below 1.");
        Augmentation?.Validate();
        Mixing?.Validate();
        Erasing?.Validate();
    }
}
