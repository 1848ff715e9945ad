using GpuFormer.Imaging;

namespace GpuFormer.Data.Augmentation;

/// <summary>What happens to each training picture before mixing. The defaults are timm's without <c>--aa</c>: random
/// resized crop and horizontal flip (Networks 2.4).</summary>
internal sealed record TrainingTransformOptions
{
    /// <summary>How the square is cut.</summary>
    public TrainingCrop Crop { get; init; } = TrainingCrop.RandomResized;

    /// <summary>Least and greatest share of the area that a random resized crop takes; within 0 to 1 (timm's
    /// <c>--scale</c>).</summary>
    public (double Least, double Greatest) Scale { get; init; } = (0.08, 1);

    /// <summary>Least and greatest width over height of a random resized crop (timm's <c>--ratio</c>).</summary>
    public (double Least, double Greatest) Ratio { get; init; } = (3.0 / 4, 4.0 / 3);

    /// <summary>The filter of the resize; null to draw one for each picture, timm's <c>random</c>.</summary>
    public Interpolation? Interpolation { get; init; }

    /// <summary>Pixels of the largest move of <see cref="TrainingCrop.Shifted"/>.</summary>
    public int Padding { get; init; } = 4;

    /// <summary>Probability that a picture is mirrored left to right (timm's <c>--hflip</c>).</summary>
    public double HorizontalFlip { get; init; } = 0.5;

    /// <summary>Probability that a picture is mirrored top to bottom (timm's <c>--vflip</c>).</summary>
    public double VerticalFlip { get; init; }

    /// <summary>RandAugment; null for none (timm's <c>--aa</c>, see <see cref="RandAugmentPolicy.Parse"/>).</summary>
    public RandAugmentPolicy? RandAugment { get; init; }

    /// <summary>AutoAugment; null for none (torchvision's <c>--auto-augment</c>). Not beside <see cref="RandAugment"/>.
    /// </summary>
    public AutoAugmentPolicy? AutoAugment { get; init; }

    /// <summary>Strength of a jitter of brightness, contrast and colour, 0 for none (timm's <c>--color-jitter</c>). As
    /// in timm, RandAugment and AutoAugment take its place.</summary>
    public double ColourJitter { get; init; }

    internal void Validate()
    {
        if (!(Scale.Least > 0 && Scale.Least <= Scale.Greatest && Scale.Greatest <= 1))
            throw new ArgumentOutOfRangeException(nameof(Scale), Scale, "Two shares in order, above 0, at most 1.");
        if (!(Ratio.Least > 0 && Ratio.Least <= Ratio.Greatest && Ratio.Greatest <= 100))
            throw new ArgumentOutOfRangeException(nameof(Ratio), Ratio, "Two ratios in order, above 0, at most 100.");
        ArgumentOutOfRangeException.ThrowIfNegative(Padding);
        if (!(ColourJitter is >= 0 and <= 100))
            throw new ArgumentOutOfRangeException(nameof(ColourJitter), ColourJitter, "0 or above.");
        if (RandAugment is not null && AutoAugment is not null)
            throw new ArgumentException("Pictures take RandAugment or AutoAugment, not both.", nameof(AutoAugment));
        CheckProbability(HorizontalFlip, nameof(HorizontalFlip));
        CheckProbability(VerticalFlip, nameof(VerticalFlip));
    }

    internal static void CheckProbability(double value, string name)
    {
        if (!(value is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(name, value, "A probability lies from 0 to 1.");
    }
}
