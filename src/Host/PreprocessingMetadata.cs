using System.Text;
using System.Text.Json;
using GpuFormer.Imaging;
using GpuFormer.Weights;

namespace GpuFormer;

/// <summary>
/// How pictures become input, in the metadata of a weights file: a JSON object with timm's keys
/// <c>input_size</c>, <c>mean</c>, <c>std</c>, <c>crop_pct</c>, <c>interpolation</c>, and of detectors <c>long_side</c>; keys
/// that are absent keep their defaults, other keys are ignored.
/// </summary>
internal static class PreprocessingMetadata
{
    public const string MetadataKey = "preprocessing";

    // Larger inputs are possible through sessions; from a file nobody vouches for they would only cost memory.
    private const int LargestSide = 4096;

    /// <param name="metadata">Of the weights file.</param>
    /// <param name="file">Its name.</param>
    /// <param name="config">The defaults.</param>
    /// <exception cref="ModelFormatException">The entry is no JSON, or a value makes no sense.</exception>
    public static PreprocessingConfig Read(
        IReadOnlyDictionary<string, string> metadata, string file, PreprocessingConfig config)
    {
        if (!metadata.TryGetValue(MetadataKey, out var json))
            return config;
        try
        {
            using var document = JsonDocument.Parse(json);
            foreach (var property in document.RootElement.EnumerateObject())
                config = Apply(config, property, file);
            // Each value alone may be possible and the pair not: a large side of a small share.
            config.Validate();
            return config;
        }
        catch (ArgumentException exception)
        {
            throw new ModelFormatException(file, null,
                $"the preprocessing makes no sense: {exception.Message.Split(" (Parameter")[0]}",
                "Correct the file's metadata.", exception);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new ModelFormatException(file, null, $"the preprocessing is no JSON object: {exception.Message}",
                "Write it as timm does: {\"input_size\": [3, 224, 224], \"crop_pct\": 0.875}.", exception);
        }
    }

    /// <summary>What <see cref="Read"/> takes.</summary>
    public static string Write(PreprocessingConfig config)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            WriteProperties(json, config);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>The same without the braces.</summary>
    public static void WriteProperties(Utf8JsonWriter json, PreprocessingConfig config)
    {
        WriteNumbers(json, "input_size", [3, config.InputSize, config.InputSize]);
        if (config.LongSide > 0)
            json.WriteNumber("long_side", config.LongSide);
        WriteNumbers(json, "mean", config.Mean);
        WriteNumbers(json, "std", config.StandardDeviation);
        json.WriteNumber("crop_pct", config.CropShare);
        json.WriteString("interpolation", config.Interpolation == Interpolation.Bicubic ? "bicubic" : "bilinear");
    }

    private static void WriteNumbers(Utf8JsonWriter json, string key, IReadOnlyList<double> values)
    {
        json.WriteStartArray(key);
        foreach (var value in values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    private static PreprocessingConfig Apply(PreprocessingConfig config, JsonProperty property, string file)
    {
        var value = property.Value;
        return property.Name switch
        {
            "input_size" => config with { InputSize = Side(value, file) },
            "long_side" => config with { LongSide = (int)Number(value, "long_side", 1, LargestSide, file) },
            "mean" => config with { Mean = Triple(value, "mean", 0, file) },
            "std" => config with { StandardDeviation = Triple(value, "std", 1e-6, file) },
            "crop_pct" => config with { CropShare = Number(value, "crop_pct", 0.05, 1, file) },
            "interpolation" => config with { Interpolation = Filter(value, file) },
            _ => config,
        };
    }

    // timm: [3, height, width]; a bare number is accepted as the side.
    private static int Side(JsonElement value, string file)
    {
        var sides = value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().Select(item => Number(item, "input_size", 1, LargestSide, file)).ToArray()
            : [3, Number(value, "input_size", 1, LargestSide, file), Number(value, "input_size", 1, LargestSide, file)];
        if (sides.Length != 3 || sides[0] != 3 || sides[1] != sides[2] || sides[1] != Math.Floor(sides[1]))
            throw Refuse("input_size", "must be [3, side, side]", file);
        return (int)sides[1];
    }

    private static double[] Triple(JsonElement value, string key, double lowest, string file)
    {
        var values = value.EnumerateArray().Select(item => Number(item, key, lowest, 255, file)).ToArray();
        return values.Length == 3 ? values : throw Refuse(key, "must be three numbers", file);
    }

    private static double Number(JsonElement value, string key, double lowest, double highest, string file)
    {
        var number = value.GetDouble();
        return number >= lowest && number <= highest
            ? number
            : throw Refuse(key, $"must be from {lowest} to {highest}, not {value.GetRawText()}", file);
    }

    private static Interpolation Filter(JsonElement value, string file) => value.GetString() switch
    {
        "bilinear" => Interpolation.Bilinear,
        "bicubic" => Interpolation.Bicubic,
        _ => throw Refuse("interpolation", "must be 'bilinear' or 'bicubic'", file),
    };

    private static ModelFormatException Refuse(string key, string problem, string file) =>
        new(file, null, $"the preprocessing entry '{key}' {problem}", "Correct the file's metadata.");
}
