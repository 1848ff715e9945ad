using System.Globalization;
using System.Text.Json.Nodes;

namespace GpuFormer.Cli.Predict;

/// <summary>What was seen in a picture.</summary>
internal sealed record Classified(string File, IReadOnlyList<Prediction> Predictions, string? Error)
    : PredictedFile(File, Error)
{
    /// <summary>The columns of a table.</summary>
    public const string Header = "file,rank,class,score,label,error";

    /// <inheritdoc/>
    public override IEnumerable<string[]> Rows => Predictions.Select((prediction, i) => new[]
    {
        $"{i + 1}", $"{prediction.ClassIndex}", prediction.Probability.ToString("F6", CultureInfo.InvariantCulture),
        prediction.Label,
    });

    /// <inheritdoc/>
    public override IEnumerable<string> Lines => Predictions.Select(prediction => string.Create(
        CultureInfo.InvariantCulture, $"  {100 * prediction.Probability,5:F1} %  {prediction.Label}"));

    /// <summary>What a file of a stream became.</summary>
    public static Classified Of(ClassifiedFile file) => new(file.Path, file.Predictions, file.Error?.Message)
    {
        IsNonFinite = file.Error is NonFiniteResultException,
    };

    // "predictions": [{"class": ..., "label": ..., "score": ...}]
    private protected override void AddResult(JsonObject json) =>
        json["predictions"] = new JsonArray([.. Predictions.Select(prediction => (JsonNode)new JsonObject
        {
            ["class"] = prediction.ClassIndex,
            ["label"] = prediction.Label,
            ["score"] = prediction.Probability,
        })]);
}
