namespace GpuFormer.Training;

/// <summary>What came of a step.</summary>
/// <param name="Loss">The mean cross-entropy of the batch.</param>
/// <param name="GradientNorm">
/// The norm of all gradients together before clipping; NaN while gradients of further batches are awaited
/// (<see cref="OptimizerOptions.AccumulationSteps"/>).
/// </param>
/// <param name="Skipped">
/// True if loss or norm was not finite: the batch is left out. Without accumulation parameters, moments, averages and
/// running statistics are as before the step.
/// </param>
/// <param name="Updated">
/// True if the parameters changed: with the last batch of an accumulation, even if that batch is left out.
/// </param>
internal readonly record struct StepResult(float Loss, float GradientNorm, bool Skipped, bool Updated)
{
    /// <summary>The factor of the loss in the gradients of this step; 1 but where they are stored as float16.</summary>
    public float LossScale { get; init; } = 1;

    /// <summary>Whether the batch was left out because its gradients, scaled, did not fit: the next are scaled by less.
    /// </summary>
    public bool Overflowed => Skipped && float.IsFinite(Loss) && LossScale > 1;
}
