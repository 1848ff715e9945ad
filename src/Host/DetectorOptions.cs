namespace GpuFormer;

/// <summary>How <see cref="Detector.Load(string, DetectorOptions?)"/> prepares a detector.</summary>
public sealed record DetectorOptions : PredictorOptions
{
    /// <summary>The lowest score of an object that is told, 0 to 1; null for 0.25, or 0.7 of a detector that finds each
    /// object once (DETR).</summary>
    public float? ScoreThreshold { get; init; }

    /// <summary>The overlap (intersection over union) above which the less sure of two objects of a class is left out, 0 to
    /// 1; null for 0.5. Without meaning for a detector that finds each object once.</summary>
    public float? OverlapThreshold { get; init; }

    /// <summary>The most objects of an image, at least 1; null for 100.</summary>
    public int? MaxDetections { get; init; }

    /// <summary>The side that images are brought to, as the network was trained; null for what the weights say, or else the
    /// published networks.</summary>
    public int? ImageSize { get; init; }

    internal override void Validate()
    {
        base.Validate();
        RequireShare(ScoreThreshold, nameof(ScoreThreshold));
        RequireShare(OverlapThreshold, nameof(OverlapThreshold));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxDetections ?? 1, 1, nameof(MaxDetections));
        ArgumentOutOfRangeException.ThrowIfLessThan(ImageSize ?? 1, 1, nameof(ImageSize));
    }

    private static void RequireShare(float? value, string name)
    {
        if (value is { } share && !(share is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(name, share, "From 0 to 1.");
    }
}
