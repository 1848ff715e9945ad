using System.Globalization;
using GpuFormer.Imaging;

namespace GpuFormer.Data;

/// <summary>Pictures with one class each. Every member may be called from several threads at once.</summary>
public abstract class ImageDataset
{
    /// <summary>Pictures; indices run from 0 to one less.</summary>
    public abstract int Count { get; }

    /// <summary>The names of the classes, in the order of the labels.</summary>
    public abstract IReadOnlyList<string> Classes { get; }

    /// <summary>Whether the classes have names that mean something: not where the files hold mere numbers.</summary>
    public virtual bool HasClassNames => true;

    /// <summary>What a user should know about how the set was read, such as files that were left out; one sentence
    /// each.</summary>
    public virtual IReadOnlyList<string> Remarks => [];

    /// <summary>The class of a picture, from 0 to <c>Classes.Count - 1</c>, without decoding it.</summary>
    public abstract int LabelOf(int index);

    /// <summary>A name for a picture in messages: its file, and its number where a file holds many.</summary>
    public abstract string NameOf(int index);

    /// <summary>The name of a picture within its set, wherever the set lies.</summary>
    internal string ListedNameOf(int index) => ListedName(index);

    /// <summary>Decodes one picture into RGB <c>[H, W, 3]</c>; grey is repeated.</summary>
    /// <param name="index">From 0 to <c>Count - 1</c>.</param>
    /// <param name="reuse">A picture that the caller no longer needs: its memory may be taken for the result.</param>
    /// <exception cref="ImageFormatException">The file is no picture that can be read.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public abstract Image Load(int index, Image? reuse = null);

    /// <summary>Decodes every picture and lists those that cannot be read, by index: what a strict run asks before it
    /// starts. Sets that lie in memory answer at once.</summary>
    public virtual IReadOnlyList<UnreadablePicture> FindUnreadable(CancellationToken cancellation = default)
    {
        var found = new List<UnreadablePicture>();
        var parallel = new ParallelOptions
        {
            CancellationToken = cancellation,
            MaxDegreeOfParallelism = Environment.ProcessorCount,
        };
        Parallel.For(0, Count, parallel, index =>
        {
            try
            {
                Load(index);
            }
            catch (Exception exception) when (UnreadablePicture.IsCause(exception))
            {
                lock (found)
                    found.Add(new UnreadablePicture(index, NameOf(index), exception.Message));
            }
        });
        found.Sort((a, b) => a.Index.CompareTo(b.Index));
        return found;
    }

    /// <summary>Refuses a set with unreadable pictures, naming the first of them.</summary>
    /// <exception cref="DatasetFormatException">A picture cannot be read.</exception>
    public void RequireReadable(CancellationToken cancellation = default)
    {
        const int Named = 10;
        var unreadable = FindUnreadable(cancellation);
        if (unreadable.Count == 0)
            return;
        var list = string.Join("; ", unreadable.Take(Named));
        var more = unreadable.Count > Named ? $"; and {unreadable.Count - Named} more" : "";
        throw new DatasetFormatException(
            unreadable[0].Name,
            $"{unreadable.Count} of {Count} pictures cannot be read",
            $"Repair or remove them, or go without strict checking, which skips and lists them: {list}{more}");
    }

    private protected virtual string ListedName(int index) => index.ToString(CultureInfo.InvariantCulture);

    private protected void CheckIndex(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
    }

    // The picture to write into: the one handed back when it has the right size.
    private protected static Image Reused(Image? reuse, int height, int width) =>
        reuse is not null && reuse.Height == height && reuse.Width == width ? reuse : new Image(height, width);
}
