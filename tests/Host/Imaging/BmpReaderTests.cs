using System.Buffers.Binary;
using System.Security.Cryptography;
using GpuFormer.Imaging;
using Xunit;

namespace GpuFormer.Tests.Host.Imaging;

public sealed class BmpReaderTests
{
    public static TheoryData<string> Pictures =>
        [.. File.ReadLines(ImagingData.PathOf("bmp/expected.txt")).Select(line => line.Split(' ')[0])];

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Pixels_equal_those_of_Pillow(string name)
    {
        var line = File.ReadLines(ImagingData.PathOf("bmp/expected.txt"))
            .First(line => line.StartsWith(name + " ", StringComparison.Ordinal));
        var image = ImageDecoder.Load(ImagingData.PathOf($"bmp/{name}"), new ImageLimits { Errors = ImageErrors.Strict });
        var found = $"{name} {image.Width} {image.Height} {Convert.ToHexStringLower(SHA256.HashData(image.Pixels))}";
        Assert.StartsWith(found, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rgb24.bmp")]
    [InlineData("palette4.bmp")]
    [InlineData("masks-565.bmp")]
    public void File_that_lost_its_last_byte_is_refused(string name)
    {
        var file = ImagingData.Bytes($"bmp/{name}");
        var exception = Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(file.AsSpan(0, file.Length - 1)));
        Assert.Contains("cannot hold 21 x 13", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rgb24.bmp", 18, 100_000)] // more pixels than the file has bytes
    [InlineData("rle8.bmp", 22, 900_000)] // or than its runs can make
    [InlineData("rgb24.bmp", 18, 1_000_001)] // a side beyond the limit
    [InlineData("rgb24.bmp", 22, 0)]
    [InlineData("rgb24.bmp", 22, int.MinValue)]
    [InlineData("rgb24.bmp", 18, -21)]
    [InlineData("rgb24.bmp", 28, 2)] // bits
    [InlineData("rgb24.bmp", 30, 1)] // runs of pixels of 24 bits
    [InlineData("rgb24.bmp", 30, 4)] // a JPEG inside
    [InlineData("rgb24.bmp", 10, 70_000)] // where the pixels begin
    [InlineData("palette8.bmp", 46, 70_000)] // colours
    [InlineData("masks-565.bmp", 54, 0x5555)] // a mask with gaps
    public void Header_that_asks_for_the_impossible_is_refused_without_taking_memory(string name, int at, int value)
    {
        var file = ImagingData.Bytes($"bmp/{name}");
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(file));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Runs_beyond_the_end_of_a_row_do_not_come_back_to_its_beginning()
    {
        var rle = ImagingData.Bytes("bmp/rle8.bmp");
        var pixels = BinaryPrimitives.ReadInt32LittleEndian(rle.AsSpan(10));
        // As many pairs of 255 pixels as wrap a column of 32 bits around, in one row.
        var file = new byte[pixels + (2 * (1 + (int)(uint.MaxValue / 2 / 255) + 1000))];
        rle.AsSpan(0, pixels).CopyTo(file);
        for (var at = pixels; at + 1 < file.Length; at += 2)
            (file[at], file[at + 1]) = (255, 1);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(34), file.Length - pixels);
        Assert.Contains("ends too early (row 0)",
            Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Number_outside_the_palette_is_a_grey_and_damage()
    {
        var file = ImagingData.Bytes("bmp/few-colours.bmp");
        file[^24] = 200; // the first pixel of the last row in the file, the top one
        var image = ImageDecoder.Decode(file);
        Assert.Equal([200, 200, 200], image.Row(0)[..3].ToArray());
        Assert.Contains("colour 200 is outside the palette of 5", image.Damage, StringComparison.Ordinal);
        Assert.Throws<ImageFormatException>(
            () => ImageDecoder.Decode(file, new ImageLimits { Errors = ImageErrors.Strict }));
    }
}
