using System.Text.Json;
using GpuFormer.Imaging;
using GpuFormer.Imaging.Masks;

namespace GpuFormer.Data.Formats;

/// <summary>Reads <c>segmentation</c> of COCO JSON: polygons, or run lengths as a list or as text.</summary>
internal static class CocoSegmentation
{
    /// <summary>Reads the value that begins here.</summary>
    /// <param name="json">On its first token.</param>
    /// <param name="fault">Told what makes a mask unusable.</param>
    /// <returns>Null where there is none, or it is unusable.</returns>
    public static ObjectSegmentation? Read(ref JsonStream json, Action<AnnotationFault, string> fault)
    {
        switch (json.Type)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.StartArray:
                return ReadPolygons(ref json, fault);
            default:
                json.Require(JsonTokenType.StartObject, "'segmentation'");
                return ReadRuns(ref json, fault);
        }
    }

    private static PolygonSegmentation? ReadPolygons(ref JsonStream json, Action<AnnotationFault, string> fault)
    {
        List<double[]> polygons = [];
        List<double> coordinates = [];
        while (json.ReadItem())
        {
            json.Require(JsonTokenType.StartArray, "a polygon");
            coordinates.Clear();
            while (json.ReadItem())
                coordinates.Add(json.GetNumber("a coordinate of a polygon"));
            double[] polygon = [.. coordinates];
            if (PolygonMask.FaultOf(polygon) is { } problem)
                fault(AnnotationFault.BadPolygon, problem);
            else
                polygons.Add(polygon);
        }

        return polygons.Count > 0 ? new PolygonSegmentation(polygons) : null;
    }

    private static MaskSegmentation? ReadRuns(ref JsonStream json, Action<AnnotationFault, string> fault)
    {
        int[]? size = null;
        List<int>? counts = null;
        string? text = null;
        while (json.ReadProperty())
        {
            if (json.IsNamed("size"u8))
            {
                json.Read();
                size = [.. ReadIntegers(ref json, "'size'")];
            }
            else if (json.IsNamed("counts"u8))
            {
                json.Read();
                if (json.Type == JsonTokenType.String)
                    (counts, text) = (null, json.GetString("'counts'"));
                else
                    (counts, text) = (ReadIntegers(ref json, "'counts'"), null);
            }
            else
            {
                json.Read();
                json.Skip();
            }
        }

        if (size is not [> 0 and var height, > 0 and var width] || (long)height * width > ImageLimits.HighestPixels)
        {
            fault(AnnotationFault.DamagedMask, "'size' is not [height, width]");
            return null;
        }

        if (counts is null && text is null)
        {
            fault(AnnotationFault.DamagedMask, "'counts' is missing");
            return null;
        }

        try
        {
            return new MaskSegmentation(text is not null
                ? RunLengthText.Decode(text, height, width)
                : new RunLengthMask(height, width, counts!.ToArray()));
        }
        catch (ImageFormatException exception)
        {
            fault(AnnotationFault.DamagedMask, exception.Message);
            return null;
        }
    }

    private static List<int> ReadIntegers(ref JsonStream json, string what)
    {
        json.Require(JsonTokenType.StartArray, what);
        List<int> values = [];
        while (json.ReadItem())
        {
            var value = json.GetInteger(what);
            values.Add((int)Math.Clamp(value, int.MinValue, int.MaxValue));
        }

        return values;
    }
}
