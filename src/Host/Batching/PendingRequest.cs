namespace GpuFormer.Batching;

/// <summary>One prepared image that waits for its turn. What it reads and writes is the caller's until it is complete.</summary>
internal sealed class PendingRequest<TRequest>(TRequest request)
{
    // Whoever waits goes on with a thread of its own: the one that runs batches is not lent to callers.
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenRegistration _registration;

    public TRequest Request { get; } = request;

    public Task Completion => _completion.Task;

    /// <summary>Calls back once if the token is cancelled before the request ends.</summary>
    public void WhenCancelled(
        CancellationToken cancellation, Action<PendingRequest<TRequest>, CancellationToken> callback)
    {
        if (cancellation.CanBeCanceled)
            _registration = cancellation.Register(() => callback(this, cancellation));
    }

    public void Succeed()
    {
        _registration.Unregister();
        _completion.TrySetResult();
    }

    public void Fail(Exception exception)
    {
        _registration.Unregister();
        _completion.TrySetException(exception);
    }

    public void Cancel(CancellationToken cancellation) => _completion.TrySetCanceled(cancellation);
}
