using GpuFormer.Graph;
using GpuFormer.Imaging;
using GpuFormer.Kernels.Launch;

namespace GpuFormer;

/// <summary>How <see cref="Classifier.Load(string, ClassifierOptions?)"/> prepares a classifier.</summary>
public sealed record ClassifierOptions
{
    /// <summary>A device string, see <see cref="DeviceSelector"/>.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>Workers of a CPU device; 0 takes one for each processor.</summary>
    public int Threads { get; init; }

    /// <summary>The most bytes to take on the device; 0 takes what there is.</summary>
    public long MemoryLimit { get; init; }

    /// <summary>How filters and maps are stored on the device.</summary>
    public Precision Precision { get; init; }

    /// <summary>Gets lines that say which device <c>auto</c> took, and why not another.</summary>
    public Action<string>? Report { get; init; }

    /// <summary>What picture files may be like, and what becomes of damaged ones.</summary>
    public ImageLimits Images { get; init; } = ImageLimits.Default;

    /// <summary>Gets a line for each picture file that was damaged and read all the same, and those of
    /// <see cref="ModelOptions.Warn"/> unless that is set.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>How the model is made; names of classes, for instance.</summary>
    public ModelOptions Model { get; init; } = new();

    internal ModelOptions OfModel => Model with { Warn = Model.Warn ?? Warn };
}

/// <summary>
/// Names what a picture shows: a model on a device with everything between file and classes. For one thread at a time:
/// a second one gets an exception. <see cref="Dispose"/> waits for a call under way.
/// </summary>
/// <example>
/// <code>
/// using var classifier = Classifier.Load("weights.safetensors");
/// foreach (var prediction in classifier.Classify("photo.jpg", topK: 5))
///     Console.WriteLine($"{prediction.Label}: {prediction.Probability:P1}");
/// </code>
/// </example>
public sealed class Classifier : IDisposable
{
    private readonly Device _device;
    private readonly Session _session;
    private readonly EvaluationTransform _transform;
    private readonly float[] _input;
    private readonly float[] _logits;
    private readonly int[] _order;
    private readonly ImageLimits _images;
    private readonly Action<string>? _warn;
    private readonly ExclusiveUse _use = new(nameof(Classifier));

    private Classifier(Model model, Device device, ClassifierOptions options)
    {
        (_images, _warn) = (options.Images, options.Warn);
        Model = model;
        _device = device;
        _transform = new EvaluationTransform(model.Preprocessing);
        var side = model.Preprocessing.InputSize;
        _session = new Session(model, device, batchSize: 1, side, side, options.Precision);
        _input = new float[_transform.OutputLength];
        _logits = new float[model.Classes];
        _order = new int[model.Classes];
    }

    /// <summary>The network and its weights.</summary>
    public Model Model { get; }

    /// <summary>The network compiled for the device.</summary>
    public Session Session => _session;

    /// <summary>Loads weights, opens a device and compiles the network for it.</summary>
    /// <param name="model">One of the catalogue's names, such as <c>mobile_former_294m</c>.</param>
    /// <param name="weights">A safetensors file, or a PyTorch checkpoint.</param>
    /// <param name="options">Device, threads, class names.</param>
    /// <exception cref="ArgumentException">There is no such model; the message suggests one.</exception>
    /// <exception cref="DeviceSelectionException">There is no such device.</exception>
    /// <exception cref="DeviceMemoryException">The device has not enough memory, or may not use it.</exception>
    /// <exception cref="Weights.ModelFormatException">The file is damaged or made for another model.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading the file is not permitted.</exception>
    public static Classifier Load(string model, string weights, ClassifierOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(weights);
        options ??= new ClassifierOptions();
        RequireClasses(options);
        return Open(Model.Load(model, weights, options.OfModel), options);
    }

    /// <summary>Loads the model that weights name, opens a device and compiles the network for it.</summary>
    /// <param name="weights">
    /// A file that says which network it is of or whose tensors do, the folder of a run, or a folder as model hubs have it;
    /// see <see cref="GpuFormer.Model.Load(string, ModelOptions?)"/>.
    /// </param>
    /// <param name="options">Device, threads, class names.</param>
    /// <exception cref="DeviceSelectionException">There is no such device.</exception>
    /// <exception cref="DeviceMemoryException">The device has not enough memory, or may not use it.</exception>
    /// <exception cref="Weights.ModelFormatException">The file is damaged, or nothing says of which network it is.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading the file is not permitted.</exception>
    public static Classifier Load(string weights, ClassifierOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        options ??= new ClassifierOptions();
        RequireClasses(options);
        return Open(Model.Load(weights, options.OfModel), options);
    }

    private static void RequireClasses(ClassifierOptions options)
    {
        if (options.Model.Classes == 0)
            throw new ArgumentException("A classifier needs classes; without them, use a FeatureExtractor.", nameof(options));
    }

    // The model comes before the device, which costs threads: mistakes show at once.
    private static Classifier Open(Model loaded, ClassifierOptions options)
    {
        Device? device = null;
        try
        {
            device = DeviceSelector.Open(options.Device, options.Threads, options.Report);
            if (options.MemoryLimit > 0)
                device.MemoryLimit = Math.Min(device.MemoryLimit, options.MemoryLimit);
            return new Classifier(loaded, device, options);
        }
        catch
        {
            device?.Dispose();
            loaded.Dispose();
            throw;
        }
    }

    /// <summary>Classifies a picture file.</summary>
    /// <param name="path">A PNG, JPEG or PPM file.</param>
    /// <param name="topK">How many classes to return, at most all.</param>
    /// <returns>The most probable classes, the best first.</returns>
    /// <exception cref="ImageFormatException">The file is no picture that can be read.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading the file is not permitted.</exception>
    /// <exception cref="NonFiniteResultException">The network's result is infinite or NaN.</exception>
    public IReadOnlyList<Prediction> Classify(string path, int topK = 5) =>
        Classify(ImageFile.Load(path, _images, _warn), topK, path);

    /// <summary>Classifies a picture in memory.</summary>
    /// <inheritdoc cref="Classify(string, int)"/>
    public IReadOnlyList<Prediction> Classify(Image image, int topK = 5) => Classify(image, topK, "the picture");

    private Prediction[] Classify(Image image, int topK, string name)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(topK, 1);
        using var call = _use.Enter();
        _transform.Apply(image, _input);
        _session.Predict(_input, _logits);
        if (!FiniteNumbers.All(_logits))
        {
            throw new NonFiniteResultException($"{name}: the network's result is infinite or NaN, and no class can be "
                + "named. The weights are damaged, or of a training that diverged.");
        }

        var normaliser = SoftMaxNormaliser(_logits, out var largest);
        return [.. Best(Math.Min(topK, _logits.Length)).Select(index => new Prediction(
            index, Model.Labels[index], (float)(Math.Exp(_logits[index] - largest) / normaliser)))];
    }

    /// <summary>Releases the session, the device and the model, once a call under way is over.</summary>
    public void Dispose()
    {
        if (!_use.Close())
            return;
        _session.Dispose();
        _device.Dispose();
        Model.Dispose();
    }

    // sum of exp(x - max), in double so that the shares of many classes add up to 1.
    private static double SoftMaxNormaliser(ReadOnlySpan<float> logits, out float largest)
    {
        largest = float.NegativeInfinity;
        foreach (var logit in logits)
            largest = MathF.Max(largest, logit);
        var sum = 0.0;
        foreach (var logit in logits)
            sum += Math.Exp(logit - largest);
        return sum;
    }

    // Equal logits keep the order of their classes, so that results do not depend on the sort.
    private ReadOnlySpan<int> Order()
    {
        for (var i = 0; i < _order.Length; i++)
            _order[i] = i;
        _order.AsSpan().Sort((a, b) =>
        {
            var byLogit = _logits[b].CompareTo(_logits[a]);
            return byLogit != 0 ? byLogit : a.CompareTo(b);
        });
        return _order;
    }

    private int[] Best(int count) => Order()[..count].ToArray();
}
