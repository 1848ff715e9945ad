using System.Runtime.CompilerServices;
using GpuFormer.Imaging;

namespace GpuFormer.Batching;

/// <summary>Classifies files several at a time and gives them back in their order.</summary>
/// <param name="classify">Classifies the image that a function loads, under a name.</param>
/// <param name="limits">What image files may be like.</param>
/// <param name="workers">How many files are decoded at a time.</param>
/// <param name="batch">How many further ones may wait for the network.</param>
/// <param name="warn">Gets the lines about damaged files, in the order of the files.</param>
internal sealed class ClassificationStream(
    Func<Func<Image>, string, CancellationToken, Task<Prediction[]>> classify, ImageLimits limits, int workers, int batch,
    Action<string>? warn)
{
    /// <summary>Reads on as results are taken, so that neither paths nor images pile up.</summary>
    public async IAsyncEnumerable<ClassifiedFile> Run(
        IAsyncEnumerable<string> paths, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var decoding = new SemaphoreSlim(workers);
        var window = new Queue<Task<(ClassifiedFile File, string? Damage)>>();
        try
        {
            await foreach (var path in paths.WithCancellation(cancellation).ConfigureAwait(false))
            {
                window.Enqueue(One(path, decoding, abandoned.Token));
                while (window.Count >= workers + batch)
                    yield return await Next().ConfigureAwait(false);
            }

            while (window.Count > 0)
                yield return await Next().ConfigureAwait(false);
        }
        finally
        {
            // Who stops in the middle leaves nothing running behind.
            await abandoned.CancelAsync().ConfigureAwait(false);
            await ((Task)Task.WhenAll(window)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
        Image Load()
        {
            try
            {
                return ImageFile.Load(path, limits, line => damage = line);
            }
            finally
            {
                decoding.Release();
            }
        }

        await decoding.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var predictions = await classify(Load, path, cancellation).ConfigureAwait(false);
            return (new ClassifiedFile(path, predictions, null), damage);
        }
        // What concerns this file alone; anything else ends the stream.
        catch (Exception exception) when (exception is ImageFormatException or IOException
            or UnauthorizedAccessException or NonFiniteResultException)
        {
            return (new ClassifiedFile(path, [], exception), damage);
        }
    }
}
