using GpuFormer.Kernels.Launch;
using Xunit;

namespace GpuFormer.Tests.Kernels.Launch;

public sealed class LaunchRowsTests
{
    // A 3x3 with stride 2 over 9x5 pixels, two rows of the output at a time; three images.
    private static readonly LaunchRows Strided = new()
    {
        AlongY = true,
        Places = 3,
        Step = 6,
        Least = 6,
        Pixels = 15,
        Width = 3,
        InputRows = 9,
        InputWidth = 5,
        Stride = 2,
        Reach = 1,
    };

    // A 1x1 over ten pixels, four at a time; three images.
    private static readonly LaunchRows Each = new()
    {
        AlongY = false,
        Places = 3,
        Step = 4,
        Least = 4,
        Pixels = 10,
        InputRows = 10,
    };

    [Fact]
    public void Places_of_several_images_lie_behind_each_other()
    {
        Assert.Equal([6, 12, 15, 21, 27, 30], Enumerable.Range(1, 6).Select(Strided.End));
        Assert.Equal([4, 8, 10, 14, 18, 20], Enumerable.Range(1, 6).Select(Each.End));
    }

    [Fact]
    public void Fewest_places_make_the_pixels_below()
    {
        foreach (var rows in new[] { Strided, Each })
        {
            Assert.Equal(0, rows.PlacesTo(0));
            for (var end = 1; end <= 3 * rows.Pixels; end++)
            {
                var places = rows.PlacesTo(end);
                Assert.True(rows.End(places) >= end);
                Assert.True(places == 1 || rows.End(places - 1) < end);
            }
        }
    }

    [Fact]
    public void Input_is_what_the_filter_reaches()
    {
        // Output rows 0-1 of an image read input rows 0-3, rows 2-3 read 3-7; the last place begins at row 3, reads 5-8.
        Assert.Equal([0, 15, 25, 45, 60, 70], Enumerable.Range(0, 6).Select(Strided.InputStart));
        Assert.Equal([20, 40, 45, 65, 85, 90], Enumerable.Range(1, 6).Select(Strided.InputEnd));
        // The last place begins at pixel 6.
        Assert.Equal([0, 4, 6, 10, 14, 16], Enumerable.Range(0, 6).Select(Each.InputStart));
        Assert.Equal([4, 8, 10, 14, 18, 20], Enumerable.Range(1, 6).Select(Each.InputEnd));
    }
}
