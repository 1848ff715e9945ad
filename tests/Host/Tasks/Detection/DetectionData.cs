using System.Text.Json;
using GpuFormer.Imaging;
using GpuFormer.Tasks.Detection;
using GpuFormer.Weights;

namespace GpuFormer.Tests.Host.Tasks.Detection;

/// <summary>Cases that reference programs computed: <c>tests/Data/Detection</c>.</summary>
internal static class DetectionData
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Data", "Detection");

    public static JsonElement Json(string name) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, name))).RootElement;

    /// <summary>A number; those that JSON has not stand as texts.</summary>
    public static double Number(JsonElement value) => value.ValueKind == JsonValueKind.Number
        ? value.GetDouble()
        : value.GetString() switch
        {
            "inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            "nan" => double.NaN,
            var text => throw new InvalidDataException(text),
        };

    public static float[] Floats(JsonElement values) =>
        [.. values.EnumerateArray().Select(value => (float)Number(value))];

    public static int[] Integers(JsonElement values) => [.. values.EnumerateArray().Select(value => value.GetInt32())];

    public static Box Box(JsonElement corners) =>
        Floats(corners) is [var x1, var y1, var x2, var y2] ? new Box(x1, y1, x2, y2) : throw new InvalidDataException();

    public static Box[] Boxes(JsonElement boxes) => [.. boxes.EnumerateArray().Select(Box)];

    public static Box[] Boxes(float[] corners) =>
        [.. corners.Chunk(4).Select(c => new Box(c[0], c[1], c[2], c[3]))];

    public static SafetensorsFile Open(string name) =>
        SafetensorsFile.Open(File.ReadAllBytes(Path.Combine(Folder, name + ".safetensors")), name);

    public static float[] Read(this SafetensorsFile file, string name)
    {
        var values = new float[file.Tensors.Single(tensor => tensor.Name == name).ElementCount];
        file.ReadFloat32(name, values);
        return values;
    }

    public static int[] ReadIntegers(this SafetensorsFile file, string name) =>
        Array.ConvertAll(file.Read(name), value => (int)value);

    /// <summary>A metadata value that is a list of heights and widths.</summary>
    public static (int Height, int Width)[] Sizes(this SafetensorsFile file, string key) =>
        [.. JsonDocument.Parse(file.Metadata[key]).RootElement.EnumerateArray()
            .Select(size => (size[0].GetInt32(), size[1].GetInt32()))];

    public static (int Height, int Width) Size(this SafetensorsFile file, string key)
    {
        var size = JsonDocument.Parse(file.Metadata[key]).RootElement;
        return (size[0].GetInt32(), size[1].GetInt32());
    }
}
