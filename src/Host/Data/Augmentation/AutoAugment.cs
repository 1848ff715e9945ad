using GpuFormer.Imaging;

namespace GpuFormer.Data.Augmentation;

/// <summary>
/// Applies an <see cref="AutoAugmentPolicy"/> to one picture, with the strengths of torchvision's <c>AutoAugment</c>,
/// byte for byte as on Pillow's pictures; what comes in from outside is black. Keeps its buffer: for one thread at a
/// time.
/// </summary>
internal sealed class AutoAugment
{
    private const int HighestLevel = 9;

    private readonly AutoAugmentPolicy _policy;
    private readonly int _side;
    private readonly Interpolation? _interpolation;
    private readonly byte[] _copy;

    /// <param name="policy">What to draw from.</param>
    /// <param name="side">Side of the pictures.</param>
    /// <param name="interpolation">The filter of rotation and shear; null to draw one for each.</param>
    public AutoAugment(AutoAugmentPolicy policy, int side, Interpolation? interpolation)
    {
        _policy = policy;
        _side = side;
        _interpolation = interpolation;
        _copy = new byte[side * side * 3];
    }

    /// <param name="pixels"><c>[S, S, 3]</c>, changed in place.</param>
    /// <param name="random">The stream of this sample.</param>
    public void Apply(Span<byte> pixels, ref RandomStream random)
    {
        var drawn = Draw(ref random);
        var (first, second) = _policy.Pairs[drawn.Pair];
        if (drawn.First is { } sign)
            Apply(first.Operation, first.Level, sign, pixels, ref random);
        if (drawn.Second is { } secondSign)
            Apply(second.Operation, second.Level, secondSign, pixels, ref random);
    }

    /// <summary>Which pair, and of each operation whether it is applied and then in which direction, 1 or -1: as many
    /// random numbers whatever the outcome.</summary>
    internal (int Pair, int? First, int? Second) Draw(ref RandomStream random)
    {
        var pair = random.NextBelow(_policy.Pairs.Count);
        var (first, second) = _policy.Pairs[pair];
        return (pair, DrawSign(first.Probability, ref random), DrawSign(second.Probability, ref random));
    }

    private static int? DrawSign(double probability, ref RandomStream random)
    {
        var isApplied = random.NextChance(probability);
        var sign = random.NextChance(0.5) ? -1 : 1;
        return isApplied ? sign : null;
    }

    /// <summary>One operation at a strength of 0 to 9; the sign is that of enhancements and geometry.</summary>
    internal void Apply(
        RandAugmentOperation operation, int level, int sign, Span<byte> pixels, ref RandomStream random)
    {
        switch (operation)
        {
            case RandAugmentOperation.AutoContrast:
                ToneMapping.AutoContrast(pixels);
                break;
            case RandAugmentOperation.Equalise:
                ToneMapping.Equalise(pixels);
                break;
            case RandAugmentOperation.Invert:
                ToneMapping.Invert(pixels);
                break;
            case RandAugmentOperation.Posterise:
                ToneMapping.Posterise(pixels, 8 - (int)Math.Round(level * 4.0 / HighestLevel));
                break;
            case RandAugmentOperation.Solarise:
                ToneMapping.Solarise(pixels, (int)Math.Ceiling(Between(255, 0, level)));
                break;
            case RandAugmentOperation.Colour:
                Enhancement.Colour(pixels, 1 + (sign * (double)Between(0, 0.9f, level)));
                break;
            case RandAugmentOperation.Contrast:
                Enhancement.Contrast(pixels, 1 + (sign * (double)Between(0, 0.9f, level)));
                break;
            case RandAugmentOperation.Sharpness:
                pixels.CopyTo(_copy);
                Enhancement.Sharpness(_copy, _side, _side, 1 + (sign * (double)Between(0, 0.9f, level)), pixels);
                break;
            case RandAugmentOperation.Rotate:
                Warp(AffineMap.Rotation(sign * (double)Between(0, 30, level), _side, _side), pixels, ref random);
                break;
            case RandAugmentOperation.ShearX:
                Warp(AffineMap.ShearX(sign * (double)Between(0, 0.3f, level)), pixels, ref random);
                break;
            default:
                throw new InvalidOperationException($"No policy has {operation}.");
        }
    }

    // One of ten evenly spaced numbers, in single precision and from the nearer end, to the last bit as PyTorch's
    // linspace: a blend is cut, not rounded, so that the last bit shows.
    private static float Between(float from, float to, int level)
    {
        var step = (to - from) / HighestLevel;
        return level <= HighestLevel / 2 ? from + (step * level) : to - (step * (HighestLevel - level));
    }

    private void Warp(in AffineMap map, Span<byte> pixels, ref RandomStream random)
    {
        var interpolation = _interpolation
            ?? (random.NextBelow(2) == 0 ? Interpolation.Bilinear : Interpolation.Bicubic);
        pixels.CopyTo(_copy);
        AffineWarp.Apply(_copy, _side, _side, map, interpolation, (0, 0, 0), pixels);
    }
}
