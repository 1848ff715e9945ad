using GpuFormer.Imaging;

namespace GpuFormer.Data;

/// <summary>What <see cref="DatasetReader.Open"/> cannot tell from the files.</summary>
public sealed record DatasetOptions
{
    /// <summary>The most classes of a data set: a label is a class index below this.</summary>
    public const int HighestClasses = 1_000_000;

    /// <summary>Classes of IDX files, whose labels are mere numbers: every label must be below. MNIST has 10. Other
    /// layouts name their classes and ignore this.</summary>
    public int IdxClasses { get; init; } = 10;

    /// <summary>For pictures in folders: a text file with the name of one class folder a line, in the order of the
    /// classes, as timm's <c>--class-map</c>. Folders that it does not name are left out.</summary>
    public string? ClassMap { get; init; }

    /// <summary>For pictures in folders without a class map: the order of the classes.</summary>
    public ClassOrder ClassOrder { get; init; }

    /// <summary>For pictures in folders: the sub-folder to read, in place of the usual names (<c>train</c>, <c>val</c>
    /// and so on), as timm's <c>--train-split</c> and <c>--val-split</c>.</summary>
    public string? SplitFolder { get; init; }

    /// <summary>For CIFAR-100: the 20 coarse classes in place of the 100 fine ones.</summary>
    public bool CoarseLabels { get; init; }

    /// <summary>What a picture file may ask of the decoder.</summary>
    public ImageLimits? Limits { get; init; }
}
