using GpuFormer.Batching;
using GpuFormer.Kernels.Launch;

namespace GpuFormer.Tests.Host.Batching;

/// <summary>
/// Stands for a network: one number in, ten times that number out. It can be held, fail, lose its device or lack memory,
/// and it notices two threads at once and use after its end.
/// </summary>
internal sealed class FakeNetwork(int size) : INetworkRun
{
    private static readonly ManualResetEventSlim Open = new(initialState: true);
    private int _users;
    private bool _isDisposed;

    /// <summary>While it is not set, runs wait in the middle.</summary>
    public ManualResetEventSlim Gate { get; init; } = Open;

    /// <summary>Thrown by each run that gets this number.</summary>
    public (float Input, Exception Exception)? Failure { get; init; }

    /// <summary>Gets the size of each run.</summary>
    public Action<int>? Ran { get; init; }

    public static DeviceLostException Lost => new("fake", "it was pulled out.");

    public void Predict(ReadOnlySpan<float> input, Span<float> output)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (Interlocked.Increment(ref _users) != 1)
            throw new InvalidOperationException("Two threads run one network.");
        try
        {
            if (input.Length != size || output.Length != size)
                throw new ArgumentException($"A batch of {size} got {input.Length} and {output.Length} numbers.");
            Ran?.Invoke(size);
            Gate.Wait();
            for (var i = 0; i < size; i++)
            {
                if (input[i] == Failure?.Input)
                    throw Failure.Value.Exception;
                output[i] = 10 * input[i];
            }
        }
        finally
        {
            Interlocked.Decrement(ref _users);
        }
    }

    public void Dispose()
    {
        if (Volatile.Read(ref _users) != 0)
            throw new InvalidOperationException("It is disposed of under a run.");
        _isDisposed = true;
    }
}
