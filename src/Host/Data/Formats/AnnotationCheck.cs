namespace GpuFormer.Data.Formats;

/// <summary>Looks at the annotations of a whole set, when all images and categories are known.</summary>
internal static class AnnotationCheck
{
    /// <summary>A set of what can be used; the rest is counted.</summary>
    public static ObjectDataset Complete(
        List<DatasetImage> images, List<ObjectCategory> categories, List<ObjectAnnotation> annotations,
        AnnotationFaults faults)
    {
        var imageOf = new Dictionary<long, DatasetImage>(images.Count);
        List<DatasetImage> keptImages = new(images.Count);
        foreach (var image in images)
        {
            if (imageOf.TryAdd(image.Id, image))
                keptImages.Add(image);
            else
                faults.Add(AnnotationFault.RepeatedId, $"image {image.Id} ({image.FileName})");
        }

        var known = new HashSet<long>();
        List<ObjectCategory> keptCategories = [];
        foreach (var category in categories.OrderBy(category => category.Id))
        {
            if (known.Add(category.Id))
                keptCategories.Add(category);
            else
                faults.Add(AnnotationFault.RepeatedId, $"category {category.Id} ({category.Name})");
        }

        var ids = new HashSet<long>(annotations.Count);
        List<ObjectAnnotation> kept = new(annotations.Count);
        foreach (var annotation in annotations)
        {
            if (!imageOf.TryGetValue(annotation.ImageId, out var image))
                faults.Add(AnnotationFault.UnknownImage, $"{Name(annotation)} (image {annotation.ImageId})");
            else if (!known.Contains(annotation.CategoryId))
                faults.Add(AnnotationFault.UnknownCategory, $"{Name(annotation)} (category {annotation.CategoryId})");
            else
            {
                if (!ids.Add(annotation.Id))
                    faults.Add(AnnotationFault.RepeatedId, Name(annotation));
                kept.Add(Look(annotation, image, faults));
            }
        }

        return new ObjectDataset(keptImages, keptCategories, kept, faults);
    }

    /// <summary>What keeps an object from being learned from; null where nothing does.</summary>
    public static AnnotationFault? FaultOf(AnnotationBox box, DatasetImage image) => box switch
    {
        { Width: < 0 } or { Height: < 0 } => AnnotationFault.NegativeExtent,
        { Width: 0 } or { Height: 0 } => AnnotationFault.EmptyBox,
        _ when box.Left >= image.Width || box.Top >= image.Height || box.Left + box.Width <= 0
            || box.Top + box.Height <= 0 => AnnotationFault.OutsideImage,
        _ => null,
    };

    private static ObjectAnnotation Look(ObjectAnnotation annotation, DatasetImage image, AnnotationFaults faults)
    {
        if (annotation.Id == 0)
            faults.Add(AnnotationFault.ZeroId, Name(annotation));
        if (FaultOf(annotation.Box, image) is { } fault)
            faults.Add(fault, $"{Name(annotation)} of {image.FileName}");
        if (annotation.Segmentation is MaskSegmentation { Mask: var mask }
            && (mask.Height, mask.Width) != (image.Height, image.Width))
        {
            faults.Add(AnnotationFault.MaskOfOtherSize,
                $"{Name(annotation)} ({mask.Width} x {mask.Height}, the image {image.Width} x {image.Height})");
        }

        return annotation;
    }

    private static string Name(ObjectAnnotation annotation) => $"annotation {annotation.Id}";
}
