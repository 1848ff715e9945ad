namespace GpuFormer.Training;

/// <summary>
/// The learning rate as a function of how many epochs are done. Warm-up is a straight line from
/// <see cref="WarmUpRate"/>, and does not shift what follows: epoch 3 of a schedule with three epochs of warm-up has
/// the rate that it would have had without (Networks 2.3).
/// </summary>
internal abstract record LearningRateSchedule
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

    /// <summary>
    /// Whether the schedule begins behind the warm-up, which then shifts it: there are as many epochs more (timm's
    /// <c>--warmup-prefix</c>).
    /// </summary>
    public bool WarmUpComesBefore { get; init; }

    /// <summary>Epochs at the lowest rate behind the schedule, where it falls to one.</summary>
    public int CoolDownEpochs { get; init; }

    /// <summary>How many epochs are run in all.</summary>
    public int TotalEpochs =>
        Epochs + (WarmUpComesBefore ? (int)Math.Ceiling(WarmUpEpochs) : 0) + (CoolsDown ? CoolDownEpochs : 0);

    /// <summary>The rate once this many epochs are done; parts of an epoch count too.</summary>
    public double At(double epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        if (epoch < WarmUpEpochs)
            return WarmUpRate + epoch * (BaseRate - WarmUpRate) / WarmUpEpochs;
        var done = WholeEpochs ? Math.Floor(epoch) : epoch;
        return AfterWarmUp(WarmUpComesBefore ? Math.Max(0, done - WarmUpEpochs) : done);
    }

    /// <summary>Whether there is a lowest rate to cool down at.</summary>
    protected virtual bool CoolsDown => false;

    /// <summary>The rate without the warm-up.</summary>
    protected abstract double AfterWarmUp(double epoch);
}

/// <summary>A fall from the base rate to the lowest, which the cool-down epochs then keep.</summary>
internal abstract record FallingSchedule : LearningRateSchedule
{
    /// <summary>What the rate falls to.</summary>
    public double LowestRate { get; init; }

    /// <summary>The power to which the share of epochs that are done is raised: above 1 the rate falls later (Zhang and Li,
    /// "k-decay", 2020).</summary>
    public double KDecay { get; init; } = 1;

    protected override bool CoolsDown => true;

    protected override double AfterWarmUp(double epoch) => epoch < Epochs
        ? LowestRate + (BaseRate - LowestRate) * Share(KDecay == 1 ? epoch : Epochs * Math.Pow(epoch / Epochs, KDecay))
        : LowestRate;

    /// <summary>The share of the way down that is left once so many epochs are done.</summary>
    protected abstract double Share(double epoch);
}

/// <summary>Half a cosine from the base rate to the lowest.</summary>
internal sealed record CosineSchedule : FallingSchedule
{
    protected override double Share(double epoch) => 0.5 * (1 + Math.Cos(Math.PI * epoch / Epochs));
}

/// <summary>A power of the share of epochs that are left.</summary>
internal sealed record PolynomialSchedule : FallingSchedule
{
    /// <summary>Which: 1 for a straight line.</summary>
    public required double Power { get; init; }

    protected override double Share(double epoch) => Math.Pow(1 - epoch / Epochs, Power);
}

/// <summary>The base rate, multiplied by a factor at each of some epochs.</summary>
internal sealed record MultistepSchedule : LearningRateSchedule
{
    /// <summary>The epochs, counted from 1 as timm does: 30 means that the thirtieth has the lower rate.</summary>
    public required IReadOnlyList<int> Milestones { get; init; }

    /// <summary>What each multiplies the rate by.</summary>
    public required double DecayFactor { get; init; }

    protected override double AfterWarmUp(double epoch) =>
        BaseRate * Math.Pow(DecayFactor, Milestones.Count(milestone => milestone <= epoch + 1));
}

/// <summary>The base rate, multiplied by a factor every few epochs.</summary>
internal sealed record StepSchedule : LearningRateSchedule
{
    /// <summary>Epochs between two steps.</summary>
    public required double DecayEpochs { get; init; }

    /// <summary>What each step multiplies the rate by.</summary>
    public required double DecayFactor { get; init; }

    protected override double AfterWarmUp(double epoch) =>
        BaseRate * Math.Pow(DecayFactor, Math.Floor(epoch / DecayEpochs));
}

/// <summary>The base rate throughout, after the warm-up.</summary>
internal sealed record ConstantSchedule : LearningRateSchedule
{
    protected override double AfterWarmUp(double epoch) => BaseRate;
}
