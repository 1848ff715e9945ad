using System.Globalization;
using System.Security.Cryptography;
using GpuFormer.Imaging;
using Xunit;

namespace GpuFormer.Tests.Host.Imaging;

/// <summary>Damaged pictures become what Pillow makes of them, and turns are found wherever Pillow finds them:
/// tests/Data/Imaging/recovered, with Pillow's digests in expected.txt.</summary>
public sealed class RecoveredImageTests
{
    private static readonly ImageLimits Strict = new() { Errors = ImageErrors.Strict };

    private static readonly string[][] Lines =
        [.. File.ReadLines(ImagingData.PathOf("recovered/expected.txt")).Select(line => line.Split(' '))];

    public static TheoryData<string, int, int, string> Expected
    {
        get
        {
            var data = new TheoryData<string, int, int, string>();
            foreach (var line in Lines)
                data.Add(line[0], int.Parse(line[1], CultureInfo.InvariantCulture),
                    int.Parse(line[2], CultureInfo.InvariantCulture), line[3]);
            return data;
        }
    }

    // All but the sound ones, in which only the turn stands at an unusual place, and one whose flipped bits are codes
    // again: nothing shows that they are not the right ones.
    public static TheoryData<string> Damaged =>
        [.. Lines.Select(line => line[0]).Where(name => !name.StartsWith("turned", StringComparison.Ordinal)
            && name is not ("bits-flipped.jpg" or "e_two_tags.jpg" or "n_rawprofile_exif.png"))];

    [Theory]
    [MemberData(nameof(Expected))]
    public void Pixels_equal_those_of_Pillow(string name, int width, int height, string digest)
    {
        var image = ImageDecoder.Load(ImagingData.PathOf($"recovered/{name}"));
        Assert.Equal((width, height), (image.Width, image.Height));
        Assert.Equal(digest, Convert.ToHexStringLower(SHA256.HashData(image.Pixels)));
    }

    [Theory]
    [MemberData(nameof(Damaged))]
    public void Damage_is_refused_where_that_is_asked_for(string name)
    {
        Assert.Throws<ImageFormatException>(() => ImageDecoder.Load(ImagingData.PathOf($"recovered/{name}"), Strict));
    }

    [Theory]
    [InlineData("rst_wrong.jpg", "RST")]
    [InlineData("mjpeg_nodht.jpg", "Huffman tables are missing")]
    [InlineData("last-blocks-missing.jpg", "ends too early")]
    [InlineData("unfinished-420-1.jpg", "scans are missing")]
    [InlineData("n_noiend.png", "end chunk is missing")]
    [InlineData("n_palshort.png", "outside the palette")]
    [InlineData("n_badcrc_idat.png", "CRC")]
    public void Damage_is_told_with_the_picture(string name, string what)
    {
        Assert.Contains(what, ImageDecoder.Load(ImagingData.PathOf($"recovered/{name}")).Damage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("e_two_tags.jpg")]
    [InlineData("n_rawprofile_exif.png")]
    [InlineData("turned-xmp.png")]
    public void Turned_picture_is_not_damaged(string name)
    {
        Assert.Null(ImageDecoder.Load(ImagingData.PathOf($"recovered/{name}"), Strict).Damage);
    }

    [Fact]
    public void Text_that_inflates_without_end_is_read_up_to_the_limit()
    {
        var bomb = new MemoryStream();
        using (var deflate = new System.IO.Compression.ZLibStream(
            bomb, System.IO.Compression.CompressionLevel.SmallestSize, leaveOpen: true))
        {
            deflate.Write(new byte[64 << 20]);
        }

        var file = PngReaderTests.Build(PngReaderTests.Header(1, 1, 8, 0),
            ("zTXt", [.. "Raw profile type exif\0\0"u8, .. bomb.ToArray()]),
            ("IDAT", [0x78, 0x01, 1, 2, 0, 0xFD, 0xFF, 0, 7, 0, 9, 0, 8]), ("IEND", []));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal([7, 7, 7], ImageDecoder.Decode(file).Pixels);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 8 << 20);
    }
}
