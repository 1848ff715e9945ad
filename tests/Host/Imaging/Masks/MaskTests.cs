using System.Text.Json;
using GpuFormer.Imaging;
using GpuFormer.Imaging.Masks;
using GpuFormer.Tests.Host.Tasks.Detection;
using Xunit;

namespace GpuFormer.Tests.Host.Imaging.Masks;

/// <summary>Masks equal those of COCO's maskApi, pixel for pixel.</summary>
public sealed class MaskTests
{
    private static JsonElement Cases => DetectionData.Json("masks.json");

    [Fact]
    public void Polygons_are_filled_as_maskApi_does()
    {
        var cases = Cases.GetProperty("polygons").EnumerateArray().ToList();
        Assert.Equal(13, cases.Count);
        foreach (var item in cases)
        {
            var (height, width) = Size(item);
            var mask = PolygonMask.Create(
                [.. item.GetProperty("polygon").EnumerateArray().Select(Coordinates)], height, width);
            AssertEqual(item, mask);
            Assert.Equal(item.GetProperty("counts").GetString(), RunLengthText.Encode(mask));
            var bounds = Coordinates(item.GetProperty("bbox"));
            Assert.Equal(new PixelWindow((int)bounds[1], (int)bounds[0], (int)bounds[3], (int)bounds[2]), mask.Bounds);
        }
    }

    [Fact]
    public void Both_forms_of_run_lengths_are_the_same_mask()
    {
        var cases = Cases.GetProperty("encoded").EnumerateArray().ToList();
        Assert.Equal(6, cases.Count);
        foreach (var item in cases)
        {
            var (height, width) = Size(item);
            var mask = RunLengthText.Decode(item.GetProperty("counts").GetString(), height, width);
            AssertEqual(item, mask);
            Assert.Equal(DetectionData.Integers(item.GetProperty("uncompressed")), mask.Counts);
            Assert.Equal(mask.Counts, RunLengthMask.FromPixels(mask.ToPixels(), height, width).Counts);
            Assert.Equal(item.GetProperty("counts").GetString(), RunLengthText.Encode(mask));
        }
    }

    [Fact]
    public void Set_operations_equal_those_on_pixels()
    {
        var random = new Random(3);
        for (var turn = 0; turn < 200; turn++)
        {
            var (height, width) = (random.Next(1, 9), random.Next(1, 9));
            bool[] a = Pixels(random, height * width), b = Pixels(random, height * width);
            var (first, second) = (RunLengthMask.FromPixels(a, height, width), RunLengthMask.FromPixels(b, height, width));
            Assert.Equal(a.Zip(b, (x, y) => x && y).Count(both => both), MaskOverlap.Intersection(first, second));
            Assert.Equal(a.Zip(b, (x, y) => x || y), MaskOverlap.Union(first, second).ToPixels());
            Assert.Equal(a.Count(set => set), first.Area);
            Assert.Equal(BoundsOf(a, width), first.Bounds);
        }
    }

    [Theory]
    [InlineData("", "have 0 pixels together")]
    [InlineData("0", "have 0 pixels together")]
    [InlineData("P", "ends within a number")]
    [InlineData("~", "none of the 64")]
    [InlineData("PPPPPPPPPPP0", "too many digits")]
    [InlineData("O", "has the length -1")]
    public void Damaged_text_is_refused(string text, string problem) => Assert.Contains(
        problem, Assert.Throws<ImageFormatException>(() => RunLengthText.Decode(text, 3, 4)).Message);

    [Theory]
    [InlineData(new double[] { 1, 1, 5, 5 }, "2 points")]
    [InlineData(new double[] { 1, 1, 5, 5, 2 }, "odd number")]
    [InlineData(new[] { 1, 1, 5, 5, double.NaN, 2 }, "NaN")]
    [InlineData(new[] { 1, 1, 5, 5, 1e300, 2 }, "1E+300")]
    public void Polygons_that_enclose_nothing_are_refused(double[] polygon, string problem) => Assert.Contains(
        problem, Assert.Throws<ImageFormatException>(() => PolygonMask.Create([polygon], 10, 10)).Message);

    [Fact]
    public void Colours_are_those_of_Pascal_VOC()
    {
        Assert.Equal<(byte, byte, byte)>((0, 0, 0), ColourPalette.Of(0));
        Assert.Equal<(byte, byte, byte)>((128, 0, 0), ColourPalette.Of(1));
        Assert.Equal<(byte, byte, byte)>((0, 128, 0), ColourPalette.Of(2));
        Assert.Equal<(byte, byte, byte)>((192, 128, 128), ColourPalette.Of(15));
        Assert.Equal<(byte, byte, byte)>((224, 224, 192), ColourPalette.Of(255));
        for (var label = 0; label < 256; label++)
        {
            var (red, green, blue) = ColourPalette.Of((byte)label);
            Assert.Equal((byte)label, ColourPalette.ClassOf(red, green, blue));
        }

        Assert.Null(ColourPalette.ClassOf(1, 2, 3));
    }

    private static bool[] Pixels(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => random.Next(3) == 0)];

    private static PixelWindow BoundsOf(bool[] pixels, int width)
    {
        int[] set = [.. Enumerable.Range(0, pixels.Length).Where(i => pixels[i])];
        if (set.Length == 0)
            return default;
        var (left, right) = (set.Min(i => i % width), set.Max(i => i % width));
        var (top, bottom) = (set.Min(i => i / width), set.Max(i => i / width));
        return new PixelWindow(top, left, bottom - top + 1, right - left + 1);
    }

    private static void AssertEqual(JsonElement item, RunLengthMask mask)
    {
        Assert.Equal(
            string.Concat(item.GetProperty("rows").EnumerateArray().Select(row => row.GetString())),
            string.Concat(mask.ToPixels().Select(set => set ? '1' : '0')));
        if (item.TryGetProperty("area", out var area))
            Assert.Equal(area.GetInt64(), mask.Area);
    }

    private static (int Height, int Width) Size(JsonElement item) =>
        (item.GetProperty("size")[0].GetInt32(), item.GetProperty("size")[1].GetInt32());

    private static double[] Coordinates(JsonElement values) =>
        [.. values.EnumerateArray().Select(value => value.GetDouble())];
}
