using GpuFormer.Graph;
using GpuFormer.Tasks.Systems;
using Xunit;

namespace GpuFormer.Tests.Host.Tasks.Systems;

/// <summary>From maps of logits to classes of pixels.</summary>
public sealed class SegmentationDecoderTests
{
    [Fact]
    public void Each_pixel_gets_the_first_of_the_greatest_logits_at_the_original_size()
    {
        var outputs = new NetworkOutputs();
        // Two images of 1 x 2 pixels and three classes.
        outputs.Set("logits", new Shape(2, 1, 2, 3), [9, 0, 0, 9, 0, 0, 0, 1, 2, 5, 5, 1]);
        var mask = SegmentationDecoder.Decode(outputs, 1, (1, 2), (1, 2), (2, 5));
        Assert.Equal((2, 5), (mask.Height, mask.Width));
        Assert.Equal([2, 2, 2, 0, 0, 2, 2, 2, 0, 0], mask.Labels);
    }

    [Fact]
    public void Padding_is_not_looked_at()
    {
        var outputs = new NetworkOutputs();
        outputs.Set("logits", new Shape(1, 2, 2, 2), [1, 0, 0, 1, 0, 1, 0, 1]);
        Assert.Equal([0], SegmentationDecoder.Decode(outputs, 0, (2, 2), (1, 1), (1, 1)).Labels);
    }

    [Fact]
    public void Logits_that_are_no_numbers_are_refused()
    {
        var outputs = new NetworkOutputs();
        outputs.Set("logits", new Shape(1, 1, 1, 2), [0, float.NaN]);
        Assert.Throws<NonFiniteResultException>(() => SegmentationDecoder.Decode(outputs, 0, (1, 1), (1, 1), (1, 1)));
    }
}
