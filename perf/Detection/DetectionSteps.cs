using System.Diagnostics;
using System.Globalization;
using GpuFormer.Data;
using GpuFormer.Graph.Training;
using GpuFormer.Imaging;
using GpuFormer.Models;
using GpuFormer.Tasks.Systems;
using GpuFormer.Training;

namespace GpuFormer.Perf.Detection;

/// <summary>
/// Times steps of detectors on the CPU, and how much of a step the host takes for targets and for matching in the pause of
/// it; and decoding of outputs as those of a trained network, and of one that has learned nothing.
/// </summary>
internal static class DetectionSteps
{
    private const int Turns = 7;
    private const int ObjectsOfAnImage = 7; // COCO's mean

    private static readonly (string Name, string[] Options, int Classes, int Batch, int Side)[] Networks =
    [
        ("retinanet_mobile_former_26m", ["fpn_channels=64", "anchor_sizes=16,32,64,128,256"], 11, 8, 160),
        ("ssdlite_mobilevit_xxs", [], 11, 8, 160),
        ("e2e_mobile_former_26m", ["width=64", "heads=4", "blocks=2,1,1", "query_hidden=128", "map_hidden=128", "queries=20"],
            11, 8, 160),
        ("detr_resnet18", ["hidden=64", "heads=4", "enc=2", "dec=2", "ffn=128", "queries=20"], 11, 8, 160),
        ("e2e_mobile_former_294m", [], 92, 2, 320),
        ("detr_resnet50", [], 92, 2, 320),
    ];

    private static readonly (string Name, int Height, int Width)[] Decoded =
    [
        ("retinanet_mobile_former_294m", 800, 1088), ("ssdlite_mobilevit_s", 320, 320), ("detr_resnet50", 800, 1066),
    ];

    public static void Run(TextWriter output)
    {
        foreach (var network in Networks)
            Step(output, network);
        foreach (var (name, height, width) in Decoded)
        {
            Decode(output, name, height, width, isTrained: true);
            Decode(output, name, height, width, isTrained: false);
        }
    }

    private static void Step(
        TextWriter output, (string Name, string[] Options, int Classes, int Batch, int Side) network)
    {
        var model = ModelCatalogue.Create(network.Name, network.Classes, network.Options);
        using var device = DeviceSelector.Open("cpu");
        var size = new TrainingSize(network.Batch, network.Side, network.Side);
        using var session = new TrainingSession(device, model, new TrainingOptions(size.Batch, size.Height, size.Width,
            new OptimizerOptions(OptimizerKind.AdamW, 0.01)), VisionSystem.CriterionOf(model));
        session.Initialise(42);
        var random = new Random(1);
        var images = new float[size.Batch * 3 * size.Height * size.Width];
        for (var i = 0; i < images.Length; i++)
            images[i] = random.NextSingle();
        var annotations = new ImageAnnotations?[size.Batch];
        for (var image = 0; image < annotations.Length; image++)
            annotations[image] = Objects(random, size, network.Classes - 1);
        var sizes = Enumerable.Repeat((size.Height, size.Width), size.Batch).ToArray();
        var inner = VisionSystem.TargetsOf(model);
        var timed = new TimedTargets(inner);
        var (steps, targets, matches) = (new double[Turns], new double[Turns], new double[Turns]);
        for (var turn = -1; turn < Turns; turn++)
        {
            timed.Matching = TimeSpan.Zero;
            var watch = Stopwatch.StartNew();
            inner.Set(size, sizes, annotations);
            var made = watch.Elapsed;
            session.Step(images, timed, 1e-4);
            if (turn < 0)
                continue;
            (steps[turn], targets[turn], matches[turn]) =
                (watch.Elapsed.TotalMilliseconds, made.TotalMilliseconds, timed.Matching.TotalMilliseconds);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"step of {network.Name}, {size.Batch} images of {size.Height} x {size.Width}: {Median(steps):F1} ms (least "
            + $"{steps.Min():F1}), targets {Median(targets):F2} ms, matching {Median(matches):F2} ms: "
            + $"{100 * (Median(targets) + Median(matches)) / Median(steps):F1} %"));
    }

    private static ObjectTargets Objects(Random random, TrainingSize size, int classes) => new(size.Height, size.Width,
        [.. Enumerable.Range(0, ObjectsOfAnImage).Select(_ => new TargetObject(Box.FromCorner(
            random.NextSingle() * size.Width / 2, random.NextSingle() * size.Height / 2,
            8 + (random.NextSingle() * size.Width / 3), 8 + (random.NextSingle() * size.Height / 3)),
            random.Next(classes), IsCrowd: false, Mask: null))]);

    // Of a trained RetinaNet a pair of anchor and class in a thousand passes the threshold, of one that has learned nothing
    // half of them; of a trained SSDLite the background is ahead.
    private static void Decode(TextWriter output, string name, int height, int width, bool isTrained)
    {
        const int SsdClasses = 81;
        var model = ModelCatalogue.Create(name);
        var random = new Random(2);
        var outputs = new NetworkOutputs();
        foreach (var (tensor, shape) in model.Build(1, height, width).Outputs.Select(found => (found.Name, found.Tensor.Shape)))
        {
            var isLocation = tensor is "deltas" or "locations" or "boxes";
            var centre = isLocation ? (name.StartsWith("detr", StringComparison.Ordinal) ? 0.5 : 0) : isTrained ? -5.8 : -3;
            outputs.Set(tensor, shape, [.. Enumerable.Range(0, shape.Elements).Select(i =>
                (float)(centre + ((isLocation ? 0.2 : 3) * (random.NextDouble() + random.NextDouble() - 1))
                    + (isTrained && tensor == "confidences" && i % SsdClasses == 0 ? 7 : 0)))]);
        }

        var decoder = VisionSystem.DecoderOf(model);
        var times = new double[Turns];
        var found = 0;
        for (var turn = -1; turn < Turns; turn++)
        {
            var watch = Stopwatch.StartNew();
            found = decoder.Decode(outputs, 0, (height, width), (height, width), (height, width)).Length;
            if (turn >= 0)
                times[turn] = watch.Elapsed.TotalMilliseconds;
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"decoding of {name}, {height} x {width}, {(isTrained ? "" : "un")}trained: {Median(times):F2} ms (least {times.Min():F2}), {found} objects"));
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    private sealed class TimedTargets(StepTargets inner) : StepTargets
    {
        public TimeSpan Matching { get; set; }

        public override TrainingSize Size => inner.Size;

        public override void Write(ITargetInputs inputs) => inner.Write(inputs);

        public override void Match(IStepOutputs outputs, ITargetInputs inputs)
        {
            var watch = Stopwatch.StartNew();
            inner.Match(outputs, inputs);
            Matching += watch.Elapsed;
        }
    }
}
