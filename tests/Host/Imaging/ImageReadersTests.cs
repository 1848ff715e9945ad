using GpuFormer.Data;
using GpuFormer.Imaging;
using Xunit;

namespace GpuFormer.Tests.Host.Imaging;

public sealed class ImageReadersTests
{
    private static readonly byte[] File = [.. "own format "u8, 3, 2];

    [Fact]
    public void A_registered_reader_reads_its_format_until_it_is_removed()
    {
        Assert.Contains("no known", Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(File)).Message,
            StringComparison.Ordinal);
        using (ImageReaders.Register(new OwnFormat()))
        {
            Assert.Contains(ImageReaders.Registered, reader => reader.Name == "Own");
            var image = ImageDecoder.Decode(File);
            Assert.Equal((2, 3), (image.Height, image.Width));
            Assert.True(PictureFiles.IsPicture("a.own"));
        }
        Assert.DoesNotContain(ImageReaders.Registered, reader => reader.Name == "Own");
        Assert.False(PictureFiles.IsPicture("a.own"));
        Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(File));
    }

    [Fact]
    public void Formats_of_the_library_stay_its_own()
    {
        var file = ImagingData.Bytes("seeds/colour.ppm");
        var expected = ImageDecoder.Decode(file);
        using var registration = ImageReaders.Register(new OwnFormat { Start = "P6" });
        Assert.Equal(expected.Pixels, ImageDecoder.Decode(file).Pixels);
    }

    [Fact]
    public void What_a_reader_throws_comes_as_a_fault_of_the_file()
    {
        using var registration = ImageReaders.Register(new OwnFormat());
        var fault = Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode([.. "own format "u8]));
        Assert.Contains("Own: the reader failed", fault.Message, StringComparison.Ordinal);
        Assert.IsType<IndexOutOfRangeException>(fault.InnerException);
        // Its own refusals, and those of the limits, come as they are.
        var large = Assert.Throws<ImageFormatException>(
            () => ImageDecoder.Decode(File, new ImageLimits { Pixels = 5 }));
        Assert.Contains("Own: the header says 3 x 2 pixels, more than the limit of 5", large.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Readers_come_and_go_while_other_threads_read()
    {
        using var registration = ImageReaders.Register(new OwnFormat());
        Parallel.For(0, 2000, i =>
        {
            if (i % 2 == 0)
                ImageReaders.Register(new OwnFormat()).Dispose();
            Assert.Equal(3, ImageDecoder.Decode(File).Width);
        });
        Assert.Single(ImageReaders.Registered, reader => reader.Name == "Own");
    }

    private sealed class OwnFormat : IImageReader
    {
        public string Start { get; init; } = "own format ";

        public string Name => "Own";

        public IReadOnlyList<string> Endings => [".own"];

        public bool CanRead(ReadOnlySpan<byte> start) =>
            start.StartsWith(System.Text.Encoding.ASCII.GetBytes(Start));

        public Image Read(ReadOnlySpan<byte> file, ImageLimits limits)
        {
            int width = file[Start.Length], height = file[Start.Length + 1];
            limits.CheckSize(Name, width, height);
            return new Image(height, width);
        }
    }
}
