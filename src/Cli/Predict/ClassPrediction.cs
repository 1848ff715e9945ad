using System.CommandLine;
using GpuFormer.Models;

namespace GpuFormer.Cli.Predict;

/// <summary><c>predict</c> with a classifier: names what pictures show.</summary>
internal sealed class ClassPrediction : TaskPrediction
{
    private readonly Option<int> _topK = NumberOptions.Positive("--topk", 5, "How many classes to name.");
    private readonly Option<int> _batch = NumberOptions.Positive("--batch-size", 1,
        "Pictures of one run of the network; scores of other batch sizes may differ in their last digit.");

    private readonly Option<string?> _attention = new("--attention")
    {
        Description = "A folder in which heat maps show where the tokens of each bridge of a Mobile-Former look.",
        HelpName = "DIR",
    };

    /// <inheritdoc/>
    public override ModelTask Task => ModelTask.Classification;

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options => [_topK, _attention, _batch];

    /// <inheritdoc/>
    public override PredictionRun Open(PredictionRequest request)
    {
        var batch = request.Options.GetValue(_batch);
        if (batch > ClassifierOptions.LargestBatch)
            throw new UsageException($"--batch-size of predict is at most {ClassifierOptions.LargestBatch}.");
        var looked = request.FolderOf(_attention);
        var classifier = Classifier.Load(request.Network, request.Weights, request.With(new ClassifierOptions
        {
            // Which pictures come together must not show in the results.
            MaxBatchSize = batch,
            HasFixedBatch = true,
            QueueLimit = int.MaxValue,
        }));
        try
        {
            if (looked is not null)
                RequireAttention(classifier.Model);
            var saved = request.Saved;
            var stream = classifier.Stream(request.Options.GetValue(_topK), new(request.Workers, request.Load,
                saved is null && looked is null ? null : (file, image) =>
                {
                    looked?.Save(file, classifier.ClassifyWithAttention(image));
                    saved?.Save(file, image);
                }));
            return new PredictionRun<ClassifiedFile>(classifier,
                $"{classifier.Model.Name} on {classifier.Device.Description}", Classified.Header,
                [.. new[] { saved, looked }.OfType<SavedPictures>()], stream, Classified.Of);
        }
        catch
        {
            classifier.Dispose();
            throw;
        }
    }

    private static void RequireAttention(Model model)
    {
        try
        {
            var side = model.Preprocessing.InputSize;
            model.Network.BuildAttention(1, side, side);
        }
        catch (NotSupportedException exception)
        {
            throw new UsageException($"--attention: {exception.Message}");
        }
    }
}
