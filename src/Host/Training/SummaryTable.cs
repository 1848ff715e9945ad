using System.Globalization;
using System.Text;

namespace GpuFormer.Training;

/// <summary>
/// <c>summary.csv</c> with timm's columns. It has no times, so that a run that was killed and resumed ends with the
/// same bytes as one that was not.
/// </summary>
internal static class SummaryTable
{
    private const string Header = "epoch,train_loss,eval_loss,eval_top1,eval_top5,lr";

    public static string Write(IEnumerable<EpochSummary> epochs)
    {
        var text = new StringBuilder(Header).Append('\n');
        foreach (var e in epochs)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{e.Epoch},{e.TrainLoss:R},{e.EvalLoss:R},{e.EvalTop1:R},{e.EvalTop5:R},{e.LearningRate:R}\n");
        }

        return text.ToString();
    }
}
