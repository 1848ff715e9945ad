namespace GpuFormer;

/// <summary>How <see cref="Segmenter.Load(string, SegmenterOptions?)"/> prepares a segmenter.</summary>
public sealed record SegmenterOptions : PredictorOptions
{
    /// <summary>The longest side that the network sees: larger images are shrunk to it; null for what the weights say, or
    /// else 1024.</summary>
    public int? ImageSize { get; init; }

    internal override void Validate()
    {
        base.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(ImageSize ?? 1, 1, nameof(ImageSize));
    }
}
