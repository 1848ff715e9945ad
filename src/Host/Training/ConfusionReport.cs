using System.Xml.Linq;
using static GpuFormer.Training.ReportPage;

namespace GpuFormer.Training;

/// <summary>
/// What the report says about classes: up to 100 as a matrix with labels, of any number the most frequent confusions, and
/// a row for each class, those recognised least first.
/// </summary>
internal static class ConfusionReport
{
    private const int MostPairs = 20;

    // More are folded.
    private const int MostClassesShown = 30;

    public static IEnumerable<XElement> Sections(ClassificationResult result, IReadOnlyList<string> labels)
    {
        if (result.Confusion is not { } matrix)
            yield break;
        yield return Text("h2", "Classes in the last validation");
        yield return Text("p", matrix.Classes <= ConfusionChart.MostClasses
            ? "Rows of the matrix are what images show, columns what they were taken for; what is wrong is red."
            : $"{matrix.Classes} classes are too many for a matrix: the most frequent confusions.", "soft");
        var isSmall = matrix.Classes <= ConfusionChart.MostNumbered;
        if (matrix.Classes <= ConfusionChart.MostClasses && !isSmall)
            yield return Element("div", "card wide", ConfusionChart.Draw(matrix, labels));
        var classes = Table(["class", "images", "recall", "precision", "F1", "most often taken for"], Rows(matrix, labels), 5);
        yield return Element("div", "pair",
            isSmall
                ? Element("div", "card wide", ConfusionChart.Draw(matrix, labels))
                : Table(["shown", "taken for", "images", "of the class"], Pairs(matrix, labels), 1),
            matrix.Classes > MostClassesShown
                ? Table(["recognised least", "images", "recall", "precision", "F1", "most often taken for"],
                    Rows(matrix, labels).Take(MostPairs), 5)
                : classes);
        if (matrix.Classes > MostClassesShown)
            yield return Folded($"All {matrix.Classes} classes, those recognised least first", classes);
    }

    private static IEnumerable<(string[] Cells, bool Best)> Pairs(ConfusionMatrix matrix, IReadOnlyList<string> labels) =>
        Enumerable.Range(0, matrix.Classes)
            .SelectMany(actual => Enumerable.Range(0, matrix.Classes)
                .Where(predicted => predicted != actual && matrix[actual, predicted] > 0)
                .Select(predicted => (Actual: actual, Predicted: predicted, Count: matrix[actual, predicted])))
            .OrderByDescending(pair => pair.Count).ThenBy(pair => pair.Actual).ThenBy(pair => pair.Predicted)
            .Take(MostPairs)
            .Select(pair => (new[]
            {
                labels[pair.Actual], labels[pair.Predicted], Whole(pair.Count),
                Percent(100.0 * pair.Count / matrix.Total(pair.Actual)),
            }, false));

    private static IEnumerable<(string[] Cells, bool Best)> Rows(ConfusionMatrix matrix, IReadOnlyList<string> labels) =>
        Enumerable.Range(0, matrix.Classes)
            .Where(k => matrix.Total(k) > 0).OrderBy(matrix.Recall).ThenBy(k => k)
            .Concat(Enumerable.Range(0, matrix.Classes).Where(k => matrix.Total(k) == 0))
            .Select(k => (new[]
            {
                labels[k], Whole(matrix.Total(k)), Percent(100 * matrix.Recall(k)), Percent(100 * matrix.Precision(k)),
                Percent(100 * matrix.F1(k)), MostOftenTakenFor(matrix, k) is { } other
                    ? $"{labels[other]} ({matrix[k, other]})" : "",
            }, false));

    private static int? MostOftenTakenFor(ConfusionMatrix matrix, int k)
    {
        var other = Enumerable.Range(0, matrix.Classes).Where(predicted => predicted != k)
            .MaxBy(predicted => matrix[k, predicted]);
        return matrix.Classes > 1 && matrix[k, other] > 0 ? other : null;
    }
}
