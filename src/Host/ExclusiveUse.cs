namespace GpuFormer;

/// <summary>
/// Lets one call at a time into an object whose memory is not the runtime's: a second thread gets an exception instead
/// of mixed results, and disposing waits for the call under way instead of taking the memory from under it. Two
/// interlocked operations a call, no allocation.
/// </summary>
/// <param name="owner">What the object is called in messages.</param>
internal sealed class ExclusiveUse(string owner)
{
    private const int Free = 0;
    private const int InUse = 1;
    private const int Closed = 2;

    private int _state = Free;
    private int _isClosing;

    /// <summary>Begins a call, which lasts until the result is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The object was disposed, or another thread is about to.</exception>
    /// <exception cref="InvalidOperationException">Another call is under way.</exception>
    public Call Enter()
    {
        if (Volatile.Read(ref _isClosing) != 0 || Interlocked.CompareExchange(ref _state, InUse, Free) != Free)
            Refuse();
        return new Call(this);
    }

    /// <summary>Waits for the call under way and lets no other in.</summary>
    /// <returns>True for the one caller that is to release the memory.</returns>
    public bool Close()
    {
        if (Interlocked.Exchange(ref _isClosing, 1) != 0)
            return false;
        var wait = new SpinWait();
        while (Interlocked.CompareExchange(ref _state, Closed, Free) != Free)
            wait.SpinOnce();
        return true;
    }

    private void Refuse()
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isClosing) != 0, owner);
        throw new InvalidOperationException($"This {owner} is in the middle of another call. It is for one thread at a "
            + "time: make one for each thread, or let them wait for each other.");
    }

    /// <summary>A call under way.</summary>
    public readonly struct Call(ExclusiveUse use) : IDisposable
    {
        public void Dispose() => Volatile.Write(ref use._state, Free);
    }
}
