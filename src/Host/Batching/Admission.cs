namespace GpuFormer.Batching;

/// <summary>Bounds how many calls are under way, so that neither images nor waiting requests fill the memory.</summary>
/// <param name="owner">What the object is called in messages.</param>
/// <param name="limit">The most calls.</param>
internal sealed class Admission(string owner, int limit)
{
    private readonly SemaphoreSlim _free = new(limit);
    private readonly CancellationTokenSource _closing = new();

    /// <summary>Begins a call, waiting for another to end where there are too many.</summary>
    /// <param name="mode">Whether to wait.</param>
    /// <exception cref="PredictorBusyException">There are too many, and the caller does not wait.</exception>
    /// <exception cref="ObjectDisposedException">The owner was disposed.</exception>
    public void Enter(QueueFullMode mode)
    {
        if (TryEnter(mode))
            return;
        try
        {
            _free.Wait(_closing.Token);
        }
        catch (OperationCanceledException)
        {
            throw new ObjectDisposedException(owner);
        }
    }

    /// <inheritdoc cref="Enter"/>
    /// <param name="mode">Whether to wait.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async ValueTask EnterAsync(QueueFullMode mode, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (TryEnter(mode))
            return;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _closing.Token);
        try
        {
            await _free.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new ObjectDisposedException(owner);
        }
    }

    /// <summary>Ends a call.</summary>
    public void Leave() => _free.Release();

    /// <summary>Lets nobody in any more; who waits gets an <see cref="ObjectDisposedException"/>.</summary>
    public void Close() => _closing.Cancel();

    private bool TryEnter(QueueFullMode mode)
    {
        ObjectDisposedException.ThrowIf(_closing.IsCancellationRequested, owner);
        if (_free.Wait(0))
            return true;
        return mode == QueueFullMode.Wait ? false : throw new PredictorBusyException(owner, limit);
    }
}
