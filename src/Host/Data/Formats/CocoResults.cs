using System.Text.Json;
using GpuFormer.Imaging.Masks;

namespace GpuFormer.Data.Formats;

/// <summary>Reads and writes the objects that a network found in COCO's results format: a JSON list of
/// <c>image_id</c>, <c>category_id</c>, <c>score</c>, and <c>bbox</c> or <c>segmentation</c>.</summary>
internal static class CocoResults
{
    private const string Remedy = "Name a file with a list of results: image_id, category_id, bbox (left, top, width, "
        + "height) or segmentation, and score.";

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="withSegmentation">Whether masks are kept.</param>
    /// <param name="faults">What was wrong with single results, which are left out.</param>
    /// <exception cref="DatasetFormatException">It is no such file; the message names the byte.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<ObjectResult> Read(string path, bool withSegmentation, AnnotationFaults faults)
    {
        using var stream = DatasetFile.Open(path, Remedy);
        return Read(stream, path, withSegmentation, faults);
    }

    /// <summary>Reads a stream.</summary>
    /// <inheritdoc cref="Read(string, bool, AnnotationFaults)"/>
    public static IReadOnlyList<ObjectResult> Read(
        Stream stream, string path, bool withSegmentation, AnnotationFaults faults)
    {
        var json = new JsonStream(stream, path);
        json.Read();
        json.Require(JsonTokenType.StartArray, "the file");
        List<ObjectResult> results = [];
        // As the reference program, which looks at the first result: areas are those of boxes where it has one.
        bool? areasOfBoxes = null;
        for (var index = 0; json.ReadItem(); index++)
        {
            json.Require(JsonTokenType.StartObject, $"result number {index}");
            // Without a box the mask says where it is.
            var item = CocoItem.Read(ref json, index, "result", faults, withSegmentation || areasOfBoxes != true);
            areasOfBoxes ??= item.Box is not null;
            if (item.Score is null)
                throw json.Fault($"{item.Where} has no 'score'");
            if (ToResult(item, areasOfBoxes.Value, withSegmentation) is not { } result)
                faults.Add(AnnotationFault.NoBox, item.Where);
            else if (!result.Box.IsFinite || !double.IsFinite(result.Score) || !double.IsFinite(result.Area))
                faults.Add(AnnotationFault.NotFinite, item.Where);
            else
                results.Add(result);
        }

        json.ReadEnd();
        return results;
    }

    /// <summary>Writes results, coordinates and scores in full.</summary>
    public static void Write(Stream stream, IEnumerable<ObjectResult> results)
    {
        using var writer = new Utf8JsonWriter(stream);
        writer.WriteStartArray();
        foreach (var result in results)
        {
            writer.WriteStartObject();
            writer.WriteNumber("image_id", result.ImageId);
            writer.WriteNumber("category_id", result.CategoryId);
            writer.WriteStartArray("bbox");
            foreach (var value in new[] { result.Box.Left, result.Box.Top, result.Box.Width, result.Box.Height })
                writer.WriteNumberValue(value);
            writer.WriteEndArray();
            if (result.Segmentation is MaskSegmentation { Mask: var mask })
            {
                writer.WriteStartObject("segmentation");
                writer.WriteStartArray("size");
                writer.WriteNumberValue(mask.Height);
                writer.WriteNumberValue(mask.Width);
                writer.WriteEndArray();
                writer.WriteString("counts", RunLengthText.Encode(mask));
                writer.WriteEndObject();
            }

            writer.WriteNumber("score", result.Score);
            writer.WriteEndObject();
            if (writer.BytesPending > 1 << 16)
                writer.Flush();
        }

        writer.WriteEndArray();
    }

    private static ObjectResult? ToResult(in CocoItem item, bool areasOfBoxes, bool withSegmentation)
    {
        var mask = (item.Segmentation as MaskSegmentation)?.Mask;
        AnnotationBox box;
        if (item.Box is { } stated)
            box = stated;
        else if (mask is not null)
            box = new AnnotationBox(mask.Bounds.Left, mask.Bounds.Top, mask.Bounds.Width, mask.Bounds.Height);
        else
            return null;
        var area = areasOfBoxes || mask is null ? box.Width * box.Height : mask.Area;
        var segmentation = item.Segmentation;
        if (withSegmentation && segmentation is null)
            segmentation = RectangleOf(box);
        return new ObjectResult(item.ImageId, item.CategoryId, box, area, item.Score!.Value,
            withSegmentation ? segmentation : null);
    }

    // Boxes alone, judged as masks, are rectangles.
    private static PolygonSegmentation RectangleOf(AnnotationBox box)
    {
        var (right, bottom) = (box.Left + box.Width, box.Top + box.Height);
        return new PolygonSegmentation(
            [[box.Left, box.Top, box.Left, bottom, right, bottom, right, box.Top]]);
    }
}
