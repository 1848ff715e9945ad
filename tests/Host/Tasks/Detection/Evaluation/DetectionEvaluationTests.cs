using System.Text.Json;
using GpuFormer.Data;
using GpuFormer.Data.Formats;
using GpuFormer.Imaging.Masks;
using GpuFormer.Tasks.Detection.Evaluation;
using Xunit;

namespace GpuFormer.Tests.Host.Tasks.Detection.Evaluation;

/// <summary>COCO's numbers equal those of pycocotools to 1e-9.</summary>
public sealed class DetectionEvaluationTests
{
    private static readonly JsonElement Expected = DetectionData.Json("coco/expected.json");

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var item in Expected.EnumerateObject())
            {
                foreach (var kind in item.Value.EnumerateObject())
                    cases.Add(item.Name, kind.Name);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Twelve_numbers_and_those_of_each_category_equal_pycocotools(string name, string kind)
    {
        var expected = Expected.GetProperty(name).GetProperty(kind);
        var evaluation = Evaluate(name, kind, workers: 2);
        var summary = new DetectionSummary(evaluation);
        Assert.Equal(12, summary.Values.Count);
        foreach (var (key, value) in summary.Values)
            Assert.Equal(expected.GetProperty("stats").GetProperty(key).GetDouble(), value, 1e-9);
        for (var category = 0; category < evaluation.Categories.Count; category++)
        {
            var id = $"{evaluation.Categories[category].Id}";
            Assert.Equal(expected.GetProperty("per_category_AP").GetProperty(id).GetDouble(),
                evaluation.AveragePrecision(category: category), 1e-9);
        }
    }

    [Fact]
    public void The_number_of_workers_changes_nothing() => Assert.Equal(
        new DetectionSummary(Evaluate("many", "bbox", workers: 1)).Values,
        new DetectionSummary(Evaluate("many", "bbox", workers: 7)).Values);

    [Fact]
    public void Thresholds_are_those_of_NumPy_to_the_last_bit()
    {
        Assert.Equal([0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.8999999999999999, 0.95], EvaluationGrid.Overlaps);
        Assert.Equal(0.35000000000000003, EvaluationGrid.Recalls[35]);
        Assert.Equal(1, EvaluationGrid.Recalls[100]);
    }

    [Fact]
    public void Curves_fall_and_their_mean_is_the_precision_at_half_overlap()
    {
        var evaluation = Evaluate("plain_case", "bbox", workers: 2);
        var curve = evaluation.PrecisionCurve();
        Assert.Equal(101, curve!.Count);
        Assert.Equal(curve.OrderByDescending(value => value), curve);
        Assert.Equal(evaluation.AveragePrecision(0), curve.Average(), 1e-12);
    }

    [Fact]
    public void The_annotation_0_counts_as_found_unless_the_quirk_is_asked_for()
    {
        var truth = new ObjectDataset([new DatasetImage(1, "a.png", 100, 100)], [new ObjectCategory(1, "thing")],
            [new ObjectAnnotation(0, 1, 1, new AnnotationBox(10, 10, 50, 50), 2500, false, null)],
            new AnnotationFaults("test"));
        ObjectResult[] found = [new(1, 1, new AnnotationBox(10, 10, 50, 50), 2500, 0.9, null)];
        Assert.Equal(1, DetectionEvaluation.Evaluate(truth, found).AveragePrecision(), 1e-12);
        Assert.Equal(0, DetectionEvaluation.Evaluate(truth, found, new EvaluationOptions { Quirks = true })
            .AveragePrecision());
    }

    [Fact]
    public void Perfect_masks_have_full_precision_and_those_of_another_size_none()
    {
        var mask = RunLengthMask.FromPixels([false, true, true, false], 2, 2);
        ObjectDataset Truth(RunLengthMask known) => new([new DatasetImage(1, "a.png", 2, 2)],
            [new ObjectCategory(1, "thing")],
            [new ObjectAnnotation(1, 1, 1, new AnnotationBox(0, 0, 2, 2), 2, false, new MaskSegmentation(known))],
            new AnnotationFaults("test"));
        ObjectResult[] found = [new(1, 1, new AnnotationBox(0, 0, 2, 2), 2, 0.9, new MaskSegmentation(mask))];
        var options = new EvaluationOptions { Overlap = OverlapKind.Masks };
        Assert.Equal(1, DetectionEvaluation.Evaluate(Truth(mask), found, options).AveragePrecision(), 1e-12);
        var other = RunLengthMask.FromPixels([false, true, true, false, true, true], 2, 3);
        Assert.Equal(0, DetectionEvaluation.Evaluate(Truth(other), found, options).AveragePrecision());
    }

    private static DetectionEvaluation Evaluate(string name, string kind, int workers)
    {
        var folder = Path.Combine(DetectionData.Folder, "coco");
        var truth = CocoReader.Read(Path.Combine(folder, $"{name}.gt.json"));
        var path = Path.Combine(folder, $"{name}.{(kind == "bbox" ? "dt" : "segm")}.json");
        var faults = new AnnotationFaults(path);
        var results = CocoResults.Read(path, kind == "segm", faults);
        Assert.Equal(0, faults.Count);
        return DetectionEvaluation.Evaluate(truth, results, new EvaluationOptions
        {
            Overlap = kind == "segm" ? OverlapKind.Masks : OverlapKind.Boxes,
            Workers = workers,
        });
    }
}
