using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using GpuFormer.Imaging;
using GpuFormer.Imaging.Png;
using Xunit;

namespace GpuFormer.Tests.Host.Imaging;

public sealed class PngReaderTests
{
    public static TheoryData<string> Pictures => ImagingData.Names("png", ".png");

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Pixels_equal_those_of_Pillow(string name)
    {
        var expected = ImageDecoder.Load(ImagingData.PathOf(Path.ChangeExtension(name, ".expected.ppm")));
        Assert.Equal(0, ImagingData.Difference(expected, ImageDecoder.Load(ImagingData.PathOf(name))));
    }

    [Fact]
    public void Data_set_covers_every_colour_type_plain_and_interlaced()
    {
        Assert.True(Pictures.Count >= 36);
    }

    [Theory]
    [InlineData("a wrong CRC of image data", "IDAT", "CRC")]
    [InlineData("a wrong Adler-32", "IDAT", "invalid")]
    [InlineData("no image data", "IDAT", "ends too early")]
    [InlineData("too little image data", "IDAT", "ends too early")]
    [InlineData("too much image data", "IDAT", "more image data")]
    [InlineData("no end chunk", "byte", "ends too early")]
    [InlineData("a preset dictionary", "IDAT", "dictionary that is not in the file")]
    [InlineData("bytes behind the image data", "IDAT", "12 bytes stand where the checksum")]
    [InlineData("colour type 1", "IHDR", "colour type 1")]
    [InlineData("3 bits", "IHDR", "3 bits")]
    [InlineData("width 0", "header", "0 x 4")]
    [InlineData("filter 5", "row 0", "filter 5")]
    [InlineData("palette missing", "PLTE", "missing")]
    [InlineData("colour outside the palette", "IDAT", "outside the palette")]
    [InlineData("unknown critical chunk", "ABCD", "critical")]
    [InlineData("interrupted image data", "IDAT", "interrupted")]
    [InlineData("compression method 1", "IHDR", "compression 1")]
    public void Damage_is_refused_and_named(string damage, string where, string what)
    {
        var exception = Assert.Throws<ImageFormatException>(
            () => ImageDecoder.Decode(Damaged(damage), new ImageLimits { Errors = ImageErrors.Strict }));
        Assert.Contains(where, exception.Message, StringComparison.Ordinal);
        Assert.Contains(what, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a wrong Adler-32")]
    [InlineData("no image data")]
    [InlineData("too little image data")]
    [InlineData("filter 5")]
    [InlineData("interrupted image data")]
    [InlineData("a preset dictionary")]
    public void Damage_that_leaves_no_picture_is_always_refused(string damage)
    {
        Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(Damaged(damage)));
    }

    [Fact]
    public void Undamaged_counterpart_is_read()
    {
        Assert.Equal(4, ImageDecoder.Decode(Damaged("nothing")).Height);
    }

    [Fact]
    public void Signature_after_transfer_as_text_is_explained()
    {
        var file = Damaged("nothing");
        file[4] = 0x0A;
        var exception = Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(file));
        Assert.Contains("text mode", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ancillary_chunks_are_never_inflated()
    {
        // 64 MiB of zeros in a text chunk and in a colour profile.
        var bomb = new MemoryStream();
        using (var deflate = new ZLibStream(bomb, CompressionLevel.SmallestSize, leaveOpen: true))
            deflate.Write(new byte[64 << 20]);
        var file = Build(Header(4, 4, 8, 2), ("iCCP", [(byte)'p', 0, 0, .. bomb.ToArray()]),
            ("zTXt", [(byte)'t', 0, 0, .. bomb.ToArray()]), ("IDAT", Deflate(new byte[4 * 13])), ("IEND", []));
        var before = GC.GetAllocatedBytesForCurrentThread();
        ImageDecoder.Decode(file);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    // A 4 x 4 picture, 8-bit RGB unless the damage is about palettes.
    private static byte[] Damaged(string damage)
    {
        var header = Header(4, 4, 8, damage.Contains("palette", StringComparison.Ordinal) ? 3 : 2);
        var rowBytes = header[9] == 3 ? 5 : 13;
        var raw = new byte[4 * rowBytes];
        switch (damage)
        {
            case "colour type 1":
                header[9] = 1;
                break;
            case "3 bits":
                header[8] = 3;
                break;
            case "width 0":
                header[3] = 0;
                break;
            case "compression method 1":
                header[10] = 1;
                break;
            case "filter 5":
                raw[0] = 5;
                break;
            case "too little image data":
                raw = raw[..^1];
                break;
            case "too much image data":
                raw = [.. raw, 0];
                break;
            case "colour outside the palette":
                raw[^1] = 2;
                break;
        }
        var data = Deflate(raw);
        if (damage == "a wrong Adler-32")
            data[^1] ^= 1;
        if (damage == "a preset dictionary")
            data = [0x78, 0xBB, 0, 0, 0, 1, .. data[2..]];
        if (damage == "bytes behind the image data")
            data = [.. data, .. "eight..."u8];
        List<(string, byte[])> chunks = [("IDAT", data[..3]), ("IDAT", data[3..]), ("IEND", [])];
        if (damage == "no image data")
            chunks.RemoveRange(0, 2);
        if (damage == "no end chunk")
            chunks.RemoveAt(2);
        if (damage == "interrupted image data")
            chunks.Insert(1, ("tEXt", "a\0b"u8.ToArray()));
        if (damage == "unknown critical chunk")
            chunks.Insert(0, ("ABCD", []));
        if (damage == "colour outside the palette")
            chunks.Insert(0, ("PLTE", new byte[6]));
        var file = Build(header, [.. chunks]);
        if (damage == "a wrong CRC of image data")
            file[8 + 25 + 8] ^= 0x80;
        return file;
    }

    internal static byte[] Header(int width, int height, int depth, int colour)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = (byte)depth;
        header[9] = (byte)colour;
        return header;
    }

    internal static byte[] Build(byte[] header, params (string Name, byte[] Data)[] chunks)
    {
        var file = new List<byte>();
        file.AddRange(PngChunks.Signature);
        foreach (var (name, data) in chunks.Prepend(("IHDR", header)))
        {
            byte[] body = [.. Encoding.ASCII.GetBytes(name), .. data];
            var number = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
            file.AddRange(number);
            file.AddRange(body);
            BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Of(body));
            file.AddRange(number);
        }
        return [.. file];
    }

    private static byte[] Deflate(byte[] raw)
    {
        var compressed = new MemoryStream();
        using (var deflate = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(raw);
        return compressed.ToArray();
    }
}
