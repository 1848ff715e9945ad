using GpuFormer.Data;
using GpuFormer.Data.Augmentation;
using GpuFormer.Data.Augmentation.Geometry;
using GpuFormer.Imaging;
using GpuFormer.Imaging.Masks;

namespace GpuFormer.Tasks.Systems;

/// <summary>How the training of a system moves and colours images.</summary>
internal enum CanvasAugmentationKind
{
    /// <summary>As they are judged.</summary>
    None,

    /// <summary>RetinaNet, DETR and the end-to-end Mobile-Former detector in square canvases: flipped, and shrunk by up to a
    /// fifth.</summary>
    Scale,

    /// <summary>RetinaNet in wide and tall canvases: flipped, the short side four fifths to all of its greatest.</summary>
    ShortSide,

    /// <summary>DETR and the end-to-end Mobile-Former detector in wide and tall canvases: flipped; half of them a part of
    /// the image; the short side three fifths to all of its greatest.</summary>
    Part,

    /// <summary>SSDLite: colours, a part that holds objects, flipped, brought to the canvas whatever the aspect.</summary>
    Ssd,

    /// <summary>DeepLabv3: a part of the canvas's size of an image of half to twice that size, flipped.</summary>
    Crop,
}

/// <summary>Images in a canvas as the networks of a system see them, augmented in training.</summary>
/// <param name="inputs">Of the network.</param>
/// <param name="kind">How they are augmented.</param>
/// <param name="flip">The probability of a mirrored image.</param>
internal sealed class CanvasAugmentation(CanvasInputs inputs, CanvasAugmentationKind kind, double flip = 0.5) : CanvasTransform
{
    // detectron2's short sides for RetinaNet, 640 to 800 in steps of 32, as shares of the largest.
    private const int Scales = 6;
    private const double SmallestScale = 0.8;

    /// <inheritdoc/>
    public override bool IsRandom => IsTraining;

    /// <summary>Whether images that cannot be read are replaced, as in training.</summary>
    public bool IsTraining { get; init; }

    /// <inheritdoc/>
    public override CanvasSample Apply(
        Image image, ImageAnnotations annotations, ref RandomStream random, Span<float> canvas, int height, int width)
    {
        // What stands for many says nothing about one.
        if (annotations is ObjectTargets { Objects: var objects } targets)
            annotations = targets with { Objects = [.. objects.Where(known => !known.IsCrowd)] };
        var input = inputs.Of(height, width);
        NetworkImage seen;
        if (kind == CanvasAugmentationKind.None)
        {
            seen = Fits(input.SizeOf(image.Height, image.Width), height, width)
                ? input.Prepare(image)
                : input.Normalise(Fitting(image.Height, image.Width, height, width).Apply(image));
            annotations = new Resize(seen.Height, seen.Width).Apply(annotations);
        }
        else
        {
            (image, annotations) = Augment(image, annotations, input, ref random, height, width);
            seen = input.Normalise(image);
        }

        NetworkInput.Place(seen, canvas, height, width);
        if (annotations is PixelTargets pixels)
            annotations = new PixelTargets(Padded(pixels.Mask, height, width));
        return new CanvasSample(seen.Height, seen.Width, annotations);
    }

    private (Image Image, ImageAnnotations Annotations) Augment(
        Image image, ImageAnnotations annotations, NetworkInput input, ref RandomStream random, int height, int width)
    {
        List<PixelTransform> transforms = [];
        switch (kind)
        {
            case CanvasAugmentationKind.Ssd:
                image = new Image(image.Height, image.Width, (byte[])image.Pixels.Clone());
                PhotometricDistortion.Apply(image.Pixels, ref random);
                if (annotations is ObjectTargets targets && SsdCrop.Draw(targets, ref random) is { } crop)
                {
                    image = crop.Apply(image);
                    annotations = SsdCrop.Apply(crop, targets);
                }

                AddFlip(transforms, ref random);
                transforms.Add(new Resize(height, width));
                break;
            case CanvasAugmentationKind.Crop:
                transforms.AddRange(DetectorAugmentation.DeepLab(
                    image.Height, image.Width, Math.Min(height, width), flip, ref random));
                break;
            case CanvasAugmentationKind.ShortSide:
                transforms.AddRange(DetectorAugmentation.RetinaNet(
                    image.Height, image.Width, inputs.SidesOf(height, width), flip, ref random));
                break;
            case CanvasAugmentationKind.Part:
                transforms.AddRange(DetectorAugmentation.Detr(
                    image.Height, image.Width, inputs.SidesOf(height, width), flip, ref random));
                break;
            default:
                AddFlip(transforms, ref random);
                var scale = SmallestScale + ((1 - SmallestScale) / (Scales - 1) * random.NextBelow(Scales));
                var (rows, columns) = input.SizeOf(image.Height, image.Width);
                transforms.Add(new Resize(
                    Math.Clamp((int)Math.Round(rows * scale), 1, height), Math.Clamp((int)Math.Round(columns * scale), 1, width)));
                break;
        }

        foreach (var transform in transforms)
        {
            annotations = transform.Apply(annotations);
            image = transform.Apply(image);
        }

        if (Fits((image.Height, image.Width), height, width))
            return (image, annotations);
        var fitting = Fitting(image.Height, image.Width, height, width);
        return (fitting.Apply(image), fitting.Apply(annotations));
    }

    private static bool Fits((int Height, int Width) size, int height, int width) =>
        size.Height <= height && size.Width <= width;

    // A part of a wide image may be tall, and so may be the image that stands for one that cannot be read.
    private static Resize Fitting(int rows, int columns, int height, int width)
    {
        var scale = Math.Min(height / (double)rows, width / (double)columns);
        return new Resize(Math.Clamp((int)(rows * scale), 1, height), Math.Clamp((int)(columns * scale), 1, width));
    }

    private void AddFlip(List<PixelTransform> transforms, ref RandomStream random)
    {
        if (random.NextChance(flip))
            transforms.Add(new HorizontalFlip());
    }

    // Nothing is said about what lies beyond the image.
    private static ClassMask Padded(ClassMask mask, int height, int width)
    {
        if ((mask.Height, mask.Width) == (height, width))
            return mask;
        var labels = new byte[height * width];
        labels.AsSpan().Fill(ClassMask.Ignored);
        for (var y = 0; y < mask.Height; y++)
            mask.Labels.AsSpan(y * mask.Width, mask.Width).CopyTo(labels.AsSpan(y * width));
        return new ClassMask(height, width, labels);
    }
}
