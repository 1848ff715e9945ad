namespace GpuFormer.Data.Formats;

/// <summary>Looks at results beside the set that they are of.</summary>
internal static class ResultCheck
{
    /// <summary>The results of images and categories of the set; the others are counted.</summary>
    /// <exception cref="DatasetFormatException">There are results, and none is of an image of the set.</exception>
    public static IReadOnlyList<ObjectResult> OfSet(
        IReadOnlyList<ObjectResult> results, ObjectDataset truth, string path, AnnotationFaults faults)
    {
        var images = truth.Images.Select(image => image.Id).ToHashSet();
        var categories = truth.Categories.Select(category => category.Id).ToHashSet();
        List<ObjectResult> kept = new(results.Count);
        for (var i = 0; i < results.Count; i++)
        {
            if (!images.Contains(results[i].ImageId))
                faults.Add(AnnotationFault.UnknownImage, $"result of image {results[i].ImageId}");
            else if (!categories.Contains(results[i].CategoryId))
                faults.Add(AnnotationFault.UnknownCategory, $"result of category {results[i].CategoryId}");
            else
                kept.Add(results[i]);
        }

        if (results.Count > 0 && faults.CountOf(AnnotationFault.UnknownImage) == results.Count)
        {
            throw new DatasetFormatException(path, "no result is of an image of the annotations",
                "Name annotations and results of the same images.");
        }

        return kept;
    }
}
