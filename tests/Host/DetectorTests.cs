using GpuFormer.Imaging;
using GpuFormer.Imaging.Png;
using GpuFormer.Models;
using GpuFormer.Tests.Cli;
using GpuFormer.Tests.Host.Tasks.Systems;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host;

/// <summary>What programs see of detectors and segmenters.</summary>
public sealed class DetectorTests
{
    private static readonly DetectorOptions OnCpu = new() { Device = "cpu", Threads = 1 };

    // Three queries of two classes and "no object": sure of class 1, less sure of class 0, sure of nothing.
    private static readonly float[] Logits = [0, 9, 0, 1.4f, 0, 0, 0, 0, 9];
    private static readonly float[] Boxes = [0.5f, 0.5f, 0.5f, 0.5f, 0.25f, 0.25f, 0.5f, 0.5f, 0.1f, 0.1f, 0.1f, 0.1f];

    [Fact]
    public void Objects_lie_in_pixels_of_the_image_as_it_was_given()
    {
        using var detector = Detector.Open(Queries(Logits), OnCpu);
        var found = Assert.Single(detector.Detect(new Image(40, 80)));
        Assert.Equal(new Box(20, 10, 60, 30), found.Box);
        Assert.Equal(1, found.ClassIndex);
        Assert.Equal("class 1", found.Label);
        Assert.True(found.Score > 0.99);
    }

    [Fact]
    public void Thresholds_say_what_is_told()
    {
        using var lower = Detector.Open(Queries(Logits), OnCpu with { ScoreThreshold = 0.5f });
        Assert.Equal([1, 0], lower.Detect(new Image(40, 80)).Select(found => found.ClassIndex));
        using var one = Detector.Open(Queries(Logits), OnCpu with { ScoreThreshold = 0.5f, MaxDetections = 1 });
        Assert.Single(one.Detect(new Image(40, 80)));
        foreach (var wrong in new[] { OnCpu with { ScoreThreshold = 1.5f }, OnCpu with { OverlapThreshold = float.NaN },
            OnCpu with { MaxDetections = 0 }, OnCpu with { ImageSize = 0 } })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => Detector.Load("nowhere", wrong));
        }
    }

    [Fact]
    public async Task Threads_share_a_detector_and_images_of_any_size()
    {
        using var detector = Detector.Open(Queries(Logits), OnCpu with { ImageSize = 64 });
        await Task.WhenAll(Enumerable.Range(1, 24).Select(i => Task.Run(() =>
        {
            var (height, width) = (8 * i, 16 * (i % 5 + 1));
            var found = Assert.Single(detector.Detect(new Image(height, width)));
            Assert.Equal(new Box(width / 4f, height / 4f, 3 * width / 4f, 3 * height / 4f), found.Box);
        })));
    }

    [Fact]
    public async Task Files_come_back_in_order_and_a_missing_one_ends_nothing()
    {
        using var folder = new TemporaryFolder();
        using var bytes = new MemoryStream();
        PngWriter.Write(new Image(10, 20), bytes);
        var there = folder.Write("there.png", bytes.ToArray());
        var damaged = folder.Write("damaged.png", "no image");
        using var detector = Detector.Open(Queries(Logits), OnCpu);
        var files = await detector.DetectAsync([there, folder["missing.png"], damaged, there]).ToListAsync();
        Assert.Equal([null, typeof(FileNotFoundException), typeof(ImageFormatException), null],
            files.Select(file => file.Error?.GetType()));
        Assert.Equal([(10, 20, 1), (0, 0, 0), (0, 0, 0), (10, 20, 1)],
            files.Select(file => (file.Height, file.Width, file.Objects.Count)));
    }

    [Fact]
    public void Outputs_that_are_no_numbers_are_refused()
    {
        float[] wrong = [.. Logits];
        wrong[4] = float.NaN;
        using var detector = Detector.Open(Queries(wrong), OnCpu);
        Assert.Throws<NonFiniteResultException>(() => detector.Detect(new Image(8, 8)));
    }

    [Fact]
    public void A_disposed_detector_says_so()
    {
        var detector = Detector.Open(Queries(Logits), OnCpu);
        detector.Dispose();
        Assert.Throws<ObjectDisposedException>(() => detector.Detect(new Image(8, 8)));
    }

    [Fact]
    public void Weights_of_another_task_are_refused_with_what_is_for_them()
    {
        var refused = Assert.Throws<ModelFormatException>(() => Segmenter.Open(Queries(Logits), new SegmenterOptions()));
        Assert.Contains("holds detr_stored, a detector, where a segmenter is needed", refused.Message, StringComparison.Ordinal);
        Assert.Contains("open these with Detector", refused.Message, StringComparison.Ordinal);
        using var folder = new TemporaryFolder();
        var weights = StoredModel.Write(folder["classes.safetensors"], classes: 3);
        Assert.Contains("holds mobile_former_26m, a classifier, where a detector is needed",
            Assert.Throws<ModelFormatException>(() => Detector.Load("mobile_former_26m", weights)).Message,
            StringComparison.Ordinal);
        Assert.Contains("where a classifier is needed",
            Assert.Throws<ModelFormatException>(() => Classifier.Open(Queries(Logits), new ClassifierOptions())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_mask_has_the_size_of_the_image_and_its_classes_their_shares()
    {
        var logits = new float[16 * 16 * 2];
        for (var i = 0; i < 16 * 16; i++)
            logits[2 * i + (i % 16 < 4 ? 1 : 0)] = 1; // class 1 in the four columns at the left
        var network = new StoredDetector("deeplabv3_stored", ModelTask.Segmentation, 2, ("logits", [1, 16, 16, 2]));
        using var segmenter = Segmenter.Open(network.With(logits), new SegmenterOptions { Device = "cpu", Threads = 1 });
        var result = segmenter.Segment(new Image(24, 20));
        Assert.Equal((24, 20), (result.Mask.Height, result.Mask.Width));
        Assert.Equal([1, 1, 1, 1, 1, 0], result.Mask.Labels[..6]);
        Assert.Equal([new SegmentedClass(0, "class 0", 0.75), new SegmentedClass(1, "class 1", 0.25)], result.Classes);
    }

    private static Model Queries(float[] logits) =>
        new StoredDetector("detr_stored", ModelTask.Detection, 3, ("logits", [1, 3, 3]), ("boxes", [1, 3, 4]))
            .With(logits, Boxes);
}
