using System.Runtime.CompilerServices;
using GpuFormer.Imaging;

namespace GpuFormer.Batching;

/// <summary>Classifies files several at a time and gives them back in their order.</summary>
/// <param name="classify">Classifies the image that a function loads, under a name.</param>
/// <param name="batch">How many prepared files may wait for the network.</param>
/// <param name="warn">Gets the lines about damaged files, in the order of the files.</param>
internal sealed class ClassificationStream(
    Func<Func<Image>, string, CancellationToken, Task<Prediction[]>> classify, int batch, Action<string>? warn)
{
    /// <summary>How many files are decoded at a time.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>Loads a file; its second argument gets a line if the file is damaged.</summary>
    public required Func<string, Action<string>, Image> Load { get; init; }

    /// <summary>
    /// What else is done with each file that was classified, before it is given back, on several threads; what it throws
    /// ends the stream.
    /// </summary>
    public Action<ClassifiedFile, Image>? Finish { get; init; }

    /// <summary>Reads on as results are taken, so that neither paths nor images pile up.</summary>
    public async IAsyncEnumerable<ClassifiedFile> Run(
        IAsyncEnumerable<string> paths, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var decoding = new SemaphoreSlim(Workers);
        var window = new Queue<Task<(ClassifiedFile File, string? Damage)>>();
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

        async Task<ClassifiedFile> Next()
        {
            var (file, damage) = await window.Dequeue().ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            if (damage is not null)
                warn?.Invoke(damage);
            return file;
        }
    }

    private async Task<(ClassifiedFile File, string? Damage)> One(
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
        ClassifiedFile file;
        try
        {
            file = new ClassifiedFile(path, await classify(LoadInTurn, path, cancellation).ConfigureAwait(false), null);
        }
        // What concerns this file alone; anything else ends the stream.
        catch (Exception exception) when (exception is ImageFormatException or IOException
            or UnauthorizedAccessException or NonFiniteResultException)
        {
            return (new ClassifiedFile(path, [], exception), damage);
        }

        if (Finish is not null)
            await Task.Run(() => Finish(file, image!), cancellation).ConfigureAwait(false);
        return (file, damage);
    }
}
