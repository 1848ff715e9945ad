using GpuFormer.Data;
using GpuFormer.Data.Augmentation;
using Xunit;

namespace GpuFormer.Tests.Host.Data.Augmentation;

public sealed class PhotometricDistortionTests
{
    [Fact]
    public void Grey_stays_grey_and_is_lighter_or_darker_half_the_time_or_more()
    {
        var changed = 0;
        for (var item = 0; item < 400; item++)
        {
            byte[] pixels = [100, 100, 100, 200, 200, 200];
            var random = Stream(item);
            PhotometricDistortion.Apply(pixels, ref random);
            Assert.Equal((pixels[0], pixels[3]), (pixels[1], pixels[5]));
            Assert.True(pixels[0] < pixels[3]);
            changed += pixels[0] == 100 && pixels[3] == 200 ? 0 : 1;
        }

        // Neither contrast nor brightness: a quarter.
        Assert.InRange(changed, 260, 340);
    }

    [Fact]
    public void Colours_turn_by_little_and_channels_change_places_in_all_orders()
    {
        var orders = new HashSet<string>();
        for (var item = 0; item < 400; item++)
        {
            byte[] pixels = [200, 120, 40];
            var random = Stream(item);
            PhotometricDistortion.Apply(pixels, ref random);
            orders.Add(string.Join(' ', Enumerable.Range(0, 3).OrderByDescending(channel => pixels[channel])));
        }

        Assert.Equal(6, orders.Count);
    }

    [Fact]
    public void Equal_streams_make_equal_bytes()
    {
        byte[] Once(int item)
        {
            byte[] pixels = [.. Enumerable.Range(0, 300).Select(i => (byte)(i * 7))];
            var random = Stream(item);
            PhotometricDistortion.Apply(pixels, ref random);
            return pixels;
        }

        Assert.Equal(Once(5), Once(5));
        Assert.InRange(Enumerable.Range(0, 20).Select(item => Convert.ToHexString(Once(item))).Distinct().Count(), 17, 20);
    }

    private static RandomStream Stream(int item) => new(3, 0, item, RandomPurpose.Augmentation);
}
