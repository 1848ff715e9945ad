namespace GpuFormer.Training;

/// <summary>What is known before the first step.</summary>
/// <param name="Model">The network's name.</param>
/// <param name="Classes">Its classes.</param>
/// <param name="Folder">Of the run.</param>
/// <param name="TrainPictures">Pictures to learn from.</param>
/// <param name="EvalPictures">Pictures to judge by.</param>
/// <param name="Epochs">Epochs in all, cool-down included.</param>
/// <param name="BatchesPerEpoch">Batches of the epoch that begins; of others too, but where sizes change.</param>
/// <param name="BatchSize">Pictures of a batch; where sizes change, of one of the recipe's own size.</param>
/// <param name="ResumedEpoch">Where a resumed run goes on; null for a new run.</param>
/// <param name="ResumedBatch">The batch in that epoch.</param>
public sealed record TrainingStart(
    string Model, int Classes, string Folder, int TrainPictures, int EvalPictures, int Epochs, int BatchesPerEpoch,
    int BatchSize, int? ResumedEpoch, int ResumedBatch)
{
    /// <summary>Processes that train together; batches are those of one of them.</summary>
    public int Ranks { get; init; } = 1;

    /// <summary>By what they talk to each other.</summary>
    public string Engine { get; init; } = "";
}

/// <summary>One batch that was trained on.</summary>
/// <param name="Epoch">From 0.</param>
/// <param name="Batch">Of the epoch, from 0.</param>
/// <param name="Batches">Of the epoch.</param>
/// <param name="Pictures">Of the batch.</param>
/// <param name="Loss">Of this batch.</param>
/// <param name="MeanLoss">Of the epoch so far.</param>
/// <param name="LearningRate">Of this batch.</param>
/// <param name="Time">From the end of the batch before, waiting included.</param>
/// <param name="DataTime">Of it, the time spent waiting for pictures.</param>
public readonly record struct TrainingStep(
    int Epoch, int Batch, int Batches, int Pictures, double Loss, double MeanLoss, double LearningRate, TimeSpan Time,
    TimeSpan DataTime);

/// <summary>An epoch that was validated and stored.</summary>
/// <param name="Summary">Its line of <c>summary.csv</c>.</param>
/// <param name="Best">The best epoch so far.</param>
/// <param name="Metrics">What the numbers of both are.</param>
/// <param name="Time">Of the epoch, validation included.</param>
/// <param name="EvalTime">Of the validation.</param>
public sealed record TrainingEpoch(
    EpochSummary Summary, EpochSummary Best, MetricSet Metrics, TimeSpan Time, TimeSpan EvalTime);

/// <summary>
/// Gets to know how a run goes. Called on the thread of <see cref="Trainer.Run"/>, which waits meanwhile.
/// </summary>
/// <remarks>All methods do nothing unless they are written: an observer says what it wants to know.</remarks>
public interface ITrainingObserver
{
    /// <summary>The run begins or goes on.</summary>
    void Started(TrainingStart start)
    {
    }

    /// <summary>A batch was trained on.</summary>
    void Stepped(in TrainingStep step)
    {
    }

    /// <summary>The validation of an epoch begins.</summary>
    void Validating(int epoch)
    {
    }

    /// <summary>An epoch was validated and stored.</summary>
    void EpochEnded(TrainingEpoch epoch)
    {
    }

    /// <summary>The state was stored within an epoch.</summary>
    void Saved(int epoch, int batch)
    {
    }

    /// <summary>Something that was chosen for the user.</summary>
    void Noted(string message)
    {
    }

    /// <summary>Something that a user should know and that does not stop the run.</summary>
    void Warned(string message)
    {
    }
}
