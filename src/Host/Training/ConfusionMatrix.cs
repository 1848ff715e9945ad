using System.Globalization;
using System.Text;

namespace GpuFormer.Training;

/// <summary>How the scores of classes become one.</summary>
internal enum MetricsAverage
{
    /// <summary>All images count alike: precision, recall and F1 are the share that is right.</summary>
    Micro,

    /// <summary>All classes count alike.</summary>
    Macro,

    /// <summary>Classes count by their images.</summary>
    Weighted,
}

/// <summary>Precision, recall and their harmonic mean, 0 to 1.</summary>
internal readonly record struct ClassScores(double Precision, double Recall, double F1);

/// <summary>How often pictures of each class were taken for each class.</summary>
internal sealed class ConfusionMatrix
{
    private readonly int[] _counts;

    public ConfusionMatrix(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        Classes = classes;
        _counts = new int[checked(classes * classes)];
    }

    public int Classes { get; }

    /// <summary>Pictures of class <paramref name="actual"/> that were taken for <paramref name="predicted"/>.</summary>
    public int this[int actual, int predicted] => _counts[actual * Classes + predicted];

    public void Add(int actual, int predicted) => _counts[actual * Classes + predicted]++;

    /// <summary>Pictures of a class.</summary>
    public int Total(int actual) => _counts.AsSpan(actual * Classes, Classes).ToArray().Sum();

    /// <summary>Of the pictures of a class, the share that was recognised; NaN if there are none.</summary>
    public double Recall(int actual) => (double)this[actual, actual] / Total(actual);

    /// <summary>Of the pictures taken for a class, the share that is of it; NaN if there are none.</summary>
    public double Precision(int predicted) => (double)this[predicted, predicted] / Taken(predicted);

    /// <summary>The harmonic mean of precision and recall; NaN if there is no picture of the class and none was taken for
    /// it.</summary>
    public double F1(int k) => 2.0 * this[k, k] / (Total(k) + Taken(k));

    /// <summary>
    /// The scores of all classes as one. As scikit-learn has it, where timm takes them from: a class that nothing was taken
    /// for has a precision of 0, one without pictures a recall of 0, and one with neither does not count.
    /// </summary>
    public ClassScores Average(MetricsAverage average)
    {
        var classes = Enumerable.Range(0, Classes).Where(k => Total(k) + Taken(k) > 0).ToArray();
        var all = (double)classes.Sum(Total);
        if (average == MetricsAverage.Micro)
        {
            var right = classes.Sum(k => this[k, k]) / all;
            return new(right, right, right);
        }

        double Mean(Func<int, double> score) => classes.Sum(k => (average == MetricsAverage.Macro
            ? 1.0 / classes.Length
            : Total(k) / all) * (score(k) is var value && double.IsNaN(value) ? 0 : value));
        return new(Mean(Precision), Mean(Recall), Mean(F1));
    }

    /// <summary>A table of all classes as CSV: <c>class,images,precision,recall,f1</c>, the scores from 0 to 1; a score
    /// that there is none of is empty.</summary>
    /// <param name="labels">The names of the classes.</param>
    public string ToCsv(IReadOnlyList<string> labels)
    {
        var text = new StringBuilder("class,images,precision,recall,f1\n");
        for (var k = 0; k < Classes; k++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{EncodedText.CsvField(labels[k])},{Total(k)},");
            text.Append(CultureInfo.InvariantCulture, $"{Score(Precision(k))},{Score(Recall(k))},{Score(F1(k))}\n");
        }

        return text.ToString();
    }

    private static string Score(double value) =>
        double.IsNaN(value) ? "" : value.ToString("0.######", CultureInfo.InvariantCulture);

    private int Taken(int predicted)
    {
        var taken = 0;
        for (var actual = 0; actual < Classes; actual++)
            taken += this[actual, predicted];
        return taken;
    }
}
