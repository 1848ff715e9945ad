namespace GpuFormer.Batching;

/// <summary>
/// What every call of a predictor that threads share goes through: a bound on the calls under way, preparation on the
/// caller's thread, the network's queue, and measurements.
/// </summary>
/// <typeparam name="TRequest">One prepared image, and room for what the network makes of it.</typeparam>
internal sealed class SharedNetwork<TRequest> : ISharedNetwork
    where TRequest : class
{
    private readonly string _model;
    private readonly QueueFullMode _whenFull;
    private readonly Admission _admission;
    private readonly Batcher<TRequest> _batcher;

    /// <summary>Prepares for calls.</summary>
    /// <param name="owner">What the predictor is called in messages.</param>
    /// <param name="device">The device string, for messages.</param>
    /// <param name="model">The network's name, for measurements.</param>
    /// <param name="options">How many calls at a time, and what becomes of more.</param>
    /// <param name="batches">The network; disposed with this.</param>
    /// <param name="delay">The longest time that two waiting requests are held back for others.</param>
    public SharedNetwork(string owner, string device, string model, PredictorOptions options, IBatches<TRequest> batches,
        TimeSpan delay = default)
    {
        (_model, _whenFull) = (model, options.WhenQueueIsFull);
        _admission = new Admission(owner, options.QueueLimit);
        _batcher = new Batcher<TRequest>(owner, device, model, batches, delay);
    }

    /// <inheritdoc/>
    public bool IsLost => _batcher.IsLost;

    /// <inheritdoc/>
    public int Waiting => _batcher.Waiting;

    /// <summary>Runs the network within a <see cref="Call"/>, on this thread if it is free.</summary>
    public void Predict(TRequest request) => _batcher.Predict(request);

    /// <summary>One call, on the thread of the caller.</summary>
    /// <param name="prepare">Makes the network's input.</param>
    /// <param name="run">Runs a network on it and reads the result.</param>
    /// <exception cref="PredictorBusyException">Too many calls are under way, and none is to wait.</exception>
    /// <exception cref="ObjectDisposedException">The owner was disposed.</exception>
    public TResult Call<TWork, TResult>(Func<TWork> prepare, Func<TWork, TResult> run)
    {
        var start = PredictionMetrics.RequestStarted(_model);
        try
        {
            _admission.Enter(_whenFull);
            try
            {
                var result = run(Prepare(prepare));
                PredictionMetrics.RequestDone(_model, start);
                return result;
            }
            finally
            {
                _admission.Leave();
            }
        }
        catch (Exception exception)
        {
            PredictionMetrics.RequestFailed(_model, exception, start);
            throw;
        }
    }

    /// <summary>One call, on threads of the pool.</summary>
    /// <param name="prepare">Makes the network's input.</param>
    /// <param name="finish">Reads what the network made of it.</param>
    /// <param name="waits">Whether the call waits where too many are under way, whatever the options say.</param>
    /// <param name="cancellation">Ends the call before it is prepared, or while it waits.</param>
    /// <exception cref="PredictorBusyException">Too many calls are under way, and none is to wait.</exception>
    /// <exception cref="ObjectDisposedException">The owner was disposed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<TResult> CallAsync<TWork, TResult>(
        Func<TWork> prepare, Func<TWork, TResult> finish, bool waits, CancellationToken cancellation)
        where TWork : TRequest => MeasuredAsync(
            () => Task.Run(async () =>
            {
                var work = Prepare(prepare);
                await _batcher.PredictAsync(work, mayRunHere: true, cancellation).ConfigureAwait(false);
                return finish(work);
            }, cancellation), waits ? QueueFullMode.Wait : _whenFull, cancellation);

    /// <summary>One call for an image that is prepared already. The network runs on another thread.</summary>
    /// <inheritdoc cref="CallAsync"/>
    public Task PredictAsync(TRequest request, CancellationToken cancellation) => MeasuredAsync(
        async () =>
        {
            await _batcher.PredictAsync(request, mayRunHere: false, cancellation).ConfigureAwait(false);
            return true;
        }, _whenFull, cancellation);

    /// <summary>Waits for a run under way, and releases the network. Calls that wait get an
    /// <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        _admission.Close();
        _batcher.Dispose();
    }

    private async Task<TResult> MeasuredAsync<TResult>(
        Func<Task<TResult>> run, QueueFullMode mode, CancellationToken cancellation)
    {
        var start = PredictionMetrics.RequestStarted(_model);
        try
        {
            await _admission.EnterAsync(mode, cancellation).ConfigureAwait(false);
            try
            {
                var result = await run().ConfigureAwait(false);
                PredictionMetrics.RequestDone(_model, start);
                return result;
            }
            finally
            {
                _admission.Leave();
            }
        }
        catch (Exception exception)
        {
            PredictionMetrics.RequestFailed(_model, exception, start);
            throw;
        }
    }

    private TWork Prepare<TWork>(Func<TWork> prepare)
    {
        var start = PredictionMetrics.PreparationStarted();
        _batcher.BeginPreparation();
        try
        {
            var work = prepare();
            PredictionMetrics.PreparationDone(_model, start);
            return work;
        }
        finally
        {
            _batcher.EndPreparation();
        }
    }
}

/// <summary>A shared network, whatever its requests are.</summary>
internal interface ISharedNetwork : IDisposable
{
    /// <summary>Whether the device was lost in an earlier call: later ones throw at once.</summary>
    bool IsLost { get; }

    /// <summary>Requests that wait for their turn.</summary>
    int Waiting { get; }
}
