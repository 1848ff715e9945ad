using GpuFormer.Batching;
using GpuFormer.Graph;
using GpuFormer.Imaging;
using GpuFormer.Imaging.Masks;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;
using GpuFormer.Tasks.Systems;

namespace GpuFormer;

/// <summary>
/// Says of which class each pixel of an image is: a model on a device with everything between file and mask. Any number of
/// threads may share one: images are decoded and resized, and masks made, on the threads of the callers. The network sees
/// one image after the other, in the order in which they come, so that the mask of an image does not depend on the others.
/// <see cref="Predictor.Dispose"/> waits for a run of the network under way.
/// </summary>
/// <example>
/// <code>
/// using var segmenter = Segmenter.Load("weights.safetensors");
/// foreach (var part in segmenter.Segment("photo.jpg").Classes)
///     Console.WriteLine($"{part.Label}: {part.Share:P1} of the image");
/// </code>
/// </example>
public sealed class Segmenter : Predictor
{
    private readonly CanvasNetwork _network;

    private Segmenter(Model model, Device device, SegmenterOptions options)
        : base(model, device, options) =>
        _network = new CanvasNetwork(nameof(Segmenter), model, device, options, options.ImageSize);

    private protected override ISharedNetwork Network => _network;

    /// <summary>Loads the segmenter that weights name, and opens a device. The network is compiled for each size of images
    /// when the first of it comes.</summary>
    /// <param name="weights">
    /// A file that says which network it is of or whose tensors do, the folder of a run, or a folder as model hubs have it;
    /// see <see cref="GpuFormer.Model.Load(string, ModelOptions?)"/>.
    /// </param>
    /// <param name="options">Device, threads, class names.</param>
    /// <exception cref="DeviceSelectionException">There is no such device.</exception>
    /// <exception cref="Weights.ModelFormatException">The file is damaged, nothing says of which network it is, or it is no
    /// segmenter.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading the file is not permitted.</exception>
    public static Segmenter Load(string weights, SegmenterOptions? options = null)
    {
        options ??= new SegmenterOptions();
        return Open(PredictionTask.Load(weights, options), options);
    }

    /// <summary>Loads weights of a network that is named, and opens a device.</summary>
    /// <param name="model">One of the catalogue's names, such as <c>deeplabv3_mobilevit_s</c>.</param>
    /// <param name="weights">A safetensors file, or a PyTorch checkpoint.</param>
    /// <param name="options">Device, threads, class names.</param>
    /// <inheritdoc cref="Load(string, SegmenterOptions?)"/>
    /// <exception cref="ArgumentException">There is no such model; the message suggests one.</exception>
    public static Segmenter Load(string model, string weights, SegmenterOptions? options = null)
    {
        options ??= new SegmenterOptions();
        return Open(PredictionTask.Load(model, weights, options), options);
    }

    internal static Segmenter Open(Model loaded, SegmenterOptions options) => PredictionTask.Open(
        ModelTask.Segmentation, loaded, options, device => new Segmenter(loaded, device, options));

    /// <summary>Segments an image file.</summary>
    /// <param name="path">A PNG, JPEG, BMP or PPM file; turned as EXIF says.</param>
    /// <returns>A mask of the size of the image.</returns>
    /// <exception cref="ImageFormatException">The file is no image that can be read.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading the file is not permitted.</exception>
    /// <exception cref="NonFiniteResultException">The network's result is infinite or NaN.</exception>
    /// <exception cref="DeviceMemoryException">The device has not enough memory for images of this size.</exception>
    /// <exception cref="PredictorBusyException">Too many calls are under way, and none is to wait.</exception>
    /// <exception cref="DeviceLostException">The device is lost, in this call or an earlier one.</exception>
    /// <exception cref="ObjectDisposedException">The segmenter was disposed, maybe while the call waited.</exception>
    public SegmentedImage Segment(string path) => _network.Predict(LoaderOf(path), Decode);

    /// <summary>Segments an image in memory.</summary>
    /// <inheritdoc cref="Segment(string)"/>
    public SegmentedImage Segment(Image image) => _network.Predict(LoaderOf(image), Decode);

    /// <summary>Segments an image file on threads of the pool.</summary>
    /// <inheritdoc cref="Segment(string)"/>
    /// <param name="path">A PNG, JPEG, BMP or PPM file; turned as EXIF says.</param>
    /// <param name="cancellation">Ends the call before it is decoded, or while it waits for the network.</param>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public Task<SegmentedImage> SegmentAsync(string path, CancellationToken cancellation = default) =>
        _network.PredictAsync(LoaderOf(path), Decode, waits: false, cancellation);

    /// <summary>Segments an image in memory on threads of the pool.</summary>
    /// <inheritdoc cref="SegmentAsync(string, CancellationToken)"/>
    public Task<SegmentedImage> SegmentAsync(Image image, CancellationToken cancellation = default) =>
        _network.PredictAsync(LoaderOf(image), Decode, waits: false, cancellation);

    /// <summary>
    /// Segments many files, several at a time, and returns them in their order. A file that cannot be read does not end it:
    /// its <see cref="SegmentedFile.Error"/> says why. What concerns all files is thrown.
    /// </summary>
    /// <param name="paths">PNG, JPEG, BMP or PPM files; read as results are taken.</param>
    /// <param name="workers">How many files are decoded at a time; 0 takes one for each processor.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="DeviceLostException">The device is lost, in this call or an earlier one.</exception>
    /// <exception cref="ObjectDisposedException">The segmenter was disposed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IAsyncEnumerable<SegmentedFile> SegmentAsync(
        IEnumerable<string> paths, int workers = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return Stream(new(workers)).Run(paths.ToAsyncEnumerable(), cancellation);
    }

    /// <inheritdoc cref="SegmentAsync(IEnumerable{string}, int, CancellationToken)"/>
    public IAsyncEnumerable<SegmentedFile> SegmentAsync(
        IAsyncEnumerable<string> paths, int workers = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return Stream(new(workers)).Run(paths, cancellation);
    }

    /// <summary>Segments many files.</summary>
    /// <param name="options">What else can be chosen.</param>
    internal ImageFileStream<SegmentedFile> Stream(StreamOptions<SegmentedFile> options) => StreamOf(
        (load, path, cancellation) => _network.PredictAsync(
            load, (run, size) => new SegmentedFile(path, Decode(run, size), null), waits: true, cancellation),
        (path, error) => new SegmentedFile(path, null, error), batch: 1, options);

    /// <inheritdoc cref="CanvasNetwork.PredictAsync(ImageModel, CanvasRequest, int, CancellationToken)"/>
    internal Task<StoredTensor[]> PredictAsync(CanvasRequest request, int number, CancellationToken cancellation) =>
        _network.PredictAsync(Model.Network, request, number, cancellation);

    private SegmentedImage Decode(CanvasRun run, (int Height, int Width) originalSize)
    {
        var mask = SegmentationDecoder.Decode(run.Outputs, 0, run.Canvas, run.Sizes[0], originalSize);
        return new SegmentedImage(mask, ClassesOf(mask));
    }

    private SegmentedClass[] ClassesOf(ClassMask mask)
    {
        var counts = new int[256];
        foreach (var label in mask.Labels)
            counts[label]++;
        return [.. Enumerable.Range(0, counts.Length).Where(label => counts[label] > 0)
            .OrderByDescending(label => counts[label]).ThenBy(label => label)
            .Select(label => new SegmentedClass(
                label, Model.NameOfOutput(label), counts[label] / (double)mask.Labels.Length))];
    }
}
