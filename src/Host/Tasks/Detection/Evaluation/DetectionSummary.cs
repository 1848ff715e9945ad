using System.Globalization;

namespace GpuFormer.Tasks.Detection.Evaluation;

/// <summary>COCO's twelve numbers; -1 where no object counts.</summary>
internal sealed class DetectionSummary
{
    private static readonly (string Name, string Title, string Overlap, string Area, int Limit)[] Rows =
    [
        ("AP", "Average Precision  (AP)", "0.50:0.95", "all", 100),
        ("AP50", "Average Precision  (AP)", "0.50", "all", 100),
        ("AP75", "Average Precision  (AP)", "0.75", "all", 100),
        ("APs", "Average Precision  (AP)", "0.50:0.95", "small", 100),
        ("APm", "Average Precision  (AP)", "0.50:0.95", "medium", 100),
        ("APl", "Average Precision  (AP)", "0.50:0.95", "large", 100),
        ("AR1", "Average Recall     (AR)", "0.50:0.95", "all", 1),
        ("AR10", "Average Recall     (AR)", "0.50:0.95", "all", 10),
        ("AR100", "Average Recall     (AR)", "0.50:0.95", "all", 100),
        ("ARs", "Average Recall     (AR)", "0.50:0.95", "small", 100),
        ("ARm", "Average Recall     (AR)", "0.50:0.95", "medium", 100),
        ("ARl", "Average Recall     (AR)", "0.50:0.95", "large", 100),
    ];

    /// <summary>Takes the numbers from an evaluation.</summary>
    public DetectionSummary(DetectionEvaluation evaluation)
    {
        const int Overlap75 = 5;
        double[] values =
        [
            evaluation.AveragePrecision(), evaluation.AveragePrecision(0), evaluation.AveragePrecision(Overlap75),
            evaluation.AveragePrecision(area: 1), evaluation.AveragePrecision(area: 2),
            evaluation.AveragePrecision(area: 3), evaluation.AverageRecall(0), evaluation.AverageRecall(1),
            evaluation.AverageRecall(2), evaluation.AverageRecall(2, 1), evaluation.AverageRecall(2, 2),
            evaluation.AverageRecall(2, 3),
        ];
        Values = [.. Rows.Zip(values, (row, value) => (row.Name, value))];
    }

    /// <summary>Names and numbers: AP, AP50, AP75, APs, APm, APl, AR1, AR10, AR100, ARs, ARm, ARl.</summary>
    public IReadOnlyList<(string Name, double Value)> Values { get; }

    /// <summary>The lines that pycocotools prints, which programs read.</summary>
    public IReadOnlyList<string> Lines => [.. Rows.Zip(Values, (row, value) => string.Create(
        CultureInfo.InvariantCulture,
        $" {row.Title} @[ IoU={row.Overlap,-9} | area={row.Area,6} | maxDets={row.Limit,3} ] = {value.Value:F3}"))];
}
