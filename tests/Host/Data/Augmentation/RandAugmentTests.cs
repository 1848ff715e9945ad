using GpuFormer.Data;
using GpuFormer.Data.Augmentation;
using GpuFormer.Imaging;
using Xunit;

namespace GpuFormer.Tests.Host.Data.Augmentation;

public sealed class RandAugmentTests
{
    private const int Side = 16;
    private static readonly (byte, byte, byte) Fill = (124, 116, 104);

    private static readonly byte[] Resized = Resizer.Resize(
        ImageDecoder.Load(Path.Combine(AppContext.BaseDirectory, "Data", "Augmentation", "source.png")),
        Side, Side, Interpolation.Bilinear).Pixels;

    [Fact]
    public void Policy_of_Mobile_Former_is_read_from_its_string()
    {
        var policy = RandAugmentPolicy.Parse("rand-m9-mstd0.5");
        Assert.Equal(new RandAugmentPolicy { Magnitude = 9, MagnitudeDeviation = 0.5 }, policy);
        Assert.Equal((2, 0.5, false, false, 10.0),
            (policy.Operations, policy.Probability, policy.Increasing, policy.Weighted, policy.MagnitudeLimit));
        Assert.Equal(policy, RandAugmentPolicy.MobileFormer);
    }

    [Fact]
    public void Every_part_of_a_policy_is_read()
    {
        var policy = RandAugmentPolicy.Parse("rand-n4-m7.5-inc1-w0-p0.25-mstd101-mmax8");
        Assert.Equal(new RandAugmentPolicy
        {
            Operations = 4,
            Magnitude = 7.5,
            Increasing = true,
            Weighted = true,
            Probability = 0.25,
            MagnitudeDeviation = 101,
            MagnitudeLimit = 8,
        }, policy);
        Assert.Equal(new RandAugmentPolicy(), RandAugmentPolicy.Parse("rand"));
    }

    [Theory]
    [InlineData("", "must begin with 'rand'")]
    [InlineData("original-mstd0.5", "AutoAugment")]
    [InlineData("augmix-m5", "AugMix")]
    [InlineData("rand-x3", "'x3'")]
    [InlineData("rand-m", "'m'")]
    [InlineData("rand-m11", "'m11'")]
    [InlineData("rand-m9-", "''")]
    [InlineData("rand-mstdbig", "'mstdbig'")]
    [InlineData("rand-n0", "'n0'")]
    [InlineData("rand-n2.5", "'n2.5'")]
    [InlineData("rand-p1.5", "'p1.5'")]
    [InlineData("rand-w1", "'w1'")]
    [InlineData("rand-inc2", "'inc2'")]
    [InlineData("rand-w0-n14", "14 operations")]
    public void Unknown_part_of_a_policy_is_named(string text, string part)
    {
        var exception = Assert.Throws<FormatException>(() => RandAugmentPolicy.Parse(text));
        Assert.Contains(part, exception.Message, StringComparison.Ordinal);
    }

    // Networks 2.5: the arguments at 9, and timm's increasing ones.
    [Theory]
    [InlineData(9, false)]
    [InlineData(9, true)]
    [InlineData(0, false)]
    [InlineData(10, true)]
    [InlineData(4.2, false)]
    public void Strength_becomes_the_argument_that_timm_gives(double level, bool increasing)
    {
        var bits = (int)(level / 10 * 4);
        Check(RandAugmentOperation.Posterise, level, increasing,
            pixels => ToneMapping.Posterise(pixels, increasing ? 4 - bits : bits));
        var threshold = (int)(level / 10 * 256);
        Check(RandAugmentOperation.Solarise, level, increasing,
            pixels => ToneMapping.Solarise(pixels, increasing ? 256 - threshold : threshold));
        Check(RandAugmentOperation.SolariseAdd, level, increasing,
            pixels => ToneMapping.SolariseAdd(pixels, (int)(level / 10 * 110)));
        Check(RandAugmentOperation.AutoContrast, level, increasing, ToneMapping.AutoContrast);
        Check(RandAugmentOperation.Equalise, level, increasing, ToneMapping.Equalise);
        Check(RandAugmentOperation.Invert, level, increasing, ToneMapping.Invert);
        double[] factors = increasing ? [1 + level / 10 * 0.9, 1 - level / 10 * 0.9] : [0.1 + level / 10 * 1.8];
        Check(RandAugmentOperation.Colour, level, increasing, Each(factors, Enhancement.Colour));
        Check(RandAugmentOperation.Contrast, level, increasing, Each(factors, Enhancement.Contrast));
        Check(RandAugmentOperation.Brightness, level, increasing, Each(factors, Enhancement.Brightness));
        Check(RandAugmentOperation.Sharpness, level, increasing, Each(factors, (pixels, factor) =>
            Enhancement.Sharpness(pixels.ToArray(), Side, Side, factor, pixels)));
    }

    [Theory]
    [InlineData(9)]
    [InlineData(3.3)]
    public void Geometry_goes_either_way_with_either_filter(double level)
    {
        Check(RandAugmentOperation.Rotate, level, false, Warps(level / 10 * 30, x => AffineMap.Rotation(x, Side, Side)));
        Check(RandAugmentOperation.ShearX, level, false, Warps(level / 10 * 0.3, AffineMap.ShearX));
        Check(RandAugmentOperation.ShearY, level, false, Warps(level / 10 * 0.3, AffineMap.ShearY));
        Check(RandAugmentOperation.TranslateX, level, false,
            Warps(level / 10 * 0.45 * Side, x => AffineMap.Translation(x, 0)));
        Check(RandAugmentOperation.TranslateY, level, false,
            Warps(level / 10 * 0.45 * Side, y => AffineMap.Translation(0, y)));
    }

    [Fact]
    public void Named_filter_is_the_only_one()
    {
        var augment = new RandAugment(new RandAugmentPolicy(), Side, Interpolation.Bicubic, Fill);
        var expected = Warps(9.0 / 10 * 0.3, AffineMap.ShearX).Where((_, i) => i % 2 == 1).Select(change => Changed(change));
        Assert.Equal(expected.Order(), Outcomes(augment, RandAugmentOperation.ShearX, 9).Order());
    }

    [Fact]
    public void Half_of_the_drawn_operations_are_applied()
    {
        // One operation a picture; equal bytes show that none was applied, or that it changes nothing.
        var policy = new RandAugmentPolicy { Operations = 1, Magnitude = 9, MagnitudeDeviation = 0.5 };
        var unchanged = Unchanged(policy);
        var changeless = Unchanged(policy with { Probability = 1 });
        Assert.InRange(changeless, 0, 400);
        Assert.Equal(3000 + changeless / 2.0, unchanged, 250.0);
        Assert.Equal(6000, Unchanged(policy with { Probability = 0 }));
    }

    [Fact]
    public void Weighted_operations_do_not_repeat()
    {
        // All thirteen that have a weight, among them one invertible by itself if it were drawn twice.
        var policy = RandAugmentPolicy.Parse("rand-m9-n13-w0-p1");
        Assert.Equal(13, RandAugment.WeightedOperations);
        Assert.InRange(Unchanged(policy), 0, 0);
    }

    private static int Unchanged(RandAugmentPolicy policy)
    {
        var augment = new RandAugment(policy, Side, null, Fill);
        var source = Source();
        var unchanged = 0;
        for (var i = 0; i < 6000; i++)
        {
            var pixels = Source();
            var random = new RandomStream(11, 0, i, RandomPurpose.Augmentation);
            augment.Apply(pixels, ref random);
            unchanged += pixels.AsSpan().SequenceEqual(source) ? 1 : 0;
        }
        return unchanged;
    }

    private delegate void Change(Span<byte> pixels);

    private delegate void ChangeBy(Span<byte> pixels, double factor);

    private static Change[] Each(double[] factors, ChangeBy change) =>
        [.. factors.Select<double, Change>(factor => pixels => change(pixels, factor))];

    private static Change[] Warps(double value, Func<double, AffineMap> map) =>
        [.. from sign in new[] { 1, -1 }
            from filter in new[] { Interpolation.Bilinear, Interpolation.Bicubic }
            select (Change)(pixels => AffineWarp.Apply(pixels.ToArray(), Side, Side, map(sign * value), filter, Fill,
                pixels))];

    // Over many draws, an operation has exactly the expected outcomes.
    private static void Check(
        RandAugmentOperation operation, double level, bool increasing, params Change[] expected)
    {
        var augment = new RandAugment(new RandAugmentPolicy { Increasing = increasing }, Side, null, Fill);
        Assert.Equal(expected.Select(Changed).Distinct().Order(), Outcomes(augment, operation, level).Order());
    }

    private static HashSet<string> Outcomes(RandAugment augment, RandAugmentOperation operation, double level)
    {
        var outcomes = new HashSet<string>();
        for (var i = 0; i < 64; i++)
        {
            var random = new RandomStream(3, 0, i, RandomPurpose.Augmentation);
            var pixels = Source();
            augment.Apply(operation, level, pixels, ref random);
            outcomes.Add(Convert.ToHexString(pixels));
        }
        return outcomes;
    }

    private static string Changed(Change change)
    {
        var pixels = Source();
        change(pixels);
        return Convert.ToHexString(pixels);
    }

    private static byte[] Source() => [.. Resized];
}
