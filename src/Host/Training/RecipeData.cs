using GpuFormer.Data;
using GpuFormer.Data.Augmentation;
using GpuFormer.Distributed;
using GpuFormer.Imaging;

namespace GpuFormer.Training;

/// <summary>What a recipe says about pictures, as options of <see cref="BatchLoader"/>.</summary>
internal static class RecipeData
{
    /// <summary>Opens the split to learn from, or the one to judge by.</summary>
    /// <exception cref="DatasetFormatException">There is no such data set, or it is damaged.</exception>
    public static ImageDataset Open(TrainingRecipe recipe, DatasetSplit split)
    {
        var folder = split == DatasetSplit.Train ? recipe.TrainSplit : recipe.ValidationSplit;
        var options = new DatasetOptions
        {
            ClassMap = recipe.ClassMap.Length == 0 ? null : recipe.ClassMap,
            ClassOrder = recipe.ClassOrder,
            SplitFolder = folder.Length == 0 ? null : folder,
            Limits = Limits(recipe),
        };
        if (recipe.Classes > 0)
            options = options with { IdxClasses = recipe.Classes };
        var data = DatasetReader.Open(recipe.Data, split, options);
        return split == DatasetSplit.Train && recipe.Fraction < 1 ? new PartialDataset(data, recipe.Fraction) : data;
    }

    /// <summary>What a picture file may be like.</summary>
    public static ImageLimits Limits(TrainingRecipe recipe) =>
        new() { Pixels = recipe.MaxPixels, Errors = recipe.ImageErrors, DraftSide = recipe.DraftSide };

    /// <summary>Whether the pictures to judge by are those to learn from: the data set has no splits.</summary>
    /// <exception cref="DatasetFormatException">There is no such data set.</exception>
    public static bool JudgesByTraining(TrainingRecipe recipe) =>
        recipe.ValidationSplit.Length > 0
            ? recipe.ValidationSplit == recipe.TrainSplit
            : recipe.TrainSplit.Length == 0 && !DatasetReader.HasSplit(recipe.Data, DatasetSplit.Validation);

    /// <summary>How batches to learn from are made (Networks 2.4 to 2.7).</summary>
    /// <param name="recipe">Its accumulation is that of each rank.</param>
    /// <param name="ranks">Those that train together; null for this process alone.</param>
    /// <exception cref="RecipeException">The recipe asks for what is not there.</exception>
    public static BatchLoaderOptions TrainingOptions(TrainingRecipe recipe, IRankGroup? ranks = null) => new()
    {
        BatchSize = recipe.BatchSize,
        Sampling = Sampling(recipe, ranks?.Size ?? 1),
        Share = ShareOf(ranks),
        Workers = recipe.Workers,
        Seed = (ulong)recipe.Seed,
        Preprocessing = recipe.Preprocessing,
        Order = SampleOrder.Shuffled,
        DropLast = true,
        Augmentation = Transform(recipe),
        Mixing = recipe.Mixup > 0 || recipe.CutMix > 0
            ? new BatchMixingOptions
            {
                MixupAlpha = recipe.Mixup,
                CutmixAlpha = recipe.CutMix,
                Probability = recipe.MixingProbability,
                CutmixProbability = recipe.CutMixShare,
                OffEpoch = recipe.MixingOffEpoch,
            }
            : null,
        LabelSmoothing = recipe.LabelSmoothing,
        Erasing = recipe.ErasingProbability > 0
            ? new RandomErasingOptions
            {
                Probability = recipe.ErasingProbability,
                Count = recipe.ErasingCount,
                Mode = Enum.Parse<ErasingMode>(recipe.ErasingMode, ignoreCase: true),
            }
            : null,
    };

    /// <summary>How batches to judge by are made (Networks 2.8).</summary>
    /// <param name="recipe">Says how pictures are read.</param>
    /// <param name="ranks">Those that judge together; null for this process alone.</param>
    public static BatchLoaderOptions EvaluationOptions(TrainingRecipe recipe, IRankGroup? ranks = null) => new()
    {
        Share = ShareOf(ranks),
        BatchSize = recipe.ValidationBatchSize == 0 ? recipe.BatchSize : recipe.ValidationBatchSize,
        Workers = recipe.Workers,
        Seed = (ulong)recipe.Seed,
        Preprocessing = recipe.Preprocessing,
    };

    /// <summary>How the sizes of pictures change; null where they do not.</summary>
    internal static MultiScaleSampling? Sampling(TrainingRecipe recipe, int ranks) => recipe.TrainSizes.Count == 0
        ? null
        : new MultiScaleSampling(recipe.TrainSizes) { Together = recipe.AccumulationSteps * ranks };

    private static BatchShare ShareOf(IRankGroup? ranks) =>
        ranks is null ? BatchShare.All : new BatchShare(ranks.Rank, ranks.Size);

    private static TrainingTransformOptions Transform(TrainingRecipe recipe)
    {
        if (recipe.NoAugmentation)
            return new TrainingTransformOptions { Crop = TrainingCrop.Centre, HorizontalFlip = 0 };
        var policy = AutoAugmentPolicy.Find(recipe.AutoAugment);
        return new TrainingTransformOptions
        {
            Crop = recipe.ShiftedCrop ? TrainingCrop.Shifted : TrainingCrop.RandomResized,
            Padding = recipe.CropPadding,
            Interpolation = recipe.TrainInterpolation,
            Scale = Ordered("scale", recipe.Scale),
            Ratio = Ordered("ratio", recipe.Ratio),
            HorizontalFlip = recipe.HorizontalFlip,
            VerticalFlip = recipe.VerticalFlip,
            RandAugment = recipe.AutoAugment.Length > 0 && policy is null
                ? RandAugmentPolicy.Parse(recipe.AutoAugment)
                : null,
            AutoAugment = policy,
            // timm jitters colours where there is no policy.
            ColourJitter = recipe.AutoAugment.Length > 0 ? 0 : recipe.ColorJitter,
        };
    }

    private static (double Least, double Greatest) Ordered(string flag, IReadOnlyList<double> pair) =>
        pair[0] <= pair[1]
            ? (pair[0], pair[1])
            : throw new RecipeException($"--{flag} takes the smaller number first, not {pair[0]} {pair[1]}.");
}
