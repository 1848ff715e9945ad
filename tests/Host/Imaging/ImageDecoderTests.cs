using GpuFormer.Imaging;
using Xunit;

namespace GpuFormer.Tests.Host.Imaging;

public sealed class ImageDecoderTests
{
    [Theory]
    [InlineData("refused/arithmetic.jpg", "Arithmetic-coded JPEG")]
    [InlineData("refused/arithmetic-progressive.jpg", "Arithmetic-coded JPEG")]
    [InlineData("refused/lossless.jpg", "Lossless JPEG")]
    [InlineData("refused/hierarchical.jpg", "Hierarchical JPEG")]
    [InlineData("refused/twelve-bit.jpg", "JPEG with 12 bits per sample")]
    [InlineData("refused/picture.gif", "GIF")]
    [InlineData("refused/picture.webp", "WebP")]
    [InlineData("refused/picture.tiff", "TIFF")]
    [InlineData("refused/picture.jp2", "JPEG 2000")]
    public void Unsupported_kind_is_refused_by_name(string name, string kind)
    {
        var exception = Assert.Throws<ImageFormatException>(() => ImageDecoder.Load(ImagingData.PathOf(name)));
        Assert.Contains($"{kind}", exception.Message, StringComparison.Ordinal);
        Assert.Contains("not supported. Convert", exception.Message, StringComparison.Ordinal);
        Assert.EndsWith(name[8..], exception.FileName, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0000001C66747970686569630000000068656963", "HEIC")]
    [InlineData("0000001C66747970617669660000000061766966", "AVIF")]
    [InlineData("0000000C4A584C200D0A870A", "JPEG XL")]
    [InlineData("00000100010010100000", "ICO")]
    [InlineData("503120310A", "PBM")]
    [InlineData("3C21444F43545950452068746D6C3E", "web page")]
    [InlineData("0102030405060708", "no known picture format")]
    [InlineData("", "empty")]
    public void First_bytes_name_the_kind(string hex, string kind)
    {
        var exception = Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(Convert.FromHexString(hex)));
        Assert.Contains(kind, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Truncated_file_is_refused_with_its_name()
    {
        var path = Path.Combine(Path.GetTempPath(), $"gpuformer-{Guid.NewGuid():N}.jpg");
        File.WriteAllBytes(path, ImagingData.Bytes("transform/landscape.jpg")[..9000]);
        try
        {
            var exception = Assert.Throws<ImageFormatException>(() => ImageDecoder.Load(path));
            Assert.StartsWith(path, exception.Message, StringComparison.Ordinal);
            Assert.Contains("ends too early", exception.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void File_beyond_the_limit_is_not_read()
    {
        var limits = new ImageLimits { FileBytes = 1000 };
        var exception = Assert.Throws<ImageFormatException>(
            () => ImageDecoder.Load(ImagingData.PathOf("transform/landscape.jpg"), limits));
        Assert.Contains("limit of 1000", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_file_is_reported_as_such()
    {
        Assert.Throws<FileNotFoundException>(() => ImageDecoder.Load(ImagingData.PathOf("missing.png")));
    }
}
