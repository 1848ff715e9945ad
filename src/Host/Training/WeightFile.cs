using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using GpuFormer.Imaging;
using GpuFormer.Models;
using GpuFormer.Weights;

namespace GpuFormer.Training;

/// <summary>
/// Trained weights for others to use: official keys and shapes, and with them the model's name and options, the names of
/// its classes and the way pictures become input, so that <c>predict</c> needs nothing else.
/// </summary>
internal static class WeightFile
{
    /// <summary>The key of the metadata whose value is the model's name.</summary>
    public const string ModelKey = "model";

    /// <summary>The key of the metadata whose value is the epoch that the weights are of, from 0.</summary>
    public const string EpochKey = "epoch";

    public static void Save(
        Stream stream, ImageModel model, IReadOnlyDictionary<string, float[]> state, IReadOnlyList<string> labels,
        PreprocessingConfig preprocessing, EpochSummary? epoch = null, MetricSet? metrics = null)
    {
        var writer = new SafetensorsWriter();
        // What PyTorch's own writers of safetensors say.
        writer.AddMetadata("format", "pt");
        writer.AddMetadata(ModelKey, model.Name);
        if (NetworkMetadata.Write(model) is { } options)
            writer.AddMetadata(NetworkMetadata.OptionsKey, options);
        writer.AddMetadata(PreprocessingMetadata.MetadataKey, PreprocessingMetadata.Write(preprocessing));
        if (labels.Count > 0)
        {
            writer.AddMetadata(
                ClassLabels.MetadataKey, JsonSerializer.Serialize([.. labels], LabelsJson.Default.StringArray));
        }

        if (epoch is not null)
            writer.AddMetadata(EpochKey, epoch.Epoch.ToString(CultureInfo.InvariantCulture));
        if (epoch is { IsJudged: true } && metrics?.RankingName is { } name)
            writer.AddMetadata(name, epoch.Metrics[name].ToString("R", CultureInfo.InvariantCulture));

        foreach (var parameter in model.Parameters)
        {
            if (!state.TryGetValue(parameter.Name, out var values))
                continue;
            var shape = parameter.Shape.ToArray();
            if (parameter.Kind == ParameterKind.Counter)
                writer.Add(parameter.Name, DType.I64, shape, stream => WriteCounter(values, stream));
            else
                writer.Add(parameter.Name, values, shape);
        }

        writer.Save(stream);
    }

    private static void WriteCounter(float[] values, Stream stream)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        foreach (var value in values)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, (long)value);
            stream.Write(bytes);
        }
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(string[]))]
internal sealed partial class LabelsJson : System.Text.Json.Serialization.JsonSerializerContext;
