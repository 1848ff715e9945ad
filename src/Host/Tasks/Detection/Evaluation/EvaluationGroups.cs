using GpuFormer.Data;
using GpuFormer.Imaging.Masks;

namespace GpuFormer.Tasks.Detection.Evaluation;

/// <summary>Objects and detections sorted by category and image.</summary>
internal sealed class EvaluationGroups
{
    private readonly OverlapKind _overlap;
    private readonly DatasetImage[] _images; // by rising id
    private readonly Dictionary<int, (List<ObjectAnnotation> Objects, List<ObjectResult> Results)>[] _byCategory;

    private EvaluationGroups(ObjectDataset truth, OverlapKind overlap)
    {
        _overlap = overlap;
        _images = [.. truth.Images.OrderBy(image => image.Id)];
        _byCategory = [.. truth.Categories.Select(_ => new Dictionary<int, (List<ObjectAnnotation>, List<ObjectResult>)>())];
    }

    public static EvaluationGroups Of(
        ObjectDataset truth, IReadOnlyList<ObjectResult> results, OverlapKind overlap)
    {
        var groups = new EvaluationGroups(truth, overlap);
        var imageOf = new Dictionary<long, int>(groups._images.Length);
        for (var i = 0; i < groups._images.Length; i++)
            imageOf[groups._images[i].Id] = i;
        var categoryOf = truth.Categories.Select((category, index) => (category.Id, index))
            .ToDictionary(pair => pair.Id, pair => pair.index);
        foreach (var known in truth.Annotations)
            groups.Group(categoryOf[known.CategoryId], imageOf[known.ImageId]).Objects.Add(known);
        foreach (var found in results)
        {
            // Of no image or category of the set: whoever reads them has counted them.
            if (imageOf.TryGetValue(found.ImageId, out var image)
                && categoryOf.TryGetValue(found.CategoryId, out var category))
            {
                groups.Group(category, image).Results.Add(found);
            }
        }

        return groups;
    }

    /// <summary>The images where the category is known or found, by rising id.</summary>
    public List<ImageObjects> ImagesOf(int category) =>
        [.. _byCategory[category].OrderBy(pair => pair.Key)
            .Select(pair => Make(_images[pair.Key], pair.Value.Objects, pair.Value.Results))];

    private (List<ObjectAnnotation> Objects, List<ObjectResult> Results) Group(int category, int image)
    {
        var images = _byCategory[category];
        return images.TryGetValue(image, out var group) ? group : images[image] = ([], []);
    }

    private ImageObjects Make(DatasetImage image, List<ObjectAnnotation> objects, List<ObjectResult> results)
    {
        double[] scores = [.. results.Select(found => found.Score)];
        List<ObjectResult> best = [.. StableOrder.Falling(scores).Take(EvaluationGrid.Limits[^1]).Select(i => results[i])];
        bool[] crowds = [.. objects.Select(known => known.IsCrowd)];
        var overlaps = _overlap == OverlapKind.Boxes
            ? OverlapMatrix.OfBoxes([.. best.Select(found => found.Box)], [.. objects.Select(known => known.Box)], crowds)
            : OverlapMatrix.OfMasks(
                [.. best.Select(found => MaskOf(found.Segmentation, image))],
                [.. objects.Select(known => MaskOf(known.Segmentation, image))], crowds);
        return new ImageObjects([.. objects.Select(known => known.Id)], [.. objects.Select(known => known.Area)], crowds,
            [.. best.Select(found => found.Score)], [.. best.Select(found => found.Area)], overlaps);
    }

    // An object without a mask is found by none.
    private static RunLengthMask MaskOf(ObjectSegmentation? segmentation, DatasetImage image) =>
        segmentation?.ToMask(image.Height, image.Width) ?? RunLengthMask.FromChanges(image.Height, image.Width, []);
}
