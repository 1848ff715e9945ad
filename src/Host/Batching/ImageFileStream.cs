using System.Runtime.CompilerServices;
using GpuFormer.Imaging;

namespace GpuFormer.Batching;

/// <summary>Predicts from files several at a time and gives them back in their order.</summary>
/// <typeparam name="TFile">A file with what was predicted.</typeparam>
/// <param name="predict">Predicts from the image that a function loads, under a name.</param>
/// <param name="fail">Makes the result of a file that could not be predicted from.</param>
/// <param name="batch">How many prepared files may wait for the network.</param>
/// <param name="warn">Gets the lines about damaged files, in the order of the files.</param>
internal sealed class ImageFileStream<TFile>(
    Func<Func<Image>, string, CancellationToken, Task<TFile>> predict, Func<string, Exception, TFile> fail, int batch,
    Action<string>? warn)
{
    /// <summary>How many files are decoded at a time.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>Loads a file; its second argument gets a line if the file is damaged.</summary>
    public required Func<string, Action<string>, Image> Load { get; init; }

    /// <summary>
    /// What else is done with each file that was predicted from, before it is given back, on several threads; what it throws
    /// ends the stream.
    /// </summary>
    public Action<TFile, Image>? Finish { get; init; }

    /// <summary>Reads on as results are taken, so that neither paths nor images pile up.</summary>
    public async IAsyncEnumerable<TFile> Run(
        IAsyncEnumerable<string> paths, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var decoding = new SemaphoreSlim(Workers);
        var window = new Queue<Task<(TFile File, string? Damage)>>();
        var names = paths.GetAsyncEnumerator(abandoned.Token);
        var next = Task.FromResult(true);
        try
        {
            while (true)
            {
                next = names.MoveNextAsync().AsTask();
                // While the next name is waited for, what is done is given back.
                while (window.Count > 0 && (window.Count >= Workers + batch || !next.IsCompleted))
                {
                    if (window.Count < Workers + batch
                        && await Task.WhenAny(next, window.Peek()).ConfigureAwait(false) == next)
                    {
                        break;
                    }

                    yield return await Next().ConfigureAwait(false);
                }

                if (!await next.ConfigureAwait(false))
                    break;
                window.Enqueue(One(names.Current, decoding, abandoned.Token));
            }

            while (window.Count > 0)
                yield return await Next().ConfigureAwait(false);
        }
        finally
        {
            // Who stops in the middle leaves nothing running behind.
            await abandoned.CancelAsync().ConfigureAwait(false);
            await ((Task)Task.WhenAll(window)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // A source that still waits for its next name, a terminal perhaps, is released when it has it: one that is
            // disposed of in the middle of a call would throw in place of what happened here.
            if (next.IsCompleted)
                await names.DisposeAsync().ConfigureAwait(false);
            else
                _ = next.ContinueWith(_ => names.DisposeAsync().AsTask(), TaskScheduler.Default).Unwrap();
        }

        async Task<TFile> Next()
        {
            var (file, damage) = await window.Dequeue().ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            if (damage is not null)
                warn?.Invoke(damage);
            return file;
        }
    }

    private async Task<(TFile File, string? Damage)> One(
        string path, SemaphoreSlim decoding, CancellationToken cancellation)
    {
        string? damage = null;
        Image? image = null;
        Image LoadInTurn()
        {
            try
            {
                return image = Load(path, line => damage = line);
            }
            finally
            {
                decoding.Release();
            }
        }

        await decoding.WaitAsync(cancellation).ConfigureAwait(false);
        TFile file;
        try
        {
            file = await predict(LoadInTurn, path, cancellation).ConfigureAwait(false);
        }
        // What concerns this file alone; anything else ends the stream.
        catch (Exception exception) when (exception is ImageFormatException or IOException
            or UnauthorizedAccessException or NonFiniteResultException)
        {
            return (fail(path, exception), damage);
        }

        if (Finish is not null)
            await Task.Run(() => Finish(file, image!), cancellation).ConfigureAwait(false);
        return (file, damage);
    }
}
