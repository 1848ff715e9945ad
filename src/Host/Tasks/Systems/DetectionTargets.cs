using GpuFormer.Data;
using GpuFormer.Imaging;
using GpuFormer.Training;

namespace GpuFormer.Tasks.Systems;

/// <summary>Targets of a system that finds objects. Objects that stand for many are left out, as the reference programs do.
/// </summary>
internal abstract class DetectionTargets : AnnotationTargets
{
    private readonly IReadOnlyList<int>? _classOf;

    /// <param name="classes">Class outputs of the network, background or "no object" among them.</param>
    /// <param name="classOf">The class output of each category of the data set; null for their order.</param>
    private protected DetectionTargets(int classes, IReadOnlyList<int>? classOf) => (Classes, _classOf) = (classes, classOf);

    /// <summary>Class outputs of the network.</summary>
    protected int Classes { get; }

    /// <summary>The first class output of objects.</summary>
    protected abstract int FirstClass { get; }

    /// <summary>Behind the last class output of objects.</summary>
    protected virtual int EndClass => Classes;

    /// <summary>Makes the targets of a batch from objects in the system's own coordinates.</summary>
    /// <param name="size">Images, and rows and columns of the canvas.</param>
    /// <param name="objects">Of each image; null where nothing is known, and nothing is learned.</param>
    /// <param name="sizes">Rows and columns of each image within the canvas; null where all fill it.</param>
    /// <exception cref="ArgumentException">Objects do not fit the network.</exception>
    public void Set(
        TrainingSize size, IReadOnlyList<ImageObjects?> objects, IReadOnlyList<(int Height, int Width)>? sizes = null)
    {
        if (objects.Count != size.Batch)
            throw new ArgumentException($"There are objects of {objects.Count} images, not of {size.Batch}.", nameof(objects));
        Begin(size, [.. sizes ?? [.. objects.Select(_ => (size.Height, size.Width))]]);
        Make(objects);
    }

    /// <summary>A box in the system's own coordinates.</summary>
    /// <param name="box">In pixels of the image.</param>
    /// <param name="size">Rows and columns of the image.</param>
    protected abstract Box BoxOf(in Box box, (int Height, int Width) size);

    /// <summary>Makes the targets of all images.</summary>
    private protected abstract void Make(IReadOnlyList<ImageObjects?> objects);

    private protected sealed override void Make(ImageAnnotations?[] annotations) =>
        Make([.. annotations.Select((annotation, image) => ObjectsOf(annotation, image, ImageSizes[image]))]);

    private ImageObjects? ObjectsOf(ImageAnnotations? annotation, int image, (int Height, int Width) size)
    {
        if (annotation is null)
            return null;
        if (annotation is not ObjectTargets { Objects: var objects })
            throw new ArgumentException($"Image {image} has no objects, but {annotation.GetType().Name}.");
        TargetObject[] single = [.. objects.Where(target => !target.IsCrowd && !target.Box.IsEmpty)];
        return new ImageObjects([.. single.Select(target => BoxOf(target.Box, size))],
            [.. single.Select(target => ClassOf(target.Label, image))]);
    }

    private int ClassOf(int label, int image)
    {
        if (_classOf is null)
            return FirstClass + label;
        return (uint)label < (uint)_classOf.Count ? _classOf[label] : throw new ArgumentException(
            $"Image {image} has an object of category {label}, but the network knows {_classOf.Count} categories.");
    }
}
