using GpuFormer.Data;
using GpuFormer.Distributed;
using GpuFormer.Imaging;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;
using GpuFormer.Tasks.Detection;
using GpuFormer.Tasks.Detection.Evaluation;
using GpuFormer.Tasks.Systems;
using GpuFormer.Training;

namespace GpuFormer.Tasks;

/// <summary>Where which objects are.</summary>
internal sealed class DetectionTask : VisionTask
{
    /// <inheritdoc/>
    public override ModelTask Kind => ModelTask.Detection;

    /// <inheritdoc/>
    public override string RunFolder => "detect";

    /// <inheritdoc/>
    public override MetricSet Metrics { get; } = new(
        [.. new[] { "AP", "AP50", "AP75", "APs", "APm", "APl" }.Select(name =>
            new Metric(name, name, HigherIsBetter: true, MetricUnit.Share))], "AP", "Average precision in validation");

    /// <inheritdoc/>
    public override TrainingRecipe Defaults(TrainingRecipe recipe) => CanvasDefaults.Of(recipe, Metrics.RankingName) with
    {
        ImageSize = IsSsd(recipe) ? SsdInput.DefaultSide : 640,
    };

    /// <inheritdoc/>
    public override ImageSource Open(
        TrainingRecipe recipe, DatasetSplit split, Func<string, YoloLayout>? readYolo = null)
    {
        var isTraining = split == DatasetSplit.Train;
        var images = CanvasDefaults.FilesOf(recipe, split) is var (annotations, folder)
            ? AnnotatedLayout.OpenFiles(annotations, folder, RecipeData.Limits(recipe))
            : AnnotatedLayout.OpenObjects(recipe.Data, split,
                isTraining ? recipe.TrainSplit : recipe.ValidationSplit, RecipeData.Limits(recipe), readYolo: readYolo);
        if (recipe.Strict)
            images.Set.Faults.ThrowIfAny();
        return new ObjectSource(images,
            withoutEmpty: isTraining && IsSsd(recipe),
            isTraining ? recipe.Fraction : 1);
    }

    private static bool IsSsd(TrainingRecipe recipe) => ModelCatalogue.FamilyOf(recipe.Model) == ModelFamily.SsdLite;

    /// <inheritdoc/>
    public override bool JudgesByTraining(TrainingRecipe recipe) => CanvasDefaults.JudgesByTraining(recipe);

    /// <inheritdoc/>
    public override int OutputsFor(ModelFamily family, ImageSource training) => training.Classes.Count + 1;

    /// <inheritdoc/>
    public override TaskTraining Prepare(TrainingRecipe recipe, ImageModel network) => new Run(recipe, network);

    private sealed class Run(TrainingRecipe recipe, ImageModel network) : CanvasTraining(recipe, network)
    {
        public override IOwningEvaluator CreateEvaluator(Device device, ImageSource validation, IRankGroup ranks) =>
            new Judge(device, Network, CreateEvaluationBatches(validation), (ObjectSource)validation, Recipe.DataName);
    }

    private sealed class Judge : CanvasEvaluator
    {
        // Less sure ones would hide the image.
        private const float DrawnScore = 0.25f;

        private readonly ObjectSource _source;
        private readonly CategoryMap _categories;
        private readonly DetectionDecoder _decoder;
        private readonly Detection.Detection[]?[] _examples;
        private DetectionEvaluator _evaluator;

        public Judge(Device device, ImageModel network, BatchLoader batches, ObjectSource source, string path)
            : base(device, network, batches)
        {
            _source = source;
            _decoder = VisionSystem.DecoderOf(network);
            _categories = CategoryMap.Of(
                network.Classes - _decoder.TrailingOutputs, _decoder.FirstClass, ClassLabels.Of(source.Classes),
                source.Set, path);
            _evaluator = new DetectionEvaluator(source.Set, _categories);
            _examples = new Detection.Detection[Math.Min(DrawnExample.Most, source.Count)][];
        }

        protected override void Begin() => _evaluator = new DetectionEvaluator(_source.Set, _categories);

        protected override void Add(
            NetworkOutputs outputs, int row, int image, (int Height, int Width) canvas, (int Height, int Width) size)
        {
            var described = _source.DescriptionOf(image);
            var found = _decoder.Decode(outputs, row, canvas, size, (described.Height, described.Width));
            _evaluator.Add(image, found);
            if (image < _examples.Length)
                _examples[image] = found;
        }

        protected override EvaluationResult Conclude(int count, CancellationToken cancellation) => new DetectionResult(
            count, _evaluator.Evaluate(cancellation: cancellation), [.. Drawn()]);

        private IEnumerable<DrawnExample> Drawn()
        {
            for (var image = 0; image < _examples.Length; image++)
            {
                if (_examples[image] is not { } found)
                    continue;
                Image loaded;
                try
                {
                    loaded = _source.Load(image);
                }
                catch (Exception exception) when (UnreadablePicture.IsCause(exception))
                {
                    continue; // it was read in the evaluation, and is gone since
                }

                var zoom = DrawnExample.ZoomOf(loaded.Height, loaded.Width);
                var (truth, drawn) = (DrawnExample.Readable(loaded), DrawnExample.Readable(loaded));
                CanvasTraining.DrawTruth(truth, _source.AnnotationsOf(image, loaded), zoom, _source.Classes);
                DetectionDrawing.Draw(drawn, found.Where(detection => detection.Score >= DrawnScore).Select(detection =>
                    detection with { Box = detection.Box.Scale(zoom, zoom), Label = detection.Label - _decoder.FirstClass }),
                    label => label >= 0 && label < _source.Classes.Count ? _source.Classes[label] : "");
                yield return DrawnExample.Of(_source.NameOf(image), truth, drawn);
            }
        }
    }
}
