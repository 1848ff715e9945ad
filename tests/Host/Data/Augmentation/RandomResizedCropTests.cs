using GpuFormer.Data;
using GpuFormer.Data.Augmentation;
using GpuFormer.Imaging;
using Xunit;

namespace GpuFormer.Tests.Host.Data.Augmentation;

public sealed class RandomResizedCropTests
{
    private static readonly (double, double) Scale = (0.08, 1);
    private static readonly (double, double) Ratio = (3.0 / 4, 4.0 / 3);

    [Fact]
    public void Areas_and_ratios_lie_within_their_bounds_and_fill_them()
    {
        const int Height = 400, Width = 500;
        double leastArea = 1, mostArea = 0, leastRatio = 9, mostRatio = 0;
        for (var i = 0; i < 5000; i++)
        {
            var window = Draw(Height, Width, i);
            Assert.True(window.IsWithin(Height, Width));
            var area = (double)window.Height * window.Width / (Height * Width);
            var ratio = (double)window.Width / window.Height;
            (leastArea, mostArea) = (Math.Min(area, leastArea), Math.Max(area, mostArea));
            (leastRatio, mostRatio) = (Math.Min(ratio, leastRatio), Math.Max(ratio, mostRatio));
        }
        Assert.Equal(0.08, leastArea, 0.005);
        Assert.Equal(1, mostArea, 0.03);
        Assert.Equal(3.0 / 4, leastRatio, 0.01);
        Assert.Equal(4.0 / 3, mostRatio, 0.01);
    }

    [Fact]
    public void Logarithm_of_the_ratio_is_centred_on_zero()
    {
        // Small crops always fit, so none is rejected.
        var sum = 0.0;
        for (var i = 0; i < 5000; i++)
        {
            var window = Draw(1000, 1000, i, (0.1, 0.2));
            sum += Math.Log((double)window.Width / window.Height);
        }
        Assert.Equal(0, sum / 5000, 0.01);
    }

    [Fact]
    public void Corners_reach_both_ends()
    {
        var corners = new HashSet<(int, int)>();
        for (var i = 0; i < 2000; i++)
        {
            var window = Draw(12, 12, i, (0.65, 0.75), (1, 1));
            Assert.Equal((10, 10), (window.Height, window.Width));
            corners.Add((window.Top, window.Left));
        }
        Assert.Equal(9, corners.Count);
    }

    [Theory]
    [InlineData(10, 100, 10, 13, 0, 43)]
    [InlineData(100, 10, 13, 10, 43, 0)]
    [InlineData(1, 1000, 1, 1, 0, 499)]
    public void Long_pictures_fall_back_to_their_centre(
        int height, int width, int cropHeight, int cropWidth, int top, int left)
    {
        // No crop of nearly the whole area has an allowed ratio.
        var window = Draw(height, width, 0, (0.99, 1));
        Assert.Equal(new PixelWindow(top, left, cropHeight, cropWidth), window);
    }

    private static PixelWindow Draw(
        int height, int width, int item, (double, double)? scale = null, (double, double)? ratio = null)
    {
        var random = new RandomStream(5, 0, item, RandomPurpose.Augmentation);
        return RandomResizedCrop.Draw(height, width, scale ?? Scale, ratio ?? Ratio, ref random);
    }
}
