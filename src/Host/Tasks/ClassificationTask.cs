using System.Globalization;
using GpuFormer.Data;
using GpuFormer.Distributed;
using GpuFormer.Graph.Execution;
using GpuFormer.Imaging;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;
using GpuFormer.Training;

namespace GpuFormer.Tasks;

/// <summary>Which class an image is of.</summary>
internal sealed class ClassificationTask : VisionTask
{
    /// <inheritdoc/>
    public override ModelTask Kind => ModelTask.Classification;

    /// <inheritdoc/>
    public override string RunFolder => "classify";

    /// <inheritdoc/>
    public override MetricSet Metrics => ClassificationMetrics.Set;

    /// <summary>timm's line of both accuracies and their errors.</summary>
    public static string AccuracyLine(double top1, double top5) => string.Create(CultureInfo.InvariantCulture,
        $" * Acc@1 {top1:F3} ({100 - top1:F3}) Acc@5 {top5:F3} ({100 - top5:F3})");

    /// <inheritdoc/>
    public override string ResultLine(MetricValues values) =>
        AccuracyLine(values[ClassificationMetrics.Top1], values[ClassificationMetrics.Top5]);

    /// <inheritdoc/>
    public override ImageSource Open(
        TrainingRecipe recipe, DatasetSplit split, Func<string, YoloLayout>? readYolo = null)
    {
        foreach (var (flag, isSet) in new[]
        {
            ("--annotations", recipe.Annotations.Length > 0 || recipe.Images.Length > 0),
            ("--val-annotations", recipe.ValidationAnnotations.Length > 0 || recipe.ValidationImages.Length > 0),
            ("--img-size with two sides", recipe.LongSide > 0), ("--multi-scale", recipe.MultiScale),
        })
        {
            if (isSet)
            {
                throw new RecipeException($"{flag} is for detectors and segmenters, not for {recipe.Model}"
                    + $"{(recipe.MultiScale && flag == "--multi-scale" ? ": --train-sizes names sizes to draw from" : "")}.");
            }
        }

        return RecipeData.Open(recipe, split);
    }

    /// <inheritdoc/>
    public override bool JudgesByTraining(TrainingRecipe recipe) => RecipeData.JudgesByTraining(recipe);

    /// <inheritdoc/>
    public override int OutputsFor(ModelFamily family, ImageSource training) => training.Classes.Count;

    /// <inheritdoc/>
    public override TaskTraining Prepare(TrainingRecipe recipe, ImageModel network) => new Run(recipe, network);

    private sealed class Run(TrainingRecipe recipe, ImageModel network) : TaskTraining
    {
        public override (int Height, int Width) Canvas => (recipe.ImageSize, recipe.ImageSize);

        public override BatchLoader CreateBatches(ImageSource training, IRankGroup ranks) => Loader(recipe.Data,
            () => new BatchLoader((ImageDataset)training, RecipeData.TrainingOptions(recipe, ranks)));

        public override IOwningEvaluator CreateEvaluator(Device device, ImageSource validation, IRankGroup ranks)
        {
            var batches = Loader(recipe.Data,
                () => new BatchLoader((ImageDataset)validation, RecipeData.EvaluationOptions(recipe, ranks)));
            try
            {
                return new Owned(new Evaluator(device, network, batches, ranks), batches);
            }
            catch
            {
                batches.Dispose();
                throw;
            }
        }

        public override MemoryNeed NeedOfEvaluator(Device device, int batch) => Evaluator.NeedOf(device, network,
            recipe.ValidationBatchSize == 0 ? batch : recipe.ValidationBatchSize, recipe.ImageSize);

        public override Image Draw(Batch batch, IReadOnlyList<string> classes) =>
            BatchImage.Draw(batch, recipe.Preprocessing, classes);
    }

    /// <summary>An evaluator and its loader.</summary>
    private sealed class Owned(Evaluator evaluator, BatchLoader batches) : IOwningEvaluator
    {
        public int Count => evaluator.Count;

        public ImageSource Images => evaluator.Images;

        public IReadOnlyList<UnreadablePicture> Unreadable => evaluator.Unreadable;

        public IReadOnlyList<DamagedPicture> Damaged => evaluator.Damaged;

        public EvaluationResult Evaluate(IReadOnlyDictionary<string, float[]> state, CancellationToken cancellation) =>
            evaluator.Evaluate(state, cancellation);

        public void Dispose()
        {
            evaluator.Dispose();
            batches.Dispose();
        }
    }
}
