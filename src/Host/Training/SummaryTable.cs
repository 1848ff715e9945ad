using System.Globalization;
using System.Text;

namespace GpuFormer.Training;

/// <summary>
/// <c>summary.csv</c>: of classification with timm's columns. It has no times, so that a run that was killed and resumed
/// ends with the same bytes as one that was not.
/// </summary>
internal static class SummaryTable
{
    /// <summary>The text of the file.</summary>
    /// <param name="epochs">In order.</param>
    /// <param name="metrics">The columns.</param>
    /// <param name="losses">The names of the parts of the loss; none where it has one part alone.</param>
    public static string Write(IEnumerable<EpochSummary> epochs, MetricSet metrics, IReadOnlyList<string> losses)
    {
        var text = new StringBuilder("epoch,train_loss,");
        foreach (var name in losses)
            text.Append(CultureInfo.InvariantCulture, $"train_{name},");
        foreach (var metric in metrics.Metrics)
            text.Append(CultureInfo.InvariantCulture, $"{metric.Column},");
        text.Append("lr\n");
        foreach (var epoch in epochs)
        {
            text.Append(CultureInfo.InvariantCulture, $"{epoch.Epoch},{epoch.TrainLoss:R},");
            foreach (var name in losses)
                text.Append(CultureInfo.InvariantCulture, $"{epoch.TrainLosses[name]:R},");
            foreach (var metric in metrics.Metrics)
                text.Append(CultureInfo.InvariantCulture, $"{epoch.Metrics[metric.Name]:R},");
            text.Append(CultureInfo.InvariantCulture, $"{epoch.LearningRate:R}\n");
        }

        return text.ToString();
    }
}
