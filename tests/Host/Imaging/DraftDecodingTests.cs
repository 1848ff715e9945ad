using System.Globalization;
using System.Security.Cryptography;
using GpuFormer.Imaging;
using Xunit;

namespace GpuFormer.Tests.Host.Imaging;

/// <summary>JPEGs that are scaled down while they are decoded: tests/Data/Imaging/draft has Pillow's digests.</summary>
public sealed class DraftDecodingTests
{
    [Theory]
    [InlineData("jpeg/")]
    [InlineData("recovered/")]
    [InlineData("transform/")]
    public void Pixels_equal_those_of_Pillows_draft(string folder)
    {
        var lines = File.ReadLines(ImagingData.PathOf("draft/expected.txt"))
            .Where(line => line.StartsWith(folder, StringComparison.Ordinal)).ToArray();
        Assert.InRange(lines.Length, 4, 400);
        Assert.Equal(lines, lines.Select(line =>
        {
            var parts = line.Split(' ');
            var limits = new ImageLimits { DraftSide = int.Parse(parts[1], CultureInfo.InvariantCulture) };
            var image = ImageDecoder.Load(ImagingData.PathOf(parts[0]), limits);
            return $"{parts[0]} {parts[1]} {image.Width} {image.Height} "
                + Convert.ToHexStringLower(SHA256.HashData(image.Pixels));
        }));
    }

    [Theory]
    [InlineData(0, 427)]
    [InlineData(320, 427)]
    [InlineData(161, 427)]
    [InlineData(160, 214)]
    [InlineData(81, 214)]
    [InlineData(80, 107)]
    [InlineData(41, 107)]
    [InlineData(40, 54)]
    [InlineData(1, 54)]
    public void Shorter_side_keeps_what_is_asked_for(int side, int width)
    {
        // 427 x 320
        var picture = ImagingData.Bytes("transform/landscape.jpg");
        Assert.Equal(width, ImageDecoder.Decode(picture, new ImageLimits { DraftSide = side }).Width);
    }
}
