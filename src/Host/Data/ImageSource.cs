using System.Globalization;
using GpuFormer.Imaging;

namespace GpuFormer.Data;

/// <summary>Images of a data set, whatever is to be learned of them. Every member may be called from several threads at
/// once.</summary>
public abstract class ImageSource
{
    /// <summary>Images; indices run from 0 to one less.</summary>
    public abstract int Count { get; }

    /// <summary>The names of the classes, in the order of the labels.</summary>
    public abstract IReadOnlyList<string> Classes { get; }

    /// <summary>Whether the classes have names that mean something: not where the files hold mere numbers.</summary>
    public virtual bool HasClassNames => true;

    /// <summary>What a user should know about how the set was read, such as files that were left out; one sentence
    /// each.</summary>
    public virtual IReadOnlyList<string> Remarks => [];

    /// <summary>A name for an image in messages: its file, and its number where a file holds many.</summary>
    public abstract string NameOf(int index);

    /// <summary>Decodes one image into RGB <c>[H, W, 3]</c>; grey is repeated.</summary>
    /// <param name="index">From 0 to <c>Count - 1</c>.</param>
    /// <param name="reuse">An image that the caller no longer needs: its memory may be taken for the result.</param>
    /// <exception cref="ImageFormatException">The file is no image that can be read.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public abstract Image Load(int index, Image? reuse = null);

    /// <summary>The name of an image within its set, wherever the set lies.</summary>
    internal string ListedNameOf(int index) => ListedName(index);

    /// <summary>What is to be learned of an image, as a text: two sets in which it differs are not the same.</summary>
    internal abstract string TargetTextOf(int index);

    /// <summary>Decodes every image and lists those that cannot be read, by index: what a strict run asks before it
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
                Try(index);
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

    /// <summary>Refuses a set with unreadable images, naming the first of them.</summary>
    /// <exception cref="DatasetFormatException">An image cannot be read.</exception>
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

    // Reads all that an image needs; a file that cannot be read throws.
    private protected virtual void Try(int index) => Load(index);

    private protected virtual string ListedName(int index) => index.ToString(CultureInfo.InvariantCulture);

    private protected void CheckIndex(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
    }

    // The image to write into: the one handed back when it has the right size.
    private protected static Image Reused(Image? reuse, int height, int width) =>
        reuse is not null && reuse.Height == height && reuse.Width == width ? reuse : new Image(height, width);
}
