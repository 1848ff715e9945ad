using System.Text.Json;
using GpuFormer.Imaging.Masks;
using GpuFormer.Imaging.Png;

namespace GpuFormer.Serving.Predictors;

/// <summary>What a network saw in an image.</summary>
internal abstract record ImageAnswer
{
    /// <summary>The classes of the image's pixels as a PNG file with a palette; null for other tasks.</summary>
    public virtual byte[]? MaskFile() => null;

    /// <summary>Writes the fields of an answer.</summary>
    public abstract void Write(Utf8JsonWriter json);

    /// <summary>Writes <c>"predictions"</c>.</summary>
    protected static void Write<T>(Utf8JsonWriter json, IReadOnlyList<T> predictions, Action<T> write)
    {
        json.WriteStartArray("predictions");
        foreach (var prediction in predictions)
        {
            json.WriteStartObject();
            write(prediction);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes the size that boxes and masks lie in.</summary>
    protected static void WriteSize(Utf8JsonWriter json, int height, int width)
    {
        json.WriteNumber("width", width);
        json.WriteNumber("height", height);
    }
}

/// <summary>Classes of an image.</summary>
/// <param name="Predictions">The most probable ones, the best first.</param>
internal sealed record ClassAnswer(IReadOnlyList<Prediction> Predictions) : ImageAnswer
{
    public override void Write(Utf8JsonWriter json) => Write(json, Predictions, prediction =>
    {
        json.WriteString("label", prediction.Label);
        json.WriteNumber("probability", prediction.Probability);
        json.WriteNumber("class", prediction.ClassIndex);
    });
}

/// <summary>Objects in an image.</summary>
/// <param name="Objects">By falling score.</param>
/// <param name="Height">Rows of the image.</param>
/// <param name="Width">Columns of the image.</param>
internal sealed record ObjectAnswer(IReadOnlyList<DetectedObject> Objects, int Height, int Width) : ImageAnswer
{
    public override void Write(Utf8JsonWriter json)
    {
        Write(json, Objects, found =>
        {
            json.WriteString("label", found.Label);
            json.WriteNumber("score", found.Score);
            json.WriteNumber("class", found.ClassIndex);
            json.WriteStartObject("box");
            json.WriteNumber("x1", found.Box.X1);
            json.WriteNumber("y1", found.Box.Y1);
            json.WriteNumber("x2", found.Box.X2);
            json.WriteNumber("y2", found.Box.Y2);
            json.WriteEndObject();
        });
        WriteSize(json, Height, Width);
    }
}

/// <summary>Classes of pixels.</summary>
/// <param name="Mask">Of the size of the image.</param>
/// <param name="Classes">The largest first.</param>
internal sealed record PixelAnswer(ClassMask Mask, IReadOnlyList<SegmentedClass> Classes) : ImageAnswer
{
    public override byte[] MaskFile()
    {
        using var file = new MemoryStream();
        ClassMaskPng.Write(Mask, file);
        return file.ToArray();
    }

    public override void Write(Utf8JsonWriter json)
    {
        Write(json, Classes, part =>
        {
            json.WriteString("label", part.Label);
            json.WriteNumber("share", part.Share);
            json.WriteNumber("class", part.ClassIndex);
        });
        WriteSize(json, Mask.Height, Mask.Width);
        json.WriteBase64String("mask", MaskFile());
    }
}
