using GpuFormer.Batching;
using GpuFormer.Graph;
using GpuFormer.Imaging;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;
using GpuFormer.Tasks.Systems;

namespace GpuFormer;

/// <summary>
/// Finds objects in images: a model on a device with everything between file and boxes. Any number of threads may share
/// one: images are decoded and resized, and outputs turned into objects, on the threads of the callers. The network sees
/// one image after the other, in the order in which they come, so that what it finds in an image does not depend on the
/// others. <see cref="Predictor.Dispose"/> waits for a run of the network under way.
/// </summary>
/// <example>
/// <code>
/// using var detector = Detector.Load("weights.safetensors");
/// foreach (var found in detector.Detect("photo.jpg"))
///     Console.WriteLine($"{found.Label} {found.Score:P0} at {found.Box.X1:F0}, {found.Box.Y1:F0}");
/// </code>
/// </example>
public sealed class Detector : Predictor
{
    private const int DefaultDetections = 100;

    private readonly CanvasNetwork _network;
    private readonly DetectionDecoder _decoder;
    private readonly string[] _names;

    private Detector(Model model, Device device, DetectorOptions options)
        : base(model, device, options)
    {
        _decoder = VisionSystem.DecoderOf(model.Network);
        _names = [.. Enumerable.Range(0, model.Classes).Select(model.NameOfOutput)];
        Thresholds = new DetectionThresholds
        {
            Score = options.ScoreThreshold ?? _decoder.ScoreForPeople,
            Overlap = options.OverlapThreshold,
            Count = options.MaxDetections ?? DefaultDetections,
        };
        _network = new CanvasNetwork(nameof(Detector), model, device, options, options.ImageSize);
    }

    private protected override ISharedNetwork Network => _network;

    /// <summary>Which objects are told.</summary>
    internal DetectionThresholds Thresholds { get; }

    /// <summary>Whether a threshold of overlap has a meaning.</summary>
    internal bool Suppresses => _decoder.Suppresses;

    /// <summary>How many classes come before those of objects: 1 where there is a background.</summary>
    internal int FirstClass => _decoder.FirstClass;

    /// <summary>How many outputs say that there is no object of any class, behind those of objects.</summary>
    internal int TrailingOutputs => _decoder.TrailingOutputs;

    /// <summary>Classes whose objects are told; null for all.</summary>
    internal IReadOnlySet<int>? ShownClasses { get; set; }

    /// <summary>Loads the detector that weights name, and opens a device. The network is compiled for each size of images
    /// when the first of it comes.</summary>
    /// <param name="weights">
    /// A file that says which network it is of or whose tensors do, the folder of a run, or a folder as model hubs have it;
    /// see <see cref="GpuFormer.Model.Load(string, ModelOptions?)"/>.
    /// </param>
    /// <param name="options">Device, threads, class names, thresholds.</param>
    /// <exception cref="DeviceSelectionException">There is no such device.</exception>
    /// <exception cref="Weights.ModelFormatException">The file is damaged, nothing says of which network it is, or it is no
    /// detector.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading the file is not permitted.</exception>
    public static Detector Load(string weights, DetectorOptions? options = null)
    {
        options ??= new DetectorOptions();
        return Open(PredictionTask.Load(weights, options), options);
    }

    /// <summary>Loads weights of a network that is named, and opens a device.</summary>
    /// <param name="model">One of the catalogue's names, such as <c>retinanet_mobile_former_294m</c>.</param>
    /// <param name="weights">A safetensors file, or a PyTorch checkpoint.</param>
    /// <param name="options">Device, threads, class names, thresholds.</param>
    /// <inheritdoc cref="Load(string, DetectorOptions?)"/>
    /// <exception cref="ArgumentException">There is no such model; the message suggests one.</exception>
    public static Detector Load(string model, string weights, DetectorOptions? options = null)
    {
        options ??= new DetectorOptions();
        return Open(PredictionTask.Load(model, weights, options), options);
    }

    internal static Detector Open(Model loaded, DetectorOptions options) => PredictionTask.Open(
        ModelTask.Detection, loaded, options, device => new Detector(loaded, device, options));

    /// <summary>Finds the objects in an image file.</summary>
    /// <param name="path">A PNG, JPEG, BMP or PPM file; turned as EXIF says.</param>
    /// <returns>By falling score, boxes in pixels of the image.</returns>
    /// <exception cref="ImageFormatException">The file is no image that can be read.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading the file is not permitted.</exception>
    /// <exception cref="NonFiniteResultException">The network's result is infinite or NaN.</exception>
    /// <exception cref="DeviceMemoryException">The device has not enough memory for images of this size.</exception>
    /// <exception cref="PredictorBusyException">Too many calls are under way, and none is to wait.</exception>
    /// <exception cref="DeviceLostException">The device is lost, in this call or an earlier one.</exception>
    /// <exception cref="ObjectDisposedException">The detector was disposed, maybe while the call waited.</exception>
    public IReadOnlyList<DetectedObject> Detect(string path) => Detect(LoaderOf(path));

    /// <summary>Finds the objects in an image in memory.</summary>
    /// <inheritdoc cref="Detect(string)"/>
    public IReadOnlyList<DetectedObject> Detect(Image image) => Detect(LoaderOf(image));

    /// <summary>Finds the objects in an image file, on threads of the pool.</summary>
    /// <inheritdoc cref="Detect(string)"/>
    /// <param name="path">A PNG, JPEG, BMP or PPM file; turned as EXIF says.</param>
    /// <param name="cancellation">Ends the call before it is decoded, or while it waits for the network.</param>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public async Task<IReadOnlyList<DetectedObject>> DetectAsync(string path, CancellationToken cancellation = default) =>
        await DetectAsync(LoaderOf(path), cancellation).ConfigureAwait(false);

    /// <summary>Finds the objects in an image in memory, on threads of the pool.</summary>
    /// <inheritdoc cref="DetectAsync(string, CancellationToken)"/>
    public async Task<IReadOnlyList<DetectedObject>> DetectAsync(Image image, CancellationToken cancellation = default) =>
        await DetectAsync(LoaderOf(image), cancellation).ConfigureAwait(false);

    /// <summary>
    /// Finds the objects in many files, several at a time, and returns them in their order. A file that cannot be read does
    /// not end it: its <see cref="DetectedFile.Error"/> says why. What concerns all files is thrown.
    /// </summary>
    /// <param name="paths">PNG, JPEG, BMP or PPM files; read as results are taken.</param>
    /// <param name="workers">How many files are decoded at a time; 0 takes one for each processor.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="DeviceLostException">The device is lost, in this call or an earlier one.</exception>
    /// <exception cref="ObjectDisposedException">The detector was disposed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IAsyncEnumerable<DetectedFile> DetectAsync(
        IEnumerable<string> paths, int workers = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return Stream(new(workers)).Run(paths.ToAsyncEnumerable(), cancellation);
    }

    /// <inheritdoc cref="DetectAsync(IEnumerable{string}, int, CancellationToken)"/>
    public IAsyncEnumerable<DetectedFile> DetectAsync(
        IAsyncEnumerable<string> paths, int workers = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return Stream(new(workers)).Run(paths, cancellation);
    }

    /// <summary>Finds the objects in many files.</summary>
    /// <param name="options">What else can be chosen.</param>
    internal ImageFileStream<DetectedFile> Stream(StreamOptions<DetectedFile> options) => StreamOf(
        (load, path, cancellation) => _network.PredictAsync(
            load, (run, size) => new DetectedFile(path, Shown(run, size), size.Height, size.Width, null), waits: true,
            cancellation),
        (path, error) => new DetectedFile(path, [], 0, 0, error), batch: 1, options);

    /// <inheritdoc cref="CanvasNetwork.PredictAsync(ImageModel, CanvasRequest, int, CancellationToken)"/>
    internal Task<StoredTensor[]> PredictAsync(CanvasRequest request, int number, CancellationToken cancellation) =>
        _network.PredictAsync(Model.Network, request, number, cancellation);

    /// <summary>Finds objects by other thresholds.</summary>
    /// <param name="image">Any size.</param>
    /// <param name="thresholds">Null for those of the reference program.</param>
    internal Tasks.Detection.Detection[] Find(Image image, DetectionThresholds? thresholds) =>
        _network.Predict(LoaderOf(image), (run, size) => Decode(run, size, thresholds));

    private DetectedObject[] Detect(Func<Image> load) => _network.Predict(load, Shown);

    private Task<DetectedObject[]> DetectAsync(Func<Image> load, CancellationToken cancellation) =>
        _network.PredictAsync(load, Shown, waits: false, cancellation);

    private DetectedObject[] Shown(CanvasRun run, (int Height, int Width) originalSize) =>
    [
        .. Decode(run, originalSize, Thresholds).Where(found => ShownClasses?.Contains(found.Label) != false)
            .Select(found => new DetectedObject(found.Box, found.Score, found.Label, _names[found.Label])),
    ];

    private Tasks.Detection.Detection[] Decode(
        CanvasRun run, (int Height, int Width) originalSize, DetectionThresholds? thresholds) =>
        _decoder.Decode(run.Outputs, 0, run.Canvas, run.Sizes[0], originalSize, thresholds);
}
