using System.Globalization;
using GpuFormer.Data;
using GpuFormer.Data.Augmentation;
using GpuFormer.Graph;
using GpuFormer.Imaging;
using GpuFormer.Models;
using GpuFormer.Tasks;

namespace GpuFormer.Training;

/// <summary>All settings of a recipe by name. The names are timm's where timm has the setting.</summary>
internal static class RecipeFields
{
    // Far above anything useful, and small enough that no product of two overflows.
    private const int Many = 1_000_000;

    private const string Automatic = "auto";

    // Names of timm.
    private const string Float16 = "float16";
    private const string BFloat16 = "bfloat16";

    // Each has a plan of its own.
    private const int MostSizes = 16;

    private const int MostFrozen = 256;

    private const int MostOptions = 64;

    private static readonly RecipeField[] DataSet =
    [
        RecipeField.Text("data", "The data set: a folder of MNIST or CIFAR files, of pictures in class folders, or of images with "
            + "COCO's or VOC's annotations; YOLO's data.yaml.",
            (r, v) => r with { Data = v }, r => r.Data),
        Unwritten(RecipeField.Text("annotations", "Annotations of a detector or segmenter to learn from, in place of DATA: COCO's "
            + "JSON, or a folder of VOC's XML.", (r, v) => r with { Annotations = v }, r => r.Annotations), ""),
        Unwritten(RecipeField.Text("images", "The folder of the images of --annotations.",
            (r, v) => r with { Images = v }, r => r.Images), ""),
        Unwritten(RecipeField.Text("val-annotations", "Annotations to judge by; those to learn from without it.",
            (r, v) => r with { ValidationAnnotations = v }, r => r.ValidationAnnotations), ""),
        Unwritten(RecipeField.Text("val-images", "The folder of the images of --val-annotations.",
            (r, v) => r with { ValidationImages = v }, r => r.ValidationImages), ""),
        RecipeField.Text("train-split", "The name of the training split, where it is not the usual one.",
            (r, v) => r with { TrainSplit = v }, r => r.TrainSplit),
        RecipeField.Text("val-split", "The name of the validation split, where it is not the usual one.",
            (r, v) => r with { ValidationSplit = v }, r => r.ValidationSplit),
        RecipeField.Text("class-map", "A file with one class folder a line, in the order of the classes.",
            (r, v) => r with { ClassMap = v }, r => r.ClassMap),
        RecipeField.Text("class-order", "The order of class folders: torchvision's (1, 10, 2) or timm's (1, 2, 10).",
            (r, v) => r with { ClassOrder = Enum.Parse<ClassOrder>(v, ignoreCase: true) },
            r => r.ClassOrder.ToString().ToLowerInvariant(), "ordinal", "natural"),
        RecipeField.Number("fraction", "Share of each class's pictures to learn from.", 1e-6, 1,
            (r, v) => r with { Fraction = v }, r => r.Fraction),
        RecipeField.Switch("strict", "Refuse to start when a picture cannot be read, or to judge by training pictures.",
            (r, v) => r with { Strict = v }, r => r.Strict),
        RecipeField.Text("image-errors", "Damaged pictures: recover reads them as libjpeg does, strict refuses them.",
            (r, v) => r with { ImageErrors = Enum.Parse<ImageErrors>(v, ignoreCase: true) },
            r => r.ImageErrors.ToString().ToLowerInvariant(), "recover", "strict"),
        RecipeField.Whole("max-pixels", "The most pixels of a picture, width times height.", 1,
            (int)ImageLimits.HighestPixels, (r, v) => r with { MaxPixels = v }, r => r.MaxPixels),
        RecipeField.Whole("draft-side", "Decode JPEGs to a half, a quarter or an eighth of their sides, faster, as long as "
            + "the shorter one keeps so many pixels; 0 for whole pictures, as timm reads them.", 0, Many,
            (r, v) => r with { DraftSide = v }, r => r.DraftSide),
    ];

    private static readonly RecipeField[] Model =
    [
        new("model", "The network, such as mobile_former_26m; see 'gpuformer models'.", "NAME",
            (r, v) => r with { Model = v }, r => r.Model) { Aliases = ["-m"] },
        new("model-kwargs", "Options of the network: name=value, as its official class calls them, such as gbr_ffn=False.",
            "NAME=VALUE", (r, v) => r with { ModelOptions = OptionsOf(v) }, r => r.ModelOptions)
        { Words = MostOptions },
        RecipeField.Text("initial-checkpoint", "Weights to start from, instead of random ones.",
            (r, v) => r with { InitialCheckpoint = v }, r => r.InitialCheckpoint),
        Unwritten(RecipeField.Text("initial-backbone", "Weights of a network for classes, with which the trunk of a detector or "
            + "segmenter starts.", (r, v) => r with { InitialTrunk = v }, r => r.InitialTrunk), ""),
        Unwritten(RecipeField.Text("freeze-bn", "Keep norms of the trunk as they are: auto does where it starts with weights.",
            (r, v) => r with { FreezesNorms = v == Automatic ? null : v == "true" },
            r => r.FreezesNorms is { } freezes ? freezes ? "true" : "false" : Automatic, Automatic, "true", "false"),
            Automatic),
        new("freeze", "Parameters to keep as they are, by the beginnings of their names: stem features.0, or backbone, "
            + "all but the last linear.", "NAME", (r, v) => r with { Freeze = v }, r => r.Freeze) { Words = MostFrozen },
        RecipeField.Whole("num-classes", "Classes of the network; 0 for as many as the data set has.", 0, Many,
            (r, v) => r with { Classes = v }, r => r.Classes),
        ImageSize(),
        Unwritten(RecipeField.Switch("multi-scale", "Detectors and segmenters: each step has a size of its own, from 0.6 of "
            + "--img-size on.", (r, v) => r with { MultiScale = v }, r => r.MultiScale), "false"),
        new("train-sizes", "Sides to draw that of each training step from; smaller pictures come in larger batches.",
            "N", (r, v) => r with { TrainSizes = Sizes(v) }, r => string.Join(' ', r.TrainSizes)) { Words = MostSizes },
        RecipeField.Number("crop-pct", "Share of the short side that validation keeps.", 0.05, 1,
            (r, v) => r with { CropShare = v }, r => r.CropShare),
        RecipeField.Numbers("mean", "Mean of red, green and blue, 0 to 1.", 3, 0, 1,
            (r, v) => r with { Mean = v }, r => r.Mean),
        RecipeField.Numbers("std", "Standard deviation of red, green and blue.", 3, 1e-6, 255,
            (r, v) => r with { StandardDeviation = v }, r => r.StandardDeviation),
        RecipeField.Text("interpolation", "Filter of the resize in validation.",
            (r, v) => r with { Interpolation = Filter(v)!.Value }, r => Name(r.Interpolation), "bilinear", "bicubic"),
        Alias(BatchSize(), "-b"),
        Alias(RecipeField.Whole("validation-batch-size", "Pictures of a batch in validation; 0 for --batch-size.", 0,
            32768, (r, v) => r with { ValidationBatchSize = v }, r => r.ValidationBatchSize), "-vb"),
        RecipeField.Whole("grad-accum-steps", "Batches whose gradients are averaged before each step.", 1, 4096,
            (r, v) => r with { AccumulationSteps = v }, r => r.AccumulationSteps),
        Unwritten(RecipeField.Switch("amp", "Store maps and their gradients in two bytes a number; weights and sums are float32.",
            (r, v) => r with { Amp = v }, r => r.Amp), "false"),
        Unwritten(RecipeField.Text("amp-dtype", "As which numbers --amp stores them; float16 scales the loss.",
            (r, v) => r with { AmpPrecision = v == BFloat16 ? Precision.BFloat16 : Precision.Half },
            r => r.AmpPrecision == Precision.BFloat16 ? BFloat16 : Float16, Float16, BFloat16), Float16),
        Unwritten(RecipeField.Switch("sync-bn", "With several ranks: norms over the batches of all of them together.",
            (r, v) => r with { SynchronisesNorms = v }, r => r.SynchronisesNorms), "false"),
    ];

    private static readonly RecipeField[] Optimisation =
    [
        RecipeField.Text("opt", "The optimizer; sgd is Nesterov's, momentum the plain one.",
            (r, v) => v == "momentum"
                ? r with { Optimizer = OptimizerKind.Sgd, Nesterov = false }
                : r with { Optimizer = Enum.Parse<OptimizerKind>(v, ignoreCase: true), Nesterov = true },
            r => r is { Optimizer: OptimizerKind.Sgd, Nesterov: false }
                ? "momentum"
                : r.Optimizer.ToString().ToLowerInvariant(),
            "adamw", "adam", "lamb", "lion", "sgd", "momentum", "rmsprop"),
        RecipeField.Number("opt-eps", "Epsilon of the optimizer; without it 1e-8, or 1e-6 with lamb.", 1e-30, 1,
            (r, v) => r with { Epsilon = v }, r => r.EpsilonOfOptimizer),
        RecipeField.Numbers("opt-betas", "Decay rates of two means; without it 0.9 and 0.999, or 0.99 with lion.", 2, 0,
            0.9999999, (r, v) => r with { Betas = v }, r => r.BetasOfOptimizer),
        RecipeField.Number("momentum", "Momentum of SGD and RMSprop.", 0, 0.9999999,
            (r, v) => r with { Momentum = v }, r => r.Momentum),
        RecipeField.Number("weight-decay", "Decay of weights; norms and biases have none without --decay-all.", 0, 10,
            (r, v) => r with { WeightDecay = v }, r => r.WeightDecay),
        RecipeField.Switch("decay-all", "Let norms and biases decay too.",
            (r, v) => r with { DecaysAll = v }, r => r.DecaysAll),
        RecipeField.Number("clip-grad", "What gradients are clipped to, as --clip-mode says; 0 for no limit.", 0, 1e9,
            (r, v) => r with { ClipGradient = v }, r => r.ClipGradient),
        RecipeField.Text("clip-mode", "The norm of all gradients, each element, or each output's norm by its weights'.",
            (r, v) => r with { ClipMode = Enum.Parse<ClipMode>(v, ignoreCase: true) },
            r => r.ClipMode.ToString().ToLowerInvariant(), "norm", "value", "agc"),
        RecipeField.Number("layer-decay", "The rate of each layer by that of the layer behind it, such as 0.75; 1: none.",
            1e-3, 1, (r, v) => r with { LayerDecay = v }, r => r.LayerDecay),
        RecipeField.Number("layer-decay-min-scale", "The smallest share of the rate that a layer gets.", 0, 1,
            (r, v) => r with { LayerDecayMinimum = v }, r => r.LayerDecayMinimum),
        RecipeField.Text("sched", "How the learning rate goes.",
            (r, v) => r with { Schedule = Enum.Parse<RecipeSchedule>(v, ignoreCase: true) },
            r => r.Schedule.ToString().ToLowerInvariant(), "cosine", "step", "multistep",
            "poly", "constant"),
        RecipeField.Number("lr", "The highest learning rate; not scaled by the batch size.", 0, 100,
            (r, v) => r with { LearningRate = v }, r => r.LearningRate),
        Unwritten(RecipeField.Number("lr-backbone", "The highest learning rate of a detector's trunk; 0 for --lr.", 0, 100,
            (r, v) => r with { TrunkLearningRate = v }, r => r.TrunkLearningRate), "0"),
        RecipeField.Number("warmup-lr", "The rate that the warm-up starts from.", 0, 100,
            (r, v) => r with { WarmUpRate = v }, r => r.WarmUpRate),
        RecipeField.Number("min-lr", "The rate that cosine and poly fall to.", 0, 100,
            (r, v) => r with { LowestRate = v }, r => r.LowestRate),
        RecipeField.Whole("epochs", "Epochs, warm-up included, cool-down not.", 1, Many,
            (r, v) => r with { Epochs = v }, r => r.Epochs),
        RecipeField.Number("warmup-epochs", "Epochs in which the rate rises.", 0, Many,
            (r, v) => r with { WarmUpEpochs = v }, r => r.WarmUpEpochs),
        RecipeField.Whole("cooldown-epochs", "Epochs at the lowest rate, after cosine or poly.", 0, Many,
            (r, v) => r with { CoolDownEpochs = v }, r => r.CoolDownEpochs),
        RecipeField.Number("decay-epochs", "Epochs between two falls of the rate, with step.", 1e-3, Many,
            (r, v) => r with { DecayEpochs = v }, r => r.DecayEpochs),
        new("decay-milestones", "The epochs at which the rate falls, with multistep, rising.", "N",
            (r, v) => r with { DecayMilestones = Milestones(v) }, r => string.Join(' ', r.DecayMilestones))
        { Words = MostSizes },
        Alias(RecipeField.Number("decay-rate", "Factor of each fall, with step and multistep; power of poly.", 0, 1,
            (r, v) => r with { DecayFactor = v }, r => r.DecayFactor), "--dr"),
        RecipeField.Number("lr-k-decay", "Power of the share of epochs that are done, with cosine and poly.", 1e-3, 100,
            (r, v) => r with { KDecay = v }, r => r.KDecay),
        RecipeField.Switch("warmup-prefix", "Begin the schedule behind the warm-up, in as many epochs more.",
            (r, v) => r with { WarmUpComesBefore = v }, r => r.WarmUpComesBefore),
        RecipeField.Switch("sched-on-updates", "Change the rate with every step, not once per epoch.",
            (r, v) => r with { ScheduleOnSteps = v }, r => r.ScheduleOnSteps),
        RecipeField.Switch("warmup-on-updates", "Do so in the warm-up alone.",
            (r, v) => r with { WarmUpOnSteps = v }, r => r.WarmUpOnSteps),
    ];

    private static readonly RecipeField[] Augmentation =
    [
        RecipeField.Switch("no-aug", "No random crop, flip or colours.",
            (r, v) => r with { NoAugmentation = v }, r => r.NoAugmentation),
        RecipeField.Text("train-crop-mode", "Random resized crops, or moves within a padded frame.",
            (r, v) => r with { ShiftedCrop = v == "pad" }, r => r.ShiftedCrop ? "pad" : "rrc", "rrc", "pad"),
        RecipeField.Whole("crop-padding", "Pixels of that frame.", 0, 1024,
            (r, v) => r with { CropPadding = v }, r => r.CropPadding),
        RecipeField.Text("train-interpolation", "Filter of the resize in training.",
            (r, v) => r with { TrainInterpolation = Filter(v) },
            r => r.TrainInterpolation is { } filter ? Name(filter) : "random", "random", "bilinear", "bicubic"),
        RecipeField.Numbers("scale", "Share of the picture that random crops keep.", 2, 1e-4, 1,
            (r, v) => r with { Scale = v }, r => r.Scale),
        RecipeField.Numbers("ratio", "Width by height of random crops.", 2, 0.01, 100,
            (r, v) => r with { Ratio = v }, r => r.Ratio),
        RecipeField.Number("hflip", "Probability of a mirrored picture.", 0, 1,
            (r, v) => r with { HorizontalFlip = v }, r => r.HorizontalFlip),
        RecipeField.Number("vflip", "Probability of an upside-down picture.", 0, 1,
            (r, v) => r with { VerticalFlip = v }, r => r.VerticalFlip),
        RecipeField.Text("aa", "AutoAugment (imagenet) or RandAugment, such as rand-m9-mstd0.5; 'none' for none.",
            (r, v) => r with { AutoAugment = Policy(v) }, r => r.AutoAugment),
        RecipeField.Number("color-jitter", "Strength of colour jitter.", 0, 1,
            (r, v) => r with { ColorJitter = v }, r => r.ColorJitter),
        RecipeField.Number("reprob", "Probability of an erased rectangle.", 0, 1,
            (r, v) => r with { ErasingProbability = v }, r => r.ErasingProbability),
        RecipeField.Text("remode", "What an erased rectangle is filled with.",
            (r, v) => r with { ErasingMode = v }, r => r.ErasingMode, "pixel", "rand", "const"),
        RecipeField.Whole("recount", "The most erased rectangles.", 1, 1000,
            (r, v) => r with { ErasingCount = v }, r => r.ErasingCount),
        RecipeField.Number("mixup", "Alpha of mixup; 0 for none.", 0, 100,
            (r, v) => r with { Mixup = v }, r => r.Mixup),
        RecipeField.Number("cutmix", "Alpha of cutmix; 0 for none.", 0, 100,
            (r, v) => r with { CutMix = v }, r => r.CutMix),
        RecipeField.Number("mixup-prob", "Probability that a batch is mixed at all.", 0, 1,
            (r, v) => r with { MixingProbability = v }, r => r.MixingProbability),
        RecipeField.Number("mixup-switch-prob", "Probability of cutmix where mixup is on too.", 0, 1,
            (r, v) => r with { CutMixShare = v }, r => r.CutMixShare),
        RecipeField.Whole("mixup-off-epoch", "The first epoch that is no longer mixed; 0 for none.", 0, Many,
            (r, v) => r with { MixingOffEpoch = v }, r => r.MixingOffEpoch),
        RecipeField.Number("smoothing", "Part of the target that is spread over all classes.", 0, 0.999,
            (r, v) => r with { LabelSmoothing = v }, r => r.LabelSmoothing),
        RecipeField.Number("drop", "Dropout before the last layer.", 0, 0.99,
            (r, v) => r with { Dropout = v }, r => r.Dropout),
        RecipeField.Number("drop-path", "Largest rate at which residual branches are dropped.", 0, 0.99,
            (r, v) => r with { DropPath = v }, r => r.DropPath),
        RecipeField.Switch("model-ema", "Keep, validate and store a running average of the weights.",
            (r, v) => r with { Ema = v }, r => r.Ema),
        RecipeField.Number("model-ema-decay", "How slowly that average moves.", 0, 0.9999999,
            (r, v) => r with { EmaDecay = v }, r => r.EmaDecay),
        RecipeField.Switch("model-ema-warmup", "Let that average move fast at first.",
            (r, v) => r with { EmaWarmsUp = v }, r => r.EmaWarmsUp),
    ];

    private static readonly RecipeField[] Run =
    [
        Alias(RecipeField.Whole("seed", "All randomness follows from it.", 0, int.MaxValue,
            (r, v) => r with { Seed = v }, r => r.Seed), "-s"),
        Free(RecipeField.Text("output", "The folder of all runs; this one is OUTPUT/TASK/EXPERIMENT (classify, detect, segment).",
            (r, v) => r with { Output = v }, r => r.Output)),
        Free(RecipeField.Text("experiment", "The name of the run; the model's name without it.",
            (r, v) => r with { Experiment = v }, r => r.Experiment)),
        Free(RecipeField.Whole("log-interval", "Steps between two lines of the log.", 1, Many,
            (r, v) => r with { LogInterval = v }, r => r.LogInterval)),
        Free(RecipeField.Whole("recovery-interval", "Steps between two saved states; 0 for one an epoch.", 0, Many,
            (r, v) => r with { RecoveryInterval = v }, r => r.RecoveryInterval)),
        RecipeField.Whole("checkpoint-hist", "How many of the best epochs keep their weights.", 1, 1000,
            (r, v) => r with { CheckpointHistory = v }, r => r.CheckpointHistory),
        RecipeField.Whole("save-period", "Keep the weights of every N-th epoch too; 0 for none.", 0, Many,
            (r, v) => r with { SavePeriod = v }, r => r.SavePeriod),
        Free(RecipeField.Number("max-time", "Hours after which no further epoch is begun; 0 for no limit.", 0, Many,
            (r, v) => r with { MaxTime = v }, r => r.MaxTime)),
        Free(RecipeField.Switch("tensorboard", "Write event files of TensorBoard into the run's folder too.",
            (r, v) => r with { TensorBoard = v }, r => r.TensorBoard)),
        RecipeField.Text("eval-metric", "What makes an epoch the best.",
            (r, v) => r with { EvaluationMetric = v }, r => r.EvaluationMetric,
            [.. VisionTask.All.SelectMany(task => task.Metrics.Metrics).Select(metric => metric.Name).Distinct()]),
        Unwritten(RecipeField.Whole("eval-interval",
            "Validate every N-th epoch alone, and the last one; weights of the others are never the best.", 1, Many,
            (r, v) => r with { EvaluationInterval = v }, r => r.EvaluationInterval), "1"),
        RecipeField.Whole("patience", "End after so many epochs without a better one; 0 for never.", 0, Many,
            (r, v) => r with { Patience = v }, r => r.Patience),
        Free(Alias(RecipeField.Whole("workers", "Threads that decode and augment.", 0, 1024,
            (r, v) => r with { Workers = v }, r => r.Workers), "-j")),
        Free(Alias(RecipeField.Text("device",
            $"One of {DeviceSelector.Forms}; see 'gpuformer devices'.",
            (r, v) => r with { Device = v }, r => r.Device), "-d")),
        Free(RecipeField.Whole("threads", "Workers of a CPU device; 0 takes one for each processor.", 0, 1024,
            (r, v) => r with { Threads = v }, r => r.Threads)),
    ];

    private static readonly Dictionary<string, RecipeField> ByKey =
        new[] { DataSet, Model, Optimisation, Augmentation, Run }.SelectMany(f => f)
            .ToDictionary(f => f.Key, StringComparer.Ordinal);

    /// <summary>In the order of <c>args.yaml</c>.</summary>
    public static IReadOnlyList<RecipeField> All { get; } =
        [.. DataSet, .. Model, .. Optimisation, .. Augmentation, .. Run];

    /// <summary>The setting of a name, with hyphens or underscores.</summary>
    /// <exception cref="RecipeException">There is none; the message suggests the nearest.</exception>
    public static RecipeField Find(string name) =>
        ByKey.TryGetValue(name.Replace('-', '_'), out var field)
            ? field
            : throw new RecipeException(string.Create(CultureInfo.InvariantCulture,
                $"There is no setting '{name}'. Did you mean '{Nearest(name.Replace('-', '_'))}'?"));

    private static string Policy(string text)
    {
        if (text.Length == 0 || text.Equals("none", StringComparison.OrdinalIgnoreCase))
            return "";
        try
        {
            if (AutoAugmentPolicy.Find(text) is null)
                RandAugmentPolicy.Parse(text);
            return text;
        }
        catch (FormatException exception)
        {
            throw new RecipeException($"--aa: {exception.Message}");
        }
    }

    private static string OptionsOf(string text)
    {
        var texts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        try
        {
            foreach (var option in texts)
                ModelCatalogue.CheckOption(option);
            return string.Join(' ', texts);
        }
        catch (ArgumentException exception)
        {
            throw new RecipeException($"--model-kwargs: {exception.Message}");
        }
    }

    private static int[] Sizes(string text) =>
        WholeNumbers(text) is { } sizes && sizes.Length <= MostSizes && sizes.All(side => side is >= 16 and <= 2048)
        && sizes.Distinct().Count() == sizes.Length
            ? sizes
            : throw new FormatException($"takes up to {MostSizes} different numbers from 16 to 2048");

    private static int[] Milestones(string text) =>
        WholeNumbers(text) is { Length: > 0 and <= MostSizes } epochs && epochs.All(epoch => epoch is >= 1 and <= Many)
        && epochs.Zip(epochs.Skip(1)).All(pair => pair.First < pair.Second)
            ? epochs
            : throw new FormatException($"takes up to {MostSizes} rising numbers of epochs");

    // 0 stands for what is no number: no list takes it.
    private static int[] WholeNumbers(string text) =>
    [
        .. text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Select(word =>
            int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0),
    ];

    private static Interpolation? Filter(string name) => name switch
    {
        "bilinear" => Interpolation.Bilinear,
        "bicubic" => Interpolation.Bicubic,
        _ => null,
    };

    private static string Name(Interpolation filter) => filter switch
    {
        Interpolation.Bilinear => "bilinear",
        Interpolation.Bicubic => "bicubic",
    };

    /// <summary>
    /// The settings that differ from those of another recipe, but for the names of network, data and run and for where
    /// and how it runs.
    /// </summary>
    internal static IEnumerable<(RecipeField Field, string Value, string Default)> Changed(
        TrainingRecipe recipe, TrainingRecipe origin) =>
        from field in All
        where field.DecidesResult && field.Key is not ("data" or "model")
        let value = field.Read(recipe)
        let usual = field.Read(origin)
        where value != usual
        select (field, value, usual);

    private static RecipeField ImageSize()
    {
        const int Smallest = 16, Largest = 2048;
        return new("img-size", "Side of the images, pixels; of detectors also the short side and the most that the long one may "
            + "be, as 800x1333.", "N|NxN",
            (r, text) =>
            {
                var sides = text.Split('x', 'X').Select(word =>
                    int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var side) ? side : 0).ToArray();
                return sides.Length <= 2 && sides.All(side => side is >= Smallest and <= Largest)
                    ? r with { ImageSize = sides.Min(), LongSide = sides.Max() == sides.Min() ? 0 : sides.Max() }
                    : throw new FormatException($"takes whole numbers from {Smallest} to {Largest}, or two as 800x1333");
            },
            r => r.LongSide == 0
                ? r.ImageSize.ToString(CultureInfo.InvariantCulture)
                : string.Create(CultureInfo.InvariantCulture, $"{r.ImageSize}x{r.LongSide}"));
    }

    private static RecipeField BatchSize()
    {
        var number = RecipeField.Whole("batch-size", "Pictures of a batch; 'auto': as many as fit the device's memory.", 1,
            32768, (r, v) => r with { BatchSize = v }, r => r.BatchSize);
        return new(number.Name, number.Description, "N|auto",
            (r, text) => text == Automatic ? r with { BatchSize = 0 } : number.Apply(r, text),
            r => r.BatchSize == 0 ? Automatic : number.Read(r));
    }

    private static string Nearest(string key) => All.MinBy(f => EditDistance.Between(f.Key, key))!.Key;

    private static RecipeField Alias(RecipeField field, string alias) => Copy(field, [alias], field.DecidesResult);

    private static RecipeField Free(RecipeField field) => Copy(field, field.Aliases, decidesResult: false);

    private static RecipeField Unwritten(RecipeField field, string value) =>
        new(field.Name, field.Description, field.ValueName, field.Apply, field.Read) { UnwrittenValue = value };

    private static RecipeField Copy(RecipeField field, IReadOnlyList<string> aliases, bool decidesResult) =>
        new(field.Name, field.Description, field.ValueName, field.Apply, field.Read)
        {
            Words = field.Words,
            Aliases = aliases,
            DecidesResult = decidesResult,
        };
}
