using GpuFormer.Data;
using Xunit;

namespace GpuFormer.Tests.Host.Data;

public sealed class AspectGroupsTests
{
    // bisect.bisect_right((2 ** numpy.linspace(-1, 1, 7)).tolist(), aspect).
    [Theory]
    [InlineData(0.3, 0)]
    [InlineData(0.5, 1)]
    [InlineData(0.63, 2)]
    [InlineData(0.99, 3)]
    [InlineData(1, 4)]
    [InlineData(1.25, 4)]
    [InlineData(1.26, 5)]
    [InlineData(1.6, 6)]
    [InlineData(2, 7)]
    [InlineData(9, 7)]
    public void Groups_lie_between_the_bounds_of_torchvision(double aspect, int group)
    {
        Assert.Equal(group, AspectGroups.Of(aspect));
        Assert.Equal(aspect >= 1, group >= AspectGroups.FirstWide);
    }

    // What torchvision's GroupedBatchSampler yields for this order, these groups and this size of batches.
    [Fact]
    public void Batches_are_of_one_group_and_those_left_over_are_filled_with_images_of_before()
    {
        int[] order = [4, 0, 7, 2, 9, 1, 5, 8, 3, 6, 10];
        int[] groups = [0, 1, 0, 0, 1, 2, 1, 0, 1, 0, 2];
        var batches = AspectGroups.Batches(order, image => groups[image], 3);
        Assert.Equal([[0, 7, 2], [4, 1, 8], [9, 3, 0]], batches);
    }

    [Fact]
    public void A_group_of_one_image_fills_a_batch_with_it()
    {
        var batches = AspectGroups.Batches([0, 1, 2, 3], image => image, 4);
        Assert.Equal([[0, 0, 0, 0]], batches);
    }

    [Fact]
    public void Wide_and_tall_batches_of_an_epoch_have_their_canvases_and_training_is_full()
    {
        double[] aspects = [1.5, 0.5, 2, 1, 0.7, 1.2, 0.9, 3];
        var sampling = new CanvasSampling([(96, 160), (64, 96)]) { AspectOf = image => aspects[image], Together = 2 };
        Assert.Equal([(96, 160), (160, 96), (64, 96), (96, 64)], sampling.All);
        var (order, shapes) = sampling.Arrange(1, 0, [.. Enumerable.Range(0, 8)], 3, full: true);
        Assert.Equal(2, shapes.Count);
        for (var i = 0; i < shapes.Count; i++)
        {
            Assert.Equal(3, shapes[i].Images);
            Assert.Equal(3 * i, shapes[i].First);
            Assert.All(order.Skip(3 * i).Take(3), image =>
                Assert.Equal(aspects[image] >= 1, shapes[i].Width > shapes[i].Height));
        }

        // The batches of one step have one size, whatever their direction.
        Assert.Equal(Math.Min(shapes[0].Height, shapes[0].Width), Math.Min(shapes[1].Height, shapes[1].Width));
    }

    [Fact]
    public void An_evaluation_sees_every_image_once()
    {
        double[] aspects = [1.5, 0.5, 2, 1, 0.7];
        var sampling = new CanvasSampling([(96, 160)]) { AspectOf = image => aspects[image] };
        var (order, shapes) = sampling.Arrange(1, 0, [.. Enumerable.Range(0, 5)], 2, full: false);
        Assert.Equal([0, 2, 3, 1, 4], order);
        Assert.Equal([(0, 2, 160), (2, 1, 160), (3, 2, 96)],
            shapes.Select(shape => (shape.First, shape.Images!.Value, shape.Width)));
    }
}
