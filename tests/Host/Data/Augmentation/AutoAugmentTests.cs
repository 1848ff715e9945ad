using System.Globalization;
using GpuFormer.Data;
using GpuFormer.Data.Augmentation;
using GpuFormer.Imaging;
using GpuFormer.Training;
using Xunit;

namespace GpuFormer.Tests.Host.Data.Augmentation;

/// <summary>Against what torchvision makes of a picture (<c>tests/Data/Augmentation/make_autoaugment.py</c>).</summary>
public sealed class AutoAugmentTests
{
    private const int Side = 20;
    private const int Length = Side * Side * 3;

    private static readonly byte[] Source = Picture("source").Pixels;

    private static readonly Dictionary<string, RandAugmentOperation> Names = new()
    {
        ["AutoContrast"] = RandAugmentOperation.AutoContrast,
        ["Color"] = RandAugmentOperation.Colour,
        ["Contrast"] = RandAugmentOperation.Contrast,
        ["Equalize"] = RandAugmentOperation.Equalise,
        ["Invert"] = RandAugmentOperation.Invert,
        ["Posterize"] = RandAugmentOperation.Posterise,
        ["Rotate"] = RandAugmentOperation.Rotate,
        ["Sharpness"] = RandAugmentOperation.Sharpness,
        ["ShearX"] = RandAugmentOperation.ShearX,
        ["Solarize"] = RandAugmentOperation.Solarise,
    };

    [Fact]
    public void Every_operation_at_every_strength_of_the_policy_is_torchvisions()
    {
        var expected = Picture("operations").Pixels;
        var rows = Rows("operations");
        Assert.Equal(expected.Length, rows.Length * Length);
        for (var i = 0; i < rows.Length; i++)
        {
            var (level, sign) = (Whole(rows[i][1]), Whole(rows[i][2]));
            var actual = Applied(Source, Names[rows[i][0]], Math.Max(level, 0), sign);
            Assert.True(actual.SequenceEqual(expected[(i * Length)..((i + 1) * Length)]), string.Join(' ', rows[i]));
        }

        // And nothing else is in the policy.
        var known = rows.Select(row => (Names[row[0]], Math.Max(Whole(row[1]), 0))).ToHashSet();
        Assert.All(AutoAugmentPolicy.ImageNet.Pairs, pair => Assert.True(
            known.Contains((pair.First.Operation, pair.First.Level))
            && known.Contains((pair.Second.Operation, pair.Second.Level))));
    }

    [Fact]
    public void The_pairs_are_torchvisions_in_its_order()
    {
        var expected = Rows("pairs").Select(row => (Step(row, 0), Step(row, 3)));
        Assert.Equal(expected, AutoAugmentPolicy.ImageNet.Pairs);
    }

    [Fact]
    public void Both_operations_of_a_pair_make_what_torchvision_makes()
    {
        var expected = Picture("pairs").Pixels;
        var pairs = AutoAugmentPolicy.ImageNet.Pairs;
        Assert.Equal(expected.Length, pairs.Count * Length);
        for (var i = 0; i < pairs.Count; i++)
        {
            var (first, second) = pairs[i];
            var between = Applied(Source, first.Operation, first.Level, 1);
            var actual = Applied(between, second.Operation, second.Level, -1);
            Assert.True(actual.SequenceEqual(expected[(i * Length)..((i + 1) * Length)]), $"pair {i}");
        }
    }

    [Fact]
    public void Pairs_come_alike_and_operations_with_their_probabilities_in_both_directions()
    {
        const int draws = 100_000;
        var augment = new AutoAugment(AutoAugmentPolicy.ImageNet, Side, Interpolation.Bilinear);
        var counts = new int[25, 5];
        for (var i = 0; i < draws; i++)
        {
            var random = new RandomStream(5, 1, i, RandomPurpose.Augmentation);
            var (pair, first, second) = augment.Draw(ref random);
            counts[pair, 0]++;
            counts[pair, 1] += first is null ? 0 : 1;
            counts[pair, 2] += second is null ? 0 : 1;
            counts[pair, 3] += first is not null && second is not null ? 1 : 0;
            counts[pair, 4] += second == 1 ? 1 : 0;
        }

        for (var pair = 0; pair < 25; pair++)
        {
            var (first, second) = AutoAugmentPolicy.ImageNet.Pairs[pair];
            AssertShare(counts[pair, 0], draws, 1.0 / 25, $"pair {pair}");
            var count = counts[pair, 0];
            AssertShare(counts[pair, 1], count, first.Probability, $"first of pair {pair}");
            AssertShare(counts[pair, 2], count, second.Probability, $"second of pair {pair}");
            AssertShare(counts[pair, 3], count, first.Probability * second.Probability, $"both of pair {pair}");
            AssertShare(counts[pair, 4], counts[pair, 2], 0.5, $"direction of pair {pair}");
        }
    }

    [Fact]
    public void A_picture_gets_what_was_drawn_for_it()
    {
        var augment = new AutoAugment(AutoAugmentPolicy.ImageNet, Side, Interpolation.Bilinear);
        for (var i = 0; i < 200; i++)
        {
            var random = new RandomStream(6, 0, i, RandomPurpose.Augmentation);
            var drawing = random;
            var (pair, first, second) = augment.Draw(ref drawing);
            var steps = AutoAugmentPolicy.ImageNet.Pairs[pair];
            var expected = first is { } sign ? Applied(Source, steps.First.Operation, steps.First.Level, sign) : Source;
            if (second is { } other)
                expected = Applied(expected, steps.Second.Operation, steps.Second.Level, other);
            var actual = Source.ToArray();
            augment.Apply(actual, ref random);
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void Without_a_named_filter_geometry_takes_either()
    {
        var augment = new AutoAugment(AutoAugmentPolicy.ImageNet, Side, null);
        var outcomes = new HashSet<string>();
        for (var i = 0; i < 32; i++)
        {
            var random = new RandomStream(7, 0, i, RandomPurpose.Augmentation);
            var pixels = Source.ToArray();
            augment.Apply(RandAugmentOperation.Rotate, 8, 1, pixels, ref random);
            outcomes.Add(Convert.ToHexString(pixels));
        }

        Assert.Equal(2, outcomes.Count);
    }

    [Fact]
    public void Recipes_of_MobileNetV3_take_it_in_the_place_of_RandAugment_and_jitter()
    {
        foreach (var name in new[] { "mobilenet_v3_large", "mobilenet_v3_small" })
        {
            var recipe = RecipePresets.Find(name);
            Assert.Equal("imagenet", recipe.AutoAugment);
            var options = RecipeData.TrainingOptions(recipe with { ColorJitter = 0.4 });
            Assert.Same(AutoAugmentPolicy.ImageNet, options.Augmentation!.AutoAugment);
            Assert.Null(options.Augmentation.RandAugment);
            Assert.Equal(0, options.Augmentation.ColourJitter);
            Assert.Equal(0.2, options.Erasing!.Probability);
        }

        Assert.Equal("imagenet", RecipeFields.Find("aa").Apply(new(), "imagenet").AutoAugment);
        Assert.Null(AutoAugmentPolicy.Find("cifar10"));
        var both = new TrainingTransformOptions { RandAugment = new(), AutoAugment = AutoAugmentPolicy.ImageNet };
        Assert.Throws<ArgumentException>(() => new TrainingTransform(Side, both, [0.5, 0.5, 0.5]));
    }

    [Fact]
    public void It_follows_crop_and_flip()
    {
        double[] mean = [0.5, 0.5, 0.5];
        var options = new TrainingTransformOptions { Interpolation = Interpolation.Bilinear };
        var image = Picture("source");
        var changed = 0;
        for (var i = 0; i < 50; i++)
        {
            var (plain, actual) = (new byte[Length], new byte[Length]);
            var random = new RandomStream(8, 0, i, RandomPurpose.Augmentation);
            new TrainingTransform(Side, options, mean).Apply(image, ref random, plain);
            new AutoAugment(AutoAugmentPolicy.ImageNet, Side, Interpolation.Bilinear).Apply(plain, ref random);
            random = new RandomStream(8, 0, i, RandomPurpose.Augmentation);
            new TrainingTransform(Side, options with { AutoAugment = AutoAugmentPolicy.ImageNet }, mean)
                .Apply(image, ref random, actual);
            Assert.Equal(plain, actual);
            random = new RandomStream(8, 0, i, RandomPurpose.Augmentation);
            new TrainingTransform(Side, options, mean).Apply(image, ref random, plain);
            changed += plain.SequenceEqual(actual) ? 0 : 1;
        }

        Assert.InRange(changed, 25, 50);
    }

    private static byte[] Applied(byte[] source, RandAugmentOperation operation, int level, int sign)
    {
        var random = new RandomStream(1, 0, 0, RandomPurpose.Augmentation);
        var pixels = source.ToArray();
        new AutoAugment(AutoAugmentPolicy.ImageNet, Side, Interpolation.Bilinear)
            .Apply(operation, level, sign, pixels, ref random);
        return pixels;
    }

    // Five deviations of the binomial distribution.
    private static void AssertShare(int count, int of, double share, string what) => Assert.True(
        Math.Abs(count - (of * share)) <= 5 * Math.Sqrt(of * share * (1 - share)), $"{what}: {count} of {of}");

    private static AutoAugmentStep Step(string[] row, int at) => new(Names[row[at]],
        double.Parse(row[at + 1], CultureInfo.InvariantCulture), Math.Max(Whole(row[at + 2]), 0));

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string PathOf(string name) =>
        Path.Combine(AppContext.BaseDirectory, "Data", "Augmentation", $"autoaugment-{name}");

    private static Image Picture(string name) => ImageDecoder.Load(PathOf($"{name}.png"));

    private static string[][] Rows(string name) => [.. File.ReadLines(PathOf($"{name}.txt")).Select(l => l.Split(' '))];
}
