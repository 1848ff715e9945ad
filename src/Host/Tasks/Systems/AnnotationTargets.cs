using GpuFormer.Data;
using GpuFormer.Training;

namespace GpuFormer.Tasks.Systems;

/// <summary>
/// Targets of one system, made of what is known about the images of a batch. One object serves all batches of a run, of any
/// size, and keeps its buffers; it belongs to one batch at a time. The work for different images is done side by side.
/// </summary>
internal abstract class AnnotationTargets : StepTargets
{
    private TrainingSize _size;
    private (int Height, int Width)[] _sizes = [];

    /// <inheritdoc/>
    public sealed override TrainingSize Size => _size;

    /// <inheritdoc/>
    public sealed override string? Warning => Remark;

    /// <summary>What a user should know about the targets of this batch, or null.</summary>
    protected string? Remark { get; set; }

    /// <summary>Makes the targets of a batch; returns itself.</summary>
    /// <exception cref="ArgumentException">An annotation is of another kind, or of a class that the network does not
    /// have.</exception>
    public AnnotationTargets Of(Batch batch)
    {
        Set(new TrainingSize(batch.Size, batch.Height, batch.Width), batch.Sizes, batch.Annotations);
        return this;
    }

    /// <summary>Makes the targets of a batch.</summary>
    /// <param name="size">Images, and rows and columns of the canvas.</param>
    /// <param name="sizes">Rows and columns of each image within the canvas.</param>
    /// <param name="annotations">Of each image; null where nothing is known, and nothing is learned.</param>
    /// <exception cref="ArgumentException">An annotation is of another kind, or of a class that the network does not
    /// have.</exception>
    public void Set(
        TrainingSize size, ReadOnlySpan<(int Height, int Width)> sizes, ReadOnlySpan<ImageAnnotations?> annotations)
    {
        if (sizes.Length != size.Batch || annotations.Length != size.Batch)
        {
            throw new ArgumentException($"There are {sizes.Length} sizes and {annotations.Length} annotations for "
                + $"{size.Batch} images.", nameof(annotations));
        }

        Begin(size, sizes);
        Make(annotations.ToArray());
    }

    /// <summary>Rows and columns of each image within the canvas: all of it where nothing is known of an image.</summary>
    private protected IReadOnlyList<(int Height, int Width)> ImageSizes => _sizes;

    /// <summary>Makes the targets of all images.</summary>
    private protected abstract void Make(ImageAnnotations?[] annotations);

    /// <summary>Takes the sizes for which targets are made next.</summary>
    /// <param name="size">Images, and rows and columns of the canvas.</param>
    /// <param name="sizes">Of the images within it.</param>
    private protected virtual void Begin(TrainingSize size, ReadOnlySpan<(int Height, int Width)> sizes)
    {
        (_size, Remark) = (size, null);
        Resize(ref _sizes, size.Batch);
        for (var i = 0; i < _sizes.Length; i++)
            _sizes[i] = sizes[i] is { Height: > 0, Width: > 0 } own ? own : (size.Height, size.Width);
    }

    /// <summary>Makes a buffer as long as it must be, if it is not.</summary>
    private protected static void Resize<T>(ref T[] buffer, int length)
    {
        if (buffer.Length != length)
            buffer = new T[length];
    }

    /// <summary>Does the same for all images, side by side; what is thrown is what the first of them throws.</summary>
    private protected static void ForEach(int count, Action<int> action)
    {
        if (count <= 1)
        {
            if (count == 1)
                action(0);
            return;
        }

        var failures = new Exception?[count];
        Parallel.For(0, count, i =>
        {
            try
            {
                action(i);
            }
            catch (Exception failure)
            {
                failures[i] = failure;
            }
        });
        if (Array.Find(failures, failure => failure is not null) is { } first)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
    }
}
