using GpuFormer.Data;
using GpuFormer.Graph.Losses;
using GpuFormer.Imaging.Masks;
using GpuFormer.Training;

namespace GpuFormer.Tasks.Systems;

/// <summary>The classes of pixels. The loss is the mean over those of the batch whose class is known; where none is, it is 0,
/// with a warning.</summary>
/// <param name="classes">Class outputs of the network.</param>
internal sealed class SegmentationTargets(int classes) : AnnotationTargets
{
    private float[] _labels = [];
    private float[] _weights = [];
    private int[] _known = [];

    /// <inheritdoc/>
    public override void Write(ITargetInputs inputs)
    {
        inputs.Write(SegmentationCriterion.Labels, _labels);
        inputs.Write(SegmentationCriterion.Weights, _weights);
    }

    private protected override void Begin(TrainingSize size, ReadOnlySpan<(int Height, int Width)> sizes)
    {
        base.Begin(size, sizes);
        var pixels = checked(size.Batch * size.Height * size.Width);
        Resize(ref _labels, pixels);
        Resize(ref _weights, pixels);
        Resize(ref _known, size.Batch);
    }

    private protected override void Make(ImageAnnotations?[] annotations)
    {
        ForEach(annotations.Length, image => Make(image, annotations[image]));
        var known = _known.Sum(count => (long)count);
        if (known == 0)
        {
            Remark = $"no pixel of the batch has a class that is known: all are {ClassMask.Ignored}, so nothing was learned "
                + "from it";
            return;
        }

        var weight = (float)(1.0 / known);
        var pixels = _weights.Length / annotations.Length;
        ForEach(annotations.Length, image =>
        {
            foreach (ref var own in _weights.AsSpan(image * pixels, pixels))
                own *= weight;
        });
    }

    // Weights are 1 for pixels that count and 0 for others, until it is known how many there are.
    private void Make(int image, ImageAnnotations? annotation)
    {
        var (height, width) = (Size.Height, Size.Width);
        var labels = _labels.AsSpan(image * height * width, height * width);
        var weights = _weights.AsSpan(image * height * width, height * width);
        labels.Clear();
        weights.Clear();
        _known[image] = 0;
        if (annotation is null)
            return;
        if (annotation is not PixelTargets { Mask: var mask })
            throw new ArgumentException($"Image {image} has no classes of pixels, but {annotation.GetType().Name}.");
        if (mask.Height > height || mask.Width > width)
        {
            throw new ArgumentException(
                $"Image {image} has a mask of {mask.Width} x {mask.Height} in a canvas of {width} x {height}.");
        }

        // Beyond a mask that is smaller than the canvas nothing is known.
        for (var y = 0; y < mask.Height; y++)
        {
            for (var x = 0; x < mask.Width; x++)
            {
                var label = mask.Labels[(y * mask.Width) + x];
                if (label == ClassMask.Ignored)
                    continue;
                if (label >= classes)
                {
                    throw new ArgumentException($"Image {image} has a pixel of class {label} at column {x}, row {y}, but the "
                        + $"network has {classes} classes.");
                }

                (labels[(y * width) + x], weights[(y * width) + x]) = (label, 1);
                _known[image]++;
            }
        }
    }
}
