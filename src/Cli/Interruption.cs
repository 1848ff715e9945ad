namespace GpuFormer.Cli;

/// <summary>
/// What Ctrl-C, SIGTERM and SIGHUP ask for: the command ends as soon as it looks, at the latest after a moment; while
/// it has something to store, it gets the time that takes. A second signal does not wait.
/// </summary>
/// <param name="end">Ends the process at once.</param>
internal sealed class Interruption(Action end) : IDisposable
{
    // A command that is deep in the compiler when the signal comes does not look at the token for a while.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _source = new();
    private int _signals;
    private int _storing;

    public CancellationToken Token => _source.Token;

    /// <summary>A signal came.</summary>
    public void Signal()
    {
        if (Interlocked.Increment(ref _signals) > 1)
        {
            end();
            return;
        }

        _ = EndAfterGrace();
        _source.Cancel();
    }

    /// <summary>Until the result is disposed, the command ends by itself after a signal, having stored its
    /// state.</summary>
    public Storing BeginStoring()
    {
        Interlocked.Increment(ref _storing);
        return new Storing(this);
    }

    public void Dispose() => _source.Dispose();

    private async Task EndAfterGrace()
    {
        do
        {
            await Task.Delay(Grace);
        }
        while (Volatile.Read(ref _storing) > 0);
        end();
    }

    /// <summary>A time in which a signal waits.</summary>
    public readonly struct Storing(Interruption owner) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref owner._storing);
    }
}
