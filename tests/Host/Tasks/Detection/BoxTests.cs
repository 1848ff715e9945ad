using GpuFormer.Imaging;
using GpuFormer.Tasks.Detection;
using Xunit;

namespace GpuFormer.Tests.Host.Tasks.Detection;

/// <summary>Box arithmetic against torchvision's and DETR's numbers.</summary>
public sealed class BoxTests
{
    [Fact]
    public void Overlaps_are_those_of_the_reference_also_of_boxes_without_extent()
    {
        var pairs = DetectionData.Json("boxes.json").GetProperty("pairs").EnumerateArray().ToList();
        Assert.Equal(25, pairs.Count);
        foreach (var pair in pairs)
        {
            var (a, b) = (DetectionData.Box(pair.GetProperty("a")), DetectionData.Box(pair.GetProperty("b")));
            AssertClose(DetectionData.Number(pair.GetProperty("iou")), BoxOverlap.IntersectionOverUnion(a, b));
            AssertClose(DetectionData.Number(pair.GetProperty("giou")), BoxOverlap.Generalised(a, b));
        }
    }

    [Fact]
    public void Offsets_from_anchors_are_those_of_torchvision_and_wild_ones_are_limited()
    {
        var coder = DetectionData.Json("boxes.json").GetProperty("coder");
        var anchors = DetectionData.Boxes(coder.GetProperty("anchors"));
        var truth = DetectionData.Boxes(coder.GetProperty("truth"));
        var deltas = coder.GetProperty("deltas");
        var decoded = DetectionData.Boxes(coder.GetProperty("decoded"));
        var wild = coder.GetProperty("wild");
        for (var i = 0; i < anchors.Length; i++)
        {
            var (x, y, width, height) = BoxCoder.RetinaNet.Encode(truth[i], anchors[i]);
            var expected = DetectionData.Floats(deltas[i]);
            float[] offsets = [x, y, width, height];
            for (var k = 0; k < 4; k++)
                AssertClose(expected[k], offsets[k]);
            var box = BoxCoder.RetinaNet.Decode(DetectionData.Floats(wild[i]), anchors[i]);
            AssertClose(decoded[i], box);
            AssertClose(truth[i], BoxCoder.RetinaNet.Decode(offsets, anchors[i]));
        }
    }

    [Fact]
    public void Boxes_are_clipped_to_the_image()
    {
        var clip = DetectionData.Json("boxes.json").GetProperty("clip");
        var size = DetectionData.Floats(clip.GetProperty("size"));
        Assert.Equal(
            DetectionData.Boxes(clip.GetProperty("clipped")),
            DetectionData.Boxes(clip.GetProperty("boxes")).Select(box => box.Clip(size[0], size[1])));
    }

    private static void AssertClose(Box expected, Box actual)
    {
        AssertClose(expected.X1, actual.X1);
        AssertClose(expected.Y1, actual.Y1);
        AssertClose(expected.X2, actual.X2);
        AssertClose(expected.Y2, actual.Y2);
    }

    private static void AssertClose(double expected, double actual)
    {
        if (double.IsFinite(expected))
            Assert.Equal(expected, actual, 2e-6 * Math.Max(1, Math.Abs(expected)));
        else
            Assert.Equal(expected, actual);
    }
}
