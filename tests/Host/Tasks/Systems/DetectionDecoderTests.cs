using GpuFormer.Graph;
using GpuFormer.Imaging;
using GpuFormer.Tasks.Detection;
using GpuFormer.Tasks.Systems;
using GpuFormer.Tests.Host.Tasks.Detection;
using Xunit;

namespace GpuFormer.Tests.Host.Tasks.Systems;

/// <summary>From named outputs of networks to objects: what the reference programs find.</summary>
public sealed class DetectionDecoderTests
{
    [Fact]
    public void RetinaNet_finds_what_torchvision_finds_in_each_image_of_a_batch()
    {
        using var golden = DetectionData.Open("retinanet-detections");
        var canvas = golden.Size("padded");
        var (logits, deltas) = (golden.Read("cls_logits"), golden.Read("bbox_regression"));
        var anchors = deltas.Length / 4;
        // The image of the file as the second of a batch.
        var outputs = new NetworkOutputs();
        outputs.Set("logits", new Shape(2, anchors, logits.Length / anchors),
            [.. logits.Select(_ => -9f), .. logits]);
        outputs.Set("deltas", new Shape(2, anchors, 4), [.. deltas, .. deltas]);
        var size = golden.Sizes("sizes")[0];
        var decoder = new RetinaNetDecoder();
        AssertEqual(golden, decoder.Decode(outputs, 1, canvas, size, size));
        Assert.Empty(decoder.Decode(outputs, 0, canvas, size, size));
        var best = decoder.Decode(outputs, 1, canvas, size, size, new DetectionThresholds { Count = 3 });
        Assert.Equal(golden.Read("detections.0.scores")[..3], best.Select(found => found.Score));
    }

    [Fact]
    public void A_higher_threshold_leaves_out_what_is_less_sure_and_nothing_else()
    {
        using var golden = DetectionData.Open("retinanet-detections");
        var (logits, deltas) = (golden.Read("cls_logits"), golden.Read("bbox_regression"));
        var anchors = deltas.Length / 4;
        var outputs = new NetworkOutputs();
        outputs.Set("logits", new Shape(1, anchors, logits.Length / anchors), logits);
        outputs.Set("deltas", new Shape(1, anchors, 4), deltas);
        var (canvas, size) = (golden.Size("padded"), golden.Sizes("sizes")[0]);
        var all = new RetinaNetDecoder().Decode(outputs, 0, canvas, size, size);
        var middle = all[all.Length / 2].Score;
        var some = new RetinaNetDecoder().Decode(
            outputs, 0, canvas, size, size, new DetectionThresholds { Score = middle });
        Assert.Equal(all.Where(found => found.Score > middle), some);
        Assert.NotEmpty(some);
    }

    [Fact]
    public void RetinaNet_refuses_outputs_of_another_canvas()
    {
        var outputs = new NetworkOutputs();
        outputs.Set("logits", new Shape(1, 9, 2), new float[18]);
        outputs.Set("deltas", new Shape(1, 9, 4), new float[36]);
        Assert.Throws<ArgumentException>(() =>
            new RetinaNetDecoder().Decode(outputs, 0, (64, 64), (64, 64), (64, 64)));
    }

    [Fact]
    public void Queries_become_what_DETR_finds_at_the_original_size()
    {
        using var golden = DetectionData.Open("detr-detections");
        var (logits, boxes) = (golden.Read("pred_logits"), golden.Read("pred_boxes"));
        var sizes = golden.Sizes("original_sizes");
        var queries = boxes.Length / 4 / sizes.Length;
        var outputs = new NetworkOutputs();
        outputs.Set("logits", new Shape(sizes.Length, queries, logits.Length / queries / sizes.Length), logits);
        outputs.Set("boxes", new Shape(sizes.Length, queries, 4), boxes);
        for (var image = 0; image < sizes.Length; image++)
        {
            var found = new QueryDecoder().Decode(outputs, image, (128, 160), (100, 100), sizes[image]);
            Assert.Equal(queries, found.Length);
            foreach (var (expected, actual) in golden.Read($"detections.{image}.scores").OrderDescending().Zip(found))
                Assert.Equal(expected, actual.Score, 1e-6f);
            Assert.Equal(2, new QueryDecoder().Decode(
                outputs, image, (128, 160), (100, 100), sizes[image], new DetectionThresholds { Count = 2 }).Length);
        }
    }

    [Fact]
    public void SSD_finds_a_box_where_its_anchor_lies()
    {
        var anchors = SsdAnchors.Create(SsdAnchors.MapsOf(320, 320));
        var confidences = new float[anchors.Length * 3];
        for (var a = 0; a < anchors.Length; a++)
            confidences[3 * a] = 20;
        var sure = anchors.Length - 4; // a square in the middle
        confidences[3 * sure + 2] = 25;
        var outputs = new NetworkOutputs();
        outputs.Set("confidences", new Shape(1, anchors.Length, 3), confidences);
        outputs.Set("locations", new Shape(1, anchors.Length, 4), new float[4 * anchors.Length]);
        var found = Assert.Single(new SsdDecoder().Decode(outputs, 0, (320, 320), (320, 320), (100, 200)));
        Assert.Equal(2, found.Label);
        Assert.Equal(anchors[sure].Scale(100, 200).Clip(100, 200), found.Box);
        Assert.Empty(new SsdDecoder().Decode(
            outputs, 0, (320, 320), (320, 320), (100, 200), new DetectionThresholds { Score = 0.999f }));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Outputs_that_are_no_numbers_are_refused_by_name(float wrong)
    {
        var outputs = new NetworkOutputs();
        outputs.Set("logits", new Shape(1, 2, 3), [0, 0, 0, 0, wrong, 0]);
        outputs.Set("boxes", new Shape(1, 2, 4), new float[8]);
        var refused = Assert.Throws<NonFiniteResultException>(() =>
            new QueryDecoder().Decode(outputs, 0, (8, 8), (8, 8), (8, 8)));
        Assert.Contains("'logits'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_output_is_named_with_those_that_are_there()
    {
        var outputs = new NetworkOutputs();
        outputs.Set("features", new Shape(1, 2), new float[2]);
        var refused = Assert.Throws<ArgumentException>(() =>
            new QueryDecoder().Decode(outputs, 0, (8, 8), (8, 8), (8, 8)));
        Assert.Contains("'logits', but features", refused.Message, StringComparison.Ordinal);
    }

    private static void AssertEqual(
        GpuFormer.Weights.SafetensorsFile golden, IReadOnlyList<GpuFormer.Tasks.Detection.Detection> found)
    {
        var boxes = DetectionData.Boxes(golden.Read("detections.0.boxes"));
        var scores = golden.Read("detections.0.scores");
        Assert.Equal(golden.ReadIntegers("detections.0.labels"), found.Select(detection => detection.Label));
        for (var i = 0; i < found.Count; i++)
        {
            Assert.Equal(scores[i], found[i].Score, 1e-6f);
            Assert.Equal(boxes[i].X1, found[i].Box.X1, 1e-3f);
            Assert.Equal(boxes[i].Y1, found[i].Box.Y1, 1e-3f);
            Assert.Equal(boxes[i].X2, found[i].Box.X2, 1e-3f);
            Assert.Equal(boxes[i].Y2, found[i].Box.Y2, 1e-3f);
        }
    }
}
