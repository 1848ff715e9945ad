using System.Globalization;

namespace GpuFormer.Data.Augmentation;

/// <summary>
/// A RandAugment policy (Cubuk et al., 2020) in timm's notation, such as <c>rand-m9-mstd0.5</c>: parts after
/// <c>rand</c>, separated by hyphens, in any order.
/// </summary>
/// <remarks>
/// <c>mN</c> the magnitude, 0 to 10; <c>mstdX</c> the deviation of a normal drawn around it for each operation, or
/// above 100 a magnitude uniform from 0 to N; <c>mmaxN</c> the bound that drawn magnitudes are cut to; <c>nN</c>
/// operations a picture; <c>pX</c> the probability that a drawn operation is applied; <c>inc1</c> the operations whose
/// strength increases with the magnitude; <c>w0</c> timm's first table of weights, drawn without repetition.
/// </remarks>
internal sealed record RandAugmentPolicy
{
    private const double HighestLevel = 10;

    /// <summary>Mobile-Former's (Networks 2.1, 2.5).</summary>
    public static RandAugmentPolicy MobileFormer { get; } = Parse("rand-m9-mstd0.5");

    /// <summary>Strength, 0 to 10.</summary>
    public double Magnitude { get; init; } = HighestLevel;

    /// <summary>Standard deviation of the strength; above 100 a uniform draw from 0 to <see cref="Magnitude"/>.
    /// </summary>
    public double MagnitudeDeviation { get; init; }

    /// <summary>Drawn strengths are cut to this, 0 to 10.</summary>
    public double MagnitudeLimit { get; init; } = HighestLevel;

    /// <summary>Operations drawn for each picture.</summary>
    public int Operations { get; init; } = 2;

    /// <summary>Probability that a drawn operation is applied.</summary>
    public double Probability { get; init; } = 0.5;

    /// <summary>Whether posterise, solarise and the four enhancements grow stronger with the magnitude, in both
    /// directions.</summary>
    public bool Increasing { get; init; }

    /// <summary>Whether operations are drawn by timm's weights, mostly geometry, and without repetition.</summary>
    public bool Weighted { get; init; }

    /// <summary>Reads timm's notation.</summary>
    /// <exception cref="FormatException">A part is unknown or out of range; the message names it.</exception>
    public static RandAugmentPolicy Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split('-');
        if (parts[0] != "rand")
        {
            throw new FormatException($"'{text}' is no RandAugment policy: it must begin with 'rand', such as "
                + "rand-m9-mstd0.5. Beside it there is 'imagenet', torchvision's AutoAugment; timm's AutoAugment "
                + "(original, v0) and AugMix (augmix) are not supported.");
        }
        var policy = new RandAugmentPolicy();
        foreach (var part in parts.Skip(1))
        {
            var digits = part.AsSpan().IndexOfAnyInRange('0', '9');
            var key = digits < 0 ? part : part[..digits];
            var value = digits < 0 ? "" : part[digits..];
            policy = key switch
            {
                "m" => policy with { Magnitude = Number(text, part, value, 0, HighestLevel) },
                "mstd" => policy with { MagnitudeDeviation = Number(text, part, value, 0, 1e6) },
                "mmax" => policy with { MagnitudeLimit = Number(text, part, value, 0, HighestLevel) },
                "n" => policy with { Operations = Whole(text, part, value, 1, 100) },
                "p" => policy with { Probability = Number(text, part, value, 0, 1) },
                "inc" => policy with { Increasing = Whole(text, part, value, 0, 1) == 1 },
                "w" => policy with { Weighted = Whole(text, part, value, 0, 0) == 0 },
                _ => throw new FormatException($"'{part}' in '{text}' is not known. Known are mN, mstdX, mmaxN, nN, "
                    + "pX, inc1 and w0."),
            };
        }
        if (policy.Weighted && policy.Operations > RandAugment.WeightedOperations)
        {
            throw new FormatException($"'{text}' asks for {policy.Operations} operations without repetition, of "
                + $"{RandAugment.WeightedOperations}. Use a smaller n.");
        }
        return policy;
    }

    private static double Number(string text, string part, string value, double least, double greatest)
    {
        const NumberStyles Style = NumberStyles.AllowDecimalPoint;
        if (!double.TryParse(value, Style, CultureInfo.InvariantCulture, out var number)
            || !(number >= least && number <= greatest))
        {
            throw new FormatException($"'{part}' in '{text}' needs a number from {least} to {greatest}.");
        }
        return number;
    }

    private static int Whole(string text, string part, string value, int least, int greatest)
    {
        if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number < least || number > greatest)
        {
            throw new FormatException($"'{part}' in '{text}' needs a whole number from {least} to {greatest}.");
        }
        return number;
    }
}
