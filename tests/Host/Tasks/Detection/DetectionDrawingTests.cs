using GpuFormer.Imaging;
using GpuFormer.Imaging.Drawing;
using GpuFormer.Imaging.Masks;
using GpuFormer.Tasks.Detection;
using Xunit;
using Found = GpuFormer.Tasks.Detection.Detection;

namespace GpuFormer.Tests.Host.Tasks.Detection;

/// <summary>Drawn boxes and masks.</summary>
public sealed class DetectionDrawingTests
{
    [Fact]
    public void A_box_is_framed_in_the_colour_of_its_class_and_its_inside_stays()
    {
        var image = new Image(200, 300);
        DetectionDrawing.Draw(image, [new Found(new Box(50, 60, 150, 160), 0.9f, 4)], label => $"class {label}");
        var colour = Colour.OfIndex(4);
        foreach (var (x, y) in new[] { (50, 100), (149, 100), (100, 60), (100, 159) })
            Assert.Equal(colour, At(image, x, y));
        Assert.Equal(Colour.Black, At(image, 100, 110));
        Assert.Equal(Colour.Black, At(image, 200, 110));
        // The name stands on the box, in its colour.
        Assert.Equal(colour, At(image, 51, 58));
    }

    [Fact]
    public void Boxes_beyond_the_image_and_names_with_escapes_harm_nothing()
    {
        var image = new Image(20, 30);
        DetectionDrawing.Draw(image,
        [
            new Found(new Box(-1e9f, -1e9f, 1e9f, 1e9f), 1, 0), new Found(new Box(40, 40, 50, 50), 0.5f, 1),
            new Found(new Box(float.NaN, 0, 1, 1), 0.5f, 2),
        ], _ => "\u001b[31m\n");
        Assert.NotEqual(Colour.Black, At(image, 0, 19));
    }

    [Fact]
    public void Larger_images_have_thicker_lines()
    {
        int Thickness(int side)
        {
            var image = new Image(side, side);
            DetectionDrawing.Draw(image, [new Found(new Box(0, 0, side, side), 1, 0)], _ => "a");
            return Enumerable.Range(0, side).TakeWhile(x => At(image, x, side / 2) != Colour.Black).Count();
        }

        Assert.Equal(2, Thickness(100));
        Assert.InRange(Thickness(2000), 10, 30);
    }

    [Fact]
    public void Classes_tint_their_pixels_and_ignored_ones_stay()
    {
        var image = new Image(1, 3);
        DetectionDrawing.Draw(image, new ClassMask(1, 3, [0, 1, 255]), opacity: 1);
        Assert.Equal([Colour.Black, new Colour(128, 0, 0), Colour.Black],
            Enumerable.Range(0, 3).Select(x => At(image, x, 0)));
        Assert.Throws<ArgumentException>(() => DetectionDrawing.Draw(image, new ClassMask(1, 2, new byte[2])));
    }

    private static Colour At(Image image, int x, int y)
    {
        var pixel = image.Row(y).Slice(3 * x, 3);
        return new Colour(pixel[0], pixel[1], pixel[2]);
    }
}
