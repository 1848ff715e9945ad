namespace GpuFormer.Batching;

/// <summary>
/// The network for batches of 1, 2, 4, 8 and so on images, each made when that many images first wait. Making one takes
/// as long as loading the network did, so another thread does it while batches of the sizes that are there go on. A size
/// that the device has no memory for stays away, and so do those above it.
/// </summary>
internal sealed class BatchSizes : IBatches<ImageRequest>
{
    private readonly Lock _gate = new();
    private readonly Func<int, INetworkRun> _make;
    private readonly Action<string>? _report;
    private readonly int[] _sizes;
    private readonly BatchRun?[] _ready;
    private int _possible;
    private bool _isClosed;

    /// <summary>Makes the network for the smallest batch.</summary>
    /// <param name="largest">The most images of a batch.</param>
    /// <param name="make">Compiles the network for a batch size.</param>
    /// <param name="report">Gets a line when a batch size cannot be had; called from any thread.</param>
    /// <param name="isFixed">Whether every batch is the largest, filled up with zeros.</param>
    public BatchSizes(int largest, Func<int, INetworkRun> make, Action<string>? report, bool isFixed = false)
    {
        (_make, _report, IsFixed) = (make, report, isFixed && largest > 1);
        var powers = Enumerable.Range(0, 31).Select(i => 1 << i).TakeWhile(size => size < largest);
        _sizes = isFixed ? [largest] : [.. powers, largest];
        _possible = _sizes.Length;
        _ready = new BatchRun?[_sizes.Length];
        _ready[0] = new BatchRun(_sizes[0], make(_sizes[0]));
    }

    /// <inheritdoc/>
    public bool IsFixed { get; }

    /// <inheritdoc/>
    public IBatchRun<ImageRequest> Single => _ready[0]!;

    /// <inheritdoc/>
    public int Largest => _sizes[^1];

    /// <summary>The sizes that are there.</summary>
    public IReadOnlyList<int> Ready
    {
        get
        {
            lock (_gate)
                return [.. _ready.OfType<BatchRun>().Select(run => run.Size)];
        }
    }

    /// <summary>Complete when no size is being made.</summary>
    public Task Making { get; private set; } = Task.CompletedTask;

    /// <summary>
    /// The largest batch that is there and that so many waiting images fill; has a larger one made if they fill that.
    /// </summary>
    public IBatchRun<ImageRequest> For(int waiting)
    {
        lock (_gate)
        {
            var wanted = Math.Max(0, Array.FindLastIndex(_sizes, _possible - 1, size => size <= waiting));
            if (_ready[wanted] is null && Making.IsCompleted && !_isClosed)
                Making = Task.Run(() => Make(wanted));
            return _ready[..(wanted + 1)].OfType<BatchRun>().Last();
        }
    }

    /// <summary>Releases all networks, once none is being made.</summary>
    public void Dispose()
    {
        Task making;
        lock (_gate)
            (_isClosed, making) = (true, Making);
        making.Wait();
        foreach (var run in _ready.OfType<BatchRun>())
            run.Network.Dispose();
    }

    // Callers never see what goes wrong here: smaller batches do the same.
    private void Make(int index)
    {
        try
        {
            var run = new BatchRun(_sizes[index], _make(_sizes[index]));
            lock (_gate)
                _ready[index] = run;
        }
        catch (Exception exception)
        {
            lock (_gate)
                _possible = index;
            _report?.Invoke($"Batches of {_sizes[index]} images are not possible here, smaller ones go on: "
                + exception.Message);
        }
    }
}

/// <summary>A batch size with its network and room for what goes in and comes out.</summary>
internal sealed class BatchRun(int size, INetworkRun network) : IBatchRun<ImageRequest>
{
    private float[] _input = [];
    private float[] _output = [];

    public int Size => size;

    public INetworkRun Network => network;

    /// <inheritdoc/>
    public void Predict(ReadOnlySpan<ImageRequest> requests)
    {
        if (size == 1)
        {
            network.Predict(requests[0].Input.Span, requests[0].Logits.Span);
            return;
        }

        var (inputs, outputs) = (requests[0].Input.Length, requests[0].Logits.Length);
        if (_input.Length == 0)
            (_input, _output) = (new float[size * inputs], new float[size * outputs]);
        for (var i = 0; i < requests.Length; i++)
            requests[i].Input.Span.CopyTo(_input.AsSpan(i * inputs, inputs));
        _input.AsSpan(requests.Length * inputs).Clear();
        network.Predict(_input, _output);
        for (var i = 0; i < requests.Length; i++)
            _output.AsSpan(i * outputs, outputs).CopyTo(requests[i].Logits.Span);
    }
}
