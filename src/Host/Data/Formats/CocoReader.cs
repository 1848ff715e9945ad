using System.Text.Json;
using GpuFormer.Imaging;

namespace GpuFormer.Data.Formats;

/// <summary>
/// Reads annotations of objects in COCO's JSON (<c>instances_*.json</c>), from start to end through a small buffer: a file
/// of 500 MB takes the memory of its annotations alone.
/// </summary>
internal static class CocoReader
{
    // Each takes room in an evaluation; the largest sets in use have a few thousand.
    private const int MostCategories = 20_000;

    private const string Remedy = "Name a file with COCO's 'images', 'annotations' and 'categories'.";

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="withSegmentation">Whether masks and polygons are kept, which take most of the memory.</param>
    /// <exception cref="DatasetFormatException">It is no such file; the message names the byte.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ObjectDataset Read(string path, bool withSegmentation = true)
    {
        using var stream = DatasetFile.Open(path, Remedy);
        return Read(stream, path, withSegmentation);
    }

    /// <summary>Reads a stream.</summary>
    /// <param name="stream">At its start; stays open.</param>
    /// <param name="path">Of the file, for messages.</param>
    /// <param name="withSegmentation">Whether masks and polygons are kept.</param>
    /// <exception cref="DatasetFormatException">It is no such file.</exception>
    public static ObjectDataset Read(Stream stream, string path, bool withSegmentation = true)
    {
        var faults = new AnnotationFaults(path);
        var json = new JsonStream(stream, path);
        List<DatasetImage>? images = null;
        List<ObjectCategory>? categories = null;
        List<ObjectAnnotation>? annotations = null;
        json.Read();
        json.Require(JsonTokenType.StartObject, "the file");
        while (json.ReadProperty())
        {
            // Lists may stand in any order, and of one that is there twice the last counts, as in Python.
            if (json.IsNamed("images"u8))
                images = ReadList(ref json, "images", ReadImage);
            else if (json.IsNamed("categories"u8))
                categories = ReadList(ref json, "categories", ReadCategory);
            else if (json.IsNamed("annotations"u8))
                annotations = ReadAnnotations(ref json, faults, withSegmentation);
            else
            {
                json.Read();
                json.Skip();
            }
        }

        json.ReadEnd();
        if (images is null || annotations is null || categories is null)
        {
            var missing = images is null ? "images" : annotations is null ? "annotations" : "categories";
            throw new DatasetFormatException(path, $"has no '{missing}'", Remedy);
        }

        if (categories.Count > MostCategories)
        {
            throw new DatasetFormatException(
                path, $"has {categories.Count} categories, more than the limit of {MostCategories}", Remedy);
        }

        return AnnotationCheck.Complete(images, categories, annotations, faults);
    }

    private delegate T ItemReader<T>(ref JsonStream json);

    private static List<T> ReadList<T>(ref JsonStream json, string what, ItemReader<T> read)
    {
        json.Read();
        json.Require(JsonTokenType.StartArray, $"'{what}'");
        List<T> items = [];
        while (json.ReadItem())
        {
            json.Require(JsonTokenType.StartObject, $"item {items.Count} of '{what}'");
            items.Add(read(ref json));
        }

        return items;
    }

    private static DatasetImage ReadImage(ref JsonStream json)
    {
        long? id = null, height = null, width = null;
        var name = "";
        while (json.ReadProperty())
        {
            if (json.IsNamed("id"u8))
                id = ReadInteger(ref json, "'id' of an image");
            else if (json.IsNamed("height"u8))
                height = ReadInteger(ref json, "'height' of an image");
            else if (json.IsNamed("width"u8))
                width = ReadInteger(ref json, "'width' of an image");
            else if (json.IsNamed("file_name"u8))
                name = ReadText(ref json, "'file_name' of an image");
            else
                ReadOther(ref json);
        }

        if (id is null)
            throw json.Fault("an image has no 'id'");
        if (height is not (>= 1 and <= ImageLimits.HighestSide) || width is not (>= 1 and <= ImageLimits.HighestSide)
            || height * width > ImageLimits.HighestPixels)
        {
            throw json.Fault($"image {id} has the height {height} and the width {width}");
        }

        return new DatasetImage(id.Value, name, (int)height.Value, (int)width.Value);
    }

    private static ObjectCategory ReadCategory(ref JsonStream json)
    {
        long? id = null;
        string? name = null;
        while (json.ReadProperty())
        {
            if (json.IsNamed("id"u8))
                id = ReadInteger(ref json, "'id' of a category");
            else if (json.IsNamed("name"u8))
                name = ReadText(ref json, "'name' of a category");
            else
                ReadOther(ref json);
        }

        return id is null ? throw json.Fault("a category has no 'id'") : new ObjectCategory(id.Value, name ?? $"{id}");
    }

    private static List<ObjectAnnotation> ReadAnnotations(
        ref JsonStream json, AnnotationFaults faults, bool withSegmentation)
    {
        json.Read();
        json.Require(JsonTokenType.StartArray, "'annotations'");
        List<ObjectAnnotation> annotations = [];
        for (var index = 0; json.ReadItem(); index++)
        {
            json.Require(JsonTokenType.StartObject, $"item {index} of 'annotations'");
            var item = CocoItem.Read(ref json, index, "annotation", faults, withSegmentation);
            if (item.Box is not { } box)
            {
                faults.Add(AnnotationFault.NoBox, item.Where);
                continue;
            }

            if (item.Area is null)
                faults.Add(AnnotationFault.NoArea, item.Where);
            if (item.IsCrowd is null)
                faults.Add(AnnotationFault.NoCrowd, item.Where);
            var area = item.Area ?? box.Width * box.Height;
            if (!box.IsFinite || !double.IsFinite(area))
            {
                faults.Add(AnnotationFault.NotFinite, item.Where);
                continue;
            }

            annotations.Add(new ObjectAnnotation(item.Id ?? index + 1, item.ImageId, item.CategoryId, box, area,
                item.IsCrowd ?? false, item.Segmentation));
        }

        return annotations;
    }

    private static long ReadInteger(ref JsonStream json, string what)
    {
        json.Read();
        return json.GetInteger(what);
    }

    private static string ReadText(ref JsonStream json, string what)
    {
        json.Read();
        return json.GetString(what);
    }

    private static void ReadOther(ref JsonStream json)
    {
        json.Read();
        json.Skip();
    }
}
