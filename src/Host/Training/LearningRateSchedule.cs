namespace GpuFormer.Training;

/// <summary>
/// The learning rate as a function of how many epochs are done. Warm-up is a straight line from
/// <see cref="WarmUpRate"/>, and does not shift what follows: epoch 3 of a schedule with three epochs of warm-up has
/// the rate that it would have had without (Networks 2.3).
/// </summary>
public abstract record LearningRateSchedule
{
    /// <summary>The highest rate: what the user calls "the learning rate".</summary>
    public required double BaseRate { get; init; }

    /// <summary>How many epochs the schedule spans, warm-up included and cool-down excluded.</summary>
    public required int Epochs { get; init; }

    /// <summary>How many epochs the warm-up lasts; 0 for none.</summary>
    public double WarmUpEpochs { get; init; }

    /// <summary>The rate that the warm-up starts from.</summary>
    public double WarmUpRate { get; init; }

    /// <summary>Whether, behind the warm-up, the rate is one throughout each epoch: the one of its beginning.</summary>
    public bool WholeEpochs { get; init; }

    /// <summary>How many epochs are run in all.</summary>
    public virtual int TotalEpochs => Epochs;

    /// <summary>The rate once this many epochs are done; parts of an epoch count too.</summary>
    public double At(double epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        return epoch < WarmUpEpochs
            ? WarmUpRate + epoch * (BaseRate - WarmUpRate) / WarmUpEpochs
            : AfterWarmUp(WholeEpochs ? Math.Floor(epoch) : epoch);
    }

    /// <summary>The rate without the warm-up.</summary>
    protected abstract double AfterWarmUp(double epoch);
}

/// <summary>Half a cosine from the base rate to the lowest, which the cool-down epochs then keep.</summary>
public sealed record CosineSchedule : LearningRateSchedule
{
    /// <summary>What the rate falls to.</summary>
    public double LowestRate { get; init; }

    /// <summary>Epochs at the lowest rate, after <see cref="LearningRateSchedule.Epochs"/>.</summary>
    public int CoolDownEpochs { get; init; }

    public override int TotalEpochs => Epochs + CoolDownEpochs;

    protected override double AfterWarmUp(double epoch) => epoch < Epochs
        ? LowestRate + 0.5 * (BaseRate - LowestRate) * (1 + Math.Cos(Math.PI * epoch / Epochs))
        : LowestRate;
}

/// <summary>The base rate, multiplied by a factor every few epochs.</summary>
public sealed record StepSchedule : LearningRateSchedule
{
    /// <summary>Epochs between two steps.</summary>
    public required double DecayEpochs { get; init; }

    /// <summary>What each step multiplies the rate by.</summary>
    public required double DecayFactor { get; init; }

    protected override double AfterWarmUp(double epoch) =>
        BaseRate * Math.Pow(DecayFactor, Math.Floor(epoch / DecayEpochs));
}

/// <summary>The base rate throughout, after the warm-up.</summary>
public sealed record ConstantSchedule : LearningRateSchedule
{
    protected override double AfterWarmUp(double epoch) => BaseRate;
}
