using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using GpuFormer.Imaging;
using GpuFormer.Models;

namespace GpuFormer;

/// <summary>
/// Writes what <see cref="HubConfig"/> reads: the <c>config.json</c> that timm puts beside weights, with network, classes
/// and how pictures become input.
/// </summary>
internal static class HubConfigText
{
    // Names of classes are texts of any language, and no page shows this file.
    private static readonly JsonWriterOptions Format = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The file's text.</summary>
    /// <param name="model">The network.</param>
    /// <param name="labels">Names of its classes; none where they are not known.</param>
    /// <param name="preprocessing">How pictures become input.</param>
    public static string Of(ImageModel model, IReadOnlyList<string> labels, PreprocessingConfig preprocessing)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Format))
        {
            json.WriteStartObject();
            json.WriteString("architecture", model.Name);
            json.WriteNumber("num_classes", model.Classes);
            if (labels.Count > 0)
            {
                json.WriteStartArray("label_names");
                foreach (var label in labels)
                    json.WriteStringValue(label);
                json.WriteEndArray();
            }

            if (model.OptionTexts.Count > 0)
            {
                json.WriteStartObject(HubConfig.OptionsKey);
                foreach (var option in model.OptionTexts.Select(text => text.Split('=', 2)))
                    json.WriteString(option[0], option[1]);
                json.WriteEndObject();
            }

            json.WriteStartObject("pretrained_cfg");
            PreprocessingMetadata.WriteProperties(json, preprocessing);
            json.WriteString("crop_mode", "center");
            json.WriteBoolean("fixed_input_size", model.HasFixedSize);
            json.WriteNumber("num_classes", model.Classes);
            json.WriteString("first_conv", LayerOf(model.Parameters.FirstOrDefault(p => p.Shape is { Rank: 4 } && p.Shape[1] == 3)));
            json.WriteString("classifier", LayerOf(model.Parameters.FirstOrDefault(p => model.Family.IsOfClasses(p.Name))));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }

    // The layer of a weight; null without one.
    private static string? LayerOf(Parameter? weight) => weight?.Name[..weight.Name.LastIndexOf('.')];
}
