namespace GpuFormer.Training;

/// <summary>Which epochs are the best: by top-1, top-5 or loss; of equals the earlier.</summary>
internal static class EpochRanking
{
    /// <summary>The epochs, best first.</summary>
    public static IEnumerable<EpochSummary> Rank(IEnumerable<EpochSummary> epochs, string metric) =>
        epochs.OrderBy(e => Badness(e, metric)).ThenBy(e => e.Epoch);

    // NaN comes last, whatever the metric.
    private static double Badness(EpochSummary epoch, string metric)
    {
        var value = metric switch
        {
            "loss" => epoch.EvalLoss,
            "top5" => -epoch.EvalTop5,
            _ => -epoch.EvalTop1,
        };
        return double.IsNaN(value) ? double.PositiveInfinity : value;
    }
}
