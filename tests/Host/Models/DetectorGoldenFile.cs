using System.Text.Json;
using GpuFormer.Graph;
using GpuFormer.Graph.Execution;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host.Models;

/// <summary>
/// A file of tests/Golden/detection: what a detector with queries makes of images of several sizes, in float32 by
/// PyTorch. The file's metadata say how weights and images follow from names.
/// </summary>
internal sealed class DetectorGoldenFile : IDisposable
{
    private readonly SafetensorsFile _file;

    public DetectorGoldenFile(string name)
    {
        _file = SafetensorsFile.Open(Path.Combine(AppContext.BaseDirectory, "Golden", "detection", $"{name}.safetensors"));
        Weights = new NamedWeights(_file.Metadata);
        int[][] sizes = JsonSerializer.Deserialize<int[][]>(_file.Metadata["sizes"])!;
        Sizes = [.. sizes.Select(size => (size[0], size[1]))];
        var padded = JsonSerializer.Deserialize<int[]>(_file.Metadata["padded"])!;
        (Height, Width) = (padded[0], padded[1]);
    }

    public NamedWeights Weights { get; }

    public IReadOnlyList<(int Height, int Width)> Sizes { get; }

    /// <summary>Of the padded images.</summary>
    public int Height { get; }

    /// <summary>Of the padded images.</summary>
    public int Width { get; }

    /// <summary>Outputs for classes, the one for no object among them.</summary>
    public int Classes => Number("classes", 0) + 1;

    public IEnumerable<string> Names => _file.Tensors.Select(tensor => tensor.Name);

    public int Number(string key, int otherwise) =>
        _file.Metadata.TryGetValue(key, out var text) ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture)
            : otherwise;

    public IReadOnlyDictionary<string, string> Metadata => _file.Metadata;

    /// <summary>The images, each at the top left of zeros.</summary>
    public float[] Input()
    {
        var images = new float[Sizes.Count * 3 * Height * Width];
        for (var i = 0; i < Sizes.Count; i++)
        {
            var (h, w) = Sizes[i];
            var pixels = Weights.Uniform($"input.{i}", 3 * h * w, -2, 2);
            for (var row = 0; row < 3 * h; row++)
            {
                pixels.AsSpan(row * w, w).CopyTo(
                    images.AsSpan(((((i * 3) + (row / h)) * Height) + (row % h)) * Width));
            }
        }

        return images;
    }

    public float[] Read(string name)
    {
        Assert.True(_file.TryGet(name, out var entry), $"There is no {name}.");
        var values = new float[entry.ElementCount];
        _file.ReadFloat32(name, values);
        return values;
    }

    /// <summary>Runs a network with the file's weights and images; outputs by name, stages among them.</summary>
    /// <param name="device">What runs it.</param>
    /// <param name="model">Of the file's options.</param>
    /// <param name="allLayers">Whether the outputs are those of all layers, as in training.</param>
    public Dictionary<string, (float[] Elements, Shape Shape)> Run(Device device, ImageModel model, bool allLayers)
    {
        var graph = model.Build(Sizes.Count, Height, Width, withStages: true, allLayers ? new TrainingRates(0, 0) : null);
        using var executor = Executor.Create(device, graph, Weights.Fill);
        var inputs = executor.Plan.Graph.Inputs.Select(input => input.Name).ToList();
        executor.WriteInput(Input(), inputs.IndexOf("input"));
        ((IPaddedNetwork)model).WriteSizes(
            Height, Width, Sizes, (name, elements) => executor.WriteInput(elements, inputs.IndexOf(name)));
        executor.Run();
        var outputs = new Dictionary<string, (float[], Shape)>();
        for (var i = 0; i < executor.Plan.Graph.Outputs.Count; i++)
        {
            var output = executor.Plan.Graph.Outputs[i];
            var elements = new float[output.Tensor.Shape.Elements];
            executor.ReadOutput(elements, i);
            outputs[output.Name] = (elements, output.Tensor.Shape);
        }

        return outputs;
    }

    /// <summary>
    /// Compares logits and boxes of the last layer and samples of those before: within three times 1e-4, as deep attention
    /// in float32 needs it.
    /// </summary>
    /// <param name="outputs">Of <see cref="Run"/> with all layers.</param>
    public void AssertPredictions(IReadOnlyDictionary<string, (float[] Elements, Shape Shape)> outputs)
    {
        foreach (var (ours, theirs) in new[] { ("logits", "pred_logits"), ("boxes", "pred_boxes") })
        {
            var (elements, shape) = outputs[ours];
            var each = Sizes.Count * (shape.Elements / shape[0]);
            var layers = elements.Chunk(each).ToArray();
            for (var i = 0; i < layers.Length - 1; i++)
                AssertSample($"aux.{i}.{theirs}.sample", layers[i]);
            AssertClose(theirs, Read(theirs), layers[^1]);
            Assert.Equal(layers.Length - 1,
                Names.Count(name => name.StartsWith("aux.", StringComparison.Ordinal) && name.Contains(theirs, StringComparison.Ordinal)));
        }
    }

    /// <summary>Compares the tap of a map: [N, H, W, C] here, [N, C, H, W] in the file.</summary>
    public void AssertMap(string tap, (float[] Elements, Shape Shape) map)
    {
        var (elements, shape) = map;
        var (pixels, channels) = (shape[1] * shape[2], shape[3]);
        var turned = new float[elements.Length];
        for (var i = 0; i < elements.Length; i++)
        {
            var (image, pixel, channel) = (i / (pixels * channels), i / channels % pixels, i % channels);
            turned[(((image * channels) + channel) * pixels) + pixel] = elements[i];
        }

        AssertSample($"tap.{tap}.sample", turned);
    }

    /// <summary>Compares elements floor(k * n / 256) of n, k = 0 to 255, or all of fewer.</summary>
    public void AssertSample(string name, float[] elements)
    {
        var expected = Read(name);
        AssertClose(name, expected, elements.Length <= 256 ? elements
            : [.. Enumerable.Range(0, 256).Select(k => elements[(long)k * elements.Length / 256])]);
    }

    public void Dispose() => _file.Dispose();

    private static void AssertClose(string name, float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var tolerance = 3e-4 * Math.Max(1, Math.Sqrt(expected.Average(x => (double)x * x)));
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance,
                $"{name}[{i}] is {actual[i]}, not {expected[i]} (by {Math.Abs(expected[i] - actual[i])}).");
        }
    }
}
