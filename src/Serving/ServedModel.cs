using GpuFormer.Kernels.Launch;
using GpuFormer.Serving.Predictors;

namespace GpuFormer.Serving;

/// <summary>A network under the name that clients know it by, and what becomes of it when its device is lost.</summary>
/// <param name="name">The part of the address after <c>/v2/models/</c>.</param>
/// <param name="predictor">Disposed of with this.</param>
/// <param name="fallback">Makes another predictor once the device is lost; null where there is none.</param>
internal sealed class ServedModel(string name, IPredictor predictor, Func<IPredictor>? fallback) : IDisposable
{
    /// <summary>The only version that there is of a model.</summary>
    public const string Version = "1";

    private readonly Lock _lock = new();
    private readonly TaskCompletionSource<Exception> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IPredictor _predictor = predictor;
    private bool _isLost;
    private bool _hasFallenBack;
    private bool _isDisposed;

    public string Name { get; } = name;

    public IPredictor Predictor => Volatile.Read(ref _predictor);

    /// <summary>Completes with the reason once the device is lost and nothing takes its place.</summary>
    public Task<Exception> Ended => _ended.Task;

    /// <summary>Whether requests can be answered now.</summary>
    public bool IsReady
    {
        get
        {
            var current = Predictor;
            if (current.IsLost)
                Lose(current, new DeviceLostException(current.Device, "it no longer answers."));
            lock (_lock)
                return !_isLost;
        }
    }

    /// <summary>Calls the network, and remembers when its device is lost.</summary>
    /// <exception cref="DeviceLostException">The device is lost.</exception>
    public async Task<T> CallAsync<T>(Func<IPredictor, Task<T>> call)
    {
        var current = Predictor;
        try
        {
            return await call(current).ConfigureAwait(false);
        }
        catch (DeviceLostException lost)
        {
            Lose(current, lost);
            throw;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
        }

        Predictor.Dispose();
    }

    // What a predictor says of its device that another has taken the place of concerns nobody.
    private void Lose(IPredictor predictor, DeviceLostException cause)
    {
        lock (_lock)
        {
            if (_isLost || !ReferenceEquals(predictor, _predictor))
                return;
            _isLost = true;
            if (fallback is null || _hasFallenBack)
            {
                _ended.TrySetResult(cause);
                return;
            }

            _hasFallenBack = true;
        }

        _ = Task.Run(FallBack);
    }

    private void FallBack()
    {
        try
        {
            var replacement = fallback!();
            IPredictor old;
            lock (_lock)
            {
                old = _isDisposed ? replacement : Interlocked.Exchange(ref _predictor, replacement);
                _isLost = false;
            }

            Release(old);
        }
        // Whatever it is, nobody else can tell of it.
        catch (Exception failure)
        {
            _ended.TrySetResult(failure);
        }
    }

    // The replacement serves already: that a lost device cannot be released properly is no fault of it.
    private static void Release(IPredictor lost)
    {
        try
        {
            lost.Dispose();
        }
        catch (Exception failure) when (failure is DeviceLostException or IOException)
        {
        }
    }
}
