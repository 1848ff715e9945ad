using System.Globalization;
using System.Text;
using System.Xml.Linq;
using GpuFormer.Data;
using GpuFormer.Distributed;
using GpuFormer.Imaging;
using GpuFormer.Imaging.Masks;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;
using GpuFormer.Tasks.Detection;
using GpuFormer.Tasks.Segmentation;
using GpuFormer.Tasks.Systems;
using GpuFormer.Training;
using static GpuFormer.Training.ReportPage;

namespace GpuFormer.Tasks;

/// <summary>Of which class each pixel is.</summary>
internal sealed class SegmentationTask : VisionTask
{
    /// <inheritdoc/>
    public override ModelTask Kind => ModelTask.Segmentation;

    /// <inheritdoc/>
    public override string RunFolder => "segment";

    /// <inheritdoc/>
    public override MetricSet Metrics { get; } = new(
        [
            new Metric("mIoU", "mean IoU", HigherIsBetter: true, MetricUnit.Share),
            new Metric("pixel_accuracy", "pixels", HigherIsBetter: true, MetricUnit.Share),
            new Metric("mean_accuracy", "classes", HigherIsBetter: true, MetricUnit.Share),
        ], "mIoU", "Validation");

    /// <inheritdoc/>
    public override TrainingRecipe Defaults(TrainingRecipe recipe) => CanvasDefaults.Of(recipe, Metrics.RankingName) with
    {
        ImageSize = 512,
        Dropout = 0.1,
    };

    /// <inheritdoc/>
    public override ImageSource Open(
        TrainingRecipe recipe, DatasetSplit split, Func<string, YoloLayout>? readYolo = null)
    {
        var isTraining = split == DatasetSplit.Train;
        var classes = recipe.ClassMap.Length == 0 ? null : ClassMap.Read(recipe.ClassMap);
        var (limits, fraction) = (RecipeData.Limits(recipe), isTraining ? recipe.Fraction : 1);
        var source = CanvasDefaults.FilesOf(recipe, split) is var (annotations, folder)
            ? new PixelSource(AnnotatedLayout.OpenFiles(annotations, folder, limits, withOutlines: true), fraction)
            : AnnotatedLayout.OpenPixels(recipe.Data, split,
                isTraining ? recipe.TrainSplit : recipe.ValidationSplit, classes, limits, fraction);
        if (recipe.Strict)
            source.Faults?.ThrowIfAny();
        return source;
    }

    /// <inheritdoc/>
    public override bool JudgesByTraining(TrainingRecipe recipe) => CanvasDefaults.JudgesByTraining(recipe);

    /// <inheritdoc/>
    public override int OutputsFor(ModelFamily family, ImageSource training) => training.Classes.Count;

    /// <inheritdoc/>
    public override TaskTraining Prepare(TrainingRecipe recipe, ImageModel network) => new Run(recipe, network);

    private sealed class Run(TrainingRecipe recipe, ImageModel network) : CanvasTraining(recipe, network)
    {
        public override IOwningEvaluator CreateEvaluator(Device device, ImageSource validation, IRankGroup ranks) =>
            new Judge(device, Network, CreateEvaluationBatches(validation), (PixelSource)validation, Recipe.DataName);
    }

    private sealed class Judge : CanvasEvaluator
    {
        private readonly PixelSource _source;
        private readonly ImageModel _network;
        private readonly string _path;
        private readonly ClassMask?[] _examples;
        private SegmentationEvaluator _evaluator;

        public Judge(Device device, ImageModel network, BatchLoader batches, PixelSource source, string path)
            : base(device, network, batches)
        {
            (_source, _network, _path) = (source, network, path);
            _examples = new ClassMask[Math.Min(DrawnExample.Most, source.Count)];
            _evaluator = Create();
        }

        protected override void Begin() => _evaluator = Create();

        protected override void Add(
            NetworkOutputs outputs, int row, int image, (int Height, int Width) canvas, (int Height, int Width) size)
        {
            // At the size of the image as it is, whatever the network saw of it.
            var loaded = _source.Load(image);
            var truth = ((PixelTargets)_source.AnnotationsOf(image, loaded)).Mask;
            var found = SegmentationDecoder.Decode(outputs, row, canvas, size, (truth.Height, truth.Width));
            _evaluator.Add(truth, found);
            if (image < _examples.Length)
                _examples[image] = found;
        }

        protected override EvaluationResult Conclude(int count, CancellationToken cancellation) => new SegmentationResult(
            count, new MetricValues(_evaluator.Values), _evaluator.Confusion, _source.Classes, [.. Drawn()]);

        private SegmentationEvaluator Create() =>
            SegmentationEvaluator.Of(_network.Classes, _source.Classes, _source.Classes, _path);

        private IEnumerable<DrawnExample> Drawn()
        {
            for (var image = 0; image < _examples.Length; image++)
            {
                if (_examples[image] is not { } found)
                    continue;
                var loaded = _source.Load(image);
                var (truth, drawn) = (DrawnExample.Readable(loaded), DrawnExample.Readable(loaded));
                CanvasTraining.DrawTruth(truth, _source.AnnotationsOf(image, loaded), 1, _source.Classes);
                CanvasTraining.DrawTruth(drawn, new PixelTargets(found), 1, _source.Classes);
                yield return DrawnExample.Of(_source.NameOf(image), truth, drawn);
            }
        }
    }
}

/// <summary>What a network is worth that tells the class of each pixel.</summary>
/// <param name="Count">Images that were judged.</param>
/// <param name="Values">The metrics.</param>
/// <param name="Confusion">How often each class was taken for each.</param>
/// <param name="Classes">Their names.</param>
/// <param name="Examples">Images with truth beside what was found, drawn.</param>
internal sealed record SegmentationResult(
    int Count, MetricValues Values, PixelConfusion Confusion, IReadOnlyList<string> Classes,
    IReadOnlyList<DrawnExample> Examples) : EvaluationResult(Count, Values)
{
    internal override IEnumerable<XElement> ReportSections(IReadOnlyList<string> labels, ImageSource? images)
    {
        yield return Text("h2", "Classes in the last validation");
        yield return Table(["class", "IoU", "pixels right"], Enumerable.Range(0, Confusion.Classes).Select(label => (new[]
        {
            EncodedText.Line(Classes[label]), Told(Confusion.IntersectionOverUnion(label)), Told(RecallOf(label)),
        }, false)));
        foreach (var section in DrawnExample.Sections(Examples, "what was found"))
            yield return section;
    }

    internal override IEnumerable<(string Name, string Text)> Files(IReadOnlyList<string> labels)
    {
        var text = new StringBuilder("class,IoU,accuracy\n");
        for (var label = 0; label < Confusion.Classes; label++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{EncodedText.CsvField(Classes[label])},"
                + $"{Confusion.IntersectionOverUnion(label):R},{RecallOf(label):R}\n");
        }

        yield return (RunFolder.ClassScoresName, text.ToString());
    }

    private double RecallOf(int label) => Confusion[label, label]
        / (double)Enumerable.Range(0, Confusion.Classes).Sum(other => Confusion[label, other]);

    private static string Told(double value) =>
        double.IsFinite(value) ? value.ToString("F3", CultureInfo.InvariantCulture) : "-";
}
