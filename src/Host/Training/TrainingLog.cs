using System.Globalization;

namespace GpuFormer.Training;

/// <summary>Writes how a run goes as lines of text, in timm's form; epochs count from 1 here.</summary>
/// <param name="writer">Where to.</param>
/// <param name="interval">Steps between two lines.</param>
public sealed class TrainingLog(TextWriter writer, int interval) : ITrainingObserver
{
    private double _time;
    private double _dataTime;
    private long _pictures;
    private int _steps;

    public void Started(TrainingStart start)
    {
        var at = start.ResumedEpoch is { } epoch
            ? string.Create(CultureInfo.InvariantCulture, $", going on with epoch {epoch + 1} after {start.ResumedBatch} batches of it")
            : "";
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{start.Model}, {start.Classes} classes: {start.TrainPictures} pictures to learn from, "
            + $"{start.EvalPictures} to judge by; {start.Epochs} epochs of {start.BatchesPerEpoch} batches of "
            + $"{start.BatchSize}{(start.Ranks > 1 ? $" on each of {start.Ranks} ranks ({start.Engine})" : "")}{at}"));
    }

    public void Stepped(in TrainingStep step)
    {
        if (step.Batch == 0)
            (_time, _dataTime, _pictures, _steps) = (0, 0, 0, 0);
        _time += step.Time.TotalSeconds;
        _pictures += step.Pictures;
        _dataTime += step.DataTime.TotalSeconds;
        _steps++;
        if (step.Batch % interval == 0 || step.Batch == step.Batches - 1)
            writer.WriteLine(Line(step, _time / _steps, _pictures / _time, _dataTime / _steps));
    }

    public void Validating(int epoch)
    {
    }

    public void EpochEnded(TrainingEpoch epoch)
    {
        var (summary, best) = (epoch.Summary, epoch.Best);
        if (!summary.IsJudged)
        {
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"Epoch: {summary.Epoch + 1}  Time: {epoch.Time.TotalSeconds:F1}s  not validated"));
            return;
        }

        var metrics = string.Concat(epoch.Metrics.Metrics.Select(metric =>
            $"{metric.LogName}: {metric.LogFormat(summary.Metrics[metric.Name])}  "));
        var ranking = epoch.Metrics.Ranking;
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Test: {summary.Epoch + 1}  Time: {epoch.EvalTime.TotalSeconds:F3}s  {metrics}"
            + $"Epoch: {epoch.Time.TotalSeconds:F1}s  *** Best: {ranking.LogName} "
            + $"{ranking.LogFormat(best.Metrics[ranking.Name])} (epoch {best.Epoch + 1})"));
    }

    public void Saved(int epoch, int batch) => writer.WriteLine($"Saved: epoch {epoch + 1}, batch {batch}");

    public void Noted(string message) => writer.WriteLine(EncodedText.Line(message));

    public void Warned(string message) => writer.WriteLine($"Warning: {EncodedText.Line(message)}");

    // timm: Train: 3 [  50/5004 (  1%)]  Loss: 5.37 (5.40)  Time: 0.211s, 1212.20/s  (0.707s,  362.28/s)  LR: ...
    private static string Line(in TrainingStep step, double meanTime, double meanRate, double meanDataTime)
    {
        var percent = 100.0 * step.Batch / Math.Max(1, step.Batches - 1);
        return string.Create(CultureInfo.InvariantCulture,
            $"Train: {step.Epoch + 1} [{step.Batch,4}/{step.Batches} ({percent,3:F0}%)]  "
            + $"Loss: {Digits(step.Loss)} ({Digits(step.MeanLoss)})  "
            + $"Time: {step.Time.TotalSeconds:F3}s, {step.Pictures / step.Time.TotalSeconds,7:F2}/s  "
            + $"({meanTime:F3}s, {meanRate,7:F2}/s)  "
            + $"LR: {step.LearningRate.ToString("0.000e+00", CultureInfo.InvariantCulture)}  "
            + $"Data: {step.DataTime.TotalSeconds:F3} ({meanDataTime:F3})");
    }

    // Python's #.3g: three digits, trailing zeros kept.
    private static string Digits(double value)
    {
        var size = Math.Abs(value);
        if (!double.IsFinite(value))
            return value.ToString(CultureInfo.InvariantCulture);
        var decimals = size switch
        {
            >= 99.95 => 0,
            >= 9.995 => 1,
            >= 0.9995 => 2,
            >= 0.09995 => 3,
            >= 0.009995 => 4,
            _ => -1,
        };
        return decimals >= 0
            ? value.ToString($"F{decimals}", CultureInfo.InvariantCulture)
            : value.ToString("0.00e+00", CultureInfo.InvariantCulture);
    }
}
