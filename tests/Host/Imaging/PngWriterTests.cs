using GpuFormer.Imaging;
using GpuFormer.Imaging.Netpbm;
using GpuFormer.Imaging.Png;
using Xunit;

namespace GpuFormer.Tests.Host.Imaging;

public sealed class PngWriterTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 33)]
    [InlineData(64, 5)]
    public void Written_noise_is_read_back(int height, int width)
    {
        var image = ImagingData.Noise(height, width);
        Assert.Equal(0, ImagingData.Difference(image, ImageDecoder.Decode(Written(image))));
    }

    [Fact]
    public void Filters_make_a_gradient_small()
    {
        var image = new Image(64, 64);
        for (var i = 0; i < image.Pixels.Length; i++)
            image.Pixels[i] = (byte)(i / 3 % 64 * 3 + i / 192);
        var file = Written(image);
        Assert.Equal(0, ImagingData.Difference(image, ImageDecoder.Decode(file)));
        Assert.True(file.Length < image.Pixels.Length / 20, $"{file.Length} bytes");
    }

    [Fact]
    public void Photo_is_no_larger_than_the_same_one_written_by_Pillow_plus_a_tenth()
    {
        var stored = ImagingData.Bytes("transform/landscape-224.expected.png");
        Assert.InRange(Written(ImageDecoder.Decode(stored)).Length, 1, stored.Length * 11 / 10);
    }

    [Fact]
    public void Written_ppm_is_read_back()
    {
        var image = ImagingData.Noise(3, 5);
        var file = new MemoryStream();
        NetpbmWriter.Write(image, file);
        Assert.Equal(0, ImagingData.Difference(image, ImageDecoder.Decode(file.ToArray())));
    }

    private static byte[] Written(Image image)
    {
        var file = new MemoryStream();
        PngWriter.Write(image, file);
        return file.ToArray();
    }
}
