using System.CommandLine;
using GpuFormer.Data;
using GpuFormer.Data.Formats;
using GpuFormer.Imaging;

namespace GpuFormer.Cli.Validation;

/// <summary>Where annotated images lie: a data set as for <c>train</c>, or a file and a folder.</summary>
internal sealed class AnnotatedDataOptions
{
    private readonly Option<string?> _annotations = new("--annotations")
    {
        Description = "Annotations to judge a detector or segmenter by, in place of DATA: COCO's JSON, a folder of VOC's XML, "
            + "or YOLO's data.yaml.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _images = new("--images")
    {
        Description = "The folder of the images of --annotations.",
        HelpName = "FOLDER",
    };

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> All => [_annotations, _images];

    /// <summary>What is read, for messages.</summary>
    /// <exception cref="UsageException">Nothing is named, or both ways are.</exception>
    public string PathOf(ParseResult result, string? data)
    {
        var (annotations, images) = (result.GetValue(_annotations), result.GetValue(_images));
        if ((annotations is null) != (images is null))
            throw new UsageException("Options '--annotations' and '--images' belong together: name both.");
        if (data is not null && annotations is not null)
            throw new UsageException("Name the data set, or '--annotations' and '--images', not both.");
        return data ?? annotations ?? throw new UsageException("Name the data set: gpuformer val DATA --weights FILE, or "
            + "--annotations FILE --images FOLDER.");
    }

    /// <summary>The file that is read and must not be written.</summary>
    public (string Name, string? Path)[] FilesOf(ParseResult result) => [("--annotations", result.GetValue(_annotations))];

    /// <summary>Opens images and the objects in them.</summary>
    /// <param name="result">Of the command.</param>
    /// <param name="data">The data set; null for a file and a folder.</param>
    /// <param name="split">The split of the data set; empty for the one to judge by.</param>
    /// <param name="limits">What image files may be like.</param>
    public AnnotatedImages OpenObjects(ParseResult result, string? data, string split, ImageLimits limits) =>
        result.GetValue(_annotations) is { } annotations
            ? new AnnotatedImages(TruthFiles.Open(annotations, withMasks: false), result.GetValue(_images)!, limits)
            : AnnotatedLayout.OpenObjects(data!, DatasetSplit.Validation, split, limits, readYolo: YoloDataFile.LayoutOf);

    /// <summary>Opens images and the classes of their pixels.</summary>
    /// <inheritdoc cref="OpenObjects"/>
    public PixelSource OpenPixels(ParseResult result, string? data, string split, ImageLimits limits) =>
        result.GetValue(_annotations) is { } annotations
            ? new PixelSource(new AnnotatedImages(CocoReader.Read(annotations), result.GetValue(_images)!, limits))
            : AnnotatedLayout.OpenPixels(data!, DatasetSplit.Validation, split, limits: limits);
}
