using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace GpuFormer.Cli.Predict;

/// <summary>A file and what was predicted of its image, or why it could not be read.</summary>
[JsonDerivedType(typeof(Classified), "classified")]
[JsonDerivedType(typeof(Detected), "detected")]
[JsonDerivedType(typeof(Segmented), "segmented")]
internal abstract record PredictedFile(string File, string? Error)
{
    /// <summary>What is to be told of it beside, where several ranks predict.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Whether it is the network's result that is no number.</summary>
    public bool IsNonFinite { get; init; }

    /// <summary>For programs: what follows the file in each line, and in each row of a table.</summary>
    [JsonIgnore]
    public abstract IEnumerable<string[]> Rows { get; }

    /// <summary>For people: the lines below the file.</summary>
    [JsonIgnore]
    public abstract IEnumerable<string> Lines { get; }

    /// <summary>An object with <c>file</c> and the result, or with <c>error</c> in place of it.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["file"] = File };
        if (Error is { } error)
            json["error"] = error;
        else
            AddResult(json);
        return json;
    }

    private protected abstract void AddResult(JsonObject json);
}

[JsonSerializable(typeof(List<PredictedFile>))]
internal sealed partial class PredictJson : JsonSerializerContext;
