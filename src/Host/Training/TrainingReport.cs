using System.Globalization;
using System.Xml.Linq;
using GpuFormer.Data;
using static GpuFormer.Training.ReportPage;

namespace GpuFormer.Training;

/// <summary>What a report says of a run besides its numbers.</summary>
/// <param name="Device">What it ran on; empty where nobody says it.</param>
/// <param name="Time">How long it took since it was started or resumed; null where nobody says it.</param>
/// <param name="ResumedEpoch">The epoch that it went on with, from 0; null for a run from the beginning.</param>
/// <param name="TrainImages">How many images it learns from.</param>
/// <param name="Unreadable">Images that could not be read, one text each.</param>
/// <param name="Images">The images that were judged by, to show some; null where there are none to show.</param>
internal sealed record ReportFacts(
    string Device, TimeSpan? Time, int? ResumedEpoch, int TrainImages, IReadOnlyList<string> Unreadable,
    ImageSource? Images);

/// <summary>
/// <c>report.html</c>: result, changed settings, curves, what the task has to say, epochs and recipe on one page that needs no scripts, no network and no other file, and is well-formed XML besides. Epochs count from 1.
/// </summary>
internal static class TrainingReport
{
    // Longer tables are folded.
    private const int MostRowsShown = 30;

    public static string Write(
        TrainingRecipe recipe, MetricSet metrics, TrainingProgress progress, EvaluationResult result,
        IReadOnlyList<string> labels, ReportFacts facts)
    {
        labels = [.. labels.Select(EncodedText.Line)];
        var epochs = progress.Epochs;
        var best = EpochRanking.Rank(epochs, metrics.Find(recipe.EvaluationMetric)).First();
        var main = Element("main", null,
            Header(recipe, metrics, progress, result, labels.Count, facts, best),
            ChangedSettings(recipe),
            Text("h2", "Training"),
            Element("div", "charts", Charts(epochs, metrics).Select(chart => Element("div", "card", chart))),
            result.ReportSections(labels, facts.Images),
            Text("h2", "Epochs"),
            Folded(epochs.Count > MostRowsShown, $"All {epochs.Count} epochs", EpochTable(epochs, metrics, best)),
            Unreadable(facts.Unreadable),
            Text("h2", "Recipe"),
            ReportPage.Folded("All settings", Table(["setting", "value"], RecipeFields.All
                .Where(field => field.IsWritten(recipe)).Select(field => (new[] { field.Key, field.Read(recipe) }, false)), 1)));
        var page = Element("html", null, new XAttribute("lang", "en"),
            Element("head", null,
                new XElement(Html + "meta", new XAttribute("charset", "utf-8")),
                new XElement(Html + "meta", new XAttribute("name", "viewport"),
                    new XAttribute("content", "width=device-width, initial-scale=1")),
                Text("title", $"{recipe.Model}: {metrics.Ranking.Format(best.Metrics[metrics.RankingName])}"),
                new XElement(Html + "style", ReportStyle.Sheet)),
            Element("body", null, main));
        return "<!DOCTYPE html>\n" + page.ToString(SaveOptions.DisableFormatting) + "\n";
    }

    private static XElement Header(
        TrainingRecipe recipe, MetricSet metrics, TrainingProgress progress, EvaluationResult result, int classes,
        ReportFacts facts, EpochSummary best)
    {
        var ranking = metrics.Ranking;
        string Of(Metric metric, EpochSummary epoch) => metric.Format(epoch.Metrics[metric.Name]);
        List<(string Name, string Text)> list =
        [
            ("Best epoch", $"{best.Epoch + 1} of {progress.Epochs.Count}"),
            .. metrics.Scores.Where(metric => metric != ranking)
                .Select(metric => (Capitalised(metric.Title), Of(metric, best))),
            ("Loss", metrics.Loss is { } loss
                ? $"{Decimal(best.Metrics[loss.Name])} in validation, {Decimal(best.TrainLoss)} in training"
                : $"{Decimal(best.TrainLoss)} in training"),
            ("Last epoch", $"{Of(ranking, progress.Epochs.Last(epoch => epoch.IsJudged))} {ranking.Title}"),
            ("Images", $"{Whole(facts.TrainImages)} to learn from, {Whole(result.Count)} to judge by, "
                + $"{classes} classes"),
        ];
        if (facts.Device.Length > 0)
            list.Add(("Device", facts.Device));
        if (facts.Time is { } time)
        {
            list.Add(("Time", Duration(time)
                + (facts.ResumedEpoch is { } epoch ? $" since it went on with epoch {epoch + 1}" : "")));
        }

        if (progress.Skipped > 0)
        {
            list.Add(("Left out", $"{progress.Skipped} batches, whose loss or gradient was no number"));
        }

        return Element("header", "card",
            Element("div", null,
                Text("h1", recipe.Model),
                Text("div", recipe.DataName, "data"),
                Element("div", "result", Of(ranking, best), " ", Text("small", ranking.Title))),
            Element("dl", null, list.SelectMany(fact => new[] { Text("dt", fact.Name), Text("dd", fact.Text) })));
    }

    // Where the run is kept and on what it runs is no matter of the recipe.
    private static IEnumerable<XElement> ChangedSettings(TrainingRecipe recipe)
    {
        var changed = RecipeFields.Changed(recipe, TrainingRecipe.For(recipe.Model)).ToList();
        yield return Text("h2", "Changed settings");
        if (changed.Count == 0)
        {
            yield return Text("p", "None: the defaults of this network.");
            yield break;
        }

        yield return Text("p", "In brackets: the defaults of this network.", "soft");
        yield return Element("div", "card settings", changed.Select(setting => Element("div", null,
            Text("span", setting.Field.Key, "soft"), " ", Text("strong", Shown(setting.Value)), " ",
            Text("span", $"({Shown(setting.Default)})", "soft"))));
    }

    // Numbers such as 4/3 have many digits.
    private static string Shown(string value) => value.Length == 0 ? "none"
        : string.Join(' ', value.Split(' ').Select(word =>
            word.Length > 8 && double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? number.ToString("G5", CultureInfo.InvariantCulture) : word));

    private static IEnumerable<XElement> Charts(IReadOnlyList<EpochSummary> epochs, MetricSet metrics)
    {
        yield return LineChart.Draw("Loss", [
            new Curve("training", [.. epochs.Select(epoch => epoch.TrainLoss)]),
            .. metrics.Loss is { } loss
                ? [new Curve("validation", [.. epochs.Select(epoch => epoch.Metrics[loss.Name])])]
                : epochs[0].TrainLosses.Take(LineChart.MostCurves - 1).Select(part =>
                    new Curve(part.Name, [.. epochs.Select(epoch => epoch.TrainLosses[part.Name])])),
        ]);
        yield return LineChart.Draw(metrics.ChartTitle, [.. metrics.Scores.Take(LineChart.MostCurves).Select(metric =>
            new Curve(metric.Title, [.. epochs.Select(epoch => Shown(metric, epoch.Metrics[metric.Name]))]))]);
        yield return LineChart.Draw("Learning rate", [
            new Curve("rate", [.. epochs.Select(epoch => epoch.LearningRate)]),
        ]);
    }

    // Where there was nothing to judge by, a curve has a gap.
    private static double Shown(Metric metric, double value) =>
        metric.Unit == MetricUnit.Share && value < 0 ? double.NaN : value;

    private static string Capitalised(string title) => char.ToUpperInvariant(title[0]) + title[1..];

    private static XElement EpochTable(IReadOnlyList<EpochSummary> epochs, MetricSet metrics, EpochSummary best) => Table(
        [
            "epoch", "training loss", .. epochs[0].TrainLosses.Select(part => part.Name),
            .. metrics.Metrics.Select(metric => metric.Title), "learning rate",
        ],
        epochs.Select(epoch => ((string[])
        [
            $"{epoch.Epoch + 1}", Decimal(epoch.TrainLoss), .. epoch.TrainLosses.Select(part => Decimal(part.Value)),
            .. metrics.Metrics.Select(metric => Cell(metric, epoch.Metrics[metric.Name])),
            epoch.LearningRate.ToString("0.000e+0", CultureInfo.InvariantCulture),
        ], epoch == best)));

    private static string Cell(Metric metric, double value) =>
        double.IsNaN(value) ? "-" : metric.Unit == MetricUnit.Number ? Decimal(value) : metric.Format(value);

    private static IEnumerable<XElement> Unreadable(IReadOnlyList<string> unreadable)
    {
        if (unreadable.Count == 0)
            yield break;
        yield return Text("h2", $"{unreadable.Count} images could not be read");
        yield return Folded(unreadable.Count > MostRowsShown, "All of them",
            Element("ul", "card", unreadable.Select(line => Text("li", line))));
    }

    private static XElement Folded(bool isLong, string title, XElement content) =>
        isLong ? ReportPage.Folded(title, content) : content;

    private static string Duration(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes} min")
        : time.TotalMinutes >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{time.Minutes} min {time.Seconds} s")
            : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:F1} s");
}
