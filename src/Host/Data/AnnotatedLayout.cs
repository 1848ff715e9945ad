using GpuFormer.Data.Formats;
using GpuFormer.Imaging;

namespace GpuFormer.Data;

/// <summary>
/// Opens sets of annotated images by what lies in their folder: COCO's <c>annotations/instances_NAME.json</c> beside the
/// folder of images <c>NAME</c>, Pascal VOC's <c>Annotations</c>, <c>JPEGImages</c> and <c>ImageSets</c>, or YOLO's
/// <c>data.yaml</c>; masks of pixels in <c>masks/NAME</c> or VOC's <c>SegmentationClass</c>.
/// </summary>
internal static class AnnotatedLayout
{
    private const string VocList = "ImageSets";
    private const string Remedy = "Known are: COCO's annotations/instances_train.json and instances_val.json beside the "
        + "folders train and val (or train2017 and so on); Pascal VOC's Annotations, JPEGImages and ImageSets/Main; the "
        + "data.yaml of a set in YOLO's form.";

    private static readonly string[] VocClasses =
    [
        "background", "aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair", "cow", "diningtable",
        "dog", "horse", "motorbike", "person", "pottedplant", "sheep", "sofa", "train", "tvmonitor",
    ];

    /// <summary>Opens the objects of a split.</summary>
    /// <param name="path">The folder of the set, or YOLO's <c>data.yaml</c>.</param>
    /// <param name="split">Which part.</param>
    /// <param name="named">The name of the split, where it is not the usual one; null or empty for the usual names.</param>
    /// <param name="limits">What an image file may ask of the decoder.</param>
    /// <param name="withOutlines">Whether outlines are kept.</param>
    /// <param name="readYolo">Reads a <c>data.yaml</c>; null where nobody can.</param>
    /// <exception cref="DatasetFormatException">There is no such set, or it is damaged.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static AnnotatedImages OpenObjects(
        string path, DatasetSplit split, string? named = null, ImageLimits? limits = null, bool withOutlines = false,
        Func<string, YoloLayout>? readYolo = null)
    {
        if (IsYolo(path))
            return OpenYolo(path, split, limits, readYolo);
        RequireFolder(path);
        if (FindCoco(path, split, named) is { } coco)
            return new AnnotatedImages(CocoReader.Read(coco.Annotations, withOutlines), coco.Images, limits);
        if (Directory.Exists(Path.Combine(path, "Annotations")))
        {
            var list = VocListOf(path, "Main", split, named);
            return new AnnotatedImages(VocReader.ReadFolder(Path.Combine(path, "Annotations"), list),
                Path.Combine(path, "JPEGImages"), limits);
        }

        throw new DatasetFormatException(path, $"has no annotations of objects to {Purpose(split)}", Remedy);
    }

    /// <summary>Opens objects by their file and the folder of their images, wherever these lie.</summary>
    /// <param name="annotations">COCO's JSON, or a folder of VOC's XML.</param>
    /// <param name="images">The folder of the images.</param>
    /// <param name="limits">What an image file may ask of the decoder.</param>
    /// <param name="withOutlines">Whether outlines are kept, which COCO's JSON alone has.</param>
    /// <exception cref="DatasetFormatException">There are no such files, or they are damaged.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static AnnotatedImages OpenFiles(
        string annotations, string images, ImageLimits? limits = null, bool withOutlines = false)
    {
        if (!Directory.Exists(images))
            throw new DatasetFormatException(images, "is no folder of images", "Name it as --images.");
        var isFolder = Directory.Exists(annotations);
        if (IsYolo(annotations) || (isFolder && withOutlines))
        {
            throw new DatasetFormatException(annotations, isFolder ? "has no outlines" : "names its images itself",
                isFolder ? "Name COCO's JSON, or a data set with masks." : "Name it in place of the data set.");
        }

        return new AnnotatedImages(
            isFolder ? VocReader.ReadFolder(annotations) : CocoReader.Read(annotations, withOutlines), images, limits);
    }

    /// <summary>Opens the classes of pixels of a split: masks where they are, else outlines of objects.</summary>
    /// <param name="path">The folder of the set.</param>
    /// <param name="split">Which part.</param>
    /// <param name="named">The name of the split, where it is not the usual one; null or empty for the usual names.</param>
    /// <param name="classes">The names of the classes; null where the set says them.</param>
    /// <param name="limits">What an image file may ask of the decoder.</param>
    /// <param name="fraction">The share of the images to take.</param>
    /// <exception cref="DatasetFormatException">There is no such set, or it is damaged.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static PixelSource OpenPixels(
        string path, DatasetSplit split, string? named = null, IReadOnlyList<string>? classes = null,
        ImageLimits? limits = null, double fraction = 1)
    {
        RequireFolder(path);
        if (FindCoco(path, split, named) is { } coco)
        {
            var masks = Path.Combine(path, "masks", Path.GetFileName(coco.Images));
            if (!Directory.Exists(masks))
            {
                return new PixelSource(
                    new AnnotatedImages(CocoReader.Read(coco.Annotations), coco.Images, limits), fraction);
            }

            classes ??= ["background",
                .. CocoReader.Read(coco.Annotations, withSegmentation: false).Categories.Select(category => category.Name)];
            return new PixelSource(MaskedImages.OpenFolders(coco.Images, masks, limits), classes, fraction);
        }

        if (Directory.Exists(Path.Combine(path, "SegmentationClass")))
        {
            var list = Path.GetFileNameWithoutExtension(VocListOf(path, "Segmentation", split, named)
                ?? throw new DatasetFormatException(path, $"has no list {VocList}/Segmentation to {Purpose(split)}", Remedy));
            return new PixelSource(MaskedImages.OpenVoc(path, list, limits), classes ?? VocClasses, fraction);
        }

        throw new DatasetFormatException(path, $"has no classes of pixels to {Purpose(split)}",
            "Known are: masks/train and masks/val with a PNG for each image, or outlines, beside COCO's annotations; Pascal "
            + "VOC's SegmentationClass and ImageSets/Segmentation.");
    }

    /// <summary>Whether a set has a part of its own to judge by.</summary>
    public static bool HasValidation(string path) => IsYolo(path)
        || FindCoco(path, DatasetSplit.Validation, null) is not null
        || VocListOf(path, "Main", DatasetSplit.Validation, null) is not null
        || VocListOf(path, "Segmentation", DatasetSplit.Validation, null) is not null;

    private static bool IsYolo(string path) => path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase)
        || path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);

    private static (string Annotations, string Images)? FindCoco(string path, DatasetSplit split, string? named)
    {
        var folder = Path.Combine(path, "annotations");
        string[] names = string.IsNullOrEmpty(named) ? [.. ImageFolderLayout.Names(split)] : [named];
        foreach (var name in names.SelectMany(name => new[] { name, $"{name}2017", $"{name}2014" }))
        {
            var file = Path.Combine(folder, $"instances_{name}.json");
            if (File.Exists(file) && Directory.Exists(Path.Combine(path, name)))
                return (file, Path.Combine(path, name));
        }

        return null;
    }

    private static string? VocListOf(string path, string kind, DatasetSplit split, string? named)
    {
        string[] names = string.IsNullOrEmpty(named) ? [.. ImageFolderLayout.Names(split)] : [named];
        return names.Select(name => Path.Combine(path, VocList, kind, $"{name}.txt")).FirstOrDefault(File.Exists);
    }

    private static AnnotatedImages OpenYolo(
        string path, DatasetSplit split, ImageLimits? limits, Func<string, YoloLayout>? readYolo)
    {
        if (readYolo is null)
            throw new DatasetFormatException(path, "is a YAML file, which the command line reads alone", Remedy);
        if (!File.Exists(path))
            throw new DatasetFormatException(path, "does not exist", Remedy);
        var layout = readYolo(path);
        var folders = split == DatasetSplit.Train ? layout.Train : layout.Validation;
        return folders is [var folder]
            ? new AnnotatedImages(YoloReader.ReadFolder(folder, layout.Names, limits: limits), folder, limits)
            : throw new DatasetFormatException(path, $"names {folders.Count} folders of images to {Purpose(split)}",
                "Name one folder as 'train' and one as 'val'.");
    }

    private static string Purpose(DatasetSplit split) => split == DatasetSplit.Train ? "learn from" : "judge by";

    private static void RequireFolder(string path)
    {
        if (!Directory.Exists(path))
            throw new DatasetFormatException(path, File.Exists(path) ? "is a file" : "does not exist", Remedy);
    }
}
