using System.Globalization;
using System.Text.Json;
using GpuFormer.Files;
using GpuFormer.Imaging;
using GpuFormer.Models;
using GpuFormer.Training;
using GpuFormer.Weights;

namespace GpuFormer;

/// <summary>
/// What stands beside weights on model hubs: <c>config.json</c> of timm (<c>architecture</c>, <c>pretrained_cfg</c>,
/// <c>label_names</c>) or of transformers (<c>model_type</c>, <c>id2label</c>), and the latter's
/// <c>preprocessor_config.json</c>. Both become the metadata that this library's own weights have.
/// </summary>
/// <param name="Metadata">Texts by the keys of a weights file's metadata.</param>
/// <param name="BlueFirst">Whether the network reads pictures with blue first; null where nothing says it.</param>
internal sealed record HubConfig(IReadOnlyDictionary<string, string> Metadata, bool? BlueFirst)
{
    /// <summary>The file beside weights that says what they are.</summary>
    public const string ConfigFile = "config.json";

    /// <summary>timm's key for what a network is made with beside its name.</summary>
    public const string OptionsKey = "model_args";

    private const string PreprocessorFile = "preprocessor_config.json";

    // Names of 21,841 classes with their synonyms take 1.5 MB.
    private const long LargestFile = 16 << 20;

    // The filters by Pillow's numbers, as preprocessor_config.json has them.
    private const int PillowBilinear = 2;
    private const int PillowBicubic = 3;

    /// <summary>Nothing stands beside the weights.</summary>
    public static HubConfig None { get; } = new(new Dictionary<string, string>(), null);

    /// <summary>Reads what a folder has of the two files.</summary>
    /// <exception cref="ModelFormatException">
    /// A file is no JSON, too large, or asks for something that is not done here.
    /// </exception>
    public static HubConfig Read(string folder)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        bool? blueFirst = null;
        With(Path.Combine(folder, ConfigFile), (root, file) =>
        {
            if (Text(root, "architecture") is { } architecture)
                metadata[WeightFile.ModelKey] = architecture;
            else if (MobileVitOf(root) is { } name)
                metadata[WeightFile.ModelKey] = name;
            if (Options(root) is { } options)
                metadata[NetworkMetadata.OptionsKey] = options;
            if (Labels(root, file) is { } labels)
                metadata[ClassLabels.MetadataKey] = labels;
            if (root.TryGetProperty("pretrained_cfg", out var timm) && timm.ValueKind == JsonValueKind.Object)
                metadata[PreprocessingMetadata.MetadataKey] = TimmPreprocessing(timm, file);
        });
        With(Path.Combine(folder, PreprocessorFile), (root, file) =>
        {
            if (root.TryGetProperty("do_flip_channel_order", out var flip))
                blueFirst = flip.ValueKind == JsonValueKind.True;
            metadata[PreprocessingMetadata.MetadataKey] = PreprocessingMetadata.Write(Preprocessing(root, file));
        });
        return new HubConfig(metadata, blueFirst);
    }

    private static void With(string file, Action<JsonElement, string> read)
    {
        if (!File.Exists(file))
            return;
        try
        {
            using var document = JsonDocument.Parse(RegularFile.ReadAllBytes(file, LargestFile,
                length => Refuse(file, $"has {length} bytes, more than the limit of {LargestFile}")));
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw Refuse(file, "is no JSON object");
            read(document.RootElement, file);
        }
        catch (NotRegularFileException fault)
        {
            throw Refuse(file, fault.Problem, fault);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException
            or OverflowException or KeyNotFoundException)
        {
            throw Refuse(file, $"is no configuration: {exception.Message}", exception);
        }
    }

    // transformers names no size: the widths of the tokens tell.
    private static string? MobileVitOf(JsonElement root)
    {
        if (Text(root, "model_type") != "mobilevit" || !root.TryGetProperty("hidden_sizes", out var sizes)
            || sizes.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var widths = sizes.EnumerateArray().Select(size => size.GetInt32()).ToArray();
        return MobileVitVariant.All.FirstOrDefault(variant => variant.TokenChannels.SequenceEqual(widths))?.Name;
    }

    // Of a network that this library wrote; timm's own arguments are others, and its published networks need none.
    private static string? Options(JsonElement root) =>
        root.TryGetProperty(OptionsKey, out var options) && options.ValueKind == JsonValueKind.Object
        && options.EnumerateObject().All(option => option.Value.ValueKind == JsonValueKind.String)
        && options.EnumerateObject().Any()
            ? string.Join(' ', options.EnumerateObject().Select(option => $"{option.Name}={option.Value.GetString()}"))
            : null;

    // timm: an array, in the network's configuration or that of its weights. transformers: names by index.
    private static string? Labels(JsonElement root, string file)
    {
        if (root.TryGetProperty("label_names", out var names) && names.ValueKind == JsonValueKind.Array)
            return names.GetRawText();
        if (root.TryGetProperty("pretrained_cfg", out var timm) && timm.ValueKind == JsonValueKind.Object
            && timm.TryGetProperty("label_names", out names) && names.ValueKind == JsonValueKind.Array)
        {
            return names.GetRawText();
        }

        if (!root.TryGetProperty("id2label", out var byIndex) || byIndex.ValueKind != JsonValueKind.Object)
            return null;
        var labels = new SortedDictionary<int, string>();
        foreach (var entry in byIndex.EnumerateObject())
            labels[int.Parse(entry.Name, CultureInfo.InvariantCulture)] = entry.Value.GetString() ?? "";
        if (labels.Count == 0 || labels.Keys.First() != 0 || labels.Keys.Last() != labels.Count - 1)
            throw Refuse(file, "has 'id2label' with gaps between the classes");
        return JsonSerializer.Serialize([.. labels.Values], LabelsJson.Default.StringArray);
    }

    private static string TimmPreprocessing(JsonElement timm, string file)
    {
        if (Text(timm, "crop_mode") is { } mode && mode != "center")
        {
            throw Refuse(file,
                $"has crop_mode '{ModelFormatException.Printable(mode)}', of which only 'center' is done here");
        }


        return timm.GetRawText();
    }

    private static PreprocessingConfig Preprocessing(JsonElement root, string file)
    {
        foreach (var key in new[] { "do_resize", "do_center_crop", "do_rescale" })
        {
            if (root.TryGetProperty(key, out var done) && done.ValueKind == JsonValueKind.False)
                throw Refuse(file, $"has {key} false, without which pictures do not become input here");
        }

        var crop = Side(root, "crop_size", 256, file);
        var resized = Side(root, "size", crop, file);
        if (resized < crop)
            throw Refuse(file, $"crops {crop} pixels out of {resized}");
        var normalises = !root.TryGetProperty("do_normalize", out var normalise)
            ? root.TryGetProperty("image_mean", out _)
            : normalise.ValueKind == JsonValueKind.True;
        return new PreprocessingConfig
        {
            InputSize = crop,
            CropShare = ShareOf(crop, resized),
            Interpolation = root.TryGetProperty("resample", out var filter)
                ? filter.GetInt32() switch
                {
                    PillowBilinear => Interpolation.Bilinear,
                    PillowBicubic => Interpolation.Bicubic,
                    var other => throw Refuse(file,
                        $"has resample {other}; 2 (bilinear) and 3 (bicubic) are done here"),
                }
                : Interpolation.Bilinear,
            Mean = normalises ? Triple(root, "image_mean", file) : [0, 0, 0],
            StandardDeviation = normalises ? Triple(root, "image_std", file) : [1, 1, 1],
        };
    }

    // The share whose resized side is that number exactly, after rounding down.
    private static double ShareOf(int crop, int resized)
    {
        var share = (double)crop / resized;
        while ((int)Math.Floor(crop / share) < resized)
            share = Math.BitDecrement(share);
        return share;
    }

    // A number, or an object: {"shortest_edge": 288}, {"height": 256, "width": 256}.
    private static int Side(JsonElement root, string key, int otherwise, string file)
    {
        if (!root.TryGetProperty(key, out var value))
            return otherwise;
        if (value.ValueKind == JsonValueKind.Object)
        {
            if (value.TryGetProperty("shortest_edge", out var edge))
                value = edge;
            else if (value.GetProperty("height").GetInt32() == value.GetProperty("width").GetInt32())
                value = value.GetProperty("height");
            else
                throw Refuse(file, $"has a '{key}' that is not square");
        }

        var side = value.GetInt32();
        return side is >= 1 and <= 4096 ? side : throw Refuse(file, $"has a '{key}' of {side} pixels, not 1 to 4096");
    }

    private static double[] Triple(JsonElement root, string key, string file)
    {
        var values = root.GetProperty(key).EnumerateArray().Select(value => value.GetDouble()).ToArray();
        return values.Length == 3 && values.All(value => value is >= 0 and <= 255)
            ? values
            : throw Refuse(file, $"has an '{key}' that is not three numbers");
    }

    private static string? Text(JsonElement element, string key) =>
        element.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static ModelFormatException Refuse(string file, string problem, Exception? cause = null) =>
        new(file, null, problem,
            "Correct the file, or move it away and name model, classes and preprocessing yourself.", cause);
}
