namespace GpuFormer.Tasks.Detection.Evaluation;

/// <summary>What of a detection must overlap an object.</summary>
internal enum OverlapKind
{
    /// <summary>Their boxes.</summary>
    Boxes,

    /// <summary>Their masks.</summary>
    Masks,
}

/// <summary>How detections are judged; the defaults are COCO's.</summary>
internal sealed record EvaluationOptions
{
    /// <summary>What must overlap.</summary>
    public OverlapKind Overlap { get; init; }

    /// <summary>Whether an object with the id 0 counts as not matched, as in pycocotools.</summary>
    public bool Quirks { get; init; }

    /// <summary>How many worker threads; the result does not depend on it. 0: one for each processor.</summary>
    public int Workers { get; init; }
}
