using GpuFormer.Imaging;
using Xunit;

namespace GpuFormer.Tests.Host.Imaging;

public sealed class ResizerTests
{
    public static TheoryData<string, int, int, Interpolation> Sizes
    {
        get
        {
            var sizes = new TheoryData<string, int, int, Interpolation>();
            (int Width, int Height)[] all = [(30, 23), (7, 5), (61, 20), (20, 47), (100, 80), (13, 90), (1, 1)];
            foreach (var interpolation in Enum.GetValues<Interpolation>())
            {
                var method = interpolation == Interpolation.Bilinear ? "bilinear" : "bicubic";
                foreach (var (width, height) in all)
                    sizes.Add($"resize/{method}-{width}x{height}.expected.png", width, height, interpolation);
            }
            return sizes;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Bytes_equal_those_of_Pillow(string expected, int width, int height, Interpolation interpolation)
    {
        var source = ImageDecoder.Load(ImagingData.PathOf("resize/source.png"));
        var resized = Resizer.Resize(source, height, width, interpolation);
        Assert.Equal(0, ImagingData.Difference(ImageDecoder.Load(ImagingData.PathOf(expected)), resized));
    }

    [Theory]
    [InlineData(Interpolation.Bilinear)]
    [InlineData(Interpolation.Bicubic)]
    public void Same_size_changes_nothing(Interpolation interpolation)
    {
        var source = ImagingData.Noise(9, 14);
        Assert.Equal(0, ImagingData.Difference(source, Resizer.Resize(source, 9, 14, interpolation)));
    }

    [Fact]
    public void Window_equals_a_crop_of_the_whole()
    {
        var source = ImagingData.Noise(40, 31);
        var whole = Resizer.Resize(source, 25, 50, Interpolation.Bicubic);
        var window = new PixelWindow(3, 11, 17, 20);
        var part = new byte[17 * 20 * 3];
        new Resizer().ResizeWindow(source, 25, 50, window, Interpolation.Bicubic, part);
        for (var y = 0; y < window.Height; y++)
            Assert.Equal(whole.Row(y + 3).Slice(11 * 3, 20 * 3).ToArray(), part.AsSpan(y * 60, 60).ToArray());
    }

    [Theory]
    [InlineData(-1, 0, 5, 5)]
    [InlineData(0, 6, 5, 5)]
    [InlineData(0, 0, 11, 5)]
    [InlineData(0, 0, 0, 5)]
    [InlineData(int.MaxValue, 0, 5, 5)]
    public void Window_outside_the_picture_is_refused(int top, int left, int height, int width)
    {
        var window = new PixelWindow(top, left, height, width);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Resizer().ResizeWindow(
            new Image(4, 4), 10, 10, window, Interpolation.Bilinear, new byte[75]));
    }

    [Theory]
    [InlineData(10, 13, 4, 4, 3, 4)]
    [InlineData(11, 10, 4, 3, 4, 4)]
    [InlineData(5, 7, 0, 0, 5, 6)]
    public void Centre_is_rounded_to_even(int height, int width, int top, int left, int cropHeight, int cropWidth)
    {
        Assert.Equal(new PixelWindow(top, left, cropHeight, cropWidth),
            PixelWindow.Centred(height, width, cropHeight, cropWidth));
    }
}
