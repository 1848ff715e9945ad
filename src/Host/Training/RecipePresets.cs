namespace GpuFormer.Training;

/// <summary>Recipes that have a name.</summary>
public static class RecipePresets
{
    private static readonly Dictionary<string, TrainingRecipe> Recipes = new(StringComparer.Ordinal)
    {
        ["mobile_former_508m"] = ImageNet("mobile_former_508m", 1e-3, decay: 0.20, dropout: 0.3, erasing: 0.2),
        ["mobile_former_294m"] = ImageNet("mobile_former_294m", 1e-3, decay: 0.20, dropout: 0.3, erasing: 0.2),
        ["mobile_former_214m"] = ImageNet("mobile_former_214m", 9e-4, decay: 0.15, dropout: 0.2, erasing: 0.2),
        ["mobile_former_151m"] = ImageNet("mobile_former_151m", 9e-4, decay: 0.10, dropout: 0.2, erasing: 0.2),
        ["mobile_former_96m"] = ImageNet("mobile_former_96m", 8e-4, decay: 0.10, dropout: 0.2) with { Mixup = 0 },
        ["mobile_former_52m"] = ImageNet("mobile_former_52m", 8e-4, decay: 0.10, dropout: 0.2) with
        {
            AutoAugment = "",
        },
        ["mobile_former_26m"] = ImageNet("mobile_former_26m", 8e-4, decay: 0.08, dropout: 0.1),
        ["mobilenet_v2"] = MobileNetV2(),
        ["mobilenet_v3_large"] = MobileNetV3("mobilenet_v3_large"),
        ["mobilenet_v3_small"] = MobileNetV3("mobilenet_v3_small"),
        ["mobilevit_s"] = MobileVit("mobilevit_s"),
        ["mobilevit_xs"] = MobileVit("mobilevit_xs"),
        ["mobilevit_xxs"] = MobileVit("mobilevit_xxs"),
        ["mnist"] = Mnist(),
        ["mnist_small"] = MnistSmall(),
    };

    private static readonly Dictionary<string, TrainingRecipe> All = new(
        Recipes.Concat(DetectorPresets.All), StringComparer.Ordinal);

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Keys];

    /// <summary>The recipe of a name; hyphens and underscores are the same.</summary>
    /// <exception cref="RecipeException">There is none; the message lists all.</exception>
    public static TrainingRecipe Find(string name) =>
        All.TryGetValue(name.Replace('-', '_').ToLowerInvariant(), out var recipe)
            ? recipe
            : throw new RecipeException($"There is no preset '{name}'. All: {string.Join(", ", Names)}.");

    /// <summary>
    /// Networks 2.1: what the seven networks were trained with on ImageNet. The authors took 128 pictures on each of 8
    /// cards; here 8 batches of 128 are accumulated, which gives the same gradients but for batch norm, whose
    /// statistics are of 128 pictures in both cases.
    /// </summary>
    private static TrainingRecipe ImageNet(
        string model, double rate, double decay, double dropout, double erasing = 0) => new()
        {
            Model = model,
            BatchSize = 128,
            AccumulationSteps = 8,
            Optimizer = OptimizerKind.AdamW,
            LearningRate = rate,
            WeightDecay = decay,
            Schedule = RecipeSchedule.Cosine,
            Epochs = 450,
            Dropout = dropout,
            Mixup = 0.2,
            AutoAugment = "rand-m9-mstd0.5",
            ErasingProbability = erasing,
            ErasingMode = "pixel",
            LogInterval = 200,
        };

    /// <summary>
    /// The command of torchvision's references/classification/README.md, "MobileNetV2": 32 pictures on each of 8 cards,
    /// here 8 accumulated batches; SGD with plain momentum, of which all parameters decay.
    /// </summary>
    private static TrainingRecipe MobileNetV2() => new()
    {
        Model = "mobilenet_v2",
        BatchSize = 32,
        AccumulationSteps = 8,
        Optimizer = OptimizerKind.Sgd,
        Nesterov = false,
        Momentum = 0.9,
        LearningRate = 0.045,
        WeightDecay = 4e-5,
        DecaysAll = true,
        Schedule = RecipeSchedule.Step,
        DecayEpochs = 1,
        DecayFactor = 0.98,
        WarmUpEpochs = 0,
        CoolDownEpochs = 0,
        Epochs = 300,
        TrainInterpolation = Imaging.Interpolation.Bilinear,
        LabelSmoothing = 0,
        Dropout = 0.2,
        LogInterval = 1000,
    };

    /// <summary>
    /// The command of torchvision's references/classification/README.md, "MobileNetV3 Large and Small": 128 pictures on
    /// each of 8 cards, here 8 accumulated batches. Its RMSprop has epsilon 0.0316 and alpha 0.9 (train.py), and all
    /// parameters decay. Not in it here: averaging the last three checkpoints that were better.
    /// </summary>
    private static TrainingRecipe MobileNetV3(string model) => new()
    {
        Model = model,
        BatchSize = 128,
        AccumulationSteps = 8,
        Optimizer = OptimizerKind.RmsProp,
        Epsilon = 0.0316,
        Momentum = 0.9,
        LearningRate = 0.064,
        WeightDecay = 1e-5,
        DecaysAll = true,
        Schedule = RecipeSchedule.Step,
        DecayEpochs = 2,
        DecayFactor = 0.973,
        WarmUpEpochs = 0,
        CoolDownEpochs = 0,
        Epochs = 600,
        TrainInterpolation = Imaging.Interpolation.Bilinear,
        AutoAugment = "imagenet",
        LabelSmoothing = 0,
        Dropout = 0.2,
        ErasingProbability = 0.2,
        ErasingMode = "const",
        LogInterval = 200,
    };

    /// <summary>
    /// Networks 3.5: 8 accumulated batches of 128 in place of 8 cards, larger where pictures are smaller, as cvnets'
    /// code has it; all parameters decay. ImageNet then has 855 steps an epoch, of which the warm-up of 3000 takes 3.5;
    /// behind it the cosine falls once per epoch.
    /// </summary>
    private static TrainingRecipe MobileVit(string model) => new()
    {
        Model = model,
        ImageSize = 256,
        TrainSizes = [160, 192, 256, 288, 320],
        CropShare = 256.0 / 288,
        Mean = [0, 0, 0],
        StandardDeviation = [1, 1, 1],
        BatchSize = 128,
        AccumulationSteps = 8,
        Optimizer = OptimizerKind.AdamW,
        LearningRate = 2e-3,
        WarmUpRate = 2e-4,
        LowestRate = 2e-4,
        WeightDecay = 0.01,
        DecaysAll = true,
        Schedule = RecipeSchedule.Cosine,
        WarmUpOnSteps = true,
        Epochs = 300,
        WarmUpEpochs = 3.5,
        CoolDownEpochs = 0,
        TrainInterpolation = Imaging.Interpolation.Bilinear,
        LabelSmoothing = 0.1,
        Dropout = 0.1,
        Ema = true,
        EmaDecay = 0.9995,
        LogInterval = 200,
    };

    // A thousand digits are few: batches of 8 make 125 steps of an epoch, of which running averages of batch norms need
    // some 20 to follow, and no epoch is spent on low rates.
    private static TrainingRecipe MnistSmall() => Mnist() with
    {
        BatchSize = 8,
        WarmUpEpochs = 0,
        Epochs = 12,
    };

    // Digits are small, are not to be mirrored, and are learned in minutes: light crops and few epochs.
    private static TrainingRecipe Mnist() => new()
    {
        Model = "mobile_former_26m",
        ImageSize = 32,
        CropShare = 1,
        Mean = [0.1307, 0.1307, 0.1307],
        StandardDeviation = [0.3081, 0.3081, 0.3081],
        BatchSize = 128,
        LearningRate = 2e-3,
        LowestRate = 1e-5,
        WeightDecay = 0.05,
        ClipGradient = 1,
        Epochs = 11,
        WarmUpEpochs = 0.5,
        CoolDownEpochs = 0,
        ScheduleOnSteps = true,
        Scale = [0.75, 1],
        Ratio = [0.85, 1.18],
        HorizontalFlip = 0,
        LabelSmoothing = 0.05,
        Dropout = 0.1,
        CheckpointHistory = 3,
    };
}
