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

    /// <summary>Whether the images to judge by are those to learn from.</summary>
    public static bool JudgesByTraining(TrainingRecipe recipe) => recipe.ValidationSplit.Length > 0
        ? recipe.ValidationSplit == recipe.TrainSplit
        : !AnnotatedLayout.HasValidation(recipe.Data);
}
