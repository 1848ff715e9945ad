using GpuFormer.Data;
using GpuFormer.Models;
using GpuFormer.Training;

namespace GpuFormer.Tasks;

/// <summary>
/// What a network is for: which data it learns from, how many outputs that takes, by which numbers it is judged, and what
/// turns batches into steps. The <see cref="Trainer"/> owns epochs, resuming and files; a task owns the rest.
/// </summary>
internal abstract class VisionTask
{
    /// <summary>Which class an image is of.</summary>
    public static VisionTask Classification { get; } = new ClassificationTask();

    /// <summary>Where which objects are.</summary>
    public static VisionTask Detection { get; } = new DetectionTask();

    /// <summary>Of which class each pixel is.</summary>
    public static VisionTask Segmentation { get; } = new SegmentationTask();

    /// <summary>All tasks.</summary>
    public static IReadOnlyList<VisionTask> All { get; } = [Classification, Detection, Segmentation];

    /// <summary>The networks that are for it.</summary>
    public abstract ModelTask Kind { get; }

    /// <summary>The folder of its runs, below that of all runs.</summary>
    public abstract string RunFolder { get; }

    /// <summary>The numbers that its networks are judged by.</summary>
    public abstract MetricSet Metrics { get; }

    /// <summary>The line that <c>train</c> ends with.</summary>
    public virtual string ResultLine(MetricValues values) => " * " + string.Join("  ",
        Metrics.Metrics.Select(metric => $"{metric.Title} {metric.Format(values[metric.Name])}"));

    /// <summary>The task of a network.</summary>
    /// <param name="model">Its name; one that there is not is taken for a classifier's.</param>
    public static VisionTask Of(string model) => ModelCatalogue.Contains(model)
        ? Of(ModelCatalogue.FamilyOf(model).Task)
        : Classification;

    /// <summary>The task of a kind of networks.</summary>
    public static VisionTask Of(ModelTask kind) => All.Single(task => task.Kind == kind);

    /// <summary>The settings of a recipe that its networks are trained with unless others are asked for.</summary>
    /// <param name="recipe">The defaults of all tasks, for a network.</param>
    public virtual TrainingRecipe Defaults(TrainingRecipe recipe) => recipe;

    /// <summary>Opens a split.</summary>
    /// <param name="recipe">Names the data and the network.</param>
    /// <param name="split">Which part.</param>
    /// <param name="readYolo">Reads a <c>data.yaml</c>; null where nobody can.</param>
    /// <exception cref="DatasetFormatException">There is no such set, or it is damaged.</exception>
    public abstract ImageSource Open(
        TrainingRecipe recipe, DatasetSplit split, Func<string, YoloLayout>? readYolo = null);

    /// <summary>Whether the images to judge by are those to learn from: the data set has no splits.</summary>
    public abstract bool JudgesByTraining(TrainingRecipe recipe);

    /// <summary>How many class outputs a network needs for a set of data.</summary>
    /// <param name="family">Of the network.</param>
    /// <param name="training">The images to learn from.</param>
    public abstract int OutputsFor(ModelFamily family, ImageSource training);

    /// <summary>Makes ready what a run needs beside the step itself.</summary>
    /// <param name="recipe">Says how.</param>
    /// <param name="network">To be trained.</param>
    /// <exception cref="RecipeException">The recipe asks for something impossible.</exception>
    public abstract TaskTraining Prepare(TrainingRecipe recipe, ImageModel network);
}
