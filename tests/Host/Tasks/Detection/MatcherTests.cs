using GpuFormer.Imaging;
using GpuFormer.Tasks.Detection;
using Xunit;

namespace GpuFormer.Tests.Host.Tasks.Detection;

/// <summary>Which anchor or query belongs to which object: the same choices as the reference programs.</summary>
public sealed class MatcherTests
{
    [Theory]
    [InlineData("retinanet-targets", new[] { 0, 2 })]
    [InlineData("retinanet-targets-running", new[] { 0, 1 })]
    public void RetinaNet_matches_as_torchvision_does(string file, int[] images)
    {
        using var golden = DetectionData.Open(file);
        var (height, width) = golden.Size("padded");
        var anchors = RetinaNetAnchors.Create(height, width, RetinaNetAnchors.MapsOf(height, width));
        foreach (var image in images)
        {
            Assert.Equal(golden.ReadIntegers($"matched.{image}"),
                IouMatcher.Match(DetectionData.Boxes(golden.Read($"target.{image}.boxes")), anchors));
        }
    }

    [Fact]
    public void Image_without_objects_is_background_alone()
    {
        Box[] anchors = [new(0, 0, 10, 10), new(5, 5, 20, 20)];
        Assert.Equal([-1, -1], IouMatcher.Match([], anchors));
        Assert.Equal([-1, -1], SsdMatcher.Match([], anchors));
        Assert.Empty(QueryMatcher.Match(new float[6], new float[8], [], []));
    }

    [Fact]
    public void SSD_matches_and_codes_as_cvnets_does()
    {
        using var golden = DetectionData.Open("ssdlite-targets");
        var (height, width) = golden.Size("size");
        var anchors = SsdAnchors.Create(SsdAnchors.MapsOf(height, width));
        for (var image = 0; image < 3; image++)
        {
            var objects = DetectionData.Boxes(golden.Read($"target.{image}.boxes"));
            var labels = golden.ReadIntegers($"target.{image}.labels");
            var matched = SsdMatcher.Match(objects, anchors);
            Assert.Equal(golden.ReadIntegers($"matched.{image}"), matched.Select(k => k < 0 ? 0 : labels[k]));
            var expected = golden.Read($"matched.{image}.locations").Chunk(4).ToList();
            var coded = Enumerable.Range(0, anchors.Length).Where(a => matched[a] >= 0)
                .Select(a => BoxCoder.Ssd.Encode(objects[matched[a]], anchors[a])).ToList();
            Assert.Equal(expected.Count, coded.Count);
            foreach (var (offsets, actual) in expected.Zip(coded))
            {
                Assert.Equal(offsets[0], actual.X, 1e-4f);
                Assert.Equal(offsets[1], actual.Y, 1e-4f);
                Assert.Equal(offsets[2], actual.Width, 1e-4f);
                Assert.Equal(offsets[3], actual.Height, 1e-4f);
            }
        }
    }

    [Fact]
    public void A_later_object_takes_an_anchor_over()
    {
        Box[] anchors = [new(0, 0, 0.5f, 0.5f), new(0.5f, 0.5f, 1, 1)];
        Assert.Equal([1, -1], SsdMatcher.Match([anchors[0], new(0, 0, 0.1f, 0.1f)], anchors));
    }

    [Theory]
    [InlineData("detr-matches", 2)]
    [InlineData("e2emf-matches", 3)]
    public void Queries_are_matched_as_DETR_does(string file, int output)
    {
        using var golden = DetectionData.Open(file);
        var (logits, boxes) = (golden.Read("pred_logits"), golden.Read("pred_boxes"));
        for (var image = 0; image < 3; image++)
        {
            var pairs = QueryMatcher.Match(
                logits.AsSpan(image * logits.Length / 3, logits.Length / 3),
                boxes.AsSpan(image * boxes.Length / 3, boxes.Length / 3), golden.Read($"target.{image}.boxes"),
                golden.ReadIntegers($"target.{image}.labels"));
            Assert.Equal(golden.ReadIntegers($"match.{output}.{image}"),
                pairs.Select(pair => pair.Query).Concat(pairs.Select(pair => pair.Object)));
        }
    }

    [Fact]
    public void Boxes_that_are_no_numbers_are_refused_with_a_message()
    {
        float[] boxes = [float.NaN, 0.5f, 0.1f, 0.1f];
        var refusal = Assert.Throws<NonFiniteResultException>(
            () => QueryMatcher.Match([0, 0, 0], boxes, [0.5f, 0.5f, 0.1f, 0.1f], [1]));
        Assert.Contains("Query 0 and object 0", refusal.Message);
    }

    [Fact]
    public void The_hardest_negatives_are_three_for_each_anchor_with_an_object()
    {
        float[] losses = [5, 1, 4, 4, 4, 0.5f, 3];
        bool[] hasObject = [true, false, false, false, false, false, false];
        Assert.Equal([true, false, true, true, true, false, false], HardNegatives.Select(losses, hasObject));
        Assert.Equal([true, false, true, true, false, false, false], HardNegatives.Select(losses, hasObject, ratio: 2));
        Assert.DoesNotContain(true, HardNegatives.Select(losses, new bool[7]));
    }
}
