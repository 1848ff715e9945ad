using System.Text.Json;

namespace GpuFormer.Data.Formats;

/// <summary>One annotation or result of COCO JSON: what messages call it, and what it states.</summary>
internal readonly record struct CocoItem(
    string Where, long? Id, long ImageId, long CategoryId, AnnotationBox? Box, double? Area, bool? IsCrowd, double? Score,
    ObjectSegmentation? Segmentation)
{
    /// <summary>Reads the object that begins here.</summary>
    /// <param name="json">On its first token.</param>
    /// <param name="index">Its position in the list.</param>
    /// <param name="kind">What the list holds, for messages.</param>
    /// <param name="faults">Where what is wrong is counted.</param>
    /// <param name="withSegmentation">Whether its mask is read, or passed over.</param>
    /// <exception cref="DatasetFormatException">A value is of the wrong type, or the image or category is not
    /// named.</exception>
    public static CocoItem Read(
        ref JsonStream json, int index, string kind, AnnotationFaults faults, bool withSegmentation)
    {
        long? id = null, image = null, category = null;
        AnnotationBox? box = null;
        double? area = null, score = null;
        bool? isCrowd = null;
        ObjectSegmentation? segmentation = null;
        List<(AnnotationFault Kind, string Problem)>? maskFaults = null;
        while (json.ReadProperty())
        {
            if (json.IsNamed("id"u8))
                id = ReadInteger(ref json, "'id'");
            else if (json.IsNamed("image_id"u8))
                image = ReadInteger(ref json, "'image_id'");
            else if (json.IsNamed("category_id"u8))
                category = ReadInteger(ref json, "'category_id'");
            else if (json.IsNamed("bbox"u8))
                box = ReadBox(ref json);
            else if (json.IsNamed("area"u8))
                area = ReadNumber(ref json, "'area'");
            else if (json.IsNamed("score"u8))
                score = ReadNumber(ref json, "'score'");
            else if (json.IsNamed("iscrowd"u8))
                isCrowd = ReadFlag(ref json);
            else if (withSegmentation && json.IsNamed("segmentation"u8))
            {
                json.Read();
                segmentation = CocoSegmentation.Read(
                    ref json, (fault, problem) => (maskFaults ??= []).Add((fault, problem)));
            }
            else
            {
                json.Read();
                json.Skip();
            }
        }

        var where = id is null ? $"{kind} number {index}" : $"{kind} {id}";
        if (image is null || category is null)
            throw json.Fault($"{where} has no '{(image is null ? "image_id" : "category_id")}'");
        foreach (var (fault, problem) in maskFaults ?? [])
            faults.Add(fault, $"{where} ({problem.TrimEnd('.')})");
        return new CocoItem(where, id, image.Value, category.Value, box, area, isCrowd, score, segmentation);
    }

    private static AnnotationBox? ReadBox(ref JsonStream json)
    {
        json.Read();
        if (json.Type == JsonTokenType.Null)
            return null;
        json.Require(JsonTokenType.StartArray, "'bbox'");
        Span<double> values = stackalloc double[4];
        var count = 0;
        for (; json.ReadItem(); count++)
        {
            var value = json.GetNumber("a number of 'bbox'");
            if (count < values.Length)
                values[count] = value;
        }

        return count switch
        {
            0 => null,
            4 => new AnnotationBox(values[0], values[1], values[2], values[3]),
            _ => throw json.Fault($"'bbox' has {count} numbers, not left, top, width and height"),
        };
    }

    private static long ReadInteger(ref JsonStream json, string what)
    {
        json.Read();
        return json.GetInteger(what);
    }

    private static double? ReadNumber(ref JsonStream json, string what)
    {
        json.Read();
        return json.Type == JsonTokenType.Null ? null : json.GetNumber(what);
    }

    private static bool? ReadFlag(ref JsonStream json)
    {
        json.Read();
        return json.Type switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            JsonTokenType.Null => null,
            _ => json.GetInteger("'iscrowd'") != 0,
        };
    }
}
