using GpuFormer.Imaging;
using GpuFormer.Tasks.Detection;
using Xunit;
using Found = GpuFormer.Tasks.Detection.Detection;

namespace GpuFormer.Tests.Host.Tasks.Detection;

/// <summary>From outputs of networks to objects: what torchvision, DETR and cvnets find.</summary>
public sealed class PostprocessorTests
{
    [Fact]
    public void RetinaNet_finds_what_torchvision_finds()
    {
        using var golden = DetectionData.Open("retinanet-detections");
        var (height, width) = golden.Size("padded");
        var levels = RetinaNetAnchors.MapsOf(height, width)
            .Select(map => map.Height * map.Width * RetinaNetAnchors.PerCell).ToArray();
        var size = golden.Sizes("sizes")[0];
        var found = new RetinaNetPostprocessor().Detect(golden.Read("cls_logits"), golden.Read("bbox_regression"),
            DetectionData.Boxes(golden.Read("anchors")), levels, size, size);
        AssertEqual(golden, found);
        // The original of twice the rows and three times the columns: the ratio of each axis for itself.
        var larger = new RetinaNetPostprocessor().Detect(golden.Read("cls_logits"), golden.Read("bbox_regression"),
            DetectionData.Boxes(golden.Read("anchors")), levels, size, (2 * size.Height, 3 * size.Width));
        Assert.Equal(found.Select(detection => detection.Box.Scale(2, 3)), larger.Select(detection => detection.Box));
    }

    [Fact]
    public void Queries_become_what_DETR_finds()
    {
        using var golden = DetectionData.Open("detr-detections");
        var (logits, boxes) = (golden.Read("pred_logits"), golden.Read("pred_boxes"));
        var sizes = golden.Sizes("original_sizes");
        for (var image = 0; image < sizes.Length; image++)
        {
            var found = QueryPostprocessor.Detect(
                logits.AsSpan(image * logits.Length / 2, logits.Length / 2),
                boxes.AsSpan(image * boxes.Length / 2, boxes.Length / 2), sizes[image].Height, sizes[image].Width);
            AssertSameSet(golden, image, found);
            Assert.Equal(found.OrderByDescending(detection => detection.Score), found);
        }
    }

    [Fact]
    public void SSD_suppresses_class_by_class_before_it_clips()
    {
        // Two anchors that overlap by more than half: of class 1 the first suppresses the second, of class 2 there is one.
        Box[] anchors = [Box.FromCentre(0.5f, 0.5f, 0.4f, 0.4f), Box.FromCentre(0.55f, 0.5f, 0.4f, 0.4f)];
        float[] logits = [0, 4, 0, 0, 3, 6];
        var found = new SsdPostprocessor { ScoreThreshold = 0.03f }.Detect(logits, new float[8], anchors, 100, 200);
        Assert.Equal([1, 2], found.Select(detection => detection.Label));
        AssertClose(new Box(60, 30, 140, 70), found[0].Box);
        AssertClose(new Box(70, 30, 150, 70), found[1].Box);
        // Far to the right: clipped to nothing, but only afterwards.
        float[] offsets = [20, 0, 0, 0, -20, 0, 0, 0];
        var outside = new SsdPostprocessor { ScoreThreshold = 0.03f }.Detect(logits, offsets, anchors, 100, 200);
        Assert.Equal(3, outside.Length);
        Assert.All(outside, detection => Assert.True(detection.Box.X1 >= 0 && detection.Box.X2 <= 200));
    }

    [Fact]
    public void SSD_limits_each_class_alone()
    {
        var anchors = SsdAnchors.Create(SsdAnchors.MapsOf(64, 64));
        var logits = Enumerable.Range(0, anchors.Length).SelectMany(_ => new float[] { 0, 3, 3 }).ToArray();
        var found = new SsdPostprocessor { OverlapThreshold = 1, DetectionsPerClass = 5 }
            .Detect(logits, new float[4 * anchors.Length], anchors, 64, 64);
        Assert.Equal(10, found.Length);
        Assert.Equal(5, found.Count(detection => detection.Label == 1));
    }

    private static void AssertEqual(GpuFormer.Weights.SafetensorsFile golden, Found[] found)
    {
        var boxes = DetectionData.Boxes(golden.Read("detections.0.boxes"));
        var scores = golden.Read("detections.0.scores");
        Assert.Equal(golden.ReadIntegers("detections.0.labels"), found.Select(detection => detection.Label));
        for (var i = 0; i < found.Length; i++)
        {
            Assert.Equal(scores[i], found[i].Score, 1e-6f);
            AssertClose(boxes[i], found[i].Box);
        }
    }

    private static void AssertSameSet(GpuFormer.Weights.SafetensorsFile golden, int image, Found[] found)
    {
        var boxes = DetectionData.Boxes(golden.Read($"detections.{image}.boxes"));
        var scores = golden.Read($"detections.{image}.scores");
        var labels = golden.ReadIntegers($"detections.{image}.labels");
        Assert.Equal(boxes.Length, found.Length);
        for (var i = 0; i < boxes.Length; i++)
        {
            var same = Assert.Single(found, detection => detection.Label == labels[i]
                && Math.Abs(detection.Score - scores[i]) < 1e-6 && Math.Abs(detection.Box.X1 - boxes[i].X1) < 1e-3);
            AssertClose(boxes[i], same.Box);
        }
    }

    private static void AssertClose(Box expected, Box actual)
    {
        Assert.Equal(expected.X1, actual.X1, 1e-3f);
        Assert.Equal(expected.Y1, actual.Y1, 1e-3f);
        Assert.Equal(expected.X2, actual.X2, 1e-3f);
        Assert.Equal(expected.Y2, actual.Y2, 1e-3f);
    }
}
