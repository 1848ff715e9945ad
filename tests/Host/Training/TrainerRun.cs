using GpuFormer.Data;
using GpuFormer.Data.Augmentation;
using GpuFormer.Imaging;
using GpuFormer.Tests.Cli;
using GpuFormer.Training;

namespace GpuFormer.Tests.Host.Training;

/// <summary>Runs of a <see cref="Trainer"/> with a network small enough for hundreds of steps.</summary>
internal static class TrainerRun
{
    public const int Classes = 4;

    public static readonly TrainingRecipe Recipe = new()
    {
        Model = "linear",
        Data = "stripes",
        BatchSize = 8,
        Epochs = 5,
        CoolDownEpochs = 1,
        WarmUpEpochs = 1,
        LearningRate = 0.05,
        Ema = true,
        CheckpointHistory = 2,
        Mixup = 0.2,
        Workers = 2,
        HorizontalFlip = 0.5,
    };

    /// <summary>Runs to the end, or to the exception that an observer throws.</summary>
    public static EpochSummary Go(
        string folder, TrainingRecipe? recipe = null, bool resume = false, ITrainingObserver? observer = null,
        CancellationToken cancellation = default, (long, int)? broken = null, IReadOnlySet<int>? damaged = null,
        int classes = Classes, int pictures = 66, bool allowChangedData = false)
    {
        recipe ??= Recipe;
        var training = new StripedPictures(pictures, classes) { Damaged = damaged ?? new HashSet<int>() };
        var preprocessing = new PreprocessingConfig { InputSize = LinearNetwork.Side, CropShare = 1 };
        using var batches = new BatchLoader(training, RecipeData.TrainingOptions(recipe) with
        {
            Preprocessing = preprocessing,
        });
        using var judged = new BatchLoader(new StripedPictures(20, classes), new BatchLoaderOptions
        {
            BatchSize = 8,
            Preprocessing = preprocessing,
        });
        using var session = new LinearSession(classes, recipe.BatchSize, recipe.Ema)
        {
            Broken = broken,
            AccumulationSteps = recipe.AccumulationSteps,
        };
        return new Trainer(new TrainerParts
        {
            Recipe = recipe,
            Folder = new RunFolder(folder),
            Model = new LinearNetwork(recipe.Model, classes),
            Session = session,
            Evaluator = new LinearEvaluator(judged),
            Batches = batches,
            Observer = observer ?? new Watch(),
            Metrics = ClassificationMetrics.Set,
            Data = new DataIdentity(
                DatasetIdentity.Of(training), DatasetIdentity.Of(judged.Dataset)),
            AllowChangedData = allowChangedData,
            Resume = resume,
        }).Run(cancellation);
    }

    /// <summary>All files of a run that must not depend on kills, with their bytes.</summary>
    public static SortedDictionary<string, string> Files(string folder)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            files.Add(Path.GetRelativePath(folder, file), Convert.ToHexString(
                System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file))));
        return files;
    }
}

/// <summary>Remembers what it was told, and does something after a number of steps.</summary>
internal sealed class Watch(int after = int.MaxValue, Action? act = null) : ITrainingObserver
{
    private int _left = after;

    public List<string> Warnings { get; } = [];

    public List<TrainingStep> Steps { get; } = [];

    public List<TrainingEpoch> Epochs { get; } = [];

    public TrainingStart? Start { get; private set; }

    public int Saves { get; private set; }

    public void Started(TrainingStart start) => Start = start;

    public void Stepped(in TrainingStep step)
    {
        Steps.Add(step);
        if (--_left == 0)
            act!();
    }

    public void Validating(int epoch)
    {
    }

    public void EpochEnded(TrainingEpoch epoch) => Epochs.Add(epoch);

    public void Saved(int epoch, int batch) => Saves++;

    public void Warned(string message) => Warnings.Add(message);
}
