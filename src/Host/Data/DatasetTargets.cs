using System.Globalization;
using GpuFormer.Data.Formats;
using GpuFormer.Imaging;
using GpuFormer.Imaging.Masks;

namespace GpuFormer.Data;

/// <summary>The annotations of a set by image, in the form that is learned from: boxes clipped to the image, what cannot
/// be learned from left out.</summary>
internal sealed class DatasetTargets
{
    private readonly ObjectDataset _dataset;
    private readonly ILookup<long, ObjectAnnotation> _byImage;
    private readonly Dictionary<long, int> _labels;

    /// <summary>Sorts the annotations by image.</summary>
    public DatasetTargets(ObjectDataset dataset)
    {
        _dataset = dataset;
        _byImage = dataset.Annotations.ToLookup(annotation => annotation.ImageId);
        _labels = dataset.Categories.Select((category, label) => (category.Id, label))
            .ToDictionary(pair => pair.Id, pair => pair.label);
    }

    /// <summary>Whether an image has an object that can be learned from and is no crowd.</summary>
    public bool HasObjects(int image) => ObjectsOf(image).Objects.Any(known => !known.IsCrowd);

    /// <summary>The objects of an image.</summary>
    /// <param name="image">Its index in the set.</param>
    /// <param name="withMasks">Whether outlines are filled.</param>
    public ObjectTargets ObjectsOf(int image, bool withMasks = false)
    {
        var described = _dataset.Images[image];
        List<TargetObject> objects = [];
        foreach (var known in _byImage[described.Id])
        {
            if (AnnotationCheck.FaultOf(known.Box, described) is not null)
                continue;
            var box = Box.FromCorner((float)known.Box.Left, (float)known.Box.Top, (float)known.Box.Width,
                (float)known.Box.Height).Clip(described.Height, described.Width);
            if (box.IsEmpty)
                continue;
            var mask = withMasks ? MaskOf(known, described) : null;
            objects.Add(new TargetObject(box, _labels[known.CategoryId], known.IsCrowd, mask));
        }

        return new ObjectTargets(described.Height, described.Width, objects);
    }

    /// <summary>The classes of an image's pixels: 0 where no object is, else the position of the category plus 1, crowds
    /// ignored; later objects lie over earlier ones.</summary>
    /// <param name="image">Its index in the set.</param>
    /// <exception cref="InvalidOperationException">The set has more categories than a mask has labels.</exception>
    public PixelTargets PixelsOf(int image)
    {
        if (_labels.Count >= ClassMask.Ignored)
        {
            throw new InvalidOperationException(
                $"A mask has labels for {ClassMask.Ignored - 1} categories, the set has {_labels.Count}.");
        }

        var described = _dataset.Images[image];
        var labels = new byte[described.Height * described.Width];
        foreach (var known in _byImage[described.Id])
        {
            if (MaskOf(known, described) is not { } mask)
                continue;
            var label = known.IsCrowd ? ClassMask.Ignored : (byte)(_labels[known.CategoryId] + 1);
            var pixels = mask.ToPixels();
            for (var i = 0; i < pixels.Length; i++)
            {
                if (pixels[i])
                    labels[i] = label;
            }
        }

        return new PixelTargets(new ClassMask(described.Height, described.Width, labels));
    }

    /// <summary>The objects of an image with their outlines, as a text.</summary>
    internal string OutlineTextOf(int image) => string.Join(' ', _byImage[_dataset.Images[image].Id].Select(known =>
        string.Create(CultureInfo.InvariantCulture, $"{_labels[known.CategoryId]} {(known.IsCrowd ? 1 : 0)} ")
        + known.Segmentation switch
        {
            PolygonSegmentation { Polygons: var polygons } => string.Join(';', polygons.Select(polygon =>
                string.Join(',', polygon.Select(number => number.ToString("R", CultureInfo.InvariantCulture))))),
            MaskSegmentation { Mask: var mask } => RunLengthText.Encode(mask),
            _ => "",
        }));

    private static RunLengthMask? MaskOf(ObjectAnnotation known, DatasetImage image)
    {
        var mask = known.Segmentation?.ToMask(image.Height, image.Width);
        return mask is null || (mask.Height, mask.Width) != (image.Height, image.Width) ? null : mask;
    }
}
