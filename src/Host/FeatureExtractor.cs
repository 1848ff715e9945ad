using GpuFormer.Graph;
using GpuFormer.Graph.Execution;
using GpuFormer.Imaging;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;

namespace GpuFormer;

/// <summary>A map that a network made of pictures.</summary>
/// <param name="Stage">Where in the network it was made, its stride and channels.</param>
/// <param name="Shape">[batch, height, width, channels].</param>
/// <param name="Values">Row by row, the channels of a pixel side by side.</param>
public sealed record FeatureMap(FeatureStage Stage, Shape Shape, float[] Values)
{
    /// <summary>One number of the map.</summary>
    public float this[int image, int row, int column, int channel] =>
        Values[(((((image * Shape[1]) + row) * Shape[2]) + column) * Shape[3]) + channel];
}

/// <summary>
/// Makes the maps of strides 4, 8, 16 and 32 (<see cref="ImageModel.Features"/>) that detection and segmentation build
/// on: a model without its head, compiled for one device, batch size and picture size. For one thread at a time:
/// a second one gets an exception. <see cref="Dispose"/> waits for a call under way.
/// </summary>
/// <example>
/// <code>
/// using var extractor = FeatureExtractor.Load("mobilenet_v3_large", "weights.safetensors");
/// foreach (var map in extractor.Extract("photo.jpg"))
///     Console.WriteLine($"stride {map.Stage.Stride}: {map.Shape}");
/// </code>
/// </example>
public sealed class FeatureExtractor : IDisposable
{
    private readonly Executor _executor;
    private readonly EvaluationTransform _transform;
    private readonly float[] _picture;
    private ImageLimits _images = ImageLimits.Default;
    private Action<string>? _warn;
    private readonly Stack<IDisposable> _owned = [];
    private readonly ExclusiveUse _use = new(nameof(FeatureExtractor));

    /// <summary>Compiles the network for a device.</summary>
    /// <param name="model">May be disposed once the extractor is made.</param>
    /// <param name="device">Must outlive the extractor.</param>
    /// <param name="batchSize">Pictures at a time.</param>
    /// <param name="height">Of the pictures, in pixels; any.</param>
    /// <param name="width">Of the pictures, in pixels; any.</param>
    /// <param name="precision">How filters and maps between the layers are stored; input and results are float32.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or a tensor is too large to index.</exception>
    /// <exception cref="DeviceMemoryException">The device has not enough memory.</exception>
    /// <exception cref="OverflowException">A weight is too large for half precision.</exception>
    public FeatureExtractor(
        Model model, Device device, int batchSize, int height, int width, Precision precision = Precision.Single)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(device);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        (Model, InputShape) = (model, new Shape(batchSize, 3, height, width));
        _executor = Executor.Create(
            device, model.Network.BuildFeatures(batchSize, height, width), model.ReadWeight, precision);
        Shapes = [.. _executor.Plan.Graph.Outputs.Select(output => output.Tensor.Shape)];
        _transform = new EvaluationTransform(model.Preprocessing);
        _picture = new float[_transform.OutputLength];
    }

    /// <summary>The network and its weights.</summary>
    public Model Model { get; }

    /// <summary>[batch, 3, height, width].</summary>
    public Shape InputShape { get; }

    /// <summary>Which maps are made, in order.</summary>
    public IReadOnlyList<FeatureStage> Stages => Model.Network.Features;

    /// <summary>Of the maps, in the order of <see cref="Stages"/>: [batch, height, width, channels].</summary>
    public IReadOnlyList<Shape> Shapes { get; }

    /// <summary>Loads weights, opens a device and compiles the network for single pictures.</summary>
    /// <inheritdoc cref="Classifier.Load(string, string, ClassifierOptions?)"/>
    public static FeatureExtractor Load(string model, string weights, ClassifierOptions? options = null) =>
        Open(Model.Load(model, weights, options?.OfModel), options ?? new ClassifierOptions());

    /// <summary>Loads the model that weights name, opens a device and compiles the network for single pictures.</summary>
    /// <inheritdoc cref="Classifier.Load(string, ClassifierOptions?)"/>
    public static FeatureExtractor Load(string weights, ClassifierOptions? options = null) =>
        Open(Model.Load(weights, options?.OfModel), options ?? new ClassifierOptions());

    // The model comes before the device, which costs threads: mistakes show at once.
    private static FeatureExtractor Open(Model loaded, ClassifierOptions options)
    {
        Device? device = null;
        try
        {
            device = DeviceSelector.Open(options.Device, options.Threads, options.Report);
            if (options.MemoryLimit > 0)
                device.MemoryLimit = Math.Min(device.MemoryLimit, options.MemoryLimit);
            var side = loaded.Preprocessing.InputSize;
            var extractor = new FeatureExtractor(loaded, device, batchSize: 1, side, side, options.Precision);
            (extractor._images, extractor._warn) = (options.Images, options.Warn);
            extractor._owned.Push(loaded);
            extractor._owned.Push(device);
            return extractor;
        }
        catch
        {
            device?.Dispose();
            loaded.Dispose();
            throw;
        }
    }

    /// <summary>The maps of a picture file.</summary>
    /// <param name="path">A PNG, JPEG, BMP or PPM file.</param>
    /// <exception cref="ImageFormatException">The file is no picture that can be read.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading the file is not permitted.</exception>
    public IReadOnlyList<FeatureMap> Extract(string path) => Extract(ImageFile.Load(path, _images, _warn));

    /// <summary>The maps of a picture in memory, prepared as the model's <see cref="Model.Preprocessing"/> says.</summary>
    /// <exception cref="InvalidOperationException">The extractor was made for another size or several pictures.</exception>
    public IReadOnlyList<FeatureMap> Extract(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var side = Model.Preprocessing.InputSize;
        if (InputShape != new Shape(1, 3, side, side))
            throw new InvalidOperationException($"Pictures become [1,3,{side},{side}], the extractor takes {InputShape}.");
        using var call = _use.Enter();
        _transform.Apply(image, _picture);
        return Run(_picture);
    }

    /// <summary>The maps of pictures that are prepared already.</summary>
    /// <param name="input"><see cref="InputShape"/>, normalised, row by row.</param>
    /// <exception cref="ArgumentException">The span has another length than its shape.</exception>
    /// <exception cref="InvalidOperationException">Another thread is in the middle of a call.</exception>
    /// <exception cref="ObjectDisposedException">The extractor was disposed.</exception>
    public IReadOnlyList<FeatureMap> Extract(ReadOnlySpan<float> input)
    {
        using var call = _use.Enter();
        return Run(input);
    }

    /// <summary>
    /// Releases the device memory, and what <see cref="Load(string, ClassifierOptions?)"/> opened, once a call under way
    /// is over.
    /// </summary>
    public void Dispose()
    {
        if (!_use.Close())
            return;
        _executor.Dispose();
        while (_owned.TryPop(out var owned))
            owned.Dispose();
    }

    private FeatureMap[] Run(ReadOnlySpan<float> input)
    {
        _executor.WriteInput(input);
        _executor.Run();
        var maps = new FeatureMap[Stages.Count];
        for (var i = 0; i < maps.Length; i++)
        {
            maps[i] = new FeatureMap(Stages[i], Shapes[i], new float[Shapes[i].Elements]);
            _executor.ReadOutput(maps[i].Values, i);
        }

        return maps;
    }
}
