using System.Text;
using GpuFormer.Imaging;
using Xunit;

namespace GpuFormer.Tests.Host.Imaging;

public sealed class NetpbmReaderTests
{
    public static TheoryData<string> Pictures => ImagingData.Names("netpbm", ".ppm", ".pgm");

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Pixels_equal_those_of_Pillow(string name)
    {
        var expected = ImageDecoder.Load(ImagingData.PathOf(name + ".expected.png"));
        Assert.Equal(0, ImagingData.Difference(expected, ImageDecoder.Load(ImagingData.PathOf(name))));
    }

    [Theory]
    [InlineData("P6\n2 2\n255\n12345678901", "12 bytes of pixels expected, 11 found")]
    [InlineData("P6\n2 2\n255", "header")]
    [InlineData("P6\n2 x\n255\n", "a number was expected")]
    [InlineData("P6\n0 2\n255\n", "0 x 2 pixels")]
    [InlineData("P6\n2 2\n0\n", "highest value 0")]
    [InlineData("P6\n2 2\n65536\n", "highest value 65536")]
    [InlineData("P6\n99999999999999999999 2\n255\n", "a number was expected")]
    [InlineData("P6\n2147483647 2147483647\n255\n", "limit")]
    [InlineData("P6#2 2 255", "header")]
    public void Damage_is_refused_and_named(string file, string what)
    {
        var exception = Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(Encoding.ASCII.GetBytes(file)));
        Assert.Contains(what, exception.Message, StringComparison.Ordinal);
    }
}
