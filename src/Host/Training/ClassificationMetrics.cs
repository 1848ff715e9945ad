namespace GpuFormer.Training;

/// <summary>The numbers that networks are judged by which tell classes of images apart.</summary>
internal static class ClassificationMetrics
{
    /// <summary>Mean cross-entropy against the hard labels.</summary>
    public const string Loss = "loss";

    /// <summary>Percent of images whose class was the most probable.</summary>
    public const string Top1 = "top1";

    /// <summary>Percent of images whose class was among the five most probable.</summary>
    public const string Top5 = "top5";

    /// <summary>Loss, top-1 and top-5, with timm's columns; top-1 ranks.</summary>
    public static MetricSet Set { get; } = new(
        [
            new Metric(Loss, "validation loss", HigherIsBetter: false, MetricUnit.Number)
            {
                Column = "eval_loss",
                LogName = "Loss",
            },
            new Metric(Top1, "top-1", HigherIsBetter: true, MetricUnit.Percent)
            {
                Column = "eval_top1",
                LogName = "Acc@1",
            },
            new Metric(Top5, "top-5", HigherIsBetter: true, MetricUnit.Percent)
            {
                Column = "eval_top5",
                LogName = "Acc@5",
            },
        ], Top1, "Accuracy in validation, %");
}
