namespace GpuFormer.Data;

/// <summary>One worker's way from files to rows of a batch.</summary>
internal abstract class RowMaker
{
    // timm 0.3.4 gives up after as many (data/dataset.py, _ERROR_RETRY).
    private const int MostUnreadableInARow = 20;

    /// <summary>The row in the making, for messages.</summary>
    public int Row { get; private protected set; }

    /// <summary>The image in the making, for messages.</summary>
    public string CurrentName => Source.NameOf(Index);

    /// <summary>The index of that image.</summary>
    private protected int Index { get; set; }

    /// <summary>The images.</summary>
    private protected abstract ImageSource Source { get; }

    /// <summary>Makes rows <paramref name="pair"/> and N - 1 - <paramref name="pair"/>, which may be one.</summary>
    public abstract void MakePair(Batch batch, int pair, ReadOnlySpan<int> order);

    /// <summary>
    /// Loads an image. In training one that cannot be read is replaced by the next that can, as timm does; not so in an
    /// evaluation, which must not count a neighbour twice.
    /// </summary>
    /// <param name="epoch">From 0.</param>
    /// <param name="position">Of the sample in the epoch.</param>
    /// <param name="isReplaced">Whether another takes its place.</param>
    /// <param name="report">Gets to know what cannot be read.</param>
    /// <returns>Whether there is an image.</returns>
    private protected bool LoadReadable(int epoch, long position, bool isReplaced, Action<UnreadablePicture> report)
    {
        for (var run = 1; ; run++)
        {
            try
            {
                Load(epoch, position);
                return true;
            }
            catch (Exception exception) when (UnreadablePicture.IsCause(exception))
            {
                var unreadable = new UnreadablePicture(Index, CurrentName, exception.Message);
                report(unreadable);
                if (!isReplaced)
                    return false;
                if (run == Math.Min(MostUnreadableInARow, Source.Count))
                    throw new UnreadableRunException(unreadable, run);
                Index = (Index + 1) % Source.Count;
            }
        }
    }

    /// <summary>Reads the image of <see cref="Index"/>, and what is to be learned of it.</summary>
    private protected abstract void Load(int epoch, long position);
}
