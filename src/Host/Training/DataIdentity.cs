using System.Text.Json;
using System.Text.Json.Serialization;
using GpuFormer.Data;

namespace GpuFormer.Training;

/// <summary>What a run learns from and is judged by, as it was when the run began.</summary>
/// <param name="Training">The pictures to learn from.</param>
/// <param name="Validation">The pictures to judge by.</param>
internal sealed record DataIdentity(DatasetIdentity Training, DatasetIdentity Validation)
{
    /// <summary>What differs in <paramref name="now"/>, in words; null if nothing does.</summary>
    public string? DifferenceTo(DataIdentity now)
    {
        ArgumentNullException.ThrowIfNull(now);
        string[] differences =
        [
            .. Of("to learn from", Training, now.Training),
            .. Of("to judge by", Validation, now.Validation),
        ];
        return differences.Length == 0 ? null : string.Join("; ", differences);
    }

    internal string ToJson() => JsonSerializer.Serialize(this, DataJson.Default.DataIdentity);

    /// <exception cref="JsonException">The text says nothing of data.</exception>
    internal static DataIdentity FromJson(string json) =>
        JsonSerializer.Deserialize(json, DataJson.Default.DataIdentity) is { } data
        && IsWhole(data.Training) && IsWhole(data.Validation)
            ? data
            : throw new JsonException("what the data were is incomplete");

    private static bool IsWhole(DatasetIdentity? data) =>
        data is { Classes: not null, Listing: not null } && !data.Classes.Contains(null!);

    private static IEnumerable<string> Of(string purpose, DatasetIdentity then, DatasetIdentity now) =>
        then.DifferenceTo(now) is { } difference ? [$"of the pictures {purpose}, {difference}"] : [];
}

[JsonSerializable(typeof(DataIdentity))]
internal sealed partial class DataJson : JsonSerializerContext;
