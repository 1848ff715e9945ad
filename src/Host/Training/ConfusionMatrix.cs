namespace GpuFormer.Training;

/// <summary>How often pictures of each class were taken for each class.</summary>
public sealed class ConfusionMatrix
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
    public double Precision(int predicted)
    {
        var taken = 0;
        for (var actual = 0; actual < Classes; actual++)
            taken += this[actual, predicted];
        return (double)this[predicted, predicted] / taken;
    }
}
