using GpuFormer.Data;
using GpuFormer.Graph;
using GpuFormer.Graph.Losses;
using GpuFormer.Graph.Training;
using GpuFormer.Imaging;
using GpuFormer.Imaging.Masks;
using GpuFormer.Tasks.Detection;
using GpuFormer.Tasks.Systems;
using GpuFormer.Tests.Host.Tasks.Detection;
using GpuFormer.Tests.Ops;
using GpuFormer.Training;
using Xunit;

namespace GpuFormer.Tests.Host.Tasks.Systems;

/// <summary>From objects, or classes of pixels, to the losses of each system.</summary>
public sealed class TargetsTests
{
    // What torch computed for the predictions and objects of these files.
    [Theory]
    [InlineData("detr-matches", 2, 2.5822155, 0.66799295, 1.0257611)]
    [InlineData("e2emf-matches", 3, 2.7514067, 0.72036695, 0.9496735)]
    public void Queries_have_the_matches_and_losses_of_DETR(
        string file, int output, double classLoss, double boxLoss, double overlapLoss)
    {
        using var golden = DetectionData.Open(file);
        var targets = new QueryTargets(classes: 11, states: 2, queries: 20);
        targets.Set(new TrainingSize(3, 96, 128), [.. Enumerable.Range(0, 3).Select(image => new ImageObjects(
            [.. golden.Read($"target.{image}.boxes").Chunk(4).Select(b => Box.FromCentre(b[0], b[1], b[2], b[3]))],
            golden.ReadIntegers($"target.{image}.labels")))]);
        // The same predictions twice, as if by two layers of the decoder.
        var (logits, boxes) = (golden.Read("pred_logits"), golden.Read("pred_boxes"));
        var run = Run(new QueryCriterion(states: 2), targets,
            ("logits", new Given([.. logits, .. logits], new Shape(6, 20, 11))),
            ("boxes", new Given([.. boxes, .. boxes], new Shape(6, 20, 4))));

        Assert.Equal(["loss_ce", "loss_bbox", "loss_giou", "loss_ce_0", "loss_bbox_0", "loss_giou_0"],
            run.Losses.Select(loss => loss.Name));
        foreach (var (suffix, state) in new[] { ("", 1), ("_0", 0) })
        {
            Assert.Equal(classLoss, run["loss_ce" + suffix], 1e-5);
            Assert.Equal(boxLoss, run["loss_bbox" + suffix], 1e-5);
            Assert.Equal(overlapLoss, run["loss_giou" + suffix], 1e-5);
            for (var image = 0; image < 3; image++)
            {
                var pairs = targets.PairsOf(state, image);
                Assert.Equal(golden.ReadIntegers($"match.{output}.{image}"),
                    pairs.Select(pair => pair.Query).Concat(pairs.Select(pair => pair.Object)));
            }
        }

        Assert.Equal(2 * (classLoss + (5 * boxLoss) + (2 * overlapLoss)), run.Total, 1e-4);
        Assert.Null(targets.Warning);
    }

    [Fact]
    public void Queries_of_a_batch_without_objects_learn_that_there_are_none()
    {
        var targets = new QueryTargets(classes: 3, states: 1, queries: 4);
        targets.Set(new TrainingSize(2, 32, 32), [ImageObjects.None, ImageObjects.None]);
        var run = Run(new QueryCriterion(1), targets,
            ("logits", new Given(new float[24], new Shape(2, 4, 3))), ("boxes", new Given(new float[32], new Shape(2, 4, 4))));
        Assert.Equal(Math.Log(3), run["loss_ce"], 1e-6);
        Assert.Equal([0, 0], [run["loss_bbox"], run["loss_giou"]]);
    }

    [Fact]
    public void Predictions_that_are_no_numbers_make_a_loss_that_is_none_and_say_why()
    {
        var targets = new QueryTargets(classes: 3, states: 1, queries: 2);
        targets.Set(new TrainingSize(1, 32, 32), [new ImageObjects([new(0, 0, 1, 1)], [1])]);
        float[] boxes = [0.5f, 0.5f, 1, 1, float.NaN, 0.5f, 1, 1];
        var run = Run(new QueryCriterion(1), targets,
            ("logits", new Given(new float[6], new Shape(1, 2, 3))), ("boxes", new Given(boxes, new Shape(1, 2, 4))));
        Assert.True(double.IsNaN(run.Total));
        Assert.Contains("infinite or NaN", targets.Warning, StringComparison.Ordinal);

        var ssd = new SsdTargets(classes: 3);
        ssd.Set(new TrainingSize(1, 32, 32), [new ImageObjects([new(0, 0, 0.5f, 0.5f)], [1])]);
        var confidences = new float[SsdAnchorCount(32, 32) * 3];
        Array.Fill(confidences, float.NaN);
        Assert.True(double.IsNaN(RunSsd(ssd, confidences, 1, 32, 32).Total));
    }

    [Fact]
    public void RetinaNet_has_the_losses_of_its_definition()
    {
        const int Classes = 7;
        using var golden = DetectionData.Open("retinanet-targets");
        var (height, width) = golden.Size("padded");
        var anchors = RetinaNetAnchors.Create(height, width, RetinaNetAnchors.MapsOf(height, width));
        ImageObjects[] objects = [.. Enumerable.Range(0, 3).Select(image => new ImageObjects(
            DetectionData.Boxes(golden.Read($"target.{image}.boxes")), golden.ReadIntegers($"target.{image}.labels")))];
        var targets = new RetinaNetTargets(Classes);
        targets.Set(new TrainingSize(3, height, width), objects);
        var logits = SpecFill.Values("logits", 3 * anchors.Length * Classes, 3);
        var deltas = SpecFill.Values("deltas", 3 * anchors.Length * 4);
        var run = Run(new RetinaNetCriterion(), targets,
            ("logits", new Given(logits, new Shape(3, anchors.Length, Classes))),
            ("deltas", new Given(deltas, new Shape(3, anchors.Length, 4))));

        var (classification, regression) = (0.0, 0.0);
        for (var image = 0; image < 3; image++)
        {
            var matched = targets.MatchedOf(image).ToArray();
            if (image != 1)
                Assert.Equal(golden.ReadIntegers($"matched.{image}"), matched);
            var positives = Math.Max(1, matched.Count(k => k >= 0));
            for (var a = 0; a < anchors.Length; a++)
            {
                var row = (image * anchors.Length) + a;
                for (var c = 0; c < Classes && matched[a] != IouMatcher.Ignored; c++)
                {
                    var isRight = matched[a] >= 0 && objects[image].Classes[matched[a]] == c;
                    var p = 1 / (1 + Math.Exp(isRight ? -logits[(row * Classes) + c] : logits[(row * Classes) + c]));
                    classification -= (isRight ? 0.25 : 0.75) * (1 - p) * (1 - p) * Math.Log(p) / positives / 3;
                }

                if (matched[a] < 0)
                    continue;
                var (x, y, w, h) = BoxCoder.RetinaNet.Encode(objects[image].Boxes[matched[a]], anchors[a]);
                float[] expected = [x, y, w, h];
                for (var i = 0; i < 4; i++)
                    regression += Math.Abs(expected[i] - (double)deltas[(row * 4) + i]) / positives / 3;
            }
        }

        Assert.Equal(classification, run["classification"], 1e-5 * classification);
        Assert.Equal(regression, run["bbox_regression"], 1e-5 * regression);
        Assert.Equal(classification + regression, run.Total, 1e-4);
    }

    [Fact]
    public void SSD_learns_from_objects_and_from_the_hardest_background_of_each_image()
    {
        const int Classes = 11;
        using var golden = DetectionData.Open("ssdlite-targets");
        var (height, width) = golden.Size("size");
        ImageObjects[] objects = [.. Enumerable.Range(0, 3).Select(image => new ImageObjects(
            DetectionData.Boxes(golden.Read($"target.{image}.boxes")), golden.ReadIntegers($"target.{image}.labels")))];
        var targets = new SsdTargets(Classes);
        targets.Set(new TrainingSize(3, height, width), objects);
        var anchors = SsdAnchorCount(height, width);
        var confidences = SpecFill.Values("confidences", 3 * anchors * Classes, 2);
        var run = RunSsd(targets, confidences, 3, height, width, Classes);

        var (sum, selected) = (0.0, 0);
        for (var image = 0; image < 3; image++)
        {
            var labels = golden.ReadIntegers($"matched.{image}");
            Assert.Equal(labels, targets.LabelsOf(image).ToArray().Select(label => (int)label));
            var losses = Enumerable.Range(0, anchors).Select(a =>
            {
                var x = confidences.AsSpan(((image * anchors) + a) * Classes, Classes).ToArray();
                return Math.Log(x.Sum(v => Math.Exp(v))) - x[labels[a]];
            }).ToArray();
            var positives = labels.Count(label => label > 0);
            var hardest = Enumerable.Range(0, anchors).Where(a => labels[a] == 0).OrderByDescending(a => losses[a])
                .Take(3 * positives).ToHashSet();
            Assert.Equal(Enumerable.Range(0, anchors).Where(a => labels[a] > 0 || hardest.Contains(a)),
                Enumerable.Range(0, anchors).Where(a => targets.WeightsOf(image)[a] > 0));
            sum += losses.Where((_, a) => labels[a] > 0 || hardest.Contains(a)).Sum();
            selected += positives;
        }

        Assert.Equal(selected, targets.Positives);
        Assert.Equal(sum / selected, run["classification"], 1e-4);
        // Offsets of 0 are predicted: smooth L1 of the offsets themselves.
        var offsets = Enumerable.Range(0, 3).SelectMany(image => golden.Read($"matched.{image}.locations"))
            .Sum(d => Math.Abs(d) < 1 ? 0.5 * d * d : Math.Abs(d) - 0.5);
        Assert.Equal(offsets / selected, run["bbox_regression"], 1e-4);
    }

    [Fact]
    public void A_batch_without_objects_has_no_loss_for_SSD_and_that_of_the_background_for_RetinaNet()
    {
        var ssd = new SsdTargets(classes: 3);
        ssd.Set(new TrainingSize(2, 32, 32), [ImageObjects.None, null]);
        Assert.Equal(0, RunSsd(ssd, new float[2 * SsdAnchorCount(32, 32) * 3], 2, 32, 32).Total);

        var retina = new RetinaNetTargets(classes: 2);
        retina.Set(new TrainingSize(2, 32, 32), [ImageObjects.None, null]);
        var anchors = retina.MatchedOf(0).Length;
        var run = Run(new RetinaNetCriterion(), retina, ("logits", new Given(new float[4 * anchors], new Shape(2, anchors, 2))),
            ("deltas", new Given(new float[8 * anchors], new Shape(2, anchors, 4))));
        // Each anchor and class of the first image alone: p = 1 / 2.
        Assert.Equal(2 * anchors * 0.75 * 0.25 * Math.Log(2), run.Total, 1e-3);
        Assert.All(run.Gradient("logits")[(2 * anchors)..], value => Assert.Equal(0, value));
    }

    [Fact]
    public void Annotations_become_objects_in_the_coordinates_of_a_system()
    {
        ObjectTargets objects = new(40, 50,
        [
            new TargetObject(new Box(10, 8, 20, 32), 1, IsCrowd: false), new TargetObject(new Box(0, 0, 50, 40), 0, IsCrowd: true),
            new TargetObject(new Box(0, 0, 10, 10), 0, IsCrowd: false),
        ]);
        var annotated = new QueryTargets(classes: 3, states: 1, queries: 3);
        annotated.Set(new TrainingSize(2, 64, 64), [(40, 50), (64, 64)], [objects, null]);
        var given = new QueryTargets(classes: 3, states: 1, queries: 3);
        given.Set(new TrainingSize(2, 64, 64),
            [new ImageObjects([new(0.2f, 0.2f, 0.4f, 0.8f), new(0, 0, 0.2f, 0.25f)], [1, 0]), null]);
        (string, Given)[] outputs =
        [
            ("logits", new Given(SpecFill.Values("logits", 18), new Shape(2, 3, 3))),
            ("boxes", new Given(SpecFill.Values("boxes", 24, 0.2, 0.5), new Shape(2, 3, 4))),
        ];
        var (expected, actual) = (Run(new QueryCriterion(1), given, outputs), Run(new QueryCriterion(1), annotated, outputs));
        Assert.Equal(expected.Losses, actual.Losses);
        Assert.Equal(expected.Gradient("boxes"), actual.Gradient("boxes"));
        // Of the second image nothing is known.
        Assert.All(actual.Gradient("logits")[9..], value => Assert.Equal(0, value));

        var raw = new RetinaNetTargets(classes: 91, classOf: [1, 90]);
        raw.Set(new TrainingSize(1, 64, 64), [(40, 50)], [objects]);
        var inputs = new Written();
        raw.Write(inputs);
        Assert.Equal([-1, 1, 90], inputs.Values[RetinaNetCriterion.Labels].Distinct().Order());
    }

    [Fact]
    public void Buffers_that_are_used_again_leave_nothing_of_another_batch()
    {
        ImageObjects some = new([new(1, 2, 30, 30), new(20, 20, 60, 61)], [1, 2]);
        var (used, fresh) = (new RetinaNetTargets(3), new RetinaNetTargets(3));
        used.Set(new TrainingSize(2, 64, 96), [some, some]);
        used.Set(new TrainingSize(2, 96, 64), [ImageObjects.None, some]);
        fresh.Set(new TrainingSize(2, 96, 64), [ImageObjects.None, some]);
        var (first, second) = (new Written(), new Written());
        used.Write(first);
        fresh.Write(second);
        foreach (var (name, values) in second.Values)
        {
            // Offsets of anchors without an object are never read.
            var count = name == RetinaNetCriterion.Deltas ? 4 : 1;
            var weights = second.Values[RetinaNetCriterion.DeltaWeights];
            for (var i = 0; i < values.Length; i++)
                Assert.True(values[i] == first.Values[name][i] || (count == 4 && weights[i / 4] == 0), $"{name} {i}");
        }
    }

    [Fact]
    public void Objects_that_do_not_fit_a_network_are_refused_by_image()
    {
        Refused(new RetinaNetTargets(classes: 3), new ImageObjects([new(0, 0, 9, 9)], [3]), "Image 1 has an object of class 3");
        Refused(new SsdTargets(classes: 3), new ImageObjects([new(0, 0, 1, 1)], [0]), "the classes of objects are 1 to 2");
        Refused(new QueryTargets(3, 1, 2), new ImageObjects([new(0, 0, 1, 1)], [2]), "are 0 to 1");
        Refused(new RetinaNetTargets(classes: 3), new ImageObjects([new(5, 5, 5, 9)], [1]), "without extent");
        Refused(new SsdTargets(classes: 3), new ImageObjects([new(0, float.NaN, 1, 1)], [1]), "NaN");

        static void Refused(DetectionTargets targets, ImageObjects objects, string message) => Assert.Contains(message,
            Assert.Throws<ArgumentException>(() => targets.Set(new TrainingSize(2, 32, 32), [ImageObjects.None, objects]))
                .Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pixels_without_a_class_take_no_part()
    {
        const int Classes = 3;
        var targets = new SegmentationTargets(Classes);
        targets.Set(new TrainingSize(2, 2, 3), [(2, 3), (1, 2)],
            [new PixelTargets(new ClassMask(2, 3, [0, 1, 255, 2, 2, 255])), new PixelTargets(new ClassMask(1, 2, [1, 255]))]);
        var logits = SpecFill.Values("logits", 2 * 6 * Classes, 2);
        var run = Run(new SegmentationCriterion(), targets, ("logits", new Given(logits, new Shape(2, 2, 3, Classes))));
        (int Pixel, int Label)[] known = [(0, 0), (1, 1), (3, 2), (4, 2), (6, 1)];
        Assert.Equal(known.Average(k =>
        {
            var x = logits[(k.Pixel * Classes)..((k.Pixel + 1) * Classes)];
            return Math.Log(x.Sum(v => Math.Exp(v))) - x[k.Label];
        }), run["loss"], 1e-6);
        Assert.Equal(known.Select(k => k.Pixel), Enumerable.Range(0, 12).Where(pixel =>
            run.Gradient("logits")[pixel * Classes] != 0));
    }

    [Fact]
    public void A_batch_whose_pixels_are_all_ignored_has_loss_0_and_a_warning()
    {
        var targets = new SegmentationTargets(2);
        targets.Set(new TrainingSize(1, 1, 2), [(1, 2)], [new PixelTargets(new ClassMask(1, 2, [255, 255]))]);
        var run = Run(new SegmentationCriterion(), targets, ("logits", new Given([1, 2, 3, 4], new Shape(1, 1, 2, 2))));
        Assert.Equal(0, run.Total);
        Assert.Equal(new double[4], run.Gradient("logits"));
        Assert.Contains("255", targets.Warning, StringComparison.Ordinal);
        targets.Set(new TrainingSize(1, 1, 2), [(1, 2)], [new PixelTargets(new ClassMask(1, 2, [1, 255]))]);
        Assert.Null(targets.Warning);
    }

    [Fact]
    public void Masks_that_do_not_fit_a_network_are_refused_by_image_and_pixel()
    {
        var targets = new SegmentationTargets(2);
        Assert.Contains("class 2 at column 1, row 0", Assert.Throws<ArgumentException>(() => targets.Set(
            new TrainingSize(1, 1, 2), [(1, 2)], [new PixelTargets(new ClassMask(1, 2, [0, 2]))])).Message,
            StringComparison.Ordinal);
        Assert.Contains("mask of 3 x 1", Assert.Throws<ArgumentException>(() => targets.Set(
            new TrainingSize(1, 1, 2), [(1, 2)], [new PixelTargets(new ClassMask(1, 3, [0, 0, 0]))])).Message,
            StringComparison.Ordinal);
        Assert.Contains("no classes of pixels", Assert.Throws<ArgumentException>(() => targets.Set(
            new TrainingSize(1, 1, 2), [(1, 2)], [new ObjectTargets(1, 2, [])])).Message, StringComparison.Ordinal);
        Assert.Contains("no output 'logits', only deltas", Assert.Throws<ArgumentException>(() => Run(
            new SegmentationCriterion(), targets, ("deltas", new Given([1], new Shape(1, 1, 1, 1))))).Message,
            StringComparison.Ordinal);
    }

    private static CriterionRun Run(
        Criterion criterion, StepTargets targets, params (string Name, Given Output)[] outputs) =>
        CriterionRun.Of(TestDevices.Get("cpu"), criterion, targets, outputs);

    private static CriterionRun RunSsd(
        SsdTargets targets, float[] confidences, int images, int height, int width, int classes = 3)
    {
        var anchors = SsdAnchorCount(height, width);
        return Run(new SsdCriterion(), targets,
            ("confidences", new Given(confidences, new Shape(images, anchors, classes))),
            ("locations", new Given(new float[images * anchors * 4], new Shape(images, anchors, 4))));
    }

    private static int SsdAnchorCount(int height, int width) => SsdAnchors.Create(SsdAnchors.MapsOf(height, width)).Length;

    private sealed class Written : ITargetInputs
    {
        public Dictionary<string, float[]> Values { get; } = [];

        public void Write(string name, ReadOnlySpan<float> elements) => Values[name] = elements.ToArray();
    }
}
