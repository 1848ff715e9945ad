using GpuFormer.Data;
using GpuFormer.Data.Augmentation;
using GpuFormer.Imaging;
using Xunit;

namespace GpuFormer.Tests.Host.Data.Augmentation;

public sealed class TrainingTransformTests
{
    private const int Side = 16;
    private static readonly double[] Mean = [0.485, 0.456, 0.406];

    private static readonly Image Loaded =
        ImageDecoder.Load(Path.Combine(AppContext.BaseDirectory, "Data", "Augmentation", "source.png"));

    private static readonly TrainingTransformOptions Still = new()
    {
        Crop = TrainingCrop.Centre,
        Interpolation = Interpolation.Bilinear,
        HorizontalFlip = 0,
    };

    [Fact]
    public void Centre_crop_without_flips_is_the_evaluation_without_margin()
    {
        var config = new PreprocessingConfig { InputSize = Side, CropShare = 1 };
        var expected = new byte[Side * Side * 3];
        new EvaluationTransform(config).Crop(Source(), expected);
        Assert.Equal(expected, Apply(Still, 0));
    }

    [Fact]
    public void Flips_happen_with_their_probabilities()
    {
        var still = Apply(Still, 0);
        var mirrored = still.ToArray();
        Mirror.LeftToRight(mirrored, Side, Side);
        var flips = Enumerable.Range(0, 2000)
            .Count(i => Apply(Still with { HorizontalFlip = 0.25 }, i).SequenceEqual(mirrored));
        Assert.InRange(flips, 390, 610);
        Mirror.LeftToRight(mirrored, Side, Side);
        Assert.Equal(still, mirrored);
        Mirror.TopToBottom(mirrored, Side, Side);
        Assert.Equal(mirrored, Apply(Still with { VerticalFlip = 1 }, 3));
    }

    [Fact]
    public void Random_resized_crop_is_a_crop_and_a_resize_by_either_filter()
    {
        var source = Source();
        var options = new TrainingTransformOptions { HorizontalFlip = 0 };
        var filters = new HashSet<Interpolation>();
        for (var i = 0; i < 40; i++)
        {
            var random = new RandomStream(9, 0, i, RandomPurpose.Augmentation);
            var part = RandomResizedCrop.Draw(source.Height, source.Width, options.Scale, options.Ratio, ref random);
            var crop = new Image(part.Height, part.Width);
            for (var y = 0; y < part.Height; y++)
                source.Row(part.Top + y).Slice(part.Left * 3, part.Width * 3).CopyTo(crop.Row(y));
            var actual = Apply(options, i);
            var matches = Enum.GetValues<Interpolation>()
                .Where(filter => Resizer.Resize(crop, Side, Side, filter).Pixels.SequenceEqual(actual)).ToList();
            Assert.NotEmpty(matches);
            if (matches.Count == 1)
                filters.Add(matches[0]);
        }
        Assert.Equal(2, filters.Count);
    }

    [Fact]
    public void Shifted_pictures_move_each_way_and_black_comes_in()
    {
        var still = Apply(Still, 0);
        var expected = new HashSet<string>();
        for (var down = -2; down <= 2; down++)
        {
            for (var right = -2; right <= 2; right++)
            {
                var moved = new byte[still.Length];
                for (var i = 0; i < moved.Length; i++)
                {
                    int y = i / 3 / Side - down, x = i / 3 % Side - right;
                    if (y is >= 0 and < Side && x is >= 0 and < Side)
                        moved[i] = still[(y * Side + x) * 3 + i % 3];
                }
                expected.Add(Convert.ToHexString(moved));
            }
        }
        var options = Still with { Crop = TrainingCrop.Shifted, Padding = 2 };
        var actual = Enumerable.Range(0, 500).Select(i => Convert.ToHexString(Apply(options, i))).ToHashSet();
        Assert.Equal(expected.Order(), actual.Order());
    }

    [Fact]
    public void Shift_beyond_the_picture_is_black()
    {
        var options = Still with { Crop = TrainingCrop.Shifted, Padding = 100 };
        var blacks = Enumerable.Range(0, 100).Count(i => Apply(options, i).AsSpan().IndexOfAnyExcept((byte)0) < 0);
        Assert.InRange(blacks, 80, 100);
    }

    [Fact]
    public void RandAugment_works_on_the_cut_picture_with_the_mean_as_fill()
    {
        var policy = new RandAugmentPolicy { Probability = 1, Operations = 1 };
        var expected = Apply(Still, 0);
        var random = new RandomStream(9, 0, 7, RandomPurpose.Augmentation);
        // The two flips draw before.
        random.NextUnit();
        random.NextUnit();
        new RandAugment(policy, Side, Interpolation.Bilinear, (124, 116, 104)).Apply(expected, ref random);
        Assert.Equal(expected, Apply(Still with { RandAugment = policy, ColourJitter = 0.4 }, 7));
    }

    [Fact]
    public void Colour_jitter_is_three_enhancements_in_some_order()
    {
        const double Strength = 0.4;
        var orders = new HashSet<string>();
        for (var item = 0; item < 60; item++)
        {
            var random = new RandomStream(9, 0, item, RandomPurpose.Augmentation);
            random.NextUnit();
            random.NextUnit();
            random.NextBelow(3);
            random.NextBelow(2);
            double[] factors = [.. Enumerable.Range(0, 3).Select(_ => random.NextUniform(1 - Strength, 1 + Strength))];
            var actual = Apply(Still with { ColourJitter = Strength }, item);
            var matches = Permutations.Where(order => Jittered(order, factors).SequenceEqual(actual)).ToList();
            Assert.NotEmpty(matches);
            if (matches.Count == 1)
                orders.Add(string.Join(' ', matches[0]));
        }
        Assert.Equal(6, orders.Count);
    }

    [Fact]
    public void Impossible_options_are_refused()
    {
        TrainingTransformOptions[] impossible =
        [
            Still with { Scale = (0, 1) },
            Still with { Scale = (0.5, 0.4) },
            Still with { Scale = (0.5, 1.1) },
            Still with { Ratio = (0, 1) },
            Still with { Ratio = (2, 1) },
            Still with { HorizontalFlip = 1.5 },
            Still with { VerticalFlip = double.NaN },
            Still with { Padding = -1 },
            Still with { ColourJitter = -0.1 },
        ];
        Assert.All(impossible, options =>
            Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingTransform(Side, options, Mean)));
    }

    private static readonly int[][] Permutations =
        [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

    private static byte[] Jittered(int[] order, double[] factors)
    {
        var pixels = Apply(Still, 0);
        for (var i = 0; i < 3; i++)
        {
            if (order[i] == 0)
                Enhancement.Brightness(pixels, factors[i]);
            else if (order[i] == 1)
                Enhancement.Contrast(pixels, factors[i]);
            else
                Enhancement.Colour(pixels, factors[i]);
        }
        return pixels;
    }

    private static byte[] Apply(TrainingTransformOptions options, int item)
    {
        var random = new RandomStream(9, 0, item, RandomPurpose.Augmentation);
        var result = new byte[Side * Side * 3];
        new TrainingTransform(Side, options, Mean).Apply(Source(), ref random, result);
        return result;
    }

    private static Image Source() => Loaded;
}
