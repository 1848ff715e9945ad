namespace GpuFormer.Tasks.Detection.Evaluation;

/// <summary>Of one category, precision for every overlap and range of areas at the highest limit of detections, and recall
/// at every limit; -1 where the category has no object that counts.</summary>
internal sealed class PrecisionTable
{
    /// <summary>What a category without objects has.</summary>
    public const double Absent = -1;

    private static readonly int Overlaps = EvaluationGrid.Overlaps.Count;
    private static readonly int Recalls = EvaluationGrid.Recalls.Count;
    private static readonly int Areas = EvaluationGrid.Areas.Count;
    private static readonly int Limits = EvaluationGrid.Limits.Count;

    private readonly double[] _precisions = new double[Overlaps * Areas * Recalls];
    private readonly double[] _recalls = new double[Overlaps * Areas * Limits];

    /// <summary>Of all categories without objects.</summary>
    public static PrecisionTable Empty { get; } = new();

    public PrecisionTable()
    {
        Array.Fill(_precisions, Absent);
        Array.Fill(_recalls, Absent);
    }

    /// <summary>Precisions by recall.</summary>
    public Span<double> Precisions(int overlap, int area) =>
        _precisions.AsSpan((overlap * Areas + area) * Recalls, Recalls);

    /// <summary>The highest recall.</summary>
    public ref double Recall(int overlap, int area, int limit) =>
        ref _recalls[(overlap * Areas + area) * Limits + limit];
}
