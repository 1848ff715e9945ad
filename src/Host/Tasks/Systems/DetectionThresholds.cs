namespace GpuFormer.Tasks.Systems;

/// <summary>Which of the objects that a network finds are told; null is what the reference program of the network's system
/// takes where it evaluates.</summary>
internal sealed record DetectionThresholds
{
    /// <summary>The lowest score, 0 to 1.</summary>
    public float? Score { get; init; }

    /// <summary>The overlap above which the less sure of two objects of a class is left out, 0 to 1. Without meaning where a
    /// network finds each object once.</summary>
    public float? Overlap { get; init; }

    /// <summary>The most objects of an image.</summary>
    public int? Count { get; init; }
}
