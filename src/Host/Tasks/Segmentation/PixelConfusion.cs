using GpuFormer.Imaging.Masks;

namespace GpuFormer.Tasks.Segmentation;

/// <summary>
/// How often each class of pixels was taken for each, over any number of images, and the numbers that are made of it. Counts
/// are whole, so the order of images changes nothing.
/// </summary>
/// <param name="classes">How many, at most 255.</param>
internal sealed class PixelConfusion(int classes)
{
    private readonly long[] _counts = new long[CheckedClasses(classes) * classes];

    /// <summary>How many classes there are.</summary>
    public int Classes { get; } = classes;

    /// <summary>Pixels of the class <paramref name="truth"/> that were taken for <paramref name="predicted"/>.</summary>
    public long this[int truth, int predicted] => _counts[truth * Classes + predicted];

    /// <summary>All counts: <c>[truth, predicted]</c>.</summary>
    public ReadOnlySpan<long> Counts => _counts;

    /// <summary>The share of pixels that are right; NaN without pixels.</summary>
    public double PixelAccuracy => Enumerable.Range(0, Classes).Sum(label => this[label, label]) / (double)_counts.Sum();

    /// <summary>The mean over the classes that are there of the share of their pixels that are right.</summary>
    public double MeanAccuracy => Mean(label => this[label, label], TruthOf);

    /// <summary>The mean intersection over union, over the classes that are there or were predicted; NaN where none
    /// is.</summary>
    public double MeanIntersectionOverUnion => Mean(label => this[label, label], UnionOf);

    /// <summary>The classes that are neither there nor predicted, which no mean counts.</summary>
    public IReadOnlyList<int> AbsentClasses =>
        [.. Enumerable.Range(0, Classes).Where(label => UnionOf(label) == 0)];

    /// <summary>Intersection over union of one class; NaN where it is neither there nor predicted.</summary>
    public double IntersectionOverUnion(int label) => this[label, label] / (double)UnionOf(label);

    /// <summary>Adds an image.</summary>
    /// <param name="truth">Pixels whose label is no class, such as <see cref="ClassMask.Ignored"/>, do not count.</param>
    /// <param name="predicted">Of the same size, classes alone.</param>
    /// <exception cref="ArgumentException">The sizes differ, or a prediction is no class.</exception>
    public void Add(ClassMask truth, ClassMask predicted)
    {
        if ((truth.Height, truth.Width) != (predicted.Height, predicted.Width))
        {
            throw new ArgumentException($"The truth has {truth.Width} x {truth.Height} pixels, the prediction "
                + $"{predicted.Width} x {predicted.Height}: resize the prediction first.", nameof(predicted));
        }

        for (var i = 0; i < truth.Labels.Length; i++)
        {
            if (truth.Labels[i] >= Classes)
                continue;
            if (predicted.Labels[i] >= Classes)
                throw new ArgumentException($"Label {predicted.Labels[i]} is no class of {Classes}.", nameof(predicted));
            _counts[truth.Labels[i] * Classes + predicted.Labels[i]]++;
        }
    }

    /// <summary>Adds what was counted elsewhere.</summary>
    /// <param name="counts">As <see cref="Counts"/>.</param>
    /// <exception cref="ArgumentException">They are of another number of classes.</exception>
    public void Add(ReadOnlySpan<long> counts)
    {
        if (counts.Length != _counts.Length)
            throw new ArgumentException($"{counts.Length} counts are not those of {Classes} classes.", nameof(counts));
        for (var i = 0; i < counts.Length; i++)
            _counts[i] += counts[i];
    }

    /// <summary>Forgets all images.</summary>
    public void Clear() => Array.Clear(_counts);

    /// <summary>The share of a class's pixels that are right; NaN where it has none.</summary>
    public double Accuracy(int label) => this[label, label] / (double)TruthOf(label);

    /// <summary>Pixels that are of a class.</summary>
    public long TruthOf(int label) => Enumerable.Range(0, Classes).Sum(other => this[label, other]);

    private long UnionOf(int label) =>
        TruthOf(label) + Enumerable.Range(0, Classes).Sum(other => this[other, label]) - this[label, label];

    private double Mean(Func<int, long> part, Func<int, long> whole)
    {
        double[] shares = [.. Enumerable.Range(0, Classes).Where(label => whole(label) > 0)
            .Select(label => part(label) / (double)whole(label))];
        return shares.Length == 0 ? double.NaN : shares.Average();
    }

    private static int CheckedClasses(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(classes, ClassMask.Ignored);
        return classes;
    }
}
