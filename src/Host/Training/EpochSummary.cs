using System.Text.Json;
using System.Text.Json.Serialization;

namespace GpuFormer.Training;

/// <summary>What one epoch came to: a line of <c>summary.csv</c>.</summary>
/// <param name="Epoch">From 0.</param>
/// <param name="TrainLoss">Mean over the steps, with augmentation and smoothing; NaN if all were skipped.</param>
/// <param name="Metrics">What the validation images said, by the names of the task's metrics.</param>
/// <param name="LearningRate">Of the last step.</param>
[JsonConverter(typeof(EpochSummaryConverter))]
public sealed record EpochSummary(int Epoch, double TrainLoss, MetricValues Metrics, double LearningRate)
{
    /// <summary>Whether it was validated; else all <see cref="Metrics"/> are NaN.</summary>
    public bool IsJudged => Metrics.Any(metric => !double.IsNaN(metric.Value));

    /// <summary>The parts of <see cref="TrainLoss"/> by name; none where it has one part alone.</summary>
    public MetricValues TrainLosses { get; init; } = MetricValues.None;
}

/// <summary>
/// An epoch as one object: Epoch, TrainLoss, its parts as TrainLossNAME, the metrics, LearningRate. A metric's key is its
/// name; where that begins with a small letter, Eval and the name with a capital one, as states of all versions have
/// those of classification (EvalLoss, EvalTop1, EvalTop5).
/// </summary>
internal sealed class EpochSummaryConverter : JsonConverter<EpochSummary>
{
    private const string TrainLossKey = "TrainLoss";
    private const string RateKey = "LearningRate";
    private const string EvalPrefix = "Eval";

    public override EpochSummary Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("an epoch is no object");
        int? epoch = null;
        double? loss = null, rate = null;
        List<(string, double)> metrics = [], losses = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            reader.Read();
            if (key == nameof(EpochSummary.Epoch))
                epoch = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number) ? number : null;
            else if (key == TrainLossKey)
                loss = Number(ref reader);
            else if (key == RateKey)
                rate = Number(ref reader);
            else if (key.StartsWith(TrainLossKey, StringComparison.Ordinal))
                losses.Add((key[TrainLossKey.Length..], Number(ref reader)));
            else
                metrics.Add((NameOf(key), Number(ref reader)));
        }

        return epoch is null || loss is null || rate is null
            ? throw new JsonException("an epoch is incomplete")
            : new EpochSummary(epoch.Value, loss.Value, new(metrics), rate.Value) { TrainLosses = new(losses) };
    }

    public override void Write(Utf8JsonWriter writer, EpochSummary value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteNumber(nameof(EpochSummary.Epoch), value.Epoch);
        Write(writer, TrainLossKey, value.TrainLoss);
        foreach (var (name, loss) in value.TrainLosses)
            Write(writer, TrainLossKey + name, loss);
        foreach (var (name, metric) in value.Metrics)
            Write(writer, KeyOf(name), metric);
        Write(writer, RateKey, value.LearningRate);
        writer.WriteEndObject();
    }

    private static string KeyOf(string name) =>
        char.IsLower(name[0]) ? $"{EvalPrefix}{char.ToUpperInvariant(name[0])}{name[1..]}" : name;

    private static string NameOf(string key) => key.StartsWith(EvalPrefix, StringComparison.Ordinal) && key.Length > EvalPrefix.Length
        ? $"{char.ToLowerInvariant(key[EvalPrefix.Length])}{key[(EvalPrefix.Length + 1)..]}"
        : key;

    // JSON knows no infinity and no NaN: they stand in quotes.
    private static void Write(Utf8JsonWriter writer, string key, double value)
    {
        if (double.IsFinite(value))
            writer.WriteNumber(key, value);
        else
            writer.WriteString(key, double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
    }

    private static double Number(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Number when reader.TryGetDouble(out var number) => number,
        JsonTokenType.String when reader.ValueTextEquals("NaN"u8) => double.NaN,
        JsonTokenType.String when reader.ValueTextEquals("Infinity"u8) => double.PositiveInfinity,
        JsonTokenType.String when reader.ValueTextEquals("-Infinity"u8) => double.NegativeInfinity,
        _ => throw new JsonException("a number of an epoch is none"),
    };
}
