using System.Globalization;
using GpuFormer.Data;
using GpuFormer.Distributed;
using GpuFormer.Graph.Execution;
using GpuFormer.Graph.Losses;
using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;
using GpuFormer.Tasks;

namespace GpuFormer.Training;

/// <summary>
/// A recipe made ready on a device: data sets, loaders, the network's training step and its validation, and the
/// <see cref="Trainer"/> that drives them.
/// </summary>
/// <example>
/// <code>
/// using var device = DeviceSelector.Open();
/// using var run = new TrainingRun(recipe, new RunFolder("runs/digits"), device, observer);
/// var best = run.Trainer.Run();
/// </code>
/// </example>
public sealed class TrainingRun : IDisposable
{
    private readonly Stack<IDisposable> _owned = [];
    private readonly TrainingSession _session;

    /// <summary>Opens the data, compiles the step, and says what is wrong with either.</summary>
    /// <param name="recipe">Names the model and the data set.</param>
    /// <param name="folder">Where the run is kept.</param>
    /// <param name="device">Must outlive the run.</param>
    /// <param name="observer">Gets to know how it goes; null for nobody.</param>
    /// <param name="resume">Whether to go on from the state in the folder, where there is one.</param>
    /// <param name="arguments">The text of <c>args.yaml</c> for the recipe that is run; null to write none.</param>
    /// <param name="allowChangedData">Whether to go on though the data are not those that the run began with.</param>
    /// <param name="ranks">
    /// Those that train together, each with a run of its own on its own device; null for this process alone. Batch size
    /// and accumulation of the recipe are those of each rank. The first alone uses the folder.
    /// </param>
    /// <exception cref="RankSetupException">The ranks differ in recipe, model or kind of device.</exception>
    /// <exception cref="RankFailedException">Another rank cannot begin.</exception>
    /// <exception cref="RecipeException">The recipe asks for something impossible.</exception>
    /// <exception cref="DatasetFormatException">The data set is missing, damaged or of an unknown layout.</exception>
    /// <exception cref="DeviceMemoryException">
    /// Training and validation do not fit the device; the message names the largest batch that does.
    /// </exception>
    public TrainingRun(
        TrainingRecipe recipe, RunFolder folder, Device device, ITrainingObserver? observer = null, bool resume = false,
        Func<TrainingRecipe, string>? arguments = null, bool allowChangedData = false, IRankGroup? ranks = null)
        : this(recipe, folder, device, observer, resume, arguments, allowChangedData, ranks, readYolo: null)
    {
    }

    internal TrainingRun(
        TrainingRecipe recipe, RunFolder folder, Device device, ITrainingObserver? observer, bool resume,
        Func<TrainingRecipe, string>? arguments, bool allowChangedData, IRankGroup? ranks,
        Func<string, YoloLayout>? readYolo)
    {
        observer ??= new Silence();
        ranks ??= SingleRank.Instance;
        var task = VisionTask.Of(recipe.Model);
        task.Metrics.Find(recipe.EvaluationMetric);
        try
        {
            RankAgreement.OnRecipe(ranks, recipe);
            var (training, validation) = OpenData(task, recipe, observer, readYolo);
            RankAgreement.OnData(ranks, recipe.DataName, training, validation);
            FirstValidationImage = validation.NameOf(0);
            Model = CreateModel(recipe, task, training);
            RankAgreement.OnModel(ranks, Model, device);
            var prepared = task.Prepare(recipe, Model);
            if (ranks.Size > 1 && prepared.NoRanks is { } reason)
                throw new RecipeException(reason);
            if (recipe.BatchSize == 0)
            {
                recipe = recipe with { BatchSize = ChooseBatch(recipe, prepared, training, device, observer, ranks) };
                prepared = task.Prepare(recipe, Model);
            }

            var batches = Own(prepared.CreateBatches(training, ranks));
            _session = Own(new TrainingSession(device, Model, SessionOptions(recipe, ranks.Size, prepared.Canvases),
                batch => prepared.NeedOfEvaluator(device, batch), ranks, prepared.Criterion));
            Trainer = new Trainer(new TrainerParts
            {
                Recipe = recipe,
                Folder = folder,
                Model = Model,
                Session = _session,
                Evaluator = Own(prepared.CreateEvaluator(device, validation, ranks)),
                Batches = batches,
                Observer = observer,
                Metrics = task.Metrics,
                Targets = prepared.Targets,
                DrawBatch = batch => prepared.Draw(batch, training.Classes),
                Data = new DataIdentity(DatasetIdentity.Of(training), DatasetIdentity.Of(validation)),
                AllowChangedData = allowChangedData,
                Ranks = ranks,
                Resume = resume,
                Arguments = arguments?.Invoke(recipe),
                Device = $"{device.Name}: {device.Description}",
            });
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The network in training.</summary>
    internal ImageModel Model { get; }

    /// <summary>Runs the recipe.</summary>
    public Trainer Trainer { get; }

    /// <summary>The first image to judge by, as its data set calls it: a path where it is a file.</summary>
    public string FirstValidationImage { get; }

    /// <summary>Runs the last step again, launch by launch, without an update, and tells how long each took.</summary>
    internal IReadOnlyList<TraceRow> TraceStep() => _session.Trace();

    /// <summary>Stops the loaders' workers and releases the device memory.</summary>
    public void Dispose()
    {
        while (_owned.TryPop(out var owned))
            owned.Dispose();
    }

    /// <summary>
    /// The recipe with which ranks go on from a state that perhaps another number of ranks stored: they make a step of as
    /// many batches, of the size that was chosen where the recipe leaves it open. All ranks call this; the first one's
    /// folder counts.
    /// </summary>
    /// <exception cref="RecipeException">They cannot share the batches of a step evenly.</exception>
    public static TrainingRecipe ResumedRecipe(TrainingRecipe recipe, RunFolder folder, IRankGroup ranks)
    {
        var resumed = ranks.Rank == 0 && folder.HasState
            ? TrainingCheckpoint.ForRanks(folder.State, recipe, ranks.Size)
            : recipe;
        var texts = ranks.BroadcastText(string.Create(
            CultureInfo.InvariantCulture, $"{resumed.AccumulationSteps} {resumed.BatchSize}")).Split(' ');
        return recipe with
        {
            AccumulationSteps = int.Parse(texts[0], CultureInfo.InvariantCulture),
            BatchSize = int.Parse(texts[1], CultureInfo.InvariantCulture),
        };
    }

    /// <summary>The step that a recipe asks for.</summary>
    /// <param name="recipe">Its accumulation is that of each rank.</param>
    /// <param name="ranks">How many train together.</param>
    /// <param name="canvases">Rows and columns of the images, the largest first; null for those of the recipe.</param>
    internal static TrainingOptions SessionOptions(
        TrainingRecipe recipe, int ranks = 1, IReadOnlyList<(int Height, int Width)>? canvases = null) => new(
        recipe.BatchSize, canvases?[0].Height ?? recipe.ImageSize, canvases?[0].Width ?? recipe.ImageSize,
        new OptimizerOptions(recipe.Optimizer, recipe.WeightDecay)
        {
            DecaysAll = recipe.DecaysAll,
            Nesterov = recipe.Nesterov,
            Beta1 = recipe.BetasOfOptimizer[0],
            Beta2 = recipe.BetasOfOptimizer[1],
            Epsilon = recipe.EpsilonOfOptimizer,
            Momentum = recipe.Momentum,
            ClipNorm = Limit(recipe, ClipMode.Norm),
            ClipValue = Limit(recipe, ClipMode.Value),
            ClipFactor = Limit(recipe, ClipMode.Agc),
            TrunkFactor = recipe.TrunkLearningRate > 0 ? recipe.TrunkLearningRate / recipe.LearningRate : 1,
            LayerDecay = recipe.LayerDecay,
            LayerDecayMinimum = recipe.LayerDecayMinimum,
            EmaDecay = recipe.Ema ? recipe.EmaDecay : null,
            EmaWarmsUp = recipe.EmaWarmsUp,
            AccumulationSteps = recipe.AccumulationSteps * ranks,
        })
        {
            Dropout = recipe.Dropout,
            DropPath = recipe.DropPath,
            TrunkNorms = recipe.FreezesNorms ?? recipe.InitialTrunk.Length > 0 ? NormTraining.Frozen : NormTraining.Batch,
            Frozen = recipe.Freeze.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            SynchronisesNorms = recipe.SynchronisesNorms,
            Precision = recipe.Precision,
            Seed = recipe.Seed,
            Sizes = canvases is { Count: > 1 }
            ? [.. canvases.Select(canvas => new TrainingSize(recipe.BatchSize, canvas.Height, canvas.Width))]
            : RecipeData.Sampling(recipe, ranks) is not { } sampling ? [] : [.. sampling.Sides.Select(side =>
            new TrainingSize(sampling.SizeOf(side, recipe.ImageSize, recipe.BatchSize), side, side))],
        };

    // An epoch has a step, whatever fits; ranks take what fits all of them.
    private int ChooseBatch(
        TrainingRecipe recipe, TaskTraining prepared, ImageSource training, Device device, ITrainingObserver observer,
        IRankGroup ranks)
    {
        var (batch, reason) = AutomaticBatch.Choose(device, TrainingOptions.SmallestBatch,
            training.Count / (recipe.AccumulationSteps * ranks.Size), size =>
                TrainingSession.NeedOf(device, Model, prepared.Criterion ?? new SoftTargetCriterion(),
                    SessionOptions(recipe with { BatchSize = size }, ranks.Size, prepared.Canvases), size)
                    .And(prepared.NeedOfEvaluator(device, size)));
        var least = ranks.GatherTexts(batch.ToString(CultureInfo.InvariantCulture))
            .Min(text => int.Parse(text, CultureInfo.InvariantCulture));
        observer.Noted(least == batch ? reason : $"--batch-size auto: {least}, the most that fits all ranks");
        return least;
    }

    private static double? Limit(TrainingRecipe recipe, ClipMode mode) =>
        recipe.ClipMode == mode && recipe.ClipGradient > 0 ? recipe.ClipGradient : null;

    private static (ImageSource Training, ImageSource Validation) OpenData(
        VisionTask task, TrainingRecipe recipe, ITrainingObserver observer, Func<string, YoloLayout>? readYolo)
    {
        var training = task.Open(recipe, DatasetSplit.Train, readYolo);
        var validation = task.Open(recipe, DatasetSplit.Validation, readYolo);
        foreach (var remark in training.Remarks.Concat(validation.Remarks).Distinct(StringComparer.Ordinal))
            observer.Warned(remark);
        if (!training.Classes.SequenceEqual(validation.Classes, StringComparer.Ordinal))
        {
            throw new DatasetFormatException(recipe.DataName,
                $"has {training.Classes.Count} classes to learn and {validation.Classes.Count} to judge by"
                    + OnlyIn("learn", training, validation) + OnlyIn("judge by", validation, training),
                "Give both splits the same class folders, or name them in a --class-map.");
        }

        if (task.JudgesByTraining(recipe))
        {
            var problem = "has no pictures of its own to judge by: the accuracy is that of the training pictures";
            const string Remedy = "Put some of them below 'val' and the others below 'train', or name --val-split.";
            if (recipe.Strict)
                throw new DatasetFormatException(recipe.DataName, problem, Remedy);
            observer.Warned($"{recipe.DataName} {problem}. {Remedy}");
        }

        if (recipe.Strict)
        {
            training.RequireReadable();
            validation.RequireReadable();
        }

        return (training, validation);
    }

    private static string OnlyIn(string purpose, ImageSource split, ImageSource other)
    {
        var names = split.Classes.Except(other.Classes, StringComparer.Ordinal).ToArray();
        return names.Length == 0 ? "" : $"; only to {purpose}: {DatasetIdentity.Listed(names)}";
    }

    private static ImageModel CreateModel(TrainingRecipe recipe, VisionTask task, ImageSource data)
    {
        var outputs = task.OutputsFor(ModelCatalogue.FamilyOf(recipe.Model), data);
        if (recipe.Classes > 0 && recipe.Classes != data.Classes.Count)
        {
            throw new RecipeException($"--num-classes {recipe.Classes} does not fit {recipe.DataName}, which has "
                + $"{data.Classes.Count}. Leave it out.");
        }

        if (recipe.BatchSize == 1)
            throw new RecipeException("--batch-size must be at least 2: batch norm needs pictures to compare.");
        try
        {
            var options = recipe.ModelOptions.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var network = ModelCatalogue.Create(recipe.Model, outputs, options);
            if (!network.HasFixedSize)
                return network;
            if (recipe.TrainSizes.Count > 0)
                throw new RecipeException("--train-sizes: with token mixing by MLPs the network takes pictures of one size.");
            // It is made for the size of the recipe, unless it is said otherwise.
            return options.Any(text => text.StartsWith("img_size", StringComparison.Ordinal))
                ? network
                : ModelCatalogue.Create(recipe.Model, outputs, [.. options, $"img_size={recipe.ImageSize}"]);
        }
        catch (ArgumentException exception) when (recipe.ModelOptions.Length > 0)
        {
            throw new RecipeException($"--model-kwargs {recipe.ModelOptions}: {exception.Message}");
        }
    }

    private T Own<T>(T owned) where T : IDisposable
    {
        _owned.Push(owned);
        return owned;
    }

    private sealed class Silence : ITrainingObserver;
}
