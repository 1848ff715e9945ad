namespace GpuFormer.Training;

/// <summary>Recipes of detectors and segmenters: those of the reference programs, and those of the digits that
/// <c>samples/Digits</c> makes.</summary>
internal static class DetectorPresets
{
    // Images of COCO's train2017 that have objects; its epochs are counted with them.
    private const double CocoImages = 117_266;

    /// <summary>By name; each for one network of its system, which --model replaces by another.</summary>
    public static IReadOnlyDictionary<string, TrainingRecipe> All { get; } =
        new Dictionary<string, TrainingRecipe>(StringComparer.Ordinal)
        {
            ["retinanet_mobile_former"] = RetinaNet(),
            ["detr"] = Detr("detr_resnet50"),
            ["e2e_mobile_former"] = Detr("e2e_mobile_former_508m"),
            ["ssdlite_mobilevit"] = SsdLite(),
            ["deeplabv3_mobilevit"] = DeepLab(),
            ["digits_retinanet"] = Digits("retinanet_mobile_former_26m", "AP", epochs: 15) with
            {
                ModelOptions = "fpn_channels=64 anchor_sizes=16,32,64,128,256",
            },
            ["digits_ssdlite"] = Digits("ssdlite_mobilevit_xxs", "AP", epochs: 5),
            // Small ones, for sets of few images: the losses of all layers together are some thirty.
            ["digits_e2e_mobile_former"] = Digits("e2e_mobile_former_26m", "AP", epochs: 50) with
            {
                ModelOptions = "width=64 heads=4 blocks=2,1,1 query_hidden=128 map_hidden=128 queries=20",
                ClipGradient = 0.1,
            },
            ["digits_detr"] = Digits("detr_resnet18", "AP", epochs: 50) with
            {
                ModelOptions = "hidden=64 heads=4 enc=2 dec=2 ffn=128 queries=20 trainable_layers=5",
                ClipGradient = 0.1,
            },
            ["digits_deeplabv3"] = Digits("deeplabv3_mobilevit_xxs", "mIoU", epochs: 3),
        };

    /// <summary>torchvision's schedule of 26 epochs with detectron2's rates: SGD, 16 images a step, a warm-up of 1000
    /// steps.</summary>
    private static TrainingRecipe RetinaNet() => new()
    {
        Model = "retinanet_mobile_former_508m",
        ImageSize = 800,
        LongSide = 1333,
        BatchSize = 16,
        Optimizer = OptimizerKind.Sgd,
        Nesterov = false,
        Momentum = 0.9,
        LearningRate = 0.01,
        WarmUpRate = 1e-5,
        WarmUpEpochs = 1000 * 16 / CocoImages,
        WarmUpOnSteps = true,
        WeightDecay = 1e-4,
        Schedule = RecipeSchedule.Multistep,
        DecayMilestones = [16, 22],
        DecayFactor = 0.1,
        Epochs = 26,
        CoolDownEpochs = 0,
        LabelSmoothing = 0,
        EvaluationMetric = "AP",
    };

    /// <summary>DETR's: AdamW, a tenth of the rate for the trunk, 8 accumulated batches of 2 in place of 8 GPUs, gradients
    /// clipped to a norm of 0.1; all parameters decay.</summary>
    private static TrainingRecipe Detr(string model) => new()
    {
        Model = model,
        ImageSize = 800,
        LongSide = 1333,
        BatchSize = 2,
        AccumulationSteps = 8,
        Optimizer = OptimizerKind.AdamW,
        LearningRate = 1e-4,
        TrunkLearningRate = 1e-5,
        WeightDecay = 1e-4,
        DecaysAll = true,
        ClipGradient = 0.1,
        Schedule = RecipeSchedule.Multistep,
        DecayMilestones = [200],
        DecayFactor = 0.1,
        WarmUpEpochs = 0,
        Epochs = 300,
        CoolDownEpochs = 0,
        LabelSmoothing = 0,
        Dropout = 0.1,
        EvaluationMetric = "AP",
    };

    /// <summary>cvnets': 200 epochs of AdamW, 4 accumulated batches of 32 in place of 4 GPUs, a warm-up of 500 steps, a
    /// cosine that falls once per epoch, averaged weights.</summary>
    private static TrainingRecipe SsdLite() => new()
    {
        Model = "ssdlite_mobilevit_s",
        ImageSize = 320,
        CropShare = 1,
        Mean = [0, 0, 0],
        StandardDeviation = [1, 1, 1],
        BatchSize = 32,
        AccumulationSteps = 4,
        Optimizer = OptimizerKind.AdamW,
        LearningRate = 9e-4,
        WarmUpRate = 9e-5,
        LowestRate = 1e-6,
        WarmUpEpochs = 500 * 128 / CocoImages,
        WarmUpOnSteps = true,
        WeightDecay = 0.01,
        Schedule = RecipeSchedule.Cosine,
        Epochs = 200,
        CoolDownEpochs = 0,
        LabelSmoothing = 0,
        // 0.05 in the transformers of XXS, 0.1 in those of the others.
        Dropout = 0.1,
        Ema = true,
        EmaDecay = 0.9995,
        EvaluationMetric = "AP",
    };

    /// <summary>cvnets' for 50 epochs of VOC: as SSDLite's, the rate of the head ten times that of the trunk.</summary>
    private static TrainingRecipe DeepLab() => SsdLite() with
    {
        Model = "deeplabv3_mobilevit_s",
        ImageSize = 512,
        LearningRate = 9e-3,
        TrunkLearningRate = 9e-4,
        WarmUpRate = 9e-4,
        LowestRate = 1e-5,
        WarmUpEpochs = 1,
        Epochs = 50,
        EvaluationMetric = "mIoU",
    };

    // Images as they are, in canvases of 160: small, and digits that are mirrored are none.
    private static TrainingRecipe Digits(string model, string metric, int epochs) => TrainingRecipe.For(model) with
    {
        Model = model,
        ImageSize = 160,
        BatchSize = 8,
        Optimizer = OptimizerKind.AdamW,
        LearningRate = 1e-3,
        WarmUpRate = 2e-5,
        LowestRate = 0,
        WarmUpEpochs = 0.4,
        ScheduleOnSteps = true,
        WeightDecay = 0.01,
        DecaysAll = true,
        ClipGradient = 1,
        Epochs = epochs,
        CoolDownEpochs = 0,
        LabelSmoothing = 0,
        NoAugmentation = true,
        EvaluationMetric = metric,
    };
}
