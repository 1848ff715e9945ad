using GpuFormer.Data;
using GpuFormer.Distributed;
using GpuFormer.Imaging;
using GpuFormer.Models;

namespace GpuFormer.Training;

/// <summary>What a <see cref="Trainer"/> puts together. All of it stays the caller's to dispose.</summary>
internal sealed record TrainerParts
{
    public required TrainingRecipe Recipe { get; init; }

    public required RunFolder Folder { get; init; }

    public required ImageModel Model { get; init; }

    public required ITrainingSession Session { get; init; }

    public required ITrainingEvaluator Evaluator { get; init; }

    /// <summary>Full batches of the recipe's batch size, a function of seed and epoch; of several ranks this one's share.
    /// </summary>
    public required BatchLoader Batches { get; init; }

    public required ITrainingObserver Observer { get; init; }

    /// <summary>What the evaluator's numbers are.</summary>
    public required MetricSet Metrics { get; init; }

    /// <summary>What a step learns from a batch; null where it learns from the batch's soft targets.</summary>
    public Func<Batch, StepTargets>? Targets { get; init; }

    /// <summary>Draws the first images of a batch; null for those of classes.</summary>
    public Func<Batch, Image>? DrawBatch { get; init; }

    /// <summary>Those that train together, each with parts of its own; the first alone writes to the folder.</summary>
    public IRankGroup Ranks { get; init; } = SingleRank.Instance;

    /// <summary>The text of <c>args.yaml</c>; null to write none.</summary>
    public string? Arguments { get; init; }

    /// <summary>What the run is on, for its report, which then tells its time too; empty to tell neither.</summary>
    public string Device { get; init; } = "";

    /// <summary>What the data are, to be stored with the state and compared with what is stored; null to do
    /// neither.</summary>
    public DataIdentity? Data { get; init; }

    /// <summary>Whether to go on though the data are not those that the run began with.</summary>
    public bool AllowChangedData { get; init; }

    /// <summary>Whether to go on from the state in the folder, where there is one.</summary>
    public bool Resume { get; init; }
}
