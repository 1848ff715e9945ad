using GpuFormer.Imaging;
using GpuFormer.Tasks.Systems;
using Xunit;

namespace GpuFormer.Tests.Host.Tasks.Systems;

/// <summary>How images become input, system by system.</summary>
public sealed class NetworkInputTests
{
    [Theory]
    [InlineData(480, 640, 800, 1066)]
    [InlineData(800, 1333, 800, 1333)]
    [InlineData(100, 900, 148, 1332)]
    public void DETR_asks_for_a_short_side_of_800(int height, int width, int toHeight, int toWidth)
    {
        var input = new QueryInput();
        Assert.Equal((toHeight, toWidth), input.SizeOf(height, width));
        Assert.Equal((toHeight, toWidth), input.CanvasOf(toHeight, toWidth));
    }

    [Fact]
    public void A_line_of_pixels_does_not_become_a_canvas_without_end()
    {
        Assert.Equal((1, 1333), new QueryInput().SizeOf(1, 1_000_000));
        Assert.Equal((1, 1333), new RetinaNetInput().SizeOf(1, 1_000_000));
        Assert.Equal((1, 160), new RetinaNetInput(160).SizeOf(1, 1_000_000));
        Assert.Equal((16, 1024), new DeepLabInput().SizeOf(1, 1_000_000));
    }

    [Fact]
    public void RetinaNet_pads_to_multiples_of_32_or_to_a_square()
    {
        Assert.Equal((800, 1344), new RetinaNetInput().CanvasOf(800, 1333));
        var square = new RetinaNetInput(160);
        Assert.Equal((96, 144), square.SizeOf(96, 144));
        Assert.Equal((80, 160), square.SizeOf(160, 320));
        Assert.Equal((160, 160), square.CanvasOf(96, 144));
        Assert.Equal((224, 224), new RetinaNetInput(200).CanvasOf(3, 5));
    }

    [Fact]
    public void SSD_ignores_the_aspect_and_DeepLab_takes_the_multiple_of_16_below()
    {
        Assert.Equal((320, 320), new SsdInput().SizeOf(17, 900));
        Assert.Equal((160, 160), new SsdInput(160).SizeOf(17, 900));
        Assert.Equal((368, 496), new DeepLabInput().SizeOf(375, 500));
        Assert.Equal((16, 16), new DeepLabInput().SizeOf(5, 31));
        Assert.Equal((1024, 768), new DeepLabInput().SizeOf(4000, 3000));
    }

    [Fact]
    public void Cvnets_sees_blue_first_from_0_to_1()
    {
        var image = new Image(1, 1, [255, 51, 0]);
        Assert.Equal([0, 0.2f, 1], new SsdInput().Normalise(image).Planes);
        Assert.Equal([0, 0.2f, 1], new DeepLabInput().Prepare(image).Planes.Where((_, i) => i % 256 == 0));
    }

    [Fact]
    public void A_batch_holds_images_at_the_top_left_of_zeros()
    {
        var first = new NetworkImage([1, 2, 3, 4, 5, 6], 1, 2);
        var second = new NetworkImage([7, 8, 9, 10, 11, 12], 2, 1);
        var (batch, height, width) = new QueryInput().Pad([first, second]);
        Assert.Equal((2, 2), (height, width));
        Assert.Equal(
            [1, 2, 0, 0, 3, 4, 0, 0, 5, 6, 0, 0, 7, 0, 8, 0, 9, 0, 10, 0, 11, 0, 12, 0], batch);
        Assert.Throws<ArgumentException>(() => NetworkInput.Place(first, new float[3], 1, 1));
    }

    [Fact]
    public void Images_without_antialias_lie_between_the_two_nearest_pixels()
    {
        var image = new Image(1, 4, [0, 0, 0, 100, 0, 0, 200, 0, 0, 40, 0, 0]);
        var wide = BilinearResizer.Resize(image, 1, 8);
        Assert.Equal([0, 25, 75, 125, 175, 160, 80, 40], wide.Pixels.Where((_, i) => i % 3 == 0).Select(v => (int)v));
        Assert.Same(image, BilinearResizer.Resize(image, 1, 4));
    }
}
