using System.Diagnostics;
using GpuFormer.Graph;
using GpuFormer.Graph.Execution;
using GpuFormer.Imaging;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;
using GpuFormer.Tasks.Detection;
using GpuFormer.Weights;

namespace GpuFormer.Tasks.Systems;

/// <summary>A tensor to store.</summary>
internal sealed record StoredTensor(string Name, float[] Values, int[] Shape);

/// <summary>
/// What a detector or segmenter makes of a batch, by the names and in the layouts of the programs that it follows, and the
/// objects that they decode from it.
/// </summary>
internal static class ReferenceTensors
{
    // cvnets' results have no limit over all classes; so many of them are stored.
    private const int SsdDetections = 300;

    /// <summary>The one tensor that is the same for all images of a batch.</summary>
    public const string Anchors = "anchors";

    /// <summary>Runs a network.</summary>
    /// <param name="model">Of a detector or segmenter.</param>
    /// <param name="device">What it runs on.</param>
    /// <param name="shape">[N, 3, H, W] of the input.</param>
    /// <param name="input">Normalised, images at the top left of zeros.</param>
    /// <param name="sizes">Rows and columns of each image within it.</param>
    /// <param name="originals">Rows and columns of the images that boxes are to lie in.</param>
    /// <param name="precision">How filters and maps are stored on the device.</param>
    /// <returns>The tensors, and how long the network took.</returns>
    public static (IReadOnlyList<StoredTensor> Made, double Milliseconds) Of(
        Model model, Device device, int[] shape, float[] input, IReadOnlyList<(int Height, int Width)> sizes,
        IReadOnlyList<(int Height, int Width)> originals, Precision precision)
    {
        var (height, width) = (shape[2], shape[3]);
        var graph = model.Network.Build(shape[0], height, width, withStages: true);
        // Stages have paths for names; what the head makes has not.
        graph = graph.WithOutputs(graph.Outputs.Select(output => output.Name).Where(name => !name.Contains('.')));
        using var executor = Executor.Create(device, graph, model.ReadWeight, precision);
        if (model.Network is IPaddedNetwork padded)
            padded.WriteSizes(height, width, sizes, (name, elements) => executor.WriteInput(elements, IndexOf(executor, name)));
        var start = Stopwatch.GetTimestamp();
        executor.WriteInput(input);
        executor.Run();
        var outputs = new NetworkOutputs();
        for (var i = 0; i < executor.Plan.Graph.Outputs.Count; i++)
        {
            var (name, tensor) = (executor.Plan.Graph.Outputs[i].Name, executor.Plan.Graph.Outputs[i].Tensor);
            outputs.Set(name, tensor.Shape, new float[tensor.Shape.Elements]);
            executor.ReadOutput(outputs.ElementsOf(name), i);
        }

        var milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return ([.. Named(model.Network, outputs, height, width), .. sizes.SelectMany((size, image) =>
            Found(model.Network, outputs, image, size, originals[image], (height, width), image))], milliseconds);
    }

    /// <summary>The same of outputs that a network made already of a single image; without those that only stages show.
    /// </summary>
    /// <param name="network">A detector or segmenter.</param>
    /// <param name="run">Of the image.</param>
    /// <param name="originalSize">Rows and columns of the image that boxes are to lie in.</param>
    /// <param name="number">By which the image's objects are called: <c>detections.0.boxes</c>.</param>
    /// <exception cref="NonFiniteResultException">An output is infinite or NaN.</exception>
    public static IEnumerable<StoredTensor> Of(
        ImageModel network, CanvasRun run, (int Height, int Width) originalSize, int number) =>
    [
        .. Named(network, run.Outputs, run.Canvas.Height, run.Canvas.Width),
        .. Found(network, run.Outputs, 0, run.Sizes[0], originalSize, run.Canvas, number),
    ];

    /// <summary>The names and shapes of what <see cref="Of(ImageModel, CanvasRun, ValueTuple{int, int}, int)"/> gives for
    /// image 0; -1 where a size depends on the image.</summary>
    public static IReadOnlyList<(string Name, int[] Shape)> OutputsOf(ImageModel network)
    {
        (string, int[])[] found =
            [("detections.0.boxes", [-1, 4]), ("detections.0.scores", [-1]), ("detections.0.labels", [-1])];
        return network switch
        {
            RetinaNet => [("cls_logits", [-1, -1, network.Classes]), ("bbox_regression", [-1, -1, 4]), (Anchors, [-1, 4]),
                .. found],
            SsdLite => [("confidences", [-1, -1, network.Classes]), ("locations", [-1, -1, 4]), (Anchors, [-1, 4]),
                .. found],
            DeepLabV3 => [("logits", [-1, network.Classes, -1, -1]), ("argmax", [-1, -1, -1])],
            _ => [("pred_logits", [-1, -1, network.Classes]), ("pred_boxes", [-1, -1, 4]), .. found],
        };
    }

    private static IEnumerable<StoredTensor> Named(ImageModel network, NetworkOutputs outputs, int height, int width)
    {
        switch (network)
        {
            case RetinaNet retina:
                var anchors = RetinaNetAnchors.Create(
                    height, width, RetinaNetAnchors.MapsOf(height, width), retina.Options.AnchorSizes);
                return [As("cls_logits", "logits"), As("bbox_regression", "deltas"), Boxes(Anchors, anchors)];
            case SsdLite:
                float[] centres = [.. SsdAnchors.CreateCentres(SsdAnchors.MapsOf(height, width))
                    .SelectMany(anchor => new[] { anchor.X, anchor.Y, anchor.Width, anchor.Height })];
                return [As("confidences", "confidences"), As("locations", "locations"),
                    new(Anchors, centres, [centres.Length / 4, 4])];
            case DeepLabV3:
                var (classes, logits) = (network.Classes, outputs.ElementsOf("logits"));
                var best = logits.Chunk(classes).Select(pixel => (float)Array.IndexOf(pixel, pixel.Max())).ToArray();
                return [Planes("logits"), .. new[] { "logits_low" }.Where(outputs.Names.Contains).Select(Planes),
                    new("argmax", best, [best.Length / height / width, height, width])];
            default:
                return [As("pred_logits", "logits"), As("pred_boxes", "boxes")];
        }

        StoredTensor As(string name, string output) =>
            new(name, outputs.ElementsOf(output), [.. outputs.ShapeOf(output)]);

        // [N, H, W, C] to [N, C, H, W].
        StoredTensor Planes(string output)
        {
            var (shape, values) = (outputs.ShapeOf(output), outputs.ElementsOf(output));
            var (pixels, channels) = (shape[1] * shape[2], shape[3]);
            var planes = new float[values.Length];
            for (var i = 0; i < planes.Length; i++)
            {
                var (image, pixel, channel) = (i / (pixels * channels), i / channels % pixels, i % channels);
                planes[(((image * channels) + channel) * pixels) + pixel] = values[i];
            }

            return new(output, planes, [shape[0], channels, shape[1], shape[2]]);
        }
    }

    private static IEnumerable<StoredTensor> Found(
        ImageModel network, NetworkOutputs outputs, int image, (int Height, int Width) size,
        (int Height, int Width) originalSize, (int Height, int Width) canvas, int number)
    {
        if (network.Family.Task != ModelTask.Detection)
            yield break;
        var found = network is SsdLite
            ? Relative(outputs, image, canvas)
            : VisionSystem.DecoderOf(network).Decode(outputs, image, canvas, size, originalSize);
        yield return Boxes($"detections.{number}.boxes", [.. found.Select(one => one.Box)]);
        yield return new($"detections.{number}.scores", [.. found.Select(one => one.Score)], [found.Length]);
        yield return new($"detections.{number}.labels", [.. found.Select(one => (float)one.Label)], [found.Length]);
    }

    // As cvnets has them before it knows the image: relative to its sides, which they may cross.
    private static Detection.Detection[] Relative(NetworkOutputs outputs, int image, (int Height, int Width) canvas)
    {
        var found = new SsdPostprocessor { Clips = false }.Detect(
            outputs.FiniteOf("confidences", image), outputs.FiniteOf("locations", image),
            SsdAnchors.Create(SsdAnchors.MapsOf(canvas.Height, canvas.Width)), 1, 1);
        return found.Length > SsdDetections ? found[..SsdDetections] : found;
    }

    private static StoredTensor Boxes(string name, IReadOnlyList<Box> boxes) =>
        new(name, [.. boxes.SelectMany(box => new[] { box.X1, box.Y1, box.X2, box.Y2 })], [boxes.Count, 4]);

    private static int IndexOf(Executor executor, string input)
    {
        var inputs = executor.Plan.Graph.Inputs;
        return Enumerable.Range(0, inputs.Count).First(i => inputs[i].Name == input);
    }

    /// <summary>Reads the sizes of images, [N, 2], rows and columns.</summary>
    /// <param name="path">A safetensors file.</param>
    /// <param name="name">Of the tensor: integers or float32.</param>
    /// <param name="count">How many images there are.</param>
    /// <returns>Null if the file has no such tensor.</returns>
    /// <exception cref="ModelFormatException">It is of another shape, or a size is no whole number above 0.</exception>
    public static IReadOnlyList<(int Height, int Width)>? ReadSizes(string path, string name, int count)
    {
        using var file = SafetensorsFile.Open(path);
        if (!file.TryGet(name, out var entry))
            return null;
        var bytes = file.GetBytes(name);
        if (!entry.Shape.SequenceEqual([count, 2]) || entry.DType is not (DType.F32 or DType.I32 or DType.I64))
            throw Fault($"is {entry}, not [{count},2] of integers");
        var sizes = new double[2 * count];
        for (var i = 0; i < sizes.Length; i++)
        {
            sizes[i] = entry.DType switch
            {
                DType.F32 => BitConverter.ToSingle(bytes[(4 * i)..]),
                DType.I32 => BitConverter.ToInt32(bytes[(4 * i)..]),
                _ => BitConverter.ToInt64(bytes[(8 * i)..]),
            };
            if (!(sizes[i] is >= 1 and <= int.MaxValue) || sizes[i] != Math.Floor(sizes[i]))
                throw Fault($"holds {sizes[i]}, which is no number of rows or columns");
        }

        return [.. sizes.Chunk(2).Select(size => ((int)size[0], (int)size[1]))];

        ModelFormatException Fault(string problem) =>
            new(path, name, problem, "Store height and width of each image.");
    }
}
