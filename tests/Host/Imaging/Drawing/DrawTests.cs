using GpuFormer.Imaging;
using GpuFormer.Imaging.Drawing;
using Xunit;

namespace GpuFormer.Tests.Host.Imaging.Drawing;

public sealed class DrawTests
{
    private static readonly Colour Red = new(255, 0, 0);

    [Fact]
    public void A_letter_has_the_dots_of_the_font()
    {
        var image = new Image(9, 7);
        Draw.Text(image, "g", 1, 1, Colour.White);
        Assert.Equal(
        [
            ".......", ".......", ".......", "..####.", ".#...#.", ".#...#.", ".#...#.", "..####.", ".....#.",
        ], Dots(image));
        var large = new Image(20, 12);
        Draw.Text(large, "i", 0, 0, Colour.White, scale: 2);
        Assert.Equal("....##......", Dots(large)[0]);
        Assert.Equal(Dots(large)[0], Dots(large)[1]);
        Assert.Equal("............", Dots(large)[2]);
    }

    [Fact]
    public void Every_printable_character_is_another_picture_and_all_others_are_boxes()
    {
        string Picture(string text)
        {
            var image = new Image(10, 6);
            Draw.Text(image, text, 0, 0, Colour.White);
            return string.Join('\n', Dots(image));
        }

        var pictures = Enumerable.Range(' ', '~' - ' ' + 1).Select(code => Picture($"{(char)code}")).ToArray();
        Assert.Equal(95, pictures.Distinct().Count());
        Assert.Equal(Picture("é"), Picture("🐈"));
        Assert.DoesNotContain(Picture("é"), pictures);
    }

    [Fact]
    public void Labels_contrast_with_any_background_as_WCAG_asks_for_text()
    {
        for (var index = 0; index < 200; index++)
        {
            var background = Colour.OfIndex(index);
            Assert.True(ContrastRatio(background, background.Contrast) >= 4.5, $"{background}");
        }

        Assert.Equal("#ff0000", $"{Red}");
        Assert.Equal(100, Enumerable.Range(0, 100).Select(Colour.OfIndex).Distinct().Count());
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-50, 8)]
    [InlineData(300, 300)]
    public void A_label_lies_inside_the_image_and_says_how_high_it_is(int left, int top)
    {
        var image = Filled(60, 80, new Colour(10, 20, 30));
        var rows = Draw.Label(image, "cat 97 %", left, top, Red, scale: 1);
        Assert.Equal(12, rows);
        var (width, height) = Draw.Measure("cat 97 %");
        Assert.Equal((47, 9), (width, height));
        Assert.Equal(rows * (width + 4), Count(image, Red) + Count(image, Red.Contrast));
        Assert.True(Count(image, Red.Contrast) > 40);
    }

    [Fact]
    public void What_leaves_the_image_is_cut_and_the_rest_is_as_on_a_larger_one()
    {
        var small = new Image(20, 30);
        var large = new Image(100, 100);
        void Paint(Image image, int x, int y)
        {
            Draw.Rectangle(image, x - 5, y - 5, 22, 40, Red, thickness: 3);
            Draw.Text(image, "Wide text", x - 3, y + 10, Colour.White, scale: 2);
            Draw.Fill(image, x + 25, y - 10, 30, 14, new Colour(0, 0, 200), opacity: 0.5f);
            Draw.Paste(image, Filled(8, 8, new Colour(1, 2, 3)), x - 4, y + 16);
        }

        Paint(small, 0, 0);
        Paint(large, 40, 40);
        for (var y = 0; y < small.Height; y++)
            Assert.Equal(large.Row(40 + y).Slice(40 * 3, small.Width * 3).ToArray(), small.Row(y).ToArray());
        Draw.Fill(small, int.MaxValue, int.MinValue, int.MaxValue, int.MaxValue, Red);
        Draw.Rectangle(small, int.MinValue, 2, int.MaxValue, 3, Red);
        Draw.Paste(small, small, int.MaxValue, int.MinValue);
    }

    [Fact]
    public void A_frame_has_its_thickness_and_leaves_the_inside()
    {
        var image = new Image(20, 20);
        Draw.Rectangle(image, 2, 3, 10, 8, Red, thickness: 2);
        Assert.Equal((10 * 8) - (6 * 4), Count(image, Red));
        Assert.Equal((byte)255, image.Row(3)[2 * 3]);
        Assert.Equal((byte)0, image.Row(5)[4 * 3]);
        Assert.Equal((byte)255, image.Row(10)[11 * 3]);
        Assert.Equal((byte)0, image.Row(11)[11 * 3]);
    }

    [Fact]
    public void A_heat_map_covers_its_part_alone_and_is_brightest_where_the_value_is_highest()
    {
        var image = new Image(40, 60);
        Draw.HeatMap(image, [0, 0, 0, 1], 2, 2, new PixelWindow(4, 6, 20, 20), opacity: 1);
        Assert.Equal(400, 2400 - Count(image, Colour.Black));
        Colour At(int y, int x) => new(image.Row(y)[x * 3], image.Row(y)[(x * 3) + 1], image.Row(y)[(x * 3) + 2]);
        Assert.Equal(HeatColours.Of(0), At(4, 6));
        Assert.Equal(HeatColours.Of(1), At(23, 25));
        Assert.True(At(14, 16).Luminance > At(6, 8).Luminance);
        Assert.True(At(20, 22).Luminance > At(14, 16).Luminance);
        for (var i = 1; i <= 100; i++)
            Assert.True(HeatColours.Of(i / 100f).Luminance > HeatColours.Of((i - 1) / 100f).Luminance);
        Assert.Equal(HeatColours.Of(0), HeatColours.Of(float.NaN));
        Assert.Throws<ArgumentException>(() => Draw.HeatMap(image, [1], 1, 1, new PixelWindow(30, 0, 20, 20)));
        Assert.Throws<ArgumentException>(() => Draw.HeatMap(image, [1], 2, 1, new PixelWindow(0, 0, 20, 20)));
    }

    [Fact]
    public void A_mask_tints_its_pixels()
    {
        var image = Filled(2, 2, new Colour(100, 100, 100));
        Draw.Mask(image, [true, false, false, true], Red, opacity: 0.5f);
        Assert.Equal([178, 50, 50, 100, 100, 100, 100, 100, 100, 178, 50, 50], image.Pixels);
        Assert.Throws<ArgumentException>(() => Draw.Mask(image, [true], Red));
    }

    private static Image Filled(int height, int width, Colour colour)
    {
        var image = new Image(height, width);
        Draw.Fill(image, 0, 0, width, height, colour);
        return image;
    }

    private static int Count(Image image, Colour colour) => image.Pixels.Chunk(3)
        .Count(pixel => (pixel[0], pixel[1], pixel[2]) == (colour.Red, colour.Green, colour.Blue));

    private static string[] Dots(Image image) => [.. Enumerable.Range(0, image.Height).Select(y =>
        string.Concat(image.Row(y).ToArray().Chunk(3).Select(pixel => pixel[0] == 255 ? '#' : '.')))];

    private static double ContrastRatio(Colour one, Colour other)
    {
        var (dark, light) = (Math.Min(one.Luminance, other.Luminance), Math.Max(one.Luminance, other.Luminance));
        return (light + 0.05) / (dark + 0.05);
    }
}
