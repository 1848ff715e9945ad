using System.Diagnostics;
using GpuFormer.Kernels.Launch;

namespace GpuFormer.Batching;

/// <summary>
/// Lets many threads share a network that one at a time may run. A caller that finds it free runs it itself, without
/// another thread; those that come meanwhile wait in a queue, from which one thread takes as many as there are, up to the
/// largest batch. That thread is made when a caller first has to wait.
/// </summary>
/// <typeparam name="TRequest">One image: what goes in, and where what comes out is put.</typeparam>
/// <param name="owner">What the object is called in messages.</param>
/// <param name="device">The device string, for messages.</param>
/// <param name="model">The network's name, for measurements.</param>
/// <param name="batches">The network; disposed with the batcher.</param>
/// <param name="delay">The longest time that two waiting requests are held back for others that are being prepared.</param>
internal sealed class Batcher<TRequest>(
    string owner, string device, string model, IBatches<TRequest> batches, TimeSpan delay) : IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestFill = TimeSpan.FromMilliseconds(200);

    private readonly object _gate = new();
    private readonly LinkedList<PendingRequest<TRequest>> _queue = new();
    private Thread? _thread;
    private DeviceLostException? _lost;
    private int _preparing;
    private bool _isRunning;
    private bool _isClosed;

    /// <summary>Whether the device was lost in an earlier call: later ones throw at once.</summary>
    public bool IsLost => Volatile.Read(ref _lost) is not null;

    /// <summary>Requests that wait for their turn.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
                return _queue.Count;
        }
    }

    /// <summary>Says that a request is being prepared, for which others may be held back a moment.</summary>
    public void BeginPreparation() => Interlocked.Increment(ref _preparing);

    /// <summary>Says that it is prepared, or will not come.</summary>
    public void EndPreparation() => Interlocked.Decrement(ref _preparing);

    /// <summary>Runs the network on one image, on this thread if the network is free, and returns when it is done.</summary>
    /// <exception cref="DeviceLostException">The device is lost.</exception>
    /// <exception cref="ObjectDisposedException">The owner was disposed, maybe while the request waited.</exception>
    public void Predict(TRequest request)
    {
        if (Enter(request, mayRunHere: true, CancellationToken.None) is { } pending)
            pending.Completion.GetAwaiter().GetResult();
        else
            RunHere(request);
    }

    /// <summary>Runs the network on one image.</summary>
    /// <param name="request">What it reads must stay as it is until the task is complete. What it fills is filled then, and
    /// not touched any more if it was cancelled.</param>
    /// <param name="mayRunHere">Whether this thread may run the network if it is free.</param>
    /// <param name="cancellation">Takes a waiting request out of the queue; one that runs ends as if nothing was.</param>
    /// <exception cref="DeviceLostException">The device is lost.</exception>
    /// <exception cref="ObjectDisposedException">The owner was disposed, maybe while the request waited.</exception>
    public ValueTask PredictAsync(TRequest request, bool mayRunHere, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (Enter(request, mayRunHere, cancellation) is { } pending)
            return new ValueTask(pending.Completion);
        RunHere(request);
        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// Waits for the batch that runs; those that wait get an <see cref="ObjectDisposedException"/>. Then releases the
    /// network.
    /// </summary>
    public void Dispose()
    {
        Thread? thread;
        lock (_gate)
        {
            if (_isClosed)
                return;
            (_isClosed, thread) = (true, _thread);
            FailAll(new ObjectDisposedException(owner));
            Monitor.PulseAll(_gate);
            while (_isRunning)
                Monitor.Wait(_gate);
        }

        thread?.Join();
        batches.Dispose();
    }

    // Null: the caller has the network now and is to run it.
    private PendingRequest<TRequest>? Enter(TRequest request, bool mayRunHere, CancellationToken cancellation)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, owner);
            if (_lost is not null)
                throw LostBefore(_lost);
            if (mayRunHere && !batches.IsFixed && !_isRunning && _queue.Count == 0)
            {
                _isRunning = true;
                return null;
            }

            var pending = new PendingRequest<TRequest>(request);
            _queue.AddLast(pending);
            PredictionMetrics.QueueChanged(1);
            // A token that is cancelled already takes it out again here: the gate lets its own thread in twice.
            pending.WhenCancelled(cancellation, Remove);
            if (_thread is null)
            {
                _thread = new Thread(Serve) { IsBackground = true, Name = $"{owner} batches" };
                _thread.Start();
            }

            Monitor.PulseAll(_gate);
            return pending;
        }
    }

    private void RunHere(TRequest request)
    {
        try
        {
            var start = PredictionMetrics.StartOf(PredictionMetrics.NetworkDuration);
            batches.Single.Predict(new ReadOnlySpan<TRequest>(in request));
            PredictionMetrics.BatchDone(model, 1, start);
        }
        catch (DeviceLostException lost)
        {
            Volatile.Write(ref _lost, lost);
            throw;
        }
        finally
        {
            Leave();
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            _isRunning = false;
            if (_queue.Count > 0 || _isClosed)
                Monitor.PulseAll(_gate);
        }
    }

    private void Serve()
    {
        var batch = new List<PendingRequest<TRequest>>(batches.Largest);
        var requests = new TRequest[batches.Largest];
        while (Take(batch) is { } run)
        {
            Exception? failure = null;
            try
            {
                var start = PredictionMetrics.StartOf(PredictionMetrics.NetworkDuration);
                for (var i = 0; i < batch.Count; i++)
                    requests[i] = batch[i].Request;
                run.Predict(requests.AsSpan(0, batch.Count));
                PredictionMetrics.BatchDone(model, batch.Count, start);
            }
            catch (Exception exception)
            {
                failure = exception;
                if (exception is DeviceLostException lost)
                    Volatile.Write(ref _lost, lost);
            }

            // Requests hold whole images, and the next batch may be far away: they must not be kept alive until then.
            Array.Clear(requests);
            // First the network, so that who is told now and comes back finds it free.
            Leave();
            foreach (var request in batch)
            {
                if (failure is null)
                    request.Succeed();
                else
                    request.Fail(failure);
            }
        }
    }

    // Waits for requests; null when there will be none any more.
    private IBatchRun<TRequest>? Take(List<PendingRequest<TRequest>> batch)
    {
        batch.Clear();
        lock (_gate)
        {
            while (!_isClosed)
            {
                if (_lost is not null)
                    FailAll(LostBefore(_lost));
                if (_isRunning || _queue.Count == 0)
                {
                    Monitor.Wait(_gate);
                    continue;
                }

                if (HoldBack())
                    continue;
                var run = batches.For(_queue.Count);
                while (batch.Count < run.Size && _queue.Count > 0)
                {
                    batch.Add(_queue.First!.Value);
                    _queue.RemoveFirst();
                }

                PredictionMetrics.QueueChanged(-batch.Count);
                _isRunning = true;
                return run;
            }

            return null;
        }
    }

    // True when all requests were cancelled, or the owner closed, in the meantime.
    private bool HoldBack()
    {
        // A fixed batch costs the same with one image in it: it waits until nothing is being prepared any more.
        var (least, longest) = batches.IsFixed ? (1, LongestFill) : (2, delay);
        var start = Stopwatch.GetTimestamp();
        var isQuiet = !batches.IsFixed;
        while (!_isClosed && _queue.Count >= least && _queue.Count < batches.Largest
            && longest - Stopwatch.GetElapsedTime(start) is { Ticks: > 0 } rest)
        {
            if (Volatile.Read(ref _preparing) > 0)
                isQuiet = !batches.IsFixed;
            else if (isQuiet)
                break;
            else
                // Between the end of one image and the beginning of the next there is a moment.
                (isQuiet, rest) = (true, Moment);
            Monitor.Wait(_gate, rest < Moment ? Moment : rest);
        }

        return _isClosed || _queue.Count == 0;
    }

    private void Remove(PendingRequest<TRequest> request, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (!_queue.Remove(request))
                return;
            PredictionMetrics.QueueChanged(-1);
        }

        request.Cancel(cancellation);
    }

    private void FailAll(Exception exception)
    {
        PredictionMetrics.QueueChanged(-_queue.Count);
        foreach (var request in _queue)
            request.Fail(exception);
        _queue.Clear();
    }

    private DeviceLostException LostBefore(DeviceLostException lost) => new(device, "an earlier call failed.", lost);
}
