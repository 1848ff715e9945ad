using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace GpuFormer.Cli.Predict;

/// <summary>A picture and what was seen in it, or why it could not be read.</summary>
internal sealed record Classified(string File, IReadOnlyList<Prediction> Predictions, string? Error)
{
    /// <summary>What is to be told of it beside, where several ranks predict.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Whether it is the network's result that is no number.</summary>
    public bool IsNonFinite { get; init; }

    /// <summary>What a file of a stream became.</summary>
    public static Classified Of(ClassifiedFile file) => new(file.Path, file.Predictions, file.Error?.Message)
    {
        IsNonFinite = file.Error is NonFiniteResultException,
    };

    /// <summary><c>{"file": ..., "predictions": [{"class": ..., "label": ..., "score": ...}]}</c>, or with
    /// <c>"error"</c> in place of predictions.</summary>
    public JsonObject ToJson() => Error is { } error
        ? new JsonObject { ["file"] = File, ["error"] = error }
        : new JsonObject
        {
            ["file"] = File,
            ["predictions"] = new JsonArray([.. Predictions.Select(prediction => (JsonNode)new JsonObject
            {
                ["class"] = prediction.ClassIndex,
                ["label"] = prediction.Label,
                ["score"] = prediction.Probability,
            })]),
        };
}

[JsonSerializable(typeof(List<Classified>))]
internal sealed partial class PredictJson : JsonSerializerContext;
