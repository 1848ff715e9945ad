using GpuFormer.Imaging;
using Xunit;

namespace GpuFormer.Tests.Host.Imaging;

public sealed class JpegReaderTests
{
    public static TheoryData<string> Pictures => ImagingData.Names("jpeg", ".jpg");

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Pixels_equal_those_of_libjpeg_turbo(string name)
    {
        var expected = ImageDecoder.Load(ImagingData.PathOf(Path.ChangeExtension(name, ".expected.png")));
        var actual = ImageDecoder.Load(ImagingData.PathOf(name));
        // PRODUCT.md B-19 allows 1; integer transform, filters and colour conversion make it 0.
        Assert.Equal(0, ImagingData.Difference(expected, actual));
    }

    [Fact]
    public void Bytes_before_a_marker_are_passed_over()
    {
        var file = ImagingData.Bytes("seeds/baseline.jpg");
        var expected = ImageDecoder.Decode(file);
        var end = file.Length - 2;
        byte[] withJunk = [.. file[..2], 0xFF, 0xFF, .. file[2..end], 0x12, 0x34, .. file[end..], 9, 9, 9];
        Assert.Equal(0, ImagingData.Difference(expected, ImageDecoder.Decode(withJunk)));
    }

    [Fact]
    public void Wrong_restart_marker_is_refused_where_damage_is()
    {
        var file = ImagingData.Bytes("seeds/restart.jpg");
        var marker = file.AsSpan().IndexOf((byte[])[0xFF, 0xD1]);
        Assert.True(marker > 0);
        file[marker + 1] = 0xD5;
        var exception = Assert.Throws<ImageFormatException>(
            () => ImageDecoder.Decode(file, new ImageLimits { Errors = ImageErrors.Strict }));
        Assert.Contains("RST1", exception.Message, StringComparison.Ordinal);
        Assert.Contains("RST1", ImageDecoder.Decode(file).Damage, StringComparison.Ordinal);
    }

    [Fact]
    public void Component_without_a_scan_is_refused()
    {
        // Three scans, one for each component: cut after the second.
        var file = ImagingData.Bytes("jpeg/one-scan-each.jpg");
        var last = file.AsSpan().LastIndexOf((byte[])[0xFF, 0xDA]);
        byte[] cut = [.. file[..last], 0xFF, 0xD9];
        var exception = Assert.Throws<ImageFormatException>(
            () => ImageDecoder.Decode(cut, new ImageLimits { Errors = ImageErrors.Strict }));
        Assert.Contains("colour component is missing", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Scans_beyond_the_limit_are_refused()
    {
        var file = ImagingData.Bytes("seeds/progressive.jpg");
        // The first scan, DC, again and again: each is valid.
        var scan = file.AsSpan().IndexOf((byte[])[0xFF, 0xDA]);
        var next = scan + 14 + file.AsSpan(scan + 14).IndexOf((byte[])[0xFF, 0xC4]);
        List<byte> allowed = [.. file[..next]], refused = [.. file[..next]];
        for (var i = 0; i < 100; i++)
            refused.AddRange(file[scan..next]);
        allowed.AddRange(refused[scan..(scan + 3 * (next - scan))]);
        allowed.AddRange(file[next..]);
        refused.AddRange(file[next..]);
        Assert.Equal(16, ImageDecoder.Decode([.. allowed]).Height);
        var exception = Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode([.. refused]));
        Assert.Contains("limit of 100", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Exif_beyond_the_limit_is_passed_over()
    {
        var path = ImagingData.PathOf("jpeg/orientation6.jpg");
        Assert.Equal((21, 14), Size(ImageDecoder.Load(path)));
        Assert.Equal((14, 21), Size(ImageDecoder.Load(path, new ImageLimits { AncillaryBytes = 10 })));
    }

    private static (int Height, int Width) Size(Image image) => (image.Height, image.Width);
}
