using GpuFormer.Graph.Ops;

namespace GpuFormer.Training;

/// <summary>The images of a step.</summary>
/// <param name="Batch">How many, at least 2.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Width">In pixels.</param>
internal readonly record struct TrainingSize(int Batch, int Height, int Width);

/// <summary>What a <see cref="TrainingSession"/> is made for.</summary>
/// <param name="Batch">Images of one step, at least 2 (batch norm over vectors).</param>
/// <param name="Height">Of the images, in pixels.</param>
/// <param name="Width">Of the images, in pixels.</param>
/// <param name="Optimizer">How parameters follow their gradients.</param>
internal sealed record TrainingOptions(int Batch, int Height, int Width, OptimizerOptions Optimizer)
{
    /// <summary>The fewest images of a step: norms over vectors need two rows.</summary>
    internal const int SmallestBatch = 2;

    /// <summary>
    /// The sizes that steps may have instead: each has a plan of its own, over the same parameters and in the same
    /// memory. Empty for the one above alone.
    /// </summary>
    public IReadOnlyList<TrainingSize> Sizes { get; init; } = [];

    /// <summary>The share of the features before the last linear that are dropped, 0 to below 1.</summary>
    public double Dropout { get; init; }

    /// <summary>
    /// The share of images whose branch is dropped in the deepest block, 0 to below 1 (Networks 1.2).
    /// </summary>
    public double DropPath { get; init; }

    /// <summary>
    /// Parameters that keep their values, by the beginnings of their names: <c>features.1</c> means
    /// <c>features.1.conv.weight</c> and not <c>features.10.conv.weight</c>. <see cref="Backbone"/> means all but the
    /// last linear. They have no optimizer state, do not decay and do not count in the norm of gradients; running
    /// statistics of norms follow the batches, as in PyTorch.
    /// </summary>
    public IReadOnlyList<string> Frozen { get; init; } = [];

    /// <summary>The word for all parameters but those of the last linear.</summary>
    public const string Backbone = "backbone";

    /// <summary>What the norms of a detector's trunk do.</summary>
    public NormTraining TrunkNorms { get; init; }

    /// <summary>
    /// How maps and their gradients are stored. Parameters, their gradients and all sums are float32 always; with
    /// <see cref="Graph.Precision.Half"/> the loss is scaled, and steps that overflow are left out.
    /// </summary>
    public Graph.Precision Precision { get; init; }

    /// <summary>Whether norms are over the batches of all ranks together; of no matter to a process alone.</summary>
    public bool SynchronisesNorms { get; init; }

    /// <summary>Of dropout and drop-path: what is dropped is a function of seed, step, layer and element.</summary>
    public int Seed { get; init; }

    /// <summary>Refuses what makes no sense.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Names the option and its range.</exception>
    internal void Check()
    {
        Require(Batch >= SmallestBatch, nameof(Batch), Batch, "at least 2: norms over vectors need two rows");
        Require(Height >= 1, nameof(Height), Height, "at least 1");
        Require(Width >= 1, nameof(Width), Width, "at least 1");
        Require(Dropout is >= 0 and < 1, nameof(Dropout), Dropout, "from 0 to below 1");
        Require(DropPath is >= 0 and < 1, nameof(DropPath), DropPath, "from 0 to below 1");
        foreach (var size in Sizes)
        {
            Require(size.Batch >= SmallestBatch, nameof(Batch), size.Batch, "at least 2");
            Require(size.Height >= 1, nameof(Height), size.Height, "at least 1");
            Require(size.Width >= 1, nameof(Width), size.Width, "at least 1");
        }

        if (Sizes.Distinct().Count() != Sizes.Count)
            throw new ArgumentOutOfRangeException(nameof(Sizes), "Two sizes are equal.");
        var o = Optimizer;
        Require(o.WeightDecay >= 0, nameof(o.WeightDecay), o.WeightDecay, "at least 0");
        Require(o.Beta1 is >= 0 and < 1, nameof(o.Beta1), o.Beta1, "from 0 to below 1");
        Require(o.Beta2 is >= 0 and < 1, nameof(o.Beta2), o.Beta2, "from 0 to below 1");
        Require(o.Epsilon > 0, nameof(o.Epsilon), o.Epsilon, "above 0");
        Require(o.Momentum is >= 0 and < 1, nameof(o.Momentum), o.Momentum, "from 0 to below 1");
        Require(o.ClipNorm is null or > 0, nameof(o.ClipNorm), o.ClipNorm ?? 0, "above 0");
        Require(o.ClipValue is null or > 0, nameof(o.ClipValue), o.ClipValue ?? 0, "above 0");
        Require(o.ClipFactor is null or > 0, nameof(o.ClipFactor), o.ClipFactor ?? 0, "above 0");
        Require(o.LambGradientNorm is null or > 0, nameof(o.LambGradientNorm), o.LambGradientNorm ?? 0, "above 0");
        Require(o.LayerDecay is > 0 and <= 1, nameof(o.LayerDecay), o.LayerDecay, "above 0, and at most 1");
        Require(o.TrunkFactor is > 0 and <= 1000, nameof(o.TrunkFactor), o.TrunkFactor, "above 0, and at most 1000");
        Require(o.TrunkFactor == 1 || o.LayerDecay == 1, nameof(o.TrunkFactor), o.TrunkFactor, "1 where layers decay");
        Require(o.LayerDecayMinimum is >= 0 and <= 1, nameof(o.LayerDecayMinimum), o.LayerDecayMinimum, "from 0 to 1");
        Require(o.EmaDecay is null or (>= 0 and < 1), nameof(o.EmaDecay), o.EmaDecay ?? 0, "from 0 to below 1");
        Require(o.AccumulationSteps >= 1, nameof(o.AccumulationSteps), o.AccumulationSteps, "at least 1");
    }

    /// <summary>Refuses sizes that the lengths of images and targets do not tell apart.</summary>
    internal void RequireDistinctLengths()
    {
        if (Sizes.DistinctBy(size => (size.Batch, (long)size.Height * size.Width)).Count() != Sizes.Count)
            throw new ArgumentOutOfRangeException(nameof(Sizes), "Two sizes have as many images of as many pixels.");
    }

    /// <summary>The sizes of steps, if a step of the first two parameters had another number of images.</summary>
    internal IReadOnlyList<TrainingSize> SizesFor(int batch)
    {
        int Scaled(int images) => Math.Max(SmallestBatch, (int)((long)images * batch / Batch));
        return Sizes.Count == 0
            ? [new(batch, Height, Width)]
            : [.. Sizes.Select(size => size with { Batch = Scaled(size.Batch) })];
    }

    private static void Require(bool holds, string name, double value, string range)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be {range}.");
    }
}
