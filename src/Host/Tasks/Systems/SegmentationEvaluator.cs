using GpuFormer.Data;
using GpuFormer.Imaging.Masks;
using GpuFormer.Tasks.Segmentation;

namespace GpuFormer.Tasks.Systems;

/// <summary>Compares the classes of pixels that a network finds with those of a set, image by image and from any
/// thread.</summary>
internal sealed class SegmentationEvaluator
{
    private readonly byte[]? _outputOf;
    private readonly Lock _gate = new();

    private SegmentationEvaluator(int outputs, byte[]? outputOf) =>
        (Confusion, _outputOf) = (new PixelConfusion(outputs), outputOf);

    /// <summary>What has been compared: classes are those of the network.</summary>
    public PixelConfusion Confusion { get; }

    /// <summary>The numbers by name: <c>mIoU</c>, <c>pixel_accuracy</c>, <c>mean_accuracy</c>; -1 where there is nothing to
    /// judge by.</summary>
    public IReadOnlyList<(string Name, double Value)> Values =>
    [
        ("mIoU", Known(Confusion.MeanIntersectionOverUnion)), ("pixel_accuracy", Known(Confusion.PixelAccuracy)),
        ("mean_accuracy", Known(Confusion.MeanAccuracy)),
    ];

    /// <summary>Prepares the comparison: classes belong together by name where both sides have names, else by place.
    /// </summary>
    /// <param name="outputs">The class outputs of the network, the background in front.</param>
    /// <param name="names">The names of all its outputs; empty where they are not known.</param>
    /// <param name="classes">The names of the set's classes; empty where they are not known.</param>
    /// <param name="path">Of the set, for messages.</param>
    /// <exception cref="DatasetFormatException">The set has classes that the network does not know, or another number of
    /// them.</exception>
    public static SegmentationEvaluator Of(
        int outputs, IReadOnlyList<string> names, IReadOnlyList<string> classes, string path)
    {
        if (names.Count == 0 || classes.Count == 0)
        {
            return classes.Count == 0 || classes.Count == outputs
                ? new SegmentationEvaluator(outputs, null)
                : throw new DatasetFormatException(path, $"has {classes.Count} classes, the weights have {outputs}",
                    "Name the data set that they were trained for.");
        }

        var outputOf = new byte[256];
        Array.Fill(outputOf, ClassMask.Ignored);
        List<string> unknown = [];
        for (var i = 0; i < classes.Count && i < ClassMask.Ignored; i++)
        {
            var output = IndexOf(names, classes[i]);
            if (output < 0)
                unknown.Add(EncodedText.Line(classes[i]));
            else
                outputOf[i] = (byte)output;
        }

        return unknown.Count == 0
            ? new SegmentationEvaluator(outputs, outputOf)
            : throw new DatasetFormatException(path, $"has classes that the weights do not know: "
                + $"{DatasetIdentity.Listed(unknown)}. Theirs are {DatasetIdentity.Listed([.. names.Select(name => EncodedText.Line(name))])}",
                "Name the data set that they were trained for, or their classes as the data set calls them (--labels FILE).");
    }

    /// <summary>Compares one image.</summary>
    /// <param name="truth">The classes of the set.</param>
    /// <param name="predicted">Those of the network, at the same size.</param>
    public void Add(ClassMask truth, ClassMask predicted)
    {
        var known = _outputOf is null
            ? truth
            : new ClassMask(truth.Height, truth.Width, Array.ConvertAll(truth.Labels, label => _outputOf[label]));
        lock (_gate)
            Confusion.Add(known, predicted);
    }

    private static int IndexOf(IReadOnlyList<string> names, string name)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i] == name)
                return i;
        }

        return -1;
    }

    private static double Known(double value) => double.IsNaN(value) ? -1 : value;
}
