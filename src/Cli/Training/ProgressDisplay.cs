using System.Globalization;
using GpuFormer.Training;
using Spectre.Console;

namespace GpuFormer.Cli.Training;

/// <summary>A bar for the epoch and one for the run, with loss, pictures a second and the time that is left; lines that
/// matter later stay above them.</summary>
internal sealed class ProgressDisplay : ITrainingObserver
{
    private readonly IAnsiConsole _console;
    private readonly ProgressContext _context;
    private ProgressTask? _run;
    private ProgressTask? _epoch;
    private int _epochs;
    private double _rate;

    private ProgressDisplay(IAnsiConsole console, ProgressContext context) => (_console, _context) = (console, context);

    /// <summary>Shows the bars while an action runs.</summary>
    /// <param name="writer">Of the terminal.</param>
    /// <param name="action">Gets the display, and what writes a line above its bars.</param>
    public static T Show<T>(TextWriter writer, Func<ITrainingObserver, Action<string>, T> action)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
        });
        return console.Progress()
            .AutoClear(false)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(),
                new RemainingTimeColumn())
            .Start(context => action(
                new ProgressDisplay(console, context), line => console.WriteLine(EncodedText.Line(line))));
    }

    public void Started(TrainingStart start)
    {
        _epochs = start.Epochs;
        _run = _context.AddTask("Run", maxValue: Math.Max(1, start.Epochs));
        _run.Value = (start.ResumedEpoch ?? 0) + (start.ResumedBatch / (double)start.BatchesPerEpoch);
        _epoch = _context.AddTask("Epoch", maxValue: start.BatchesPerEpoch);
    }

    public void Stepped(in TrainingStep step)
    {
        var rate = step.Pictures / step.Time.TotalSeconds;
        _rate = _rate == 0 ? rate : 0.95 * _rate + 0.05 * rate;
        _epoch!.MaxValue = step.Batches;
        _epoch.Value = step.Batch + 1;
        _epoch.Description = string.Create(CultureInfo.InvariantCulture,
            $"Epoch {step.Epoch + 1}/{_epochs}  loss {step.MeanLoss:F4}  lr {step.LearningRate:0.00e+0}  "
            + $"{_rate:F0} img/s");
        _run!.Value = step.Epoch + ((step.Batch + 1.0) / step.Batches);
    }

    public void Validating(int epoch) => _epoch!.Description = $"Epoch {epoch + 1}/{_epochs}  validating";

    public void EpochEnded(TrainingEpoch epoch)
    {
        var summary = epoch.Summary;
        var metrics = !summary.IsJudged ? "not validated  " : string.Concat(epoch.Metrics.Metrics.Select(metric =>
            $"{(metric == epoch.Metrics.Loss ? "val loss" : metric.Title)} {metric.Format(summary.Metrics[metric.Name])}  "));
        _console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"epoch {summary.Epoch + 1,3}  train loss {summary.TrainLoss:F4}  {metrics}{epoch.Time.TotalSeconds:F1} s"));
    }

    public void Saved(int epoch, int batch)
    {
    }

    public void Noted(string message) => _console.WriteLine(EncodedText.Line(message));

    public void Warned(string message) =>
        _console.MarkupLineInterpolated($"[yellow]warning:[/] {EncodedText.Line(message)}");
}
