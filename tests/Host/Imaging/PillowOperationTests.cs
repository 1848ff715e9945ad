using System.Globalization;
using GpuFormer.Imaging;
using Xunit;

namespace GpuFormer.Tests.Host.Imaging;

/// <summary>Every file that tests/Data/Augmentation/make_data.py stored: the operation and its argument are its
/// name.</summary>
public sealed class PillowOperationTests
{
    private static readonly (byte, byte, byte) Fill = (124, 116, 104);
    private static readonly string[] Sources = ["source", "few", "flat"];

    public static TheoryData<string> Cases { get; } =
        [.. Directory.EnumerateFiles(Folder, "*.png").Select(path => Path.GetFileNameWithoutExtension(path))
            .Where(name => !name.StartsWith("autoaugment-", StringComparison.Ordinal))
            .Except(Sources).Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Data", "Augmentation");

    [Fact]
    public void All_stored_pictures_are_there() => Assert.Equal(71, Cases.Count);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Bytes_equal_those_of_Pillow(string name)
    {
        var parts = name.Split('_');
        var source = Load(Sources.Contains(parts[^1]) ? parts[^1] : "source");
        Assert.Equal(0, ImagingData.Difference(Load(name), Apply(source, parts)));
    }

    [Fact]
    public void Warp_by_a_map_without_numbers_is_all_fill()
    {
        var source = Load("flat");
        var result = new byte[source.Pixels.Length];
        AffineWarp.Apply(source.Pixels, source.Height, source.Width, new(double.NaN, 0, 0, 0, 1, 0),
            Interpolation.Bicubic, Fill, result);
        Assert.Equal([124, 116, 104], result[..3]);
        Assert.Equal([124, 116, 104], result[^3..]);
    }

    private static Image Apply(Image source, string[] parts)
    {
        var number = parts.Length > 1 && double.TryParse(parts[1], CultureInfo.InvariantCulture, out var parsed)
            ? parsed
            : 0;
        var filter = parts[^1] == "bicubic" ? Interpolation.Bicubic : Interpolation.Bilinear;
        int height = source.Height, width = source.Width;
        var pixels = source.Pixels;
        switch (parts[0])
        {
            case "rotate":
                return Warp(source, AffineMap.Rotation(number, height, width), filter);
            case "shearx":
                return Warp(source, AffineMap.ShearX(number), filter);
            case "sheary":
                return Warp(source, AffineMap.ShearY(number), filter);
            case "translatex":
                return Warp(source, AffineMap.Translation(number * width, 0), filter);
            case "translatey":
                return Warp(source, AffineMap.Translation(0, number * height), filter);
            case "crop":
                var window = parts[1..5].Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
                var part = new Image(16, 16);
                new Resizer().ResizePart(source, new(window[0], window[1], window[2], window[3]), 16, 16, filter,
                    part.Pixels);
                return part;
            case "autocontrast":
                ToneMapping.AutoContrast(pixels);
                return source;
            case "equalise":
                ToneMapping.Equalise(pixels);
                return source;
            case "invert":
                ToneMapping.Invert(pixels);
                return source;
            case "posterise":
                ToneMapping.Posterise(pixels, (int)number);
                return source;
            case "solarise":
                ToneMapping.Solarise(pixels, (int)number);
                return source;
            case "solariseadd":
                ToneMapping.SolariseAdd(pixels, (int)number);
                return source;
            case "colour":
                Enhancement.Colour(pixels, number);
                return source;
            case "contrast":
                Enhancement.Contrast(pixels, number);
                return source;
            case "brightness":
                Enhancement.Brightness(pixels, number);
                return source;
            case "sharpness":
                var sharp = new Image(height, width);
                Enhancement.Sharpness(pixels, height, width, number, sharp.Pixels);
                return sharp;
            case "fliplr":
                Mirror.LeftToRight(pixels, height, width);
                return source;
            case "fliptb":
                Mirror.TopToBottom(pixels, height, width);
                return source;
            default:
                throw new InvalidOperationException($"No operation {parts[0]}.");
        }
    }

    private static Image Warp(Image source, AffineMap map, Interpolation filter)
    {
        var result = new Image(source.Height, source.Width);
        AffineWarp.Apply(source.Pixels, source.Height, source.Width, map, filter, Fill, result.Pixels);
        return result;
    }

    private static Image Load(string name) => ImageDecoder.Load(Path.Combine(Folder, name + ".png"));
}
