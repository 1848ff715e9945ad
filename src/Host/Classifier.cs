using System.Collections.Concurrent;
using GpuFormer.Batching;
using GpuFormer.Graph;
using GpuFormer.Imaging;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;

namespace GpuFormer;

/// <summary>
/// Names what a picture shows: a model on a device with everything between file and classes. Any number of threads may
/// share one: images are decoded and resized on the threads of the callers, and those that wait for the network at the
/// same time run through it together. A batch adds some sums in another order than a single image does: probabilities may
/// differ in their last bits. <see cref="Predictor.Dispose"/> waits for a run of the network under way.
/// </summary>
/// <example>
/// <code>
/// using var classifier = Classifier.Load("weights.safetensors");
/// foreach (var prediction in classifier.Classify("photo.jpg", topK: 5))
///     Console.WriteLine($"{prediction.Label}: {prediction.Probability:P1}");
/// </code>
/// </example>
public sealed class Classifier : Predictor
{
    private const string OfMemory = "the picture";

    private readonly SharedNetwork<ImageRequest> _network;
    private readonly ClassifierOptions _options;
    private readonly AttentionNetwork _attention;
    private readonly ConcurrentBag<PreparedImage> _prepared = [];

    private Classifier(Model model, Device device, ClassifierOptions options)
        : base(model, device, options)
    {
        _options = options;
        var side = model.Preprocessing.InputSize;
        InputShape = new Shape(1, 3, side, side);
        _attention = new AttentionNetwork(model, device);
        Batches = new BatchSizes(options.MaxBatchSize,
            batch => new Session(model, device, batch, side, side, options.Precision), options.Report,
            options.HasFixedBatch);
        _network = new SharedNetwork<ImageRequest>(
            nameof(Classifier), device.Name, model.Name, options, Batches, options.BatchDelay);
    }

    /// <summary>What <see cref="PredictAsync"/> takes: [1, 3, height, width].</summary>
    public Shape InputShape { get; }

    internal BatchSizes Batches { get; }

    private protected override ISharedNetwork Network => _network;

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
        options ??= new ClassifierOptions();
        return Open(PredictionTask.Load(model, weights, options), options);
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
        options ??= new ClassifierOptions();
        return Open(PredictionTask.Load(weights, options), options);
    }

    internal static Classifier Open(Model loaded, ClassifierOptions options) => PredictionTask.Open(
        ModelTask.Classification, loaded, options, device => new Classifier(loaded, device, options));

    /// <summary>Classifies a picture file.</summary>
    /// <param name="path">A PNG, JPEG, BMP or PPM file.</param>
    /// <param name="topK">How many classes to return, at most all.</param>
    /// <returns>The most probable classes, the best first.</returns>
    /// <exception cref="ImageFormatException">The file is no picture that can be read.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading the file is not permitted.</exception>
    /// <exception cref="NonFiniteResultException">The network's result is infinite or NaN.</exception>
    /// <exception cref="PredictorBusyException">Too many calls are under way, and none is to wait.</exception>
    /// <exception cref="DeviceLostException">The device is lost, in this call or an earlier one.</exception>
    /// <exception cref="ObjectDisposedException">The classifier was disposed, maybe while the call waited.</exception>
    public IReadOnlyList<Prediction> Classify(string path, int topK = 5) => Classify(LoaderOf(path), path, topK);

    /// <summary>Classifies a picture in memory.</summary>
    /// <inheritdoc cref="Classify(string, int)"/>
    public IReadOnlyList<Prediction> Classify(Image image, int topK = 5) => Classify(LoaderOf(image), OfMemory, topK);

    /// <summary>Classifies a picture file on threads of the pool.</summary>
    /// <inheritdoc cref="Classify(string, int)"/>
    /// <param name="path">A PNG, JPEG, BMP or PPM file.</param>
    /// <param name="topK">How many classes to return, at most all.</param>
    /// <param name="cancellation">Ends the call before it is decoded, or while it waits for the network.</param>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public async Task<IReadOnlyList<Prediction>> ClassifyAsync(
        string path, int topK = 5, CancellationToken cancellation = default) =>
        await ClassifyAsync(LoaderOf(path), path, topK, waits: false, cancellation).ConfigureAwait(false);

    /// <summary>Classifies a picture in memory on threads of the pool.</summary>
    /// <inheritdoc cref="ClassifyAsync(string, int, CancellationToken)"/>
    public async Task<IReadOnlyList<Prediction>> ClassifyAsync(
        Image image, int topK = 5, CancellationToken cancellation = default) =>
        await ClassifyAsync(LoaderOf(image), OfMemory, topK, waits: false, cancellation).ConfigureAwait(false);

    /// <summary>
    /// Classifies many files, several at a time, and returns them in their order. A file that cannot be read does not end
    /// it: its <see cref="ClassifiedFile.Error"/> says why. What concerns all files is thrown.
    /// </summary>
    /// <param name="paths">PNG, JPEG, BMP or PPM files; read as results are taken.</param>
    /// <param name="topK">How many classes to return for each, at most all.</param>
    /// <param name="workers">How many files are decoded at a time; 0 takes one for each processor.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="DeviceLostException">The device is lost, in this call or an earlier one.</exception>
    /// <exception cref="ObjectDisposedException">The classifier was disposed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IAsyncEnumerable<ClassifiedFile> ClassifyAsync(
        IEnumerable<string> paths, int topK = 5, int workers = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return Stream(topK, new(workers)).Run(paths.ToAsyncEnumerable(), cancellation);
    }

    /// <inheritdoc cref="ClassifyAsync(IEnumerable{string}, int, int, CancellationToken)"/>
    public IAsyncEnumerable<ClassifiedFile> ClassifyAsync(
        IAsyncEnumerable<string> paths, int topK = 5, int workers = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return Stream(topK, new(workers)).Run(paths, cancellation);
    }

    /// <summary>
    /// Classifies a picture file and tells where the tokens of a Mobile-Former look, bridge by bridge. The first call
    /// compiles a second network for it; callers take turns.
    /// </summary>
    /// <inheritdoc cref="Classify(string, int)"/>
    /// <exception cref="NotSupportedException">The network has no bridges with attention.</exception>
    /// <exception cref="DeviceMemoryException">The device has not enough memory for the second network.</exception>
    public AttentionMaps ClassifyWithAttention(string path, int topK = 5) => Attend(LoaderOf(path), path, topK);

    /// <summary>Classifies a picture in memory and tells where the tokens look.</summary>
    /// <inheritdoc cref="ClassifyWithAttention(string, int)"/>
    public AttentionMaps ClassifyWithAttention(Image image, int topK = 5) => Attend(LoaderOf(image), OfMemory, topK);

    /// <summary>Runs the network on one image that is prepared already, in a batch with others that wait.</summary>
    /// <param name="input">[3, height, width], normalised; must stay as it is until the task is complete.</param>
    /// <param name="logits">[classes]: before soft-max; filled when the task is complete.</param>
    /// <param name="cancellation">Ends the call while it waits for the network.</param>
    /// <exception cref="ArgumentException">A memory has another length than its shape.</exception>
    /// <exception cref="PredictorBusyException">Too many calls are under way, and none is to wait.</exception>
    /// <exception cref="DeviceLostException">The device is lost, in this call or an earlier one.</exception>
    /// <exception cref="ObjectDisposedException">The classifier was disposed, maybe while the call waited.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public async ValueTask PredictAsync(
        ReadOnlyMemory<float> input, Memory<float> logits, CancellationToken cancellation = default)
    {
        if (input.Length != InputShape.Elements)
            throw new ArgumentException($"{InputShape} takes {InputShape.Elements} floats, not {input.Length}.", nameof(input));
        if (logits.Length != Model.Classes)
            throw new ArgumentException($"There are {Model.Classes} classes, not {logits.Length}.", nameof(logits));
        await _network.PredictAsync(new ImageRequest(input, logits), cancellation).ConfigureAwait(false);
    }

    /// <summary>Classifies many files.</summary>
    /// <param name="topK">How many classes to return for each file.</param>
    /// <param name="options">What else can be chosen.</param>
    internal ImageFileStream<ClassifiedFile> Stream(int topK, StreamOptions<ClassifiedFile> options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(topK, 1);
        return StreamOf(
            async (load, name, cancellation) => new ClassifiedFile(name,
                await ClassifyAsync(load, name, topK, waits: true, cancellation).ConfigureAwait(false), null),
            (name, error) => new ClassifiedFile(name, [], error), _options.MaxBatchSize, options);
    }

    private protected override void ReleaseMore() => _attention.Dispose();

    private Prediction[] Classify(Func<Image> load, string name, int topK)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(topK, 1);
        return _network.Call(() => Prepare(load), prepared =>
        {
            _network.Predict(prepared);
            return Finish(prepared, name, topK);
        });
    }

    private AttentionMaps Attend(Func<Image> load, string name, int topK)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(topK, 1);
        return _network.Call(() => Prepare(load), prepared =>
        {
            var bridges = _attention.Run(prepared.Input.Span, prepared.Logits.Span);
            var seen = prepared.Seen;
            return new AttentionMaps(seen, Finish(prepared, name, topK), bridges);
        });
    }

    private Task<Prediction[]> ClassifyAsync(
        Func<Image> load, string name, int topK, bool waits, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(topK, 1);
        return _network.CallAsync(
            () => Prepare(load), prepared => Finish(prepared, name, topK), waits, cancellation);
    }

    private PreparedImage Prepare(Func<Image> load)
    {
        var image = load();
        if (!_prepared.TryTake(out var prepared))
            prepared = new PreparedImage(Model.Preprocessing, Model.Classes);
        prepared.Prepare(image);
        return prepared;
    }

    // Only what ended well goes back: nobody else has it.
    private Prediction[] Finish(PreparedImage prepared, string name, int topK)
    {
        var best = prepared.Best(Model.Labels, topK, name);
        _prepared.Add(prepared);
        return best;
    }
}
