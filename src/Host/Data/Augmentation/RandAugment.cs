using GpuFormer.Imaging;

namespace GpuFormer.Data.Augmentation;

/// <summary>Applies a policy to one picture (Networks 2.5; timm's <c>RandAugment</c> and <c>AugmentOp</c>). Keeps its
/// buffer: for one thread at a time.</summary>
internal sealed class RandAugment
{
    private const double HighestLevel = 10;
    private const int Operations = (int)RandAugmentOperation.TranslateY + 1;

    // timm's _RAND_CHOICE_WEIGHTS_0 by operation; they sum to 1.
    private static readonly double[] Weights =
        [0.025, 0.005, 0, 0.3, 0, 0.005, 0.005, 0.025, 0.005, 0.005, 0.025, 0.2, 0.2, 0.1, 0.1];

    private readonly RandAugmentPolicy _policy;
    private readonly int _side;
    private readonly Interpolation? _interpolation;
    private readonly (byte, byte, byte) _fill;
    private readonly byte[] _copy;

    /// <param name="policy">What to draw.</param>
    /// <param name="side">Side of the pictures.</param>
    /// <param name="interpolation">The filter of the geometric operations; null to draw one for each.</param>
    /// <param name="fill">The colour of what comes in from outside.</param>
    public RandAugment(
        RandAugmentPolicy policy, int side, Interpolation? interpolation, (byte Red, byte Green, byte Blue) fill)
    {
        _policy = policy;
        _side = side;
        _interpolation = interpolation;
        _fill = fill;
        _copy = new byte[side * side * 3];
    }

    /// <summary>Operations that the weights do not rule out.</summary>
    public static int WeightedOperations { get; } = Weights.Count(weight => weight > 0);

    /// <param name="pixels"><c>[S, S, 3]</c>, changed in place.</param>
    /// <param name="random">The stream of this sample.</param>
    public void Apply(Span<byte> pixels, ref RandomStream random)
    {
        // One bit for each operation that must not be drawn again.
        var drawn = 0;
        for (var i = 0; i < _policy.Operations; i++)
        {
            var operation = _policy.Weighted
                ? DrawWeighted(drawn, ref random)
                : (RandAugmentOperation)random.NextBelow(Operations);
            drawn |= 1 << (int)operation;
            if (random.NextChance(_policy.Probability))
                Apply(operation, DrawLevel(ref random), pixels, ref random);
        }
    }

    private static RandAugmentOperation DrawWeighted(int drawn, ref RandomStream random)
    {
        var sum = 0.0;
        for (var i = 0; i < Operations; i++)
            sum += (drawn >> i & 1) == 0 ? Weights[i] : 0;
        var at = random.NextUnit() * sum;
        var last = 0;
        for (var i = 0; i < Operations; i++)
        {
            if ((drawn >> i & 1) != 0 || Weights[i] == 0)
                continue;
            last = i;
            at -= Weights[i];
            if (at < 0)
                break;
        }
        return (RandAugmentOperation)last;
    }

    // 0 to 10.
    private double DrawLevel(ref RandomStream random)
    {
        const double UniformDeviation = 100;
        var level = _policy.MagnitudeDeviation switch
        {
            > UniformDeviation => random.NextUniform(0, _policy.Magnitude),
            > 0 => _policy.Magnitude + _policy.MagnitudeDeviation * random.NextNormal(),
            _ => _policy.Magnitude,
        };
        return Math.Clamp(level, 0, _policy.MagnitudeLimit);
    }

    /// <summary>One operation at a strength of 0 to 10.</summary>
    internal void Apply(RandAugmentOperation operation, double level, Span<byte> pixels, ref RandomStream random)
    {
        var part = level / HighestLevel;
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
                var bits = (int)(part * 4);
                ToneMapping.Posterise(pixels, _policy.Increasing ? 4 - bits : bits);
                break;
            case RandAugmentOperation.Solarise:
                var threshold = (int)(part * 256);
                ToneMapping.Solarise(pixels, _policy.Increasing ? 256 - threshold : threshold);
                break;
            case RandAugmentOperation.SolariseAdd:
                ToneMapping.SolariseAdd(pixels, (int)(part * 110));
                break;
            case RandAugmentOperation.Colour:
                Enhancement.Colour(pixels, Factor(part, ref random));
                break;
            case RandAugmentOperation.Contrast:
                Enhancement.Contrast(pixels, Factor(part, ref random));
                break;
            case RandAugmentOperation.Brightness:
                Enhancement.Brightness(pixels, Factor(part, ref random));
                break;
            case RandAugmentOperation.Sharpness:
                pixels.CopyTo(_copy);
                Enhancement.Sharpness(_copy, _side, _side, Factor(part, ref random), pixels);
                break;
            case RandAugmentOperation.Rotate:
                Warp(AffineMap.Rotation(EitherSign(part * 30, ref random), _side, _side), pixels, ref random);
                break;
            case RandAugmentOperation.ShearX:
                Warp(AffineMap.ShearX(EitherSign(part * 0.3, ref random)), pixels, ref random);
                break;
            case RandAugmentOperation.ShearY:
                Warp(AffineMap.ShearY(EitherSign(part * 0.3, ref random)), pixels, ref random);
                break;
            case RandAugmentOperation.TranslateX:
                Warp(AffineMap.Translation(EitherSign(part * 0.45, ref random) * _side, 0), pixels, ref random);
                break;
            case RandAugmentOperation.TranslateY:
                Warp(AffineMap.Translation(0, EitherSign(part * 0.45, ref random) * _side), pixels, ref random);
                break;
            default:
                throw new InvalidOperationException($"No operation {operation}.");
        }
    }

    // Of an enhancement: 0.1 to 1.9, or as far to either side of 1.
    private double Factor(double part, ref RandomStream random) =>
        _policy.Increasing ? 1 + EitherSign(part * 0.9, ref random) : 0.1 + part * 1.8;

    private static double EitherSign(double value, ref RandomStream random) =>
        random.NextChance(0.5) ? -value : value;

    private void Warp(in AffineMap map, Span<byte> pixels, ref RandomStream random)
    {
        var interpolation = _interpolation
            ?? (random.NextBelow(2) == 0 ? Interpolation.Bilinear : Interpolation.Bicubic);
        pixels.CopyTo(_copy);
        AffineWarp.Apply(_copy, _side, _side, map, interpolation, _fill, pixels);
    }
}
