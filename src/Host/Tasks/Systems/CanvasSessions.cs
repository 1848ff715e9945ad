using System.Collections.Concurrent;
using GpuFormer.Graph;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;

namespace GpuFormer.Tasks.Systems;

/// <summary>
/// Runs one network on batches of any size: a session for each canvas, of which those used last are kept as long as they
/// take no more than a bounded part of the device's memory. Threads may share one; they take turns with the network.
/// </summary>
internal sealed class CanvasSessions : IDisposable
{
    // Weights and arenas of all that are kept; one is kept whatever it takes.
    private const long MostBytes = 1L << 30;

    private readonly Device _device;
    private readonly Precision _precision;
    private readonly List<Entry> _entries = []; // the one used last at the end
    private readonly Lock _gate = new();
    private Model _model;
    private bool _isClosed;

    /// <summary>Prepares for a model; no session is made yet.</summary>
    /// <param name="model">Stays open as long as sessions are made.</param>
    /// <param name="device">What they run on.</param>
    /// <param name="precision">How filters and maps are stored on the device.</param>
    public CanvasSessions(Model model, Device device, Precision precision = Precision.Single) =>
        (_model, _device, _precision) = (model, device, precision);

    /// <summary>Runs the network.</summary>
    /// <param name="batch"><c>[N, 3, height, width]</c>.</param>
    /// <param name="height">Rows of the canvas.</param>
    /// <param name="width">Columns of the canvas.</param>
    /// <param name="sizes">Of the images within it, one for each.</param>
    /// <returns>What it made; to be disposed once it is read, so that the memory is used again.</returns>
    /// <exception cref="DeviceMemoryException">The device has not enough memory for this canvas.</exception>
    /// <exception cref="DeviceLostException">The device is lost.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public CanvasRun Run(
        ReadOnlySpan<float> batch, int height, int width, IReadOnlyList<(int Height, int Width)> sizes)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            var entry = Find(new Shape(sizes.Count, 3, height, width));
            entry.WriteSizes(_model.Network, sizes);
            entry.Session.Run(batch);
            if (!entry.Spare.TryTake(out var outputs))
                outputs = entry.CreateOutputs();
            foreach (var output in entry.Session.Outputs)
                entry.Session.Read(output.Name, outputs.ElementsOf(output.Name));
            return new CanvasRun(outputs, (height, width), sizes, entry.Spare);
        }
    }

    /// <summary>Takes the weights of another model of the same network, without compiling anything. The model is to stay
    /// open in place of the former.</summary>
    public void Reload(Model model)
    {
        lock (_gate)
        {
            foreach (var entry in _entries)
                entry.Session.Reload(model);
            _model = model;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            Clear();
        }
    }

    private Entry Find(Shape shape)
    {
        var index = _entries.FindIndex(known => known.Session.InputShape == shape);
        if (index >= 0)
        {
            var known = _entries[index];
            _entries.RemoveAt(index);
            _entries.Add(known);
            return known;
        }

        Session session;
        try
        {
            session = Make(shape);
        }
        catch (DeviceMemoryException) when (_entries.Count > 0)
        {
            Clear();
            session = Make(shape);
        }

        _entries.Add(new Entry(session));
        while (_entries.Count > 1 && _entries.Sum(entry => entry.Session.DeviceBytes) > MostBytes)
        {
            _entries[0].Session.Dispose();
            _entries.RemoveAt(0);
        }

        return _entries[^1];
    }

    private Session Make(Shape shape) => new(_model, _device, shape[0], shape[2], shape[3], _precision);

    private void Clear()
    {
        foreach (var entry in _entries)
            entry.Session.Dispose();
        _entries.Clear();
    }

    private sealed class Entry(Session session)
    {
        private (int Height, int Width)[] _sizes = [];

        public Session Session { get; } = session;

        public ConcurrentBag<NetworkOutputs> Spare { get; } = [];

        public NetworkOutputs CreateOutputs()
        {
            var outputs = new NetworkOutputs();
            foreach (var (name, shape) in Session.Outputs)
                outputs.Set(name, shape, new float[shape.Elements]);
            return outputs;
        }

        public void WriteSizes(ImageModel network, IReadOnlyList<(int Height, int Width)> sizes)
        {
            if (network is not IPaddedNetwork padded || _sizes.AsSpan().SequenceEqual([.. sizes]))
                return;
            padded.WriteSizes(Session.InputShape[2], Session.InputShape[3], sizes,
                (name, elements) => Session.Write(name, elements));
            _sizes = [.. sizes];
        }
    }
}

/// <summary>What a network made of one batch.</summary>
/// <param name="outputs">Its outputs.</param>
/// <param name="canvas">Rows and columns of the batch.</param>
/// <param name="sizes">Of the images within it.</param>
/// <param name="spare">Where the memory goes once it is read.</param>
internal sealed class CanvasRun(
    NetworkOutputs outputs, (int Height, int Width) canvas, IReadOnlyList<(int Height, int Width)> sizes,
    ConcurrentBag<NetworkOutputs> spare) : IDisposable
{
    private NetworkOutputs? _outputs = outputs;

    /// <summary>The network's outputs.</summary>
    public NetworkOutputs Outputs => _outputs ?? throw new ObjectDisposedException(nameof(CanvasRun));

    /// <summary>Rows and columns of the batch.</summary>
    public (int Height, int Width) Canvas { get; } = canvas;

    /// <summary>Of the images within it.</summary>
    public IReadOnlyList<(int Height, int Width)> Sizes { get; } = sizes;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _outputs, null) is { } free)
            spare.Add(free);
    }
}
