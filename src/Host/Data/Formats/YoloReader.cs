using System.Globalization;
using GpuFormer.Imaging;

namespace GpuFormer.Data.Formats;

/// <summary>
/// Reads annotations of objects in YOLO's text form: for each image a file of lines <c>class x y width height</c>, the
/// centre and extents relative to the sides of the image, turned as EXIF says. Polygons become the boxes around them.
/// </summary>
internal static class YoloReader
{
    private const long LargestFile = 32 << 20;
    private const string Remedy = "Write one object a line: class, x, y, width and height, relative to the image.";

    /// <summary>Reads the labels of all images of a folder; an image without a file of labels has no objects.</summary>
    /// <param name="images">The folder of the images; sub-folders are looked through too.</param>
    /// <param name="classes">The names of the classes, from class 0 on.</param>
    /// <param name="labels">The folder of the texts; null to take that of the images with its last part named
    /// <c>images</c> replaced by <c>labels</c>.</param>
    /// <param name="limits">What an image, which is decoded for its size, may ask of the decoder.</param>
    /// <returns>The set; images are numbered from 1 in ordinal order, categories from 1.</returns>
    /// <exception cref="DatasetFormatException">There are no images.</exception>
    /// <exception cref="IOException">A folder cannot be read.</exception>
    public static ObjectDataset ReadFolder(
        string images, IReadOnlyList<string> classes, string? labels = null, ImageLimits? limits = null)
    {
        labels ??= LabelFolderOf(images);
        var faults = new AnnotationFaults(labels);
        string[] files = [.. Directory.EnumerateFiles(images, "*", SearchOption.AllDirectories)
            .Where(PictureFiles.IsPicture).Order(StringComparer.Ordinal)];
        if (files.Length == 0)
            throw new DatasetFormatException(images, "has no images", $"Images end in {PictureFiles.EndingList}.");
        var sizes = new (int Height, int Width)?[files.Length];
        var problems = new string[files.Length];
        Parallel.For(0, files.Length, i =>
        {
            try
            {
                var image = ImageDecoder.Load(files[i], limits);
                sizes[i] = (image.Height, image.Width);
            }
            catch (Exception exception) when (UnreadablePicture.IsCause(exception))
            {
                problems[i] = exception.Message;
            }
        });

        List<DatasetImage> sized = [];
        List<ObjectAnnotation> annotations = [];
        for (var i = 0; i < files.Length; i++)
        {
            var name = Path.GetRelativePath(images, files[i]).Replace('\\', '/');
            if (sizes[i] is not { } size)
            {
                faults.Add(AnnotationFault.Unreadable, problems[i].TrimEnd('.'));
                continue;
            }

            sized.Add(new DatasetImage(sized.Count + 1, name, size.Height, size.Width));
            var text = Path.Combine(labels, Path.ChangeExtension(name, ".txt"));
            if (new FileInfo(text) is { Exists: true, Length: > 0 })
            {
                Read(DatasetFile.ReadLines(text, LargestFile, Remedy), text, sized[^1], classes.Count, annotations,
                    faults);
            }
        }

        return AnnotationCheck.Complete(sized,
            [.. classes.Select((name, index) => new ObjectCategory(index + 1, name))], annotations, faults) with
        {
            IsUpright = true,
        };
    }

    /// <summary>Reads the lines of one image; those that cannot be understood are counted.</summary>
    internal static void Read(
        IEnumerable<string> lines, string path, DatasetImage image, int classes, List<ObjectAnnotation> annotations,
        AnnotationFaults faults)
    {
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            var where = $"{path}, line {number}";
            var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (!int.TryParse(words[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var label)
                || BoxOf(words.AsSpan(1)) is not { } box)
            {
                faults.Add(AnnotationFault.Unreadable, where);
                continue;
            }

            var scaled = new AnnotationBox(box.Left * image.Width, box.Top * image.Height, box.Width * image.Width,
                box.Height * image.Height);
            if (!scaled.IsFinite || !double.IsFinite(scaled.Width * scaled.Height))
            {
                faults.Add(AnnotationFault.NotFinite, where);
                continue;
            }

            if (label < 0 || label >= classes)
            {
                faults.Add(AnnotationFault.UnknownCategory, $"{where} (class {label} of {classes})");
                continue;
            }

            annotations.Add(new ObjectAnnotation(annotations.Count + 1, image.Id, label + 1, scaled,
                scaled.Width * scaled.Height, IsCrowd: false, null));
        }
    }

    // Relative: of four numbers centre and extents, of more an outline. Confidences of predictions are not for labels.
    private static AnnotationBox? BoxOf(ReadOnlySpan<string> words)
    {
        var values = new double[words.Length];
        for (var i = 0; i < words.Length; i++)
        {
            if (!double.TryParse(words[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]))
                return null;
        }

        if (values is [var x, var y, var width, var height])
            return new AnnotationBox(x - width / 2, y - height / 2, width, height);
        if (values.Length < 6 || values.Length % 2 != 0)
            return null;
        var (left, top) = (double.PositiveInfinity, double.PositiveInfinity);
        var (right, bottom) = (double.NegativeInfinity, double.NegativeInfinity);
        for (var i = 0; i < values.Length; i += 2)
        {
            (left, right) = (Math.Min(left, values[i]), Math.Max(right, values[i]));
            (top, bottom) = (Math.Min(top, values[i + 1]), Math.Max(bottom, values[i + 1]));
        }

        return new AnnotationBox(left, top, right - left, bottom - top);
    }

    private static string LabelFolderOf(string images)
    {
        var parts = images.Replace('\\', '/').TrimEnd('/').Split('/');
        var at = Array.LastIndexOf(parts, "images");
        if (at < 0)
        {
            throw new DatasetFormatException(images, "is not below a folder named 'images'",
                "Name the folder of the labels as well.");
        }

        parts[at] = "labels";
        return string.Join('/', parts);
    }
}
