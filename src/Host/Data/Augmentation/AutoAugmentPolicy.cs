namespace GpuFormer.Data.Augmentation;

/// <summary>One operation of a sub-policy of <see cref="AutoAugmentPolicy"/>.</summary>
/// <param name="Operation">What is done.</param>
/// <param name="Probability">How often.</param>
/// <param name="Level">How strongly, 0 to 9; 0 where the operation has no strength.</param>
internal readonly record struct AutoAugmentStep(RandAugmentOperation Operation, double Probability, int Level = 0);

/// <summary>
/// An AutoAugment policy (Cubuk et al., "AutoAugment: learning augmentation strategies from data", 2019): pairs of
/// operations, of which each picture is given one pair, each operation with a probability of its own.
/// </summary>
internal sealed class AutoAugmentPolicy
{
    private AutoAugmentPolicy(string name, (AutoAugmentStep First, AutoAugmentStep Second)[] pairs) =>
        (Name, Pairs) = (name, pairs);

    /// <summary>The 25 pairs that the paper found on ImageNet (its table 9), as torchvision's
    /// <c>--auto-augment imagenet</c> applies them.</summary>
    public static AutoAugmentPolicy ImageNet { get; } = new("imagenet",
    [
        (Posterise(0.4, 8), Rotate(0.6, 9)),
        (Solarise(0.6, 5), AutoContrast(0.6)),
        (Equalise(0.8), Equalise(0.6)),
        (Posterise(0.6, 7), Posterise(0.6, 6)),
        (Equalise(0.4), Solarise(0.2, 4)),
        (Equalise(0.4), Rotate(0.8, 8)),
        (Solarise(0.6, 3), Equalise(0.6)),
        (Posterise(0.8, 5), Equalise(1)),
        (Rotate(0.2, 3), Solarise(0.6, 8)),
        (Equalise(0.6), Posterise(0.4, 6)),
        (Rotate(0.8, 8), Colour(0.4, 0)),
        (Rotate(0.4, 9), Equalise(0.6)),
        (Equalise(0), Equalise(0.8)),
        (Invert(0.6), Equalise(1)),
        (Colour(0.6, 4), Contrast(1, 8)),
        (Rotate(0.8, 8), Colour(1, 2)),
        (Colour(0.8, 8), Solarise(0.8, 7)),
        (Sharpness(0.4, 7), Invert(0.6)),
        (ShearX(0.6, 5), Equalise(1)),
        (Colour(0.4, 0), Equalise(0.6)),
        (Equalise(0.4), Solarise(0.2, 4)),
        (Solarise(0.6, 5), AutoContrast(0.6)),
        (Invert(0.6), Equalise(1)),
        (Colour(0.6, 4), Contrast(1, 8)),
        (Equalise(0.8), Equalise(0.6)),
    ]);

    /// <summary>What <c>--aa</c> calls it.</summary>
    public string Name { get; }

    internal IReadOnlyList<(AutoAugmentStep First, AutoAugmentStep Second)> Pairs { get; }

    /// <summary>The policy of a name; null if there is none.</summary>
    public static AutoAugmentPolicy? Find(string name) => name == ImageNet.Name ? ImageNet : null;

    private static AutoAugmentStep AutoContrast(double probability) =>
        new(RandAugmentOperation.AutoContrast, probability);

    private static AutoAugmentStep Colour(double probability, int level) =>
        new(RandAugmentOperation.Colour, probability, level);

    private static AutoAugmentStep Contrast(double probability, int level) =>
        new(RandAugmentOperation.Contrast, probability, level);

    private static AutoAugmentStep Equalise(double probability) => new(RandAugmentOperation.Equalise, probability);

    private static AutoAugmentStep Invert(double probability) => new(RandAugmentOperation.Invert, probability);

    private static AutoAugmentStep Posterise(double probability, int level) =>
        new(RandAugmentOperation.Posterise, probability, level);

    private static AutoAugmentStep Rotate(double probability, int level) =>
        new(RandAugmentOperation.Rotate, probability, level);

    private static AutoAugmentStep Sharpness(double probability, int level) =>
        new(RandAugmentOperation.Sharpness, probability, level);

    private static AutoAugmentStep ShearX(double probability, int level) =>
        new(RandAugmentOperation.ShearX, probability, level);

    private static AutoAugmentStep Solarise(double probability, int level) =>
        new(RandAugmentOperation.Solarise, probability, level);
}
