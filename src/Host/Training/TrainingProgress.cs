using System.Text.Json;
using System.Text.Json.Serialization;

namespace GpuFormer.Training;

/// <summary>
/// Where a run stands. All randomness is a function of seed and position, so this, the parameters and the optimizer's
/// state are everything that the rest of the run depends on.
/// </summary>
internal sealed class TrainingProgress
{
    /// <summary>The epoch in the making, from 0; as many as there are once the run is over.</summary>
    public int Epoch { get; set; }

    /// <summary>Batches of it that are done.</summary>
    public int Batch { get; set; }

    /// <summary>Batches done in all.</summary>
    public long Step { get; set; }

    /// <summary>Sum of the losses of this epoch's batches, skipped ones excluded.</summary>
    public double LossSum { get; set; }

    /// <summary>How many that are.</summary>
    public int LossCount { get; set; }

    /// <summary>Sums of the parts of these losses, in the order of the session's names; null where there is one part alone,
    /// or nothing to sum yet.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double[]? LossPartSums { get; set; }

    /// <summary>The learning rate of the last step.</summary>
    public double LearningRate { get; set; }

    /// <summary>Steps in a row, up to now, whose loss or gradient was not finite.</summary>
    public int SkippedInARow { get; set; }

    /// <summary>Such steps in all.</summary>
    public long Skipped { get; set; }

    /// <summary>The epochs that are done.</summary>
    public List<EpochSummary> Epochs { get; init; } = [];

    internal string ToJson() => JsonSerializer.Serialize(this, ProgressJson.Default.TrainingProgress);

    /// <exception cref="JsonException">The text is no progress.</exception>
    internal static TrainingProgress FromJson(string json)
    {
        var progress = JsonSerializer.Deserialize(json, ProgressJson.Default.TrainingProgress);
        return progress is { Epoch: >= 0, Batch: >= 0, Step: >= 0, Epochs: not null }
            && progress.Epochs.Count == progress.Epoch
            ? progress
            : throw new JsonException("positions are negative, or epochs are missing");
    }
}

// A loss may be NaN, which JSON can only say in quotes.
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(TrainingProgress))]
internal sealed partial class ProgressJson : JsonSerializerContext;
