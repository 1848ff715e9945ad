namespace GpuFormer.Data.Augmentation;

/// <summary>Mixup and cutmix of whole batches, under timm's names. The defaults are those of Mobile-Former but for the
/// 96M network, which mixes nothing (Networks 2.1, 2.6).</summary>
internal sealed record BatchMixingOptions
{
    /// <summary>Shares of mixup are drawn from Beta(a, a); 0 for no mixup (<c>--mixup</c>).</summary>
    public double MixupAlpha { get; init; } = 0.2;

    /// <summary>Areas of cutmix are drawn from Beta(a, a); 0 for no cutmix (<c>--cutmix</c>).</summary>
    public double CutmixAlpha { get; init; }

    /// <summary>Least and greatest share of the sides that cutmix cuts, in place of an area from
    /// <see cref="CutmixAlpha"/>; turns cutmix on (<c>--cutmix-minmax</c>).</summary>
    public (double Least, double Greatest)? CutmixSides { get; init; }

    /// <summary>Probability that a batch is mixed at all (<c>--mixup-prob</c>).</summary>
    public double Probability { get; init; } = 1;

    /// <summary>Where both are on, the probability of cutmix (<c>--mixup-switch-prob</c>).</summary>
    public double CutmixProbability { get; init; } = 0.5;

    /// <summary>The first epoch that is no longer mixed; 0 for none (<c>--mixup-off-epoch</c>).</summary>
    public int OffEpoch { get; init; }

    internal bool HasCutmix => CutmixAlpha > 0 || CutmixSides is not null;

    internal void Validate()
    {
        if (!(MixupAlpha >= 0 && MixupAlpha < 1e6))
            throw new ArgumentOutOfRangeException(nameof(MixupAlpha), MixupAlpha, "0 or above.");
        if (!(CutmixAlpha >= 0 && CutmixAlpha < 1e6))
            throw new ArgumentOutOfRangeException(nameof(CutmixAlpha), CutmixAlpha, "0 or above.");
        if (CutmixSides is var (least, greatest) && !(least >= 0 && least < greatest && greatest <= 1))
            throw new ArgumentOutOfRangeException(nameof(CutmixSides), CutmixSides, "Two shares in order, 0 to 1.");
        TrainingTransformOptions.CheckProbability(Probability, nameof(Probability));
        TrainingTransformOptions.CheckProbability(CutmixProbability, nameof(CutmixProbability));
        ArgumentOutOfRangeException.ThrowIfNegative(OffEpoch);
    }
}
