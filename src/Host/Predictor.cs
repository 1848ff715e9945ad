using GpuFormer.Batching;
using GpuFormer.Graph;
using GpuFormer.Imaging;
using GpuFormer.Kernels.Launch;

namespace GpuFormer;

/// <summary>
/// A model on a device with everything between image files and results: a <see cref="Classifier"/>, a
/// <see cref="Detector"/> or a <see cref="Segmenter"/>. Any number of threads may share one: images are decoded and
/// resized, and results read, on the threads of the callers, which wait for the network in the order in which they come.
/// </summary>
public abstract class Predictor : IDisposable
{
    private readonly PredictorOptions _options;
    private int _isClosed;

    private protected Predictor(Model model, Device device, PredictorOptions options) =>
        (Model, Device, _options) = (model, device, options);

    /// <summary>The network and its weights.</summary>
    public Model Model { get; }

    /// <summary>What the network runs on.</summary>
    public Device Device { get; }

    /// <summary>How filters and maps are stored on the device.</summary>
    public Precision Precision => _options.Precision;

    /// <summary>
    /// Whether the device was lost: every call throws a <see cref="DeviceLostException"/> at once. Load another predictor.
    /// </summary>
    public bool IsLost => Network.IsLost;

    /// <summary>Prepared images that wait for the network.</summary>
    public int QueueLength => Network.Waiting;

    private protected abstract ISharedNetwork Network { get; }

    /// <summary>
    /// Releases the network, the device and the model, once a run of the network under way is over. Calls that wait for
    /// it get an <see cref="ObjectDisposedException"/>.
    /// </summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0)
            return;
        Network.Dispose();
        ReleaseMore();
        Device.Dispose();
        Model.Dispose();
    }

    /// <summary>Releases what else runs on the device.</summary>
    private protected virtual void ReleaseMore()
    {
    }

    private protected Func<Image> LoaderOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return () => ImageFile.Load(path, _options.Images, _options.Warn);
    }

    private protected static Func<Image> LoaderOf(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return () => image;
    }

    /// <summary>Predicts from files several at a time.</summary>
    /// <param name="predict">Predicts from the image that a function loads, under a name.</param>
    /// <param name="fail">Makes the result of a file that could not be predicted from.</param>
    /// <param name="batch">How many prepared files may wait for the network.</param>
    /// <param name="options">What else can be chosen.</param>
    private protected ImageFileStream<TFile> StreamOf<TFile>(
        Func<Func<Image>, string, CancellationToken, Task<TFile>> predict, Func<string, Exception, TFile> fail, int batch,
        StreamOptions<TFile> options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.Workers, "workers");
        return new ImageFileStream<TFile>(predict, fail, batch, _options.Warn)
        {
            Workers = options.Workers == 0 ? Environment.ProcessorCount : options.Workers,
            Load = options.Load ?? ((path, warn) => ImageFile.Load(path, _options.Images, warn)),
            Finish = options.Finish,
        };
    }
}

/// <summary>How many files are predicted from.</summary>
/// <param name="Workers">How many are decoded at a time; 0 takes one for each processor.</param>
/// <param name="Load">Loads a file in place of the decoder; its second argument gets a line if the file is damaged.</param>
/// <param name="Finish">See <see cref="ImageFileStream{TFile}.Finish"/>.</param>
internal readonly record struct StreamOptions<TFile>(
    int Workers, Func<string, Action<string>, Image>? Load = null, Action<TFile, Image>? Finish = null);
