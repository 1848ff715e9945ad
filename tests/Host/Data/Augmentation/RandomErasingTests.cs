using GpuFormer.Data;
using GpuFormer.Data.Augmentation;
using Xunit;

namespace GpuFormer.Tests.Host.Data.Augmentation;

public sealed class RandomErasingTests
{
    private const int Side = 32;
    private const float Untouched = 99;

    [Fact]
    public void One_rectangle_of_allowed_area_and_aspect_is_erased()
    {
        double leastArea = 1, mostArea = 0, leastAspect = 9, mostAspect = 0;
        for (var item = 0; item < 3000; item++)
        {
            var (height, width, count) = Bounds(Erase(new() { Probability = 1 }, item));
            Assert.Equal(height * width, count);
            Assert.InRange(height, 1, Side - 1);
            Assert.InRange(width, 1, Side - 1);
            var area = (double)height * width / (Side * Side);
            (leastArea, mostArea) = (Math.Min(area, leastArea), Math.Max(area, mostArea));
            var aspect = (double)height / width;
            (leastAspect, mostAspect) = (Math.Min(aspect, leastAspect), Math.Max(aspect, mostAspect));
        }
        // Sides are whole pixels, so the bounds are met to about one in twelve.
        Assert.Equal(0.02, leastArea, 0.006);
        Assert.Equal(1.0 / 3, mostArea, 0.03);
        Assert.Equal(0.3, leastAspect, 0.07);
        Assert.Equal(1 / 0.3, mostAspect, 0.7);
    }

    [Fact]
    public void Pixel_mode_writes_a_normal_for_each_pixel_and_channel()
    {
        double sum = 0, squares = 0;
        var count = 0;
        var distinct = new HashSet<float>();
        for (var item = 0; item < 200; item++)
        {
            foreach (var value in Erase(new() { Probability = 1 }, item).Where(value => value != Untouched))
            {
                sum += value;
                squares += (double)value * value;
                count++;
                distinct.Add(value);
            }
        }
        Assert.Equal(0, sum / count, 0.02);
        Assert.Equal(1, squares / count, 0.02);
        Assert.InRange(distinct.Count, count * 0.99, count);
    }

    [Fact]
    public void Const_mode_writes_zeros() =>
        Assert.Equal([0f], Erase(new() { Probability = 1, Mode = ErasingMode.Const }, 3)
            .Where(value => value != Untouched).Distinct());

    [Fact]
    public void Rand_mode_writes_one_normal_for_each_channel()
    {
        var pixels = Erase(new() { Probability = 1, Mode = ErasingMode.Rand }, 3);
        var colours = pixels.Chunk(Side * Side).Select(plane =>
            Assert.Single(plane.Where(value => value != Untouched).Distinct())).ToList();
        Assert.Equal(3, colours.Distinct().Count());
    }

    [Fact]
    public void Probability_is_kept()
    {
        var erased = Enumerable.Range(0, 4000)
            .Count(item => Array.Exists(Erase(new() { Probability = 0.2 }, item), value => value != Untouched));
        Assert.InRange(erased, 680, 920);
        Assert.All(Erase(new() { Probability = 0 }, 0), value => Assert.Equal(Untouched, value));
    }

    [Fact]
    public void Several_rectangles_share_the_area()
    {
        var most = 0;
        for (var item = 0; item < 500; item++)
        {
            var options = new RandomErasingOptions { Probability = 1, Count = 5, Mode = ErasingMode.Const };
            most = Math.Max(most, Erase(options, item).Count(value => value == 0));
        }
        Assert.InRange(most / (3.0 * Side * Side), 0.15, 1.0 / 3 + 0.05);
    }

    [Fact]
    public void Impossible_options_are_refused()
    {
        RandomErasingOptions[] impossible =
        [
            new() { Probability = 1.1 },
            new() { Count = 0 },
            new() { Area = (0, 0.5) },
            new() { Area = (0.5, 1.5) },
            new() { LeastAspect = 0 },
            new() { LeastAspect = 1.5 },
        ];
        Assert.All(impossible, options =>
            Assert.Throws<ArgumentOutOfRangeException>(() => new RandomErasing(options, Side)));
    }

    private static float[] Erase(RandomErasingOptions options, int item)
    {
        var pixels = new float[3 * Side * Side];
        pixels.AsSpan().Fill(Untouched);
        var random = new RandomStream(4, 0, item, RandomPurpose.Erasing);
        new RandomErasing(options, Side).Apply(pixels, ref random);
        return pixels;
    }

    // Of what was erased in the first channel.
    private static (int Height, int Width, int Count) Bounds(float[] pixels)
    {
        var erased = Enumerable.Range(0, Side * Side).Where(i => pixels[i] != Untouched).ToList();
        var rows = erased.Select(i => i / Side).ToList();
        var columns = erased.Select(i => i % Side).ToList();
        return (rows.Max() - rows.Min() + 1, columns.Max() - columns.Min() + 1, erased.Count);
    }
}
