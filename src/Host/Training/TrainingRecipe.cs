using GpuFormer.Data;
using GpuFormer.Imaging;
using GpuFormer.Models;
using GpuFormer.Tasks;

namespace GpuFormer.Training;

/// <summary>How the learning rate goes.</summary>
public enum RecipeSchedule
{
    Cosine,
    Step,
    Constant,
    Multistep,
    Poly,
}

/// <summary>What of gradients is clipped.</summary>
public enum ClipMode
{
    /// <summary>The norm of all gradients together.</summary>
    Norm,

    /// <summary>Each element.</summary>
    Value,

    /// <summary>Adaptive clipping: the norm of each output's gradients, by that of its weights.</summary>
    Agc,
}

/// <summary>
/// Everything that decides how a training run goes: what <c>args.yaml</c> of a run folder holds. Where timm has the
/// same setting, it has timm's name (<see cref="RecipeFields"/>) and the default of timm 0.3.4, on which the official
/// recipes build; the defaults of optimizer, schedule and batch size are those recipes' own.
/// </summary>
public sealed record TrainingRecipe
{
    // Data.
    public string Data { get; init; } = "";

    /// <summary>Annotations to learn from, in place of <see cref="Data"/>: COCO's JSON, or a folder of VOC's XML.</summary>
    public string Annotations { get; init; } = "";

    /// <summary>The folder of the images of <see cref="Annotations"/>.</summary>
    public string Images { get; init; } = "";

    /// <summary>Annotations to judge by; empty for those to learn from.</summary>
    public string ValidationAnnotations { get; init; } = "";

    /// <summary>The folder of the images of <see cref="ValidationAnnotations"/>.</summary>
    public string ValidationImages { get; init; } = "";

    /// <summary>What is learned from, for messages.</summary>
    internal string DataName => Data.Length > 0 ? Data : Annotations;

    public string TrainSplit { get; init; } = "";

    public string ValidationSplit { get; init; } = "";

    public string ClassMap { get; init; } = "";

    /// <summary>The share of each class's pictures to learn from, above 0; evenly spaced, at least one.</summary>
    public double Fraction { get; init; } = 1;

    /// <summary>In which order class folders get their numbers, without a class map.</summary>
    public ClassOrder ClassOrder { get; init; }

    /// <summary>Whether the run refuses to start when a picture cannot be read, or without pictures of its own to judge
    /// by.</summary>
    public bool Strict { get; init; }

    /// <summary>What becomes of damaged pictures.</summary>
    public ImageErrors ImageErrors { get; init; }

    /// <summary>Pictures of more pixels are refused.</summary>
    public int MaxPixels { get; init; } = (int)ImageLimits.DefaultPixels;

    /// <summary>0, or what the shorter side of a JPEG must keep when it is scaled down while it is decoded; see
    /// <see cref="ImageLimits.DraftSide"/>.</summary>
    public int DraftSide { get; init; }

    /// <summary>How maps and their gradients are stored in training: <see cref="Graph.Precision.Single"/> without mixed
    /// precision.</summary>
    public Graph.Precision Precision => Amp ? AmpPrecision : Graph.Precision.Single;

    /// <summary>Whether maps and their gradients are stored in two bytes a number.</summary>
    public bool Amp { get; init; }

    /// <summary>As which, then.</summary>
    public Graph.Precision AmpPrecision { get; init; } = Graph.Precision.Half;

    // Model.
    public string Model { get; init; } = "";

    /// <summary>Options of the network, <c>name=value</c> with spaces between them; empty for the published one.</summary>
    public string ModelOptions { get; init; } = "";

    public string InitialCheckpoint { get; init; } = "";

    /// <summary>Weights of a network for classes that the trunk of a detector or segmenter starts with; empty for random
    /// ones.</summary>
    public string InitialTrunk { get; init; } = "";

    /// <summary>Whether the norms of the trunk keep their values and running statistics; null: where the trunk starts with
    /// weights.</summary>
    public bool? FreezesNorms { get; init; }

    /// <summary>
    /// Parameters that keep their values, by the beginnings of their names, with spaces between them; see
    /// <see cref="TrainingOptions.Frozen"/>. Empty for none.
    /// </summary>
    public string Freeze { get; init; } = "";

    /// <summary>0 for as many as the data set has.</summary>
    public int Classes { get; init; }

    /// <summary>Side of the pictures, pixels; where <see cref="LongSide"/> is set, their short side.</summary>
    public int ImageSize { get; init; } = 224;

    /// <summary>Of detectors: the most that the long side of an image may be, pixels. Wide and tall images then have canvases
    /// of their own. 0 for square canvases.</summary>
    public int LongSide { get; init; }

    /// <summary>The longest side of an image.</summary>
    public int LongestSide => Math.Max(ImageSize, LongSide);

    /// <summary>Whether the canvas of each step of a detector or segmenter has a size of its own, from 0.6 of
    /// <see cref="ImageSize"/> on.</summary>
    public bool MultiScale { get; init; }

    /// <summary>
    /// Sides that those of each training step are drawn from, pixels; smaller pictures come in larger batches
    /// (<see cref="MultiScaleSampling"/>). Empty for <see cref="ImageSize"/> alone.
    /// </summary>
    public IReadOnlyList<int> TrainSizes { get; init; } = [];

    public double CropShare { get; init; } = PreprocessingConfig.MobileFormer.CropShare;

    public IReadOnlyList<double> Mean { get; init; } = PreprocessingConfig.MobileFormer.Mean;

    public IReadOnlyList<double> StandardDeviation { get; init; } = PreprocessingConfig.MobileFormer.StandardDeviation;

    public Interpolation Interpolation { get; init; } = PreprocessingConfig.MobileFormer.Interpolation;

    /// <summary>Pictures of a batch; 0 for as many as fit the device's memory.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>0 for the batch size of training.</summary>
    public int ValidationBatchSize { get; init; }

    /// <summary>Batches whose gradients are averaged before each step.</summary>
    public int AccumulationSteps { get; init; } = 1;

    /// <summary>Whether norms are over the batches of all ranks together.</summary>
    public bool SynchronisesNorms { get; init; }

    // Optimizer.
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.AdamW;

    /// <summary>Added to roots of means of squares; null for the optimizer's own: 1e-6 with LAMB, else 1e-8.</summary>
    public double? Epsilon { get; init; }

    /// <summary>The decay rates of two means; null for the optimizer's own: 0.9 and 0.99 with Lion, else 0.999.</summary>
    public IReadOnlyList<double>? Betas { get; init; }

    public double Momentum { get; init; } = 0.9;

    /// <summary>Whether SGD looks one update ahead.</summary>
    public bool Nesterov { get; init; } = true;

    public double WeightDecay { get; init; } = 0.05;

    /// <summary>Whether norms and biases decay too.</summary>
    public bool DecaysAll { get; init; }

    /// <summary>What gradients are clipped to, in the unit of <see cref="ClipMode"/>; 0 for no limit.</summary>
    public double ClipGradient { get; init; }

    /// <summary>What of them is.</summary>
    public ClipMode ClipMode { get; init; }

    /// <summary>The learning rate of each layer by that of the layer behind it; 1 for one rate for all.</summary>
    public double LayerDecay { get; init; } = 1;

    /// <summary>The smallest share of the learning rate that a layer gets.</summary>
    public double LayerDecayMinimum { get; init; }

    // Schedule.
    public RecipeSchedule Schedule { get; init; } = RecipeSchedule.Cosine;

    public double LearningRate { get; init; } = 1e-3;

    /// <summary>The highest learning rate of a detector's trunk; 0 for that of the rest.</summary>
    public double TrunkLearningRate { get; init; }

    public double WarmUpRate { get; init; } = 1e-4;

    public double LowestRate { get; init; } = 1e-5;

    public int Epochs { get; init; } = 100;

    public double WarmUpEpochs { get; init; } = 3;

    public int CoolDownEpochs { get; init; } = 10;

    public double DecayEpochs { get; init; } = 30;

    public double DecayFactor { get; init; } = 0.1;

    /// <summary>The epochs at which the rate falls, with multistep.</summary>
    public IReadOnlyList<int> DecayMilestones { get; init; } = [90, 180, 270];

    /// <summary>The power of the share of epochs that are done, with cosine and poly.</summary>
    public double KDecay { get; init; } = 1;

    /// <summary>Whether the schedule begins behind the warm-up.</summary>
    public bool WarmUpComesBefore { get; init; }

    /// <summary>Whether the rate changes with every step instead of once per epoch.</summary>
    public bool ScheduleOnSteps { get; init; }

    /// <summary>Whether the rate of the warm-up alone does.</summary>
    public bool WarmUpOnSteps { get; init; }

    /// <summary>The defaults for a model: pictures as large as its own, prepared as for its published weights.</summary>
    /// <param name="model">Its name; a name that there is not gets the defaults of the record.</param>
    public static TrainingRecipe For(string model)
    {
        if (!ModelCatalogue.Contains(model))
            return new TrainingRecipe { Model = model };
        var preprocessing = ModelCatalogue.FamilyOf(model).Preprocessing;
        return VisionTask.Of(model).Defaults(new TrainingRecipe
        {
            Model = ModelCatalogue.Resolve(model),
            ImageSize = preprocessing.InputSize,
            CropShare = preprocessing.CropShare,
            Mean = preprocessing.Mean,
            StandardDeviation = preprocessing.StandardDeviation,
            Interpolation = preprocessing.Interpolation,
        });
    }

    // Augmentation and regularisation.
    public bool NoAugmentation { get; init; }

    /// <summary>Whether pictures are moved within a padded frame, instead of cut at random and resized.</summary>
    public bool ShiftedCrop { get; init; }

    /// <summary>Pixels of that frame.</summary>
    public int CropPadding { get; init; } = 4;

    /// <summary>Filter of the resize in training; null for one at random for each picture.</summary>
    public Interpolation? TrainInterpolation { get; init; }

    public IReadOnlyList<double> Scale { get; init; } = [0.08, 1];

    public IReadOnlyList<double> Ratio { get; init; } = [3.0 / 4, 4.0 / 3];

    public double HorizontalFlip { get; init; } = 0.5;

    public double VerticalFlip { get; init; }

    /// <summary>A policy such as <c>rand-m9-mstd0.5</c>; empty for none.</summary>
    public string AutoAugment { get; init; } = "";

    public double ColorJitter { get; init; }

    public double ErasingProbability { get; init; }

    public string ErasingMode { get; init; } = "pixel";

    public int ErasingCount { get; init; } = 1;

    public double Mixup { get; init; }

    public double CutMix { get; init; }

    /// <summary>Probability that a batch is mixed at all.</summary>
    public double MixingProbability { get; init; } = 1;

    /// <summary>Probability of cutmix where mixup is on too.</summary>
    public double CutMixShare { get; init; } = 0.5;

    /// <summary>The first epoch that is no longer mixed; 0 for none.</summary>
    public int MixingOffEpoch { get; init; }

    public double LabelSmoothing { get; init; } = 0.1;

    public double Dropout { get; init; }

    public double DropPath { get; init; }

    /// <summary>Whether a running average of the weights is kept, validated and stored.</summary>
    public bool Ema { get; init; }

    public double EmaDecay { get; init; } = 0.9998;

    /// <summary>Whether that average begins to move fast.</summary>
    public bool EmaWarmsUp { get; init; }

    // The run.
    public int Seed { get; init; } = 42;

    public string Output { get; init; } = "runs";

    public string Experiment { get; init; } = "";

    /// <summary>Steps between two lines of the log.</summary>
    public int LogInterval { get; init; } = 50;

    /// <summary>Steps between two saved states; 0 for one at the end of each epoch.</summary>
    public int RecoveryInterval { get; init; }

    /// <summary>How many of the best epochs keep their weights.</summary>
    public int CheckpointHistory { get; init; } = 10;

    /// <summary>Epochs between two whose weights are kept whether good or not; 0 for none.</summary>
    public int SavePeriod { get; init; }

    /// <summary>Hours after which no further epoch is begun, of one start of the run; 0 for no limit.</summary>
    public double MaxTime { get; init; }

    /// <summary>Whether losses, accuracies and rates are written as event files of TensorBoard too.</summary>
    public bool TensorBoard { get; init; }

    /// <summary>What "best" means: a metric of the network's task, such as <c>top1</c>, <c>top5</c> or <c>loss</c>.</summary>
    public string EvaluationMetric { get; init; } = "top1";

    /// <summary>Epochs from one validation to the next; the last epoch is always validated.</summary>
    public int EvaluationInterval { get; init; } = 1;

    /// <summary>Epochs without a better one after which the run ends; 0 for never.</summary>
    public int Patience { get; init; }

    public int Workers { get; init; } = 2;

    public string Device { get; init; } = "auto";

    public int Threads { get; init; }

    /// <summary>The learning rate as this recipe has it.</summary>
    internal LearningRateSchedule CreateSchedule()
    {
        LearningRateSchedule schedule = Schedule switch
        {
            RecipeSchedule.Cosine => new CosineSchedule
            {
                BaseRate = LearningRate,
                Epochs = Epochs,
                LowestRate = LowestRate,
                KDecay = KDecay,
            },
            RecipeSchedule.Poly => new PolynomialSchedule
            {
                BaseRate = LearningRate,
                Epochs = Epochs,
                LowestRate = LowestRate,
                KDecay = KDecay,
                Power = DecayFactor,
            },
            RecipeSchedule.Step => new StepSchedule
            {
                BaseRate = LearningRate,
                Epochs = Epochs,
                DecayEpochs = DecayEpochs,
                DecayFactor = DecayFactor,
            },
            RecipeSchedule.Multistep => new MultistepSchedule
            {
                BaseRate = LearningRate,
                Epochs = Epochs,
                Milestones = DecayMilestones,
                DecayFactor = DecayFactor,
            },
            RecipeSchedule.Constant => new ConstantSchedule { BaseRate = LearningRate, Epochs = Epochs },
        };
        return schedule with
        {
            WarmUpEpochs = WarmUpEpochs,
            WarmUpRate = WarmUpRate,
            WarmUpComesBefore = WarmUpComesBefore,
            WholeEpochs = !ScheduleOnSteps,
            CoolDownEpochs = CoolDownEpochs,
        };
    }

    /// <summary><see cref="Epsilon"/>, or the optimizer's own.</summary>
    internal double EpsilonOfOptimizer => Epsilon ?? (Optimizer == OptimizerKind.Lamb ? 1e-6 : 1e-8);

    /// <summary><see cref="Betas"/>, or the optimizer's own.</summary>
    internal IReadOnlyList<double> BetasOfOptimizer =>
        Betas ?? (Optimizer == OptimizerKind.Lion ? [0.9, 0.99] : [0.9, 0.999]);

    /// <summary>How pictures become input of this recipe's model.</summary>
    public PreprocessingConfig Preprocessing => new()
    {
        InputSize = ImageSize,
        LongSide = LongSide,
        CropShare = CropShare,
        Interpolation = Interpolation,
        Mean = Mean,
        StandardDeviation = StandardDeviation,
    };
}
