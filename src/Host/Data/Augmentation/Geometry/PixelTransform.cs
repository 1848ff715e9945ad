using GpuFormer.Imaging;
using GpuFormer.Imaging.Masks;

namespace GpuFormer.Data.Augmentation.Geometry;

/// <summary>Moves the pixels of an image, and with them the boxes and masks that lie over it.</summary>
internal abstract record PixelTransform
{
    /// <summary>Rows and columns of what an image of this size becomes.</summary>
    public abstract (int Height, int Width) SizeOf(int height, int width);

    /// <summary>The image after the transform, in memory of its own.</summary>
    public abstract Image Apply(Image image);

    /// <summary>Where a box of an image of this size comes to lie, not clipped.</summary>
    public abstract Box Apply(in Box box, int height, int width);

    /// <summary>The annotations after the transform. Boxes are clipped, and objects of which nothing is left are left
    /// out; masks take the nearest pixel.</summary>
    public ImageAnnotations Apply(ImageAnnotations annotations) => annotations switch
    {
        ObjectTargets targets => Apply(targets),
        PixelTargets targets => new PixelTargets(Apply(targets.Mask)),
        _ => throw new ArgumentException($"{annotations.GetType().Name} does not lie over pixels.", nameof(annotations)),
    };

    /// <summary>The source pixel of a pixel of the result.</summary>
    private protected abstract (int Row, int Column) SourceOf(int row, int column, int height, int width);

    private ObjectTargets Apply(ObjectTargets targets)
    {
        var (height, width) = SizeOf(targets.Height, targets.Width);
        List<TargetObject> objects = new(targets.Objects.Count);
        foreach (var known in targets.Objects)
        {
            var box = Apply(known.Box, targets.Height, targets.Width).Clip(height, width);
            if (!box.IsEmpty)
                objects.Add(known with { Box = box, Mask = known.Mask is null ? null : Apply(known.Mask) });
        }

        return new ObjectTargets(height, width, objects);
    }

    private ClassMask Apply(ClassMask mask)
    {
        var (height, width) = SizeOf(mask.Height, mask.Width);
        return new ClassMask(height, width, Gather(mask.Labels, mask.Height, mask.Width, height, width));
    }

    private RunLengthMask Apply(RunLengthMask mask)
    {
        var (height, width) = SizeOf(mask.Height, mask.Width);
        return RunLengthMask.FromPixels(
            Gather(mask.ToPixels(), mask.Height, mask.Width, height, width), height, width);
    }

    private T[] Gather<T>(T[] source, int sourceHeight, int sourceWidth, int height, int width)
    {
        var result = new T[height * width];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (row, column) = SourceOf(y, x, sourceHeight, sourceWidth);
                result[y * width + x] = source[row * sourceWidth + column];
            }
        }

        return result;
    }
}
