namespace GpuFormer.Training;

/// <summary>What a <see cref="TrainingSession"/> is made for.</summary>
/// <param name="Batch">Images of one step, at least 2 (batch norm over vectors).</param>
/// <param name="Height">Of the images, in pixels.</param>
/// <param name="Width">Of the images, in pixels.</param>
/// <param name="Optimizer">How parameters follow their gradients.</param>
public sealed record TrainingOptions(int Batch, int Height, int Width, OptimizerOptions Optimizer)
{
    /// <summary>The share of the features before the last linear that are dropped, 0 to below 1.</summary>
    public double Dropout { get; init; }

    /// <summary>The share of images whose branch is dropped in the deepest block, 0 to below 1 (SPEC 1.2).</summary>
    public double DropPath { get; init; }

    /// <summary>Of dropout and drop-path: what is dropped is a function of seed, step, layer and element.</summary>
    public int Seed { get; init; }
}
