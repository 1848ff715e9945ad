using System.Security.Cryptography;
using GpuFormer.Imaging;
using GpuFormer.Imaging.Skia;
using SkiaSharp;
using Xunit;

namespace GpuFormer.Tests.Host.Imaging;

/// <summary>The package GpuFormer.Imaging.Skia; tests/Data/Imaging/skia has Pillow's digests.</summary>
public sealed class SkiaImageReaderTests
{
    [SkiaFact]
    public void Pixels_equal_those_of_Pillow()
    {
        using var registration = ImageReaders.Register(new SkiaImageReader());
        var lines = File.ReadAllLines(ImagingData.PathOf("skia/expected.txt"));
        Assert.Equal(8, lines.Length);
        Assert.Equal(lines, lines.Select(line =>
        {
            var name = line.Split(' ')[0];
            var image = ImageDecoder.Load(ImagingData.PathOf($"skia/{name}"));
            return $"{name} {image.Width} {image.Height} {Convert.ToHexStringLower(SHA256.HashData(image.Pixels))}";
        }));
    }

    [SkiaFact]
    public void Images_beyond_the_limit_and_damaged_ones_are_refused()
    {
        var reader = new SkiaImageReader();
        foreach (var name in new[] { "lossy.webp", "interlaced.gif" })
        {
            var file = ImagingData.Bytes($"skia/{name}");
            var large = Assert.Throws<ImageFormatException>(() => reader.Read(file, new ImageLimits { Pixels = 100 }));
            Assert.Contains("61 x 47 pixels, more than the limit of 100", large.Message, StringComparison.Ordinal);
            Assert.Throws<ImageFormatException>(() => reader.Read(file.AsSpan(0, file.Length / 2), ImageLimits.Default));
            Assert.Throws<ImageFormatException>(() => reader.Read(file.AsSpan(0, 12), ImageLimits.Default));
        }
    }

    [SkiaFact]
    public void Images_are_turned_unless_the_pixels_are_wanted_as_they_are_stored()
    {
        var file = ImagingData.Bytes("skia/turned.webp");
        var upright = new SkiaImageReader().Read(file, ImageLimits.Default);
        var stored = new SkiaImageReader().Read(file, new ImageLimits { AppliesOrientation = false });
        Assert.NotEqual(upright.Pixels.ToArray(), stored.Pixels.ToArray());
    }

    [SkiaFact]
    public void Mutated_files_are_read_or_refused()
    {
        var reader = new SkiaImageReader();
        var limits = new ImageLimits { Pixels = 1 << 16 };
        var random = new Random(7);
        var refused = 0;
        foreach (var name in new[] { "lossy.webp", "alpha-lossless.webp", "interlaced.gif", "icon.ico" })
        {
            for (var i = 0; i < 200; i++)
            {
                var file = ImagingData.Bytes($"skia/{name}");
                for (var damages = random.Next(1, 5); damages > 0; damages--)
                    file[random.Next(file.Length)] = (byte)random.Next(256);
                try
                {
                    reader.Read(file, limits);
                }
                catch (ImageFormatException)
                {
                    refused++;
                }
            }
        }
        Assert.InRange(refused, 1, 799);
    }
}

/// <summary>A test that is skipped, and says so, where SkiaSharp's native library does not load.</summary>
internal sealed class SkiaFactAttribute : FactAttribute
{
    private static readonly string? Missing = Problem();

    public SkiaFactAttribute() => Skip = Missing;

    private static string? Problem()
    {
        try
        {
            SKData.Empty.Dispose();
            return null;
        }
        catch (Exception exception) when (exception is DllNotFoundException or TypeInitializationException)
        {
            return $"SkiaSharp's native library does not load here: {exception.GetBaseException().Message}";
        }
    }
}
