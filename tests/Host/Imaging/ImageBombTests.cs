using System.Buffers.Binary;
using GpuFormer.Imaging;
using Xunit;

namespace GpuFormer.Tests.Host.Imaging;

public sealed class ImageBombTests
{
    private const int Mebibyte = 1 << 20;

    [Theory]
    [InlineData(14_000, 14_000)]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(-1, -1)]
    [InlineData(89_478_486, 1)]
    [InlineData(1, 1_000_001)]
    public void Png_with_too_many_pixels_is_refused_from_its_header(int width, int height)
    {
        // 600 KiB of image data behind the header, as in the file that takes Pillow 814 MB.
        var file = PngReaderTests.Build(
            PngReaderTests.Header(width, height, 8, 2), ("IDAT", new byte[600 << 10]), ("IEND", []));
        RefusedWithLittleMemory(file, "limit");
    }

    [Fact]
    public void Png_that_cannot_be_filled_by_its_data_is_refused_before_memory_is_taken()
    {
        var file = PngReaderTests.Build(
            PngReaderTests.Header(9_000, 9_000, 8, 2), ("IDAT", new byte[100 << 10]), ("IEND", []));
        RefusedWithLittleMemory(file, "cannot hold");
    }

    [Theory]
    [InlineData("baseline", 65_500, 65_500, "limit")]
    [InlineData("progressive", 65_500, 65_500, "limit")]
    [InlineData("baseline", 9_000, 9_000, "cannot hold")]
    [InlineData("progressive", 9_000, 9_000, "cannot hold")]
    [InlineData("baseline", 16, 0, "height behind the data")]
    public void Jpeg_with_a_huge_header_is_refused(string seed, int width, int height, string what)
    {
        var file = ImagingData.Bytes($"seeds/{seed}.jpg");
        var frame = file.AsSpan().IndexOf((byte[])[0xFF, (byte)(seed == "baseline" ? 0xC0 : 0xC2), 0, 17]);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(frame + 5), (ushort)height);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(frame + 7), (ushort)width);
        RefusedWithLittleMemory(file, what);
    }

    [Fact]
    public void Ppm_with_a_huge_header_is_refused()
    {
        RefusedWithLittleMemory("P6 14000 14000 255\n"u8.ToArray(), "limit");
        RefusedWithLittleMemory("P6 9000 9000 255\n"u8.ToArray(), "243000000 bytes of pixels expected");
    }

    [Fact]
    public void Lower_limit_holds()
    {
        var limits = new ImageLimits { Pixels = 100 };
        Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(ImagingData.Bytes("seeds/baseline.jpg"), limits));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageLimits { Pixels = ImageLimits.HighestPixels + 1 });
    }

    [Fact]
    public void Limit_can_be_raised_for_a_picture_of_108_megapixels()
    {
        var file = ImagingData.Bytes("recovered/mp108.png");
        var refusal = Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(file));
        Assert.Contains("--max-pixels", refusal.Message, StringComparison.Ordinal);
        var image = ImageDecoder.Decode(file, new ImageLimits { Pixels = 108_000_000 });
        Assert.Equal((9000, 12000), (image.Height, image.Width));
        Assert.False(image.Pixels.AsSpan().ContainsAnyExcept((byte)255));
    }

    private static void RefusedWithLittleMemory(byte[] file, string what)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var exception = Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(file));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < Mebibyte);
        Assert.Contains(what, exception.Message, StringComparison.Ordinal);
    }
}
