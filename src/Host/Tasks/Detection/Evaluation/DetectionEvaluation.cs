using GpuFormer.Data;

namespace GpuFormer.Tasks.Detection.Evaluation;

/// <summary>
/// COCO's average precision and recall (Lin et al., "Microsoft COCO", 2014), the numbers of pycocotools to the last digits:
/// its orders, its thresholds and its treatment of crowds and areas.
/// </summary>
internal sealed class DetectionEvaluation
{
    private readonly PrecisionTable[] _tables;

    private DetectionEvaluation(IReadOnlyList<ObjectCategory> categories, PrecisionTable[] tables) =>
        (Categories, _tables) = (categories, tables);

    /// <summary>The categories, by rising id.</summary>
    public IReadOnlyList<ObjectCategory> Categories { get; }

    /// <summary>Judges detections.</summary>
    /// <param name="truth">The objects.</param>
    /// <param name="results">What was found, in any order; of images and categories of the set.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public static DetectionEvaluation Evaluate(
        ObjectDataset truth, IReadOnlyList<ObjectResult> results, EvaluationOptions? options = null,
        CancellationToken cancellation = default)
    {
        options ??= new EvaluationOptions();
        var groups = EvaluationGroups.Of(truth, results, options.Overlap);
        var tables = new PrecisionTable[truth.Categories.Count];
        var parallel = new ParallelOptions
        {
            CancellationToken = cancellation,
            MaxDegreeOfParallelism = options.Workers > 0 ? options.Workers : Environment.ProcessorCount,
        };
        Parallel.For(0, tables.Length, parallel, category =>
            tables[category] = CategoryEvaluation.Evaluate(groups.ImagesOf(category), options.Quirks));
        return new DetectionEvaluation(truth.Categories, tables);
    }

    /// <summary>Mean precision over recalls, and over the categories that have objects; -1 where none has.</summary>
    /// <param name="overlap">The index of one of <see cref="EvaluationGrid.Overlaps"/>; null for their mean.</param>
    /// <param name="area">The index of one of <see cref="EvaluationGrid.Areas"/>.</param>
    /// <param name="category">The index of one category; null for their mean.</param>
    public double AveragePrecision(int? overlap = null, int area = 0, int? category = null)
    {
        var (sum, count) = (0.0, 0L);
        foreach (var table in Tables(category))
        {
            foreach (var t in Overlaps(overlap))
            {
                foreach (var value in table.Precisions(t, area))
                {
                    if (value > PrecisionTable.Absent)
                        (sum, count) = (sum + value, count + 1);
                }
            }
        }

        return count == 0 ? PrecisionTable.Absent : sum / count;
    }

    /// <summary>Mean of the highest recalls over overlaps, and over the categories that have objects; -1 where none
    /// has.</summary>
    /// <param name="limit">The index of one of <see cref="EvaluationGrid.Limits"/>.</param>
    /// <param name="area">The index of one of <see cref="EvaluationGrid.Areas"/>.</param>
    /// <param name="category">The index of one category; null for their mean.</param>
    public double AverageRecall(int limit, int area = 0, int? category = null)
    {
        var (sum, count) = (0.0, 0L);
        foreach (var table in Tables(category))
        {
            foreach (var t in Overlaps(null))
            {
                if (table.Recall(t, area, limit) > PrecisionTable.Absent)
                    (sum, count) = (sum + table.Recall(t, area, limit), count + 1);
            }
        }

        return count == 0 ? PrecisionTable.Absent : sum / count;
    }

    /// <summary>Precision at each of <see cref="EvaluationGrid.Recalls"/>, for objects of all areas; the mean over the
    /// categories that have objects, or of one. Null where there are none.</summary>
    /// <param name="overlap">The index of one of <see cref="EvaluationGrid.Overlaps"/>.</param>
    /// <param name="category">The index of one category; null for their mean.</param>
    public IReadOnlyList<double>? PrecisionCurve(int overlap = 0, int? category = null)
    {
        var curve = new double[EvaluationGrid.Recalls.Count];
        var count = 0;
        foreach (var table in Tables(category))
        {
            var values = table.Precisions(overlap, 0);
            if (values[0] <= PrecisionTable.Absent)
                continue;
            count++;
            for (var r = 0; r < curve.Length; r++)
                curve[r] += values[r];
        }

        return count == 0 ? null : [.. curve.Select(value => value / count)];
    }

    private IEnumerable<PrecisionTable> Tables(int? category) => category is { } one ? [_tables[one]] : _tables;

    private static IEnumerable<int> Overlaps(int? overlap) =>
        overlap is { } one ? [one] : Enumerable.Range(0, EvaluationGrid.Overlaps.Count);
}
