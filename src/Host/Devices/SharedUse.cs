namespace GpuFormer.Devices;

/// <summary>
/// Counts the calls that use memory which is not the runtime's, so that disposing it on another thread leaves it to the
/// last of them to release. One interlocked operation to begin a use, one to end it.
/// </summary>
internal struct SharedUse
{
    // Beside the count: no more uses may begin; the memory was released.
    private const int Disposed = int.MinValue;
    private const int Released = 1 << 30;

    private int _state;

    public readonly bool IsDisposed => Volatile.Read(in _state) < 0;

    /// <summary>Begins a use, which <see cref="End"/> must follow.</summary>
    /// <exception cref="ObjectDisposedException">The owner was disposed.</exception>
    public void Begin(IReleasable owner)
    {
        if (Interlocked.Increment(ref _state) >= 0)
            return;
        // The count must come down again: what releases the memory waits for it.
        End(owner);
        throw new ObjectDisposedException(owner.GetType().FullName);
    }

    /// <summary>Ends a use.</summary>
    public void End(IReleasable owner) => ReleaseIfLast(Interlocked.Decrement(ref _state), owner);

    /// <summary>Lets no further use begin, and releases the memory once there is none.</summary>
    public void Dispose(IReleasable owner) => ReleaseIfLast(Interlocked.Or(ref _state, Disposed) | Disposed, owner);

    private void ReleaseIfLast(int state, IReleasable owner)
    {
        if (state == Disposed
            && Interlocked.CompareExchange(ref _state, Disposed | Released, Disposed) == Disposed)
        {
            owner.Release();
        }
    }
}

/// <summary>Owns memory that <see cref="SharedUse"/> counts the uses of.</summary>
internal interface IReleasable
{
    /// <summary>Frees the memory: called once, on whichever thread was the last, or by a finaliser.</summary>
    void Release();
}
