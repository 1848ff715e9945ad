using GpuFormer.Data;
using GpuFormer.Training;

namespace GpuFormer.Tasks;

/// <summary>What the recipes of detection and of segmentation have in common.</summary>
internal static class CanvasDefaults
{
    /// <summary>AdamW with a clipped norm, a warm-up of one epoch and a cosine, by steps: what fits sets of any size.</summary>
    public static TrainingRecipe Of(TrainingRecipe recipe, string metric) => recipe with
    {
        BatchSize = 16,
        ClipGradient = 1,
        LowestRate = 0,
        Epochs = 50,
        WarmUpEpochs = 1,
        CoolDownEpochs = 0,
        ScheduleOnSteps = true,
        LabelSmoothing = 0,
        EvaluationMetric = metric,
    };

    /// <summary>The annotations and the folder of images that a recipe names for a split in place of a data set; null where
    /// it names a data set.</summary>
    /// <exception cref="RecipeException">It names one without the other, or both ways.</exception>
    public static (string Annotations, string Images)? FilesOf(TrainingRecipe recipe, DatasetSplit split)
    {
        foreach (var (prefix, annotations, images) in new[]
            { ("", recipe.Annotations, recipe.Images), ("val-", recipe.ValidationAnnotations, recipe.ValidationImages) })
        {
            if ((annotations.Length > 0) != (images.Length > 0))
                throw new RecipeException($"--{prefix}annotations and --{prefix}images belong together: name both.");
        }

        if (recipe.Annotations.Length == 0 && recipe.ValidationAnnotations.Length > 0)
            throw new RecipeException("--val-annotations needs --annotations, which are learned from.");
        if (recipe.Annotations.Length == 0)
            return null;
        if (recipe.Data.Length > 0)
            throw new RecipeException("Name the data set, or --annotations and --images, not both.");
        return split == DatasetSplit.Train || recipe.ValidationAnnotations.Length == 0
            ? (recipe.Annotations, recipe.Images)
            : (recipe.ValidationAnnotations, recipe.ValidationImages);
    }

    /// <summary>Whether the images to judge by are those to learn from.</summary>
    public static bool JudgesByTraining(TrainingRecipe recipe) => recipe.Annotations.Length > 0
        ? recipe.ValidationAnnotations.Length == 0
        : recipe.ValidationSplit.Length > 0 ? recipe.ValidationSplit == recipe.TrainSplit
        : !AnnotatedLayout.HasValidation(recipe.Data);
}
