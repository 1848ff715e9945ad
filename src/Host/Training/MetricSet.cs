namespace GpuFormer.Training;

/// <summary>The numbers that the networks of a task are judged by.</summary>
/// <param name="Metrics">In the order of the columns of <c>summary.csv</c>.</param>
/// <param name="RankingName">The one that says which epoch is the best, unless another is asked for.</param>
/// <param name="ChartTitle">Of the chart of all but the losses.</param>
public sealed record MetricSet(IReadOnlyList<Metric> Metrics, string RankingName, string ChartTitle)
{
    /// <summary>The one that says which epoch is the best, unless another is asked for.</summary>
    public Metric Ranking => Metrics.Single(metric => metric.Name == RankingName);

    /// <summary>The loss in validation; null where the task has none.</summary>
    public Metric? Loss => Metrics.FirstOrDefault(metric => metric.Unit == MetricUnit.Number);

    /// <summary>All but the loss.</summary>
    public IEnumerable<Metric> Scores => Metrics.Where(metric => metric.Unit != MetricUnit.Number);

    /// <summary>The metric of a name.</summary>
    /// <exception cref="RecipeException">There is none; the message names all.</exception>
    public Metric Find(string name) => Metrics.FirstOrDefault(metric => metric.Name == name)
        ?? throw new RecipeException($"--eval-metric {name} is no number that this network is judged by. There are "
            + $"{string.Join(", ", Metrics.Select(metric => metric.Name))}.");
}
