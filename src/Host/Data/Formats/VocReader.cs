using System.Globalization;
using System.Xml;
using GpuFormer.Imaging;

namespace GpuFormer.Data.Formats;

/// <summary>
/// Reads annotations of objects in Pascal VOC's XML, one file for each image. Boxes are whole pixels counted from 1 with
/// both ends included; what is difficult is read as a crowd, which evaluation passes over.
/// </summary>
internal static class VocReader
{
    // An image of 5,000 objects has about 2 MB.
    private const long LargestFile = 32 << 20;
    private const int DeepestElement = 5; // annotation/object/part/bndbox/xmin
    private const string Remedy = "Name files of Pascal VOC: <annotation> with <size> and <object>.";

    /// <summary>Reads all files of a folder, or those that a list names.</summary>
    /// <param name="folder">The folder of the XML files.</param>
    /// <param name="list">A text with the name of one file a line, without its ending, as in <c>ImageSets/Main</c>;
    /// what follows the name is passed over. Null for all files, in ordinal order.</param>
    /// <param name="classes">The names of the classes in their order; null for all that are named, in ordinal
    /// order.</param>
    /// <returns>The set; images and objects are numbered from 1 in their order. Files that cannot be read are
    /// counted.</returns>
    /// <exception cref="DatasetFormatException">There are no files.</exception>
    /// <exception cref="IOException">The folder or the list cannot be read.</exception>
    public static ObjectDataset ReadFolder(string folder, string? list = null, IReadOnlyList<string>? classes = null)
    {
        var faults = new AnnotationFaults(folder);
        List<string> files = list is null
            ? [.. Directory.EnumerateFiles(folder, "*.xml").Where(file => !PictureFiles.IsHidden(file))
                .Order(StringComparer.Ordinal)]
            : [.. DatasetFile.ReadLines(list, LargestFile, "Name a list of VOC's ImageSets.")
                .Select(line => line.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries)).Where(words => words.Length > 0)
                .Select(words => Path.Combine(folder, $"{words[0]}.xml"))];
        if (files.Count == 0)
            throw new DatasetFormatException(list ?? folder, "names no XML files", Remedy);
        List<VocImage> images = new(files.Count);
        foreach (var file in files)
        {
            try
            {
                using var stream = DatasetFile.Open(file, Remedy);
                images.Add(Read(stream, file));
            }
            catch (Exception exception) when (exception is DatasetFormatException or FileNotFoundException)
            {
                faults.Add(AnnotationFault.Unreadable, exception.Message.TrimEnd('.'));
            }
        }

        return ToDataset(images, classes, faults);
    }

    /// <summary>Reads one image's annotations.</summary>
    /// <param name="stream">At its start; stays open.</param>
    /// <param name="path">Of the file, for messages.</param>
    /// <exception cref="DatasetFormatException">It is no such file; the message names line and column.</exception>
    internal static VocImage Read(Stream stream, string path)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = LargestFile,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
        };
        try
        {
            using var reader = XmlReader.Create(stream, settings);
            return Read(reader, path);
        }
        catch (XmlException exception)
        {
            throw new DatasetFormatException(
                path, $"it is no XML that can be read: {exception.Message.TrimEnd('.')}", Remedy, exception);
        }
        // Names of encodings that the platform lacks, and the limit on characters.
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException
            or NotSupportedException)
        {
            throw new DatasetFormatException(path, exception.Message.TrimEnd('.'), Remedy, exception);
        }
    }

    private static VocImage Read(XmlReader reader, string path)
    {
        var image = new VocImage();
        var names = new string[DeepestElement];
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                if (reader.Depth == 0 && reader.LocalName != "annotation")
                    throw Fault(reader, path, $"the root is <{reader.LocalName}>, not <annotation>");
                if (reader.Depth < DeepestElement)
                    names[reader.Depth] = reader.LocalName;
                if (reader.Depth == 1 && reader.LocalName == "object")
                    image.Objects.Add(new VocObject());
            }
            else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && reader.Depth <= DeepestElement)
            {
                // Of the parts of a body, which have names and boxes of their own, nothing is read.
                Set(image, string.Join('/', names.AsSpan(1, Math.Max(reader.Depth - 1, 0))), reader.Value.Trim(),
                    problem => Fault(reader, path, problem));
            }
        }

        if (image is not { Height: > 0, Width: > 0 } || (long)image.Height * image.Width > ImageLimits.HighestPixels)
            throw new DatasetFormatException(path, $"the size is {image.Width} x {image.Height}", Remedy);
        return image;
    }

    private static void Set(VocImage image, string name, string value, Func<string, Exception> fault)
    {
        var known = image.Objects.Count > 0 ? image.Objects[^1] : new VocObject();
        switch (name)
        {
            case "filename":
                image.FileName = value;
                break;
            case "size/width":
                image.Width = Side(value, fault);
                break;
            case "size/height":
                image.Height = Side(value, fault);
                break;
            case "object/name":
                known.Name = value;
                break;
            case "object/difficult":
                known.IsDifficult = value is not ("0" or "");
                break;
            case "object/bndbox/xmin":
                known.Left = Number(value, fault);
                break;
            case "object/bndbox/ymin":
                known.Top = Number(value, fault);
                break;
            case "object/bndbox/xmax":
                known.Right = Number(value, fault);
                break;
            case "object/bndbox/ymax":
                known.Bottom = Number(value, fault);
                break;
        }
    }

    /// <summary>The set of images that were read.</summary>
    internal static ObjectDataset ToDataset(
        List<VocImage> images, IReadOnlyList<string>? classes, AnnotationFaults faults)
    {
        classes ??= [.. images.SelectMany(image => image.Objects).Select(known => known.Name).Distinct()
            .Order(StringComparer.Ordinal)];
        var ids = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var name in classes)
            ids.TryAdd(name, ids.Count + 1);
        List<DatasetImage> sized = [];
        List<ObjectAnnotation> annotations = [];
        foreach (var image in images)
        {
            sized.Add(new DatasetImage(sized.Count + 1, image.FileName, image.Height, image.Width));
            foreach (var known in image.Objects)
            {
                var where = $"object '{known.Name}' of {image.FileName}";
                if (known.ToBox() is not { } box)
                    faults.Add(AnnotationFault.NoBox, where);
                else if (!box.IsFinite)
                    faults.Add(AnnotationFault.NotFinite, where);
                else if (!ids.TryGetValue(known.Name, out var category))
                    faults.Add(AnnotationFault.UnknownCategory, where);
                else
                {
                    annotations.Add(new ObjectAnnotation(annotations.Count + 1, sized.Count, category, box,
                        box.Width * box.Height, known.IsDifficult, null));
                }
            }
        }

        return AnnotationCheck.Complete(
            sized, [.. ids.Select(pair => new ObjectCategory(pair.Value, pair.Key))], annotations, faults);
    }

    private static int Side(string value, Func<string, Exception> fault) =>
        Number(value, fault) is var side and >= 0 and <= ImageLimits.HighestSide
            ? (int)side
            : throw fault($"a side of the image is {value}");

    private static double Number(string value, Func<string, Exception> fault) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw fault($"'{value}' is no number");

    private static DatasetFormatException Fault(XmlReader reader, string path, string problem)
    {
        var at = (IXmlLineInfo)reader;
        return new DatasetFormatException(path, $"line {at.LineNumber}, column {at.LinePosition}: {problem}", Remedy);
    }

    /// <summary>What one file states.</summary>
    internal sealed class VocImage
    {
        public string FileName { get; set; } = "";

        public int Height { get; set; }

        public int Width { get; set; }

        public List<VocObject> Objects { get; } = [];
    }

    /// <summary>One object of a file.</summary>
    internal sealed class VocObject
    {
        public string Name { get; set; } = "";

        public bool IsDifficult { get; set; }

        public double? Left { get; set; }

        public double? Top { get; set; }

        public double? Right { get; set; }

        public double? Bottom { get; set; }

        // From pixels counted from 1, both ends included, to a continuous box.
        public AnnotationBox? ToBox() => (Left, Top, Right, Bottom) is ({ } left, { } top, { } right, { } bottom)
            ? new AnnotationBox(left - 1, top - 1, right - left + 1, bottom - top + 1)
            : null;
    }
}
