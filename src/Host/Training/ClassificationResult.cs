using System.Xml.Linq;
using GpuFormer.Data;
using static GpuFormer.Training.ReportPage;

namespace GpuFormer.Training;

/// <summary>What a network is worth that tells classes of images apart.</summary>
/// <param name="Count">Images that were judged.</param>
/// <param name="Loss">Mean cross-entropy against the hard labels.</param>
/// <param name="Top1">Percent whose class was the most probable.</param>
/// <param name="Top5">Percent whose class was among the five most probable, or among all if there are fewer.</param>
/// <param name="Confusion">Null where there are too many classes for a matrix.</param>
internal sealed record ClassificationResult(int Count, double Loss, double Top1, double Top5, ConfusionMatrix? Confusion)
    : EvaluationResult(Count, new MetricValues(
        (ClassificationMetrics.Loss, Loss), (ClassificationMetrics.Top1, Top1), (ClassificationMetrics.Top5, Top5)))
{
    /// <summary>The images that the network was surest about and got wrong, the surest first; a dozen at most.</summary>
    public IReadOnlyList<Mistake> Mistakes { get; init; } = [];

    internal override IEnumerable<XElement> ReportSections(IReadOnlyList<string> labels, ImageSource? images) =>
        [.. ConfusionReport.Sections(this, labels), .. WrongImages(WrongImage.Of(this, images), labels)];

    internal override IEnumerable<(string Name, string Text)> Files(IReadOnlyList<string> labels) =>
        Confusion is null ? [] : [(RunFolder.ClassScoresName, Confusion.ToCsv(labels))];

    private static IEnumerable<XElement> WrongImages(IReadOnlyList<WrongImage> images, IReadOnlyList<string> labels)
    {
        if (images.Count == 0)
            yield break;
        yield return Text("h2", "Most confidently wrong");
        yield return Text("p", "Images of the last validation that the network was surest about and got wrong.", "soft");
        yield return Element("div", "card images", images.Select(image => Element("figure", null,
            new XElement(Html + "img", new XAttribute("src", image.Source), new XAttribute("alt", image.Name),
                image.IsSmall ? new XAttribute("class", "pixels") : null),
            Element("figcaption", null,
                "taken for ", Text("strong", labels[image.Predicted]), $", {Percent(100 * image.Confidence)}",
                new XElement(Html + "br"), "is ", Text("strong", labels[image.Label]), new XElement(Html + "br"),
                Text("span", image.Name, "soft")))));
    }
}

/// <summary>An image that was taken for another class than its own.</summary>
/// <param name="Image">Its index in the data set.</param>
/// <param name="Label">Its class.</param>
/// <param name="Predicted">The class that was the most probable.</param>
/// <param name="Confidence">The probability of that class, 0 to 1.</param>
internal sealed record Mistake(int Image, int Label, int Predicted, double Confidence);

/// <summary>What came of one picture; sums of it do not depend on who judged which.</summary>
/// <param name="Picture">Its index in the data set.</param>
/// <param name="Label">Its class.</param>
/// <param name="Best">The class that was the most probable.</param>
/// <param name="Ahead">How many classes were more probable than its own.</param>
/// <param name="IsFinite">Whether the network's results are numbers.</param>
/// <param name="Loss">Cross-entropy against the hard label.</param>
/// <param name="Confidence">The probability of the most probable class.</param>
internal readonly record struct JudgedPicture(
    int Picture, int Label, int Best, int Ahead, bool IsFinite, double Loss, double Confidence)
{
    /// <summary>Judges a picture.</summary>
    /// <param name="logits">What the network made of it.</param>
    /// <param name="label">The place of its class among them.</param>
    /// <param name="picture">Its index in the data set.</param>
    public static JudgedPicture Of(ReadOnlySpan<float> logits, int label, int picture)
    {
        var isFinite = FiniteNumbers.All(logits);

        // Equal logits: the class of the lower index goes first, as a stable sort would have it.
        var own = logits[label];
        var ahead = 0;
        var best = 0;
        for (var k = 0; k < logits.Length; k++)
        {
            if (logits[k] > own || (logits[k] == own && k < label))
                ahead++;
            if (logits[k] > logits[best])
                best = k;
        }

        // A logit that is no number is ahead of nothing, and nothing is ahead of it: it must not count as right.
        if (!isFinite)
            ahead = int.MaxValue;
        return new(picture, label, best, ahead, isFinite, CrossEntropy(logits, label, logits[best]),
            Math.Exp(-CrossEntropy(logits, best, logits[best])));
    }

    private static double CrossEntropy(ReadOnlySpan<float> logits, int label, float largest)
    {
        var sum = 0.0;
        foreach (var logit in logits)
            sum += Math.Exp((double)logit - largest);
        return Math.Log(sum) - ((double)logits[label] - largest);
    }
}

/// <summary>Adds up an <see cref="ClassificationResult"/>, picture by picture.</summary>
internal sealed class EvaluationSum(int classes)
{
    // A matrix of more classes is read by nobody and takes megabytes.
    private const int MostClassesOfMatrix = 1000;

    // Whoever reads of ten knows what is wrong.
    private const int MostNamedPictures = 10;

    // Two rows on a desk.
    private const int MostMistakes = 12;

    private readonly ConfusionMatrix? _confusion = classes <= MostClassesOfMatrix ? new(classes) : null;
    private double _loss;
    private int _count;
    private int _top1;
    private int _top5;
    private int _nonFinite;
    private readonly List<int> _nonFinitePictures = [];
    private readonly List<Mistake> _mistakes = [];

    /// <summary>Adds a picture.</summary>
    /// <param name="logits">What the network made of it.</param>
    /// <param name="label">The place of its class among them.</param>
    /// <param name="picture">Its index in the data set.</param>
    public void Add(ReadOnlySpan<float> logits, int label, int picture = -1) =>
        Add(JudgedPicture.Of(logits, label, picture));

    /// <summary>Adds a picture that was judged.</summary>
    public void Add(in JudgedPicture judged)
    {
        if (!judged.IsFinite)
        {
            _nonFinite++;
            if (_nonFinitePictures.Count < MostNamedPictures)
                _nonFinitePictures.Add(judged.Picture);
        }

        _count++;
        _loss += judged.Loss;
        _top1 += judged.Ahead < 1 ? 1 : 0;
        _top5 += judged.Ahead < 5 ? 1 : 0;
        _confusion?.Add(judged.Label, judged.Best);
        if (judged is { IsFinite: true, Ahead: > 0 })
            Keep(new Mistake(judged.Picture, judged.Label, judged.Best, judged.Confidence));
    }

    public ClassificationResult Result => new(
        _count, _loss / _count, 100.0 * _top1 / _count, 100.0 * _top5 / _count, _confusion)
    {
        NonFinite = _nonFinite,
        NonFinitePictures = [.. _nonFinitePictures],
        Mistakes = [.. _mistakes],
    };

    // Of equally sure ones the image that comes first in the set, whoever judged it.
    private void Keep(Mistake mistake)
    {
        var at = _mistakes.FindIndex(kept => kept.Confidence < mistake.Confidence
            || (kept.Confidence == mistake.Confidence && kept.Image > mistake.Image));
        _mistakes.Insert(at < 0 ? _mistakes.Count : at, mistake);
        if (_mistakes.Count > MostMistakes)
            _mistakes.RemoveAt(MostMistakes);
    }
}
