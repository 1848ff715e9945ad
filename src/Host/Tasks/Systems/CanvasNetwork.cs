using GpuFormer.Batching;
using GpuFormer.Imaging;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;

namespace GpuFormer.Tasks.Systems;

/// <summary>The network of a detector or segmenter that threads share.</summary>
internal sealed class CanvasNetwork : ISharedNetwork
{
    private readonly SharedNetwork<CanvasRequest> _shared;

    /// <summary>Prepares for calls; the network is compiled for each canvas when the first of it comes.</summary>
    /// <param name="owner">What the predictor is called in messages.</param>
    /// <param name="model">Stays open as long as there are calls.</param>
    /// <param name="device">What the network runs on.</param>
    /// <param name="options">How many calls at a time, and how filters and maps are stored.</param>
    /// <param name="imageSize">See <see cref="VisionSystem.InputOf(Model, int?)"/>.</param>
    public CanvasNetwork(string owner, Model model, Device device, PredictorOptions options, int? imageSize)
    {
        Input = VisionSystem.InputOf(model, imageSize);
        _shared = new SharedNetwork<CanvasRequest>(owner, device.Name, model.Name, options,
            new CanvasBatches(new CanvasSessions(model, device, options.Precision)));
    }

    /// <summary>How images become the network's input.</summary>
    public NetworkInput Input { get; }

    /// <inheritdoc/>
    public bool IsLost => _shared.IsLost;

    /// <inheritdoc/>
    public int Waiting => _shared.Waiting;

    /// <summary>One call, on the thread of the caller.</summary>
    /// <param name="load">Loads the image.</param>
    /// <param name="decode">Reads what the network made of it.</param>
    public T Predict<T>(Func<Image> load, CanvasDecoder<T> decode) => _shared.Call(
        () => CanvasRequest.Of(load(), Input), request =>
        {
            _shared.Predict(request);
            return request.Read(decode);
        });

    /// <summary>One call, on threads of the pool.</summary>
    /// <param name="load">Loads the image.</param>
    /// <param name="decode">Reads what the network made of it.</param>
    /// <param name="waits">Whether the call waits where too many are under way, whatever the options say.</param>
    /// <param name="cancellation">Ends the call before it is prepared, or while it waits.</param>
    public Task<T> PredictAsync<T>(
        Func<Image> load, CanvasDecoder<T> decode, bool waits, CancellationToken cancellation) =>
        PredictAsync(() => CanvasRequest.Of(load(), Input), decode, waits, cancellation);

    /// <summary>The same for what is prepared otherwise.</summary>
    /// <param name="prepare">Makes the network's input.</param>
    /// <param name="decode">Reads what the network made of it.</param>
    /// <param name="waits">Whether the call waits where too many are under way, whatever the options say.</param>
    /// <param name="cancellation">Ends the call before it is prepared, or while it waits.</param>
    public Task<T> PredictAsync<T>(
        Func<CanvasRequest> prepare, CanvasDecoder<T> decode, bool waits, CancellationToken cancellation) =>
        _shared.CallAsync(prepare, request => request.Read(decode), waits, cancellation);

    /// <summary>What the reference program makes of an image that is normalised and lies on its canvas already.</summary>
    /// <param name="network">Of the model.</param>
    /// <param name="request">The image.</param>
    /// <param name="number">By which its objects are called: <c>detections.0.boxes</c>.</param>
    /// <param name="cancellation">Ends the call while it waits.</param>
    /// <exception cref="ArgumentException">The network cannot run on such a canvas.</exception>
    public Task<StoredTensor[]> PredictAsync(
        ImageModel network, CanvasRequest request, int number, CancellationToken cancellation) => PredictAsync(
            () => request, (run, size) => ReferenceTensors.Of(network, run, size, number).ToArray(), waits: false,
            cancellation);

    public void Dispose() => _shared.Dispose();

    // An image runs alone, whatever waits: its result is then that of a lone caller to the last bit, and images of
    // different canvases cannot share a run. Detectors see large images, of which one fills a device.
    private sealed class CanvasBatches(CanvasSessions sessions) : IBatches<CanvasRequest>, IBatchRun<CanvasRequest>
    {
        public bool IsFixed => false;

        public int Largest => 1;

        public int Size => 1;

        public IBatchRun<CanvasRequest> Single => this;

        public IBatchRun<CanvasRequest> For(int waiting) => this;

        public void Predict(ReadOnlySpan<CanvasRequest> requests) => requests[0].Run(sessions);

        public void Dispose() => sessions.Dispose();
    }
}

/// <summary>Reads what a network made of an image.</summary>
/// <param name="run">Of one image.</param>
/// <param name="originalSize">Rows and columns of the image that results are to lie in.</param>
internal delegate T CanvasDecoder<out T>(CanvasRun run, (int Height, int Width) originalSize);

/// <summary>One image on its canvas, and what the network made of it.</summary>
/// <param name="batch"><c>[1, 3, height, width]</c>.</param>
/// <param name="canvas">Rows and columns of the canvas.</param>
/// <param name="size">Of the image within it.</param>
/// <param name="originalSize">Of the image that results are to lie in.</param>
internal sealed class CanvasRequest(
    ReadOnlyMemory<float> batch, (int Height, int Width) canvas, (int Height, int Width) size,
    (int Height, int Width) originalSize)
{
    private CanvasRun? _run;

    /// <summary>Prepares an image.</summary>
    public static CanvasRequest Of(Image image, NetworkInput input)
    {
        var seen = input.Prepare(image);
        var (batch, height, width) = input.Pad([seen]);
        return new CanvasRequest(batch, (height, width), (seen.Height, seen.Width), (image.Height, image.Width));
    }

    /// <summary>Runs the network.</summary>
    public void Run(CanvasSessions sessions) =>
        _run = sessions.Run(batch.Span, canvas.Height, canvas.Width, [size]);

    /// <summary>Reads what the network made of the image, and gives the memory back.</summary>
    public T Read<T>(CanvasDecoder<T> decode)
    {
        using var run = _run!;
        return decode(run, originalSize);
    }
}
