namespace GpuFormer.Data.Augmentation;

/// <summary>Random erasing, under timm's names. The defaults but for the probability are Mobile-Former's
/// (Networks 2.7).
/// </summary>
internal sealed record RandomErasingOptions
{
    /// <summary>Probability that a picture is erased (<c>--reprob</c>); Mobile-Former: 0.2 or 0.</summary>
    public double Probability { get; init; } = 0.2;

    /// <summary>What the rectangles are filled with (<c>--remode</c>).</summary>
    public ErasingMode Mode { get; init; } = ErasingMode.Pixel;

    /// <summary>The most rectangles; with more than one their number is drawn (<c>--recount</c>).</summary>
    public int Count { get; init; } = 1;

    /// <summary>Least and greatest share of the area of all rectangles together.</summary>
    public (double Least, double Greatest) Area { get; init; } = (0.02, 1.0 / 3);

    /// <summary>The least height over width; the greatest is its inverse. Above 0, at most 1.</summary>
    public double LeastAspect { get; init; } = 0.3;

    internal void Validate()
    {
        TrainingTransformOptions.CheckProbability(Probability, nameof(Probability));
        ArgumentOutOfRangeException.ThrowIfLessThan(Count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Count, 1000);
        if (!(Area.Least > 0 && Area.Least <= Area.Greatest && Area.Greatest <= 1))
            throw new ArgumentOutOfRangeException(nameof(Area), Area, "Two shares in order, above 0, at most 1.");
        if (!(LeastAspect is > 0.001 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(LeastAspect), LeastAspect, "Above 0.001, at most 1.");
    }
}

/// <summary>What random erasing writes, in normalised values.</summary>
internal enum ErasingMode
{
    /// <summary>Zero, the mean colour.</summary>
    Const,

    /// <summary>One normal variate a channel.</summary>
    Rand,

    /// <summary>A normal variate for every pixel and channel.</summary>
    Pixel,
}
