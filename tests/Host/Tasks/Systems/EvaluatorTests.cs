using GpuFormer.Data;
using GpuFormer.Imaging;
using GpuFormer.Imaging.Masks;
using GpuFormer.Tasks.Detection.Evaluation;
using GpuFormer.Tasks.Systems;
using Xunit;
using Found = GpuFormer.Tasks.Detection.Detection;

namespace GpuFormer.Tests.Host.Tasks.Systems;

/// <summary>What networks find is judged whatever the order in which images are done.</summary>
public sealed class EvaluatorTests
{
    private static readonly ObjectDataset Set = new(
        [new(7, "a.png", 100, 100), new(3, "b.png", 100, 100), new(9, "empty.png", 50, 50)],
        [new(1, "one"), new(5, "five")],
        [
            new(1, 7, 5, new AnnotationBox(10, 10, 40, 40), 1600, false, null),
            new(2, 3, 1, new AnnotationBox(0, 0, 20, 50), 1000, false, null),
        ],
        new AnnotationFaults("set"));

    [Fact]
    public void Results_have_the_ids_of_the_set_in_its_order()
    {
        var evaluator = Judge();
        evaluator.Add(1, [new Found(new Box(0, 0, 20, 50), 0.5f, 1)]);
        evaluator.Add(0, [new Found(new Box(10, 10, 50, 50), 0.75f, 2), new Found(new Box(0, 0, 9, 9), 0.25f, 1)]);
        evaluator.Add(2, Array.Empty<Found>());
        Assert.Equal([(7L, 5L, 0.75), (7L, 1L, 0.25), (3L, 1L, 0.5)],
            evaluator.Results.Select(result => (result.ImageId, result.CategoryId, result.Score)));
        Assert.Equal(new AnnotationBox(10, 10, 40, 40), evaluator.Results[0].Box);
        Assert.Equal(1600, evaluator.Results[0].Area);
        Assert.Equal(1, evaluator.Evaluate().AveragePrecision(), 1e-12);
    }

    [Fact]
    public void Images_of_which_nothing_is_told_take_no_part()
    {
        var evaluator = Judge();
        evaluator.Add(0, [new Found(new Box(10, 10, 50, 50), 0.75f, 2)]);
        Assert.Equal(1, evaluator.Count);
        var judged = evaluator.Evaluate();
        Assert.Equal(1, judged.AveragePrecision(), 1e-12);
        Assert.Equal(-1, judged.AveragePrecision(category: 0));
        evaluator.Add(1, Array.Empty<Found>());
        Assert.Equal(0.5, evaluator.Evaluate().AveragePrecision(), 1e-12);
    }

    [Fact]
    public void Nothing_found_is_judged_as_0_and_nothing_to_find_as_absent()
    {
        var evaluator = Judge();
        for (var i = 0; i < 3; i++)
            evaluator.Add(i, Array.Empty<Found>());
        Assert.Equal(0, new DetectionSummary(evaluator.Evaluate()).Values[0].Value);
        var empty = Judge();
        empty.Add(2, [new Found(new Box(0, 0, 9, 9), 0.9f, 1)]);
        Assert.All(new DetectionSummary(empty.Evaluate()).Values, pair => Assert.Equal(-1, pair.Value));
    }

    [Fact]
    public void Objects_of_the_background_are_left_out()
    {
        var evaluator = Judge();
        evaluator.Add(0, [new Found(new Box(0, 0, 9, 9), 0.9f, 0)]);
        Assert.Empty(evaluator.Results);
    }

    [Fact]
    public void Classes_of_pixels_are_compared_by_name()
    {
        var evaluator = SegmentationEvaluator.Of(3, ["background", "cat", "dog"], ["background", "dog", "cat"], "set");
        evaluator.Add(new ClassMask(1, 4, [0, 1, 2, ClassMask.Ignored]), new ClassMask(1, 4, [0, 2, 1, 1]));
        Assert.Equal(1, evaluator.Confusion.MeanIntersectionOverUnion);
        Assert.Equal([("mIoU", 1.0), ("pixel_accuracy", 1.0), ("mean_accuracy", 1.0)], evaluator.Values);
    }

    [Fact]
    public void A_set_without_pixels_to_judge_by_has_no_numbers()
    {
        var evaluator = SegmentationEvaluator.Of(2, [], [], "set");
        evaluator.Add(new ClassMask(1, 1, [ClassMask.Ignored]), new ClassMask(1, 1, [1]));
        Assert.All(evaluator.Values, pair => Assert.Equal(-1, pair.Value));
    }

    [Fact]
    public void Classes_of_pixels_that_do_not_match_are_refused_by_name_or_number()
    {
        Assert.Contains("do not know: cow. Theirs are background, cat", Assert.Throws<DatasetFormatException>(() =>
            SegmentationEvaluator.Of(2, ["background", "cat"], ["background", "cow"], "set")).Message,
            StringComparison.Ordinal);
        Assert.Contains("has 3 classes, the weights have 2", Assert.Throws<DatasetFormatException>(() =>
            SegmentationEvaluator.Of(2, [], ["background", "cow", "cat"], "set")).Message, StringComparison.Ordinal);
    }

    private static DetectionEvaluator Judge() => new(Set, CategoryMap.Of(3, 1, ClassLabels.None, Set, "set"));
}
