using GpuFormer.Imaging.Masks;
using GpuFormer.Tasks.Segmentation;
using Xunit;

namespace GpuFormer.Tests.Host.Tasks.Segmentation;

/// <summary>The numbers of segmentation against their definitions.</summary>
public sealed class PixelConfusionTests
{
    [Fact]
    public void Ignored_pixels_do_not_count_and_absent_classes_spoil_no_mean()
    {
        var confusion = new PixelConfusion(4);
        confusion.Add(new ClassMask(2, 3, [0, 0, 1, 1, 255, 77]), new ClassMask(2, 3, [0, 1, 1, 1, 3, 0]));
        Assert.Equal(0.75, confusion.PixelAccuracy);
        Assert.Equal(0.5, confusion.IntersectionOverUnion(0));
        Assert.Equal(2 / 3.0, confusion.IntersectionOverUnion(1));
        Assert.True(double.IsNaN(confusion.IntersectionOverUnion(2)));
        Assert.Equal((0.5 + 2 / 3.0) / 2, confusion.MeanIntersectionOverUnion, 1e-15);
        Assert.Equal((0.5 + 1) / 2, confusion.MeanAccuracy);
        Assert.Equal([2, 3], confusion.AbsentClasses);
    }

    [Fact]
    public void A_class_that_is_predicted_and_not_there_counts_as_zero()
    {
        var confusion = new PixelConfusion(3);
        confusion.Add(new ClassMask(1, 2, [0, 0]), new ClassMask(1, 2, [0, 2]));
        Assert.Equal(0, confusion.IntersectionOverUnion(2));
        Assert.Equal(0.25, confusion.MeanIntersectionOverUnion);
        Assert.Equal(0.5, confusion.MeanAccuracy);
    }

    [Fact]
    public void Nothing_has_no_mean_and_other_sizes_are_refused()
    {
        var confusion = new PixelConfusion(2);
        confusion.Add(new ClassMask(1, 1, [255]), new ClassMask(1, 1, [0]));
        Assert.True(double.IsNaN(confusion.MeanIntersectionOverUnion));
        Assert.Throws<ArgumentException>(() => confusion.Add(new ClassMask(1, 1, [0]), new ClassMask(1, 2, [0, 0])));
        Assert.Throws<ArgumentException>(() => confusion.Add(new ClassMask(1, 1, [0]), new ClassMask(1, 1, [2])));
    }
}
