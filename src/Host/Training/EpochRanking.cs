namespace GpuFormer.Training;

/// <summary>Which epochs are the best by a metric; of equals the earlier.</summary>
internal static class EpochRanking
{
    /// <summary>The epochs, best first.</summary>
    public static IEnumerable<EpochSummary> Rank(IEnumerable<EpochSummary> epochs, Metric metric) =>
        epochs.OrderBy(e => Badness(e, metric)).ThenBy(e => e.Epoch);

    // NaN comes last, whatever the metric.
    private static double Badness(EpochSummary epoch, Metric metric)
    {
        var value = epoch.Metrics[metric.Name];
        return double.IsNaN(value) ? double.PositiveInfinity : metric.HigherIsBetter ? -value : value;
    }
}
