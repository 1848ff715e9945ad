using GpuFormer.Data;
using GpuFormer.Tasks.Detection.Evaluation;

namespace GpuFormer.Tasks.Systems;

/// <summary>Gathers what a detector finds in the images of a set, in any order and from any thread, and judges it by COCO's
/// numbers.</summary>
/// <param name="truth">The set. Images of which nothing is told take no part.</param>
/// <param name="categories">Of the detector's classes.</param>
internal sealed class DetectionEvaluator(ObjectDataset truth, CategoryMap categories)
{
    private readonly ObjectResult[]?[] _found = new ObjectResult[truth.Images.Count][];

    /// <summary>How many images have been told of.</summary>
    public int Count => _found.Count(found => found is not null);

    /// <summary>What was found, image by image in the order of the set, by falling score.</summary>
    public IReadOnlyList<ObjectResult> Results => [.. _found.OfType<ObjectResult[]>().SelectMany(found => found)];

    /// <summary>What was found in an image; null of one that nobody has told of.</summary>
    /// <param name="image">Its index in the set.</param>
    public IReadOnlyList<ObjectResult>? ResultsOf(int image) => _found[image];

    /// <summary>Tells what was found in an image.</summary>
    /// <param name="image">Its index in the set.</param>
    /// <param name="found">By falling score, in pixels of the image. What is of no category of the set is left out.</param>
    public void Add(int image, IEnumerable<Detection.Detection> found)
    {
        var id = truth.Images[image].Id;
        _found[image] = [.. found.Select(detection => (detection, Category: categories.IdOf(detection.Label)))
            .Where(pair => pair.Category is not null)
            .Select(pair => ResultOf(id, pair.Category!.Value, pair.detection))];
    }

    /// <summary>Takes over what another rank was told of an image.</summary>
    /// <param name="image">Its index in the set.</param>
    /// <param name="found">By falling score.</param>
    public void Add(int image, IEnumerable<ObjectResult> found) => _found[image] = [.. found];

    /// <summary>Judges all images that have been told of.</summary>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public DetectionEvaluation Evaluate(EvaluationOptions? options = null, CancellationToken cancellation = default)
    {
        var judged = truth;
        if (Count < truth.Images.Count)
        {
            DatasetImage[] images = [.. truth.Images.Where((_, i) => _found[i] is not null)];
            var ids = images.Select(image => image.Id).ToHashSet();
            judged = truth with
            {
                Images = images,
                Annotations = [.. truth.Annotations.Where(annotation => ids.Contains(annotation.ImageId))],
            };
        }

        return DetectionEvaluation.Evaluate(judged, Results, options, cancellation);
    }

    private static ObjectResult ResultOf(long image, long category, in Detection.Detection found)
    {
        // Extents in float32 as the reference programs, whose results they are.
        var (width, height) = (found.Box.Width, found.Box.Height);
        return new ObjectResult(image, category, new AnnotationBox(found.Box.X1, found.Box.Y1, width, height),
            (double)width * height, found.Score, null);
    }
}
