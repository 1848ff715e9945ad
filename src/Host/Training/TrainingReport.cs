using System.Globalization;
using System.Xml.Linq;

namespace GpuFormer.Training;

/// <summary>
/// <c>report.html</c>: curves, confusion matrix, epochs and recipe on one page that needs no scripts, no network and no
/// other file, and is well-formed XML besides.
/// </summary>
internal static class TrainingReport
{
    private const string Blue = "#1f77b4";
    private const string Orange = "#ff7f0e";
    private const string Style = """
        body { font: 15px/1.45 system-ui, sans-serif; max-width: 1200px; margin: 2em auto; padding: 0 1em;
               color: #222; background: #fff; }
        .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(340px, 1fr)); gap: 1em; }
        svg { width: 100%; background: #fff; }
        svg text { font: 12px system-ui, sans-serif; }
        svg .title { font-weight: 600; font-size: 14px; }
        svg .tick { fill: #555; }
        svg .grid { stroke: #ddd; }
        svg .curve path { stroke-width: 2; }
        svg .cell { stroke: #eee; }
        svg .count { fill: #222; } svg .inverse { fill: #fff; }
        table { border-collapse: collapse; } td, th { padding: 2px 10px; text-align: right; }
        td:first-child, th:first-child { text-align: left; } tr.best { font-weight: 600; }
        """;

    private static readonly XNamespace Html = "http://www.w3.org/1999/xhtml";

    public static string Write(
        TrainingRecipe recipe, TrainingProgress progress, EvaluationResult result, IReadOnlyList<string> labels,
        IReadOnlyList<string> unreadable)
    {
        labels = [.. labels.Select(EncodedText.Line)];
        var epochs = progress.Epochs;
        var best = EpochRanking.Rank(epochs, recipe.EvaluationMetric).First();
        var body = new XElement(Html + "body",
            new XElement(Html + "h1", EncodedText.Line($"{recipe.Model} on {recipe.Data}")),
            Paragraph($"{epochs.Count} epochs. Best: epoch {best.Epoch} with top-1 {Percent(best.EvalTop1)}, "
                + $"top-5 {Percent(best.EvalTop5)}, loss {Decimal(best.EvalLoss)}. "
                + $"Last: top-1 {Percent(epochs[^1].EvalTop1)} on {result.Count} pictures."));
        if (progress.Skipped > 0)
            body.Add(Paragraph($"{progress.Skipped} batches were left out, their loss or gradient being no number."));
        body.Add(new XElement(Html + "div", new XAttribute("class", "charts"),
            LineChart.Draw("Loss", [
                new Curve("training", Blue, [.. epochs.Select(e => e.TrainLoss)]),
                new Curve("validation", Orange, [.. epochs.Select(e => e.EvalLoss)]),
            ]),
            LineChart.Draw("Accuracy in validation, %", [
                new Curve("top-1", Blue, [.. epochs.Select(e => e.EvalTop1)]),
                new Curve("top-5", Orange, [.. epochs.Select(e => e.EvalTop5)]),
            ]),
            LineChart.Draw("Learning rate", [new Curve("rate", Blue, [.. epochs.Select(e => e.LearningRate)])])));
        AddConfusion(body, result.Confusion, labels);
        body.Add(new XElement(Html + "h2", "Epochs"), EpochTable(epochs, best));
        AddUnreadable(body, unreadable);
        body.Add(new XElement(Html + "h2", "Recipe"), RecipeTable(recipe));
        var page = new XElement(Html + "html", new XAttribute("lang", "en"),
            new XElement(Html + "head",
                new XElement(Html + "meta", new XAttribute("charset", "utf-8")),
                new XElement(Html + "title", $"{recipe.Model}: training"),
                new XElement(Html + "style", Style)),
            body);
        return "<!DOCTYPE html>\n" + page.ToString(SaveOptions.DisableFormatting) + "\n";
    }

    private static void AddConfusion(XElement body, ConfusionMatrix? matrix, IReadOnlyList<string> labels)
    {
        if (matrix is null)
            return;
        body.Add(new XElement(Html + "h2", "Confusion in the last epoch's validation"));
        if (matrix.Classes <= ConfusionChart.MostClasses)
        {
            body.Add(new XElement(Html + "div", new XAttribute("style", "max-width: 720px"),
                ConfusionChart.Draw(matrix, labels)));
            return;
        }

        var worst = Enumerable.Range(0, matrix.Classes)
            .Where(k => matrix.Total(k) > 0).OrderBy(matrix.Recall).ThenBy(k => k).Take(20);
        body.Add(Paragraph($"{matrix.Classes} classes; those recognised least:"), Table(
            ["class", "pictures", "recognised"],
            worst.Select(k => (new[] { labels[k], $"{matrix.Total(k)}", Percent(100 * matrix.Recall(k)) }, false))));
    }

    private static XElement EpochTable(IReadOnlyList<EpochSummary> epochs, EpochSummary best) => Table(
        ["epoch", "training loss", "validation loss", "top-1", "top-5", "learning rate"],
        epochs.Select(e => (new[]
        {
            $"{e.Epoch}", Decimal(e.TrainLoss), Decimal(e.EvalLoss), Percent(e.EvalTop1), Percent(e.EvalTop5),
            e.LearningRate.ToString("0.000e+0", CultureInfo.InvariantCulture),
        }, e == best)));

    private static XElement RecipeTable(TrainingRecipe recipe) => Table(
        ["setting", "value"], RecipeFields.All.Where(f => f.IsWritten(recipe)).Select(f => (new[] { f.Key, f.Read(recipe) }, false)));

    private static void AddUnreadable(XElement body, IReadOnlyList<string> unreadable)
    {
        if (unreadable.Count == 0)
            return;
        body.Add(new XElement(Html + "h2", $"{unreadable.Count} pictures could not be read"),
            new XElement(Html + "ul", unreadable.Select(line => new XElement(Html + "li", EncodedText.Line(line)))));
    }

    private static XElement Table(string[] headers, IEnumerable<(string[] Cells, bool Best)> rows) =>
        new(Html + "table",
            new XElement(Html + "tr", headers.Select(h => new XElement(Html + "th", h))),
            rows.Select(row => new XElement(Html + "tr",
                row.Best ? new XAttribute("class", "best") : null,
                row.Cells.Select(c => new XElement(Html + "td", EncodedText.Line(c))))));

    private static XElement Paragraph(string text) => new(Html + "p", EncodedText.Line(text));

    // File names may hold what XML cannot.
    private static string Percent(double value) => $"{value.ToString("F2", CultureInfo.InvariantCulture)} %";

    private static string Decimal(double value) => value.ToString("F4", CultureInfo.InvariantCulture);
}
