using System.Text;
using GpuFormer.Data;
using GpuFormer.Data.Formats;
using Xunit;

namespace GpuFormer.Tests.Host.Data.Formats;

/// <summary>COCO's JSON: what is read, what is counted, what is refused.</summary>
public sealed class CocoReaderTests
{
    private const string Images = "\"images\": [{\"id\": 9, \"file_name\": \"a.png\", \"height\": 10, \"width\": 20}]";
    private const string Categories = "\"categories\": [{\"id\": 90, \"name\": \"brush\"}, {\"id\": 3, \"name\": \"cat\"}]";

    [Fact]
    public void Ids_with_gaps_crowds_polygons_and_both_forms_of_runs_are_read_in_any_order_of_lists()
    {
        var set = Read($$$"""
            {"annotations": [
              {"id": 5, "image_id": 9, "category_id": 90, "bbox": [1, 2, 3.5, 4], "area": 7.25, "iscrowd": 0,
               "segmentation": [[1, 2, 4, 2, 4, 6]]},
              {"id": 30000000000, "image_id": 9, "category_id": 3, "bbox": [0, 0, 4, 3], "area": 6, "iscrowd": 1,
               "segmentation": {"size": [10, 20], "counts": [0, 4, 196]}},
              {"id": 7, "image_id": 9, "category_id": 3, "bbox": [0, 0, 4, 3], "area": 6, "iscrowd": 0,
               "segmentation": {"counts": "04T6", "size": [10, 20]}}],
             {{{Categories}}}, "info": {"deep": [[1], {"x": null}]}, {{{Images}}}}
            """);
        Assert.Equal(0, set.Faults.Count);
        Assert.Equal([3, 90], set.Categories.Select(category => category.Id));
        Assert.Equal(new DatasetImage(9, "a.png", 10, 20), Assert.Single(set.Images));
        Assert.Equal([5, 30000000000, 7], set.Annotations.Select(known => known.Id));
        Assert.Equal(new AnnotationBox(1, 2, 3.5, 4), set.Annotations[0].Box);
        Assert.Equal(7.25, set.Annotations[0].Area);
        Assert.True(set.Annotations[1].IsCrowd);
        Assert.Equal([0, 4, 196], Assert.IsType<MaskSegmentation>(set.Annotations[1].Segmentation).Mask.Counts);
        Assert.Equal([0, 4, 196], Assert.IsType<MaskSegmentation>(set.Annotations[2].Segmentation).Mask.Counts);
        Assert.Equal(1.0, Assert.IsType<PolygonSegmentation>(set.Annotations[0].Segmentation).Polygons[0][0]);
    }

    [Theory]
    [InlineData("\"image_id\": 8, \"category_id\": 3, \"bbox\": [0, 0, 4, 3]", nameof(AnnotationFault.UnknownImage), 0)]
    [InlineData("\"image_id\": 9, \"category_id\": 4, \"bbox\": [0, 0, 4, 3]", nameof(AnnotationFault.UnknownCategory), 0)]
    [InlineData("\"image_id\": 9, \"category_id\": 3, \"bbox\": [0, 0, -4, 3]", nameof(AnnotationFault.NegativeExtent), 1)]
    [InlineData("\"image_id\": 9, \"category_id\": 3, \"bbox\": [0, 0, 4, 0]", nameof(AnnotationFault.EmptyBox), 1)]
    [InlineData("\"image_id\": 9, \"category_id\": 3, \"bbox\": [30, 0, 4, 3]", nameof(AnnotationFault.OutsideImage), 1)]
    [InlineData("\"image_id\": 9, \"category_id\": 3, \"bbox\": [0, 0, 1e999, 3]", nameof(AnnotationFault.NotFinite), 0)]
    [InlineData("\"image_id\": 9, \"category_id\": 3", nameof(AnnotationFault.NoBox), 0)]
    [InlineData("\"image_id\": 9, \"category_id\": 3, \"bbox\": [0, 0, 4, 3], \"segmentation\": "
        + "{\"size\": [20, 10], \"counts\": [200]}", nameof(AnnotationFault.MaskOfOtherSize), 1)]
    [InlineData("\"image_id\": 9, \"category_id\": 3, \"bbox\": [0, 0, 4, 3], \"segmentation\": "
        + "{\"size\": [10, 20], \"counts\": [199]}", nameof(AnnotationFault.DamagedMask), 1)]
    [InlineData("\"image_id\": 9, \"category_id\": 3, \"bbox\": [0, 0, 4, 3], \"segmentation\": [[1, 1, 2, 2]]",
        nameof(AnnotationFault.BadPolygon), 1)]
    public void A_bad_annotation_is_counted_named_and_not_learned_from(string members, string fault, int kept)
    {
        var set = Read($"{{{Images}, {Categories}, \"annotations\": [{{\"id\": 5, \"area\": 3, \"iscrowd\": 0, {members}}}]}}");
        Assert.Equal(1, set.Faults.CountOf(Enum.Parse<AnnotationFault>(fault)));
        Assert.Equal(1, set.Faults.Count);
        Assert.Contains("annotation 5", Assert.Single(set.Faults.Remarks));
        Assert.Equal(kept, set.Annotations.Count);
        var refusal = Assert.Throws<DatasetFormatException>(set.Faults.ThrowIfAny);
        Assert.Contains("annotation 5", refusal.Message);
        var learned = new DatasetTargets(set).ObjectsOf(0, withMasks: true).Objects;
        var isBoxFault = fault is nameof(AnnotationFault.NegativeExtent) or nameof(AnnotationFault.EmptyBox)
            or nameof(AnnotationFault.OutsideImage);
        Assert.Equal(isBoxFault ? 0 : kept, learned.Count);
        Assert.All(learned, known => Assert.Null(known.Mask));
    }

    [Fact]
    public void What_third_parties_leave_out_is_filled_in_and_said()
    {
        var set = Read($"{{{Images}, {Categories}, \"annotations\": [{{\"image_id\": 9, \"category_id\": 3, "
            + "\"bbox\": [0, 0, 4, 3]}, {\"id\": 1, \"image_id\": 9, \"category_id\": 3, \"bbox\": [0, 0, 2, 3], \"area\": 1, "
            + "\"iscrowd\": 0}]}");
        Assert.Equal(12, set.Annotations[0].Area);
        Assert.False(set.Annotations[0].IsCrowd);
        Assert.Equal(1, set.Faults.CountOf(AnnotationFault.NoArea));
        Assert.Equal(1, set.Faults.CountOf(AnnotationFault.NoCrowd));
        Assert.Equal(1, set.Faults.CountOf(AnnotationFault.RepeatedId));
    }

    [Theory]
    [InlineData("", "byte 0")]
    [InlineData("[]", "the file is an array, not an object")]
    [InlineData("{\"images\": []}", "has no 'annotations'")]
    [InlineData("{\"images\": [{\"id\": 1, \"height\": 0, \"width\": 4}]}", "height 0")]
    [InlineData("{\"images\": [{\"id\": \"x\"}]}", "'id' of an image is a text, not a number")]
    [InlineData("{\"images\": [{\"id\": 1.5}]}", "no whole number")]
    [InlineData("{\"annotations\": [{\"image_id\": 1}]}", "has no 'category_id'")]
    [InlineData("{\"annotations\": [{\"bbox\": [1, 2, 3]}]}", "'bbox' has 3 numbers")]
    [InlineData("{\"annotations\": [{\"bbox\": [NaN, 2, 3, 4]}]}", "it is no JSON")]
    [InlineData("{\"annotations\": [", "byte ")]
    [InlineData("{\"\\ud800\": 1}", "has no 'images'")]
    public void What_is_no_such_file_is_refused_with_the_place(string text, string problem) =>
        Assert.Contains(problem, Assert.Throws<DatasetFormatException>(() => Read(text)).Message);

    [Fact]
    public void Deep_nesting_is_refused()
    {
        var text = $"{{\"info\": {new string('[', 100_000)}}}";
        Assert.Contains("no JSON", Assert.Throws<DatasetFormatException>(() => Read(text)).Message);
    }

    [Fact]
    public void A_large_file_takes_no_more_memory_than_its_annotations()
    {
        // 40 MB of segmentation that is passed over; what is kept of it has a megabyte.
        var polygon = string.Join(',', Enumerable.Repeat("12.25", 2_000));
        var annotations = string.Join(',', Enumerable.Range(1, 4_000).Select(id =>
            $"{{\"id\":{id},\"image_id\":9,\"category_id\":3,\"bbox\":[1,2,3,4],\"area\":12,\"iscrowd\":0,"
            + $"\"segmentation\":[[{polygon}]]}}"));
        var bytes = Encoding.UTF8.GetBytes($"{{{Images},{Categories},\"annotations\":[{annotations}]}}");
        Assert.True(bytes.Length > 40_000_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var set = CocoReader.Read(new MemoryStream(bytes), "large", withSegmentation: false);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000);
        Assert.Equal(4_000, set.Annotations.Count);
    }

    [Fact]
    public void Five_thousand_objects_in_one_image_are_read_and_judged()
    {
        var annotations = string.Join(',', Enumerable.Range(1, 5_000).Select(id =>
            $"{{\"id\":{id},\"image_id\":9,\"category_id\":3,\"bbox\":[{id % 16},{id % 7},3,3],\"area\":9,\"iscrowd\":0}}"));
        var set = Read($"{{{Images},{Categories},\"annotations\":[{annotations}]}}");
        Assert.Equal(5_000, new DatasetTargets(set).ObjectsOf(0).Objects.Count);
        ObjectResult[] found = [.. set.Annotations.Select(known =>
            new ObjectResult(9, 3, known.Box, known.Area, 1.0 / known.Id, null))];
        // COCO looks at the hundred best of an image and category.
        Assert.Equal(100 / 5_000.0, GpuFormer.Tasks.Detection.Evaluation.DetectionEvaluation.Evaluate(set, found)
            .AverageRecall(2), 1e-12);
    }

    [Fact]
    public void Images_without_objects_have_empty_targets()
    {
        var set = Read($"{{{Images},{Categories},\"annotations\":[]}}");
        var targets = new DatasetTargets(set);
        Assert.False(targets.HasObjects(0));
        Assert.Empty(targets.ObjectsOf(0).Objects);
        Assert.All(targets.PixelsOf(0).Mask.Labels, label => Assert.Equal(0, label));
    }

    [Fact]
    public void Later_objects_lie_over_earlier_ones_and_crowds_are_ignored_pixels()
    {
        var set = Read($$$"""
            {{{{Images}}}, {{{Categories}}}, "annotations": [
             {"id": 1, "image_id": 9, "category_id": 3, "bbox": [0, 0, 1, 8], "area": 8, "iscrowd": 0,
              "segmentation": {"size": [10, 20], "counts": [0, 8, 192]}},
             {"id": 2, "image_id": 9, "category_id": 90, "bbox": [0, 0, 1, 4], "area": 4, "iscrowd": 0,
              "segmentation": {"size": [10, 20], "counts": [0, 4, 196]}},
             {"id": 3, "image_id": 9, "category_id": 90, "bbox": [0, 0, 1, 2], "area": 2, "iscrowd": 1,
              "segmentation": {"size": [10, 20], "counts": [0, 2, 198]}}]}
            """);
        var labels = new DatasetTargets(set).PixelsOf(0).Mask.Labels;
        Assert.Equal([255, 255, 2, 2, 1, 1, 1, 1, 0, 0], Enumerable.Range(0, 10).Select(row => (int)labels[20 * row]));
    }

    [Fact]
    public void Results_are_read_and_written_without_loss()
    {
        ObjectResult[] results =
        [
            new(9, 3, new AnnotationBox(1.0 / 3, 2, 3.5, 1e-7), 3.5 * 1e-7, 0.1 + 0.2, null),
            new(30000000000, 90, new AnnotationBox(0, 0, 4, 3), 12, 1, null),
        ];
        using var stream = new MemoryStream();
        CocoResults.Write(stream, results);
        stream.Position = 0;
        var faults = new AnnotationFaults("results");
        Assert.Equal(results, CocoResults.Read(stream, "results", withSegmentation: false, faults));
        Assert.Equal(0, faults.Count);
    }

    private static ObjectDataset Read(string text) =>
        CocoReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "test.json");
}
