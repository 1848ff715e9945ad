using GpuFormer;
using GpuFormer.Training;

// Trains a small network on a data set and classifies with the result: Training DATA [EPOCHS [FOLDER]]
if (args.Length is < 1 or > 3 || (args.Length > 1 && !int.TryParse(args[1], out _)))
{
    Console.Error.WriteLine("usage: Training DATA [EPOCHS [FOLDER]]");
    return 2;
}

// What the preset of handwritten digits has, for another data set and as many epochs as there is time for.
var recipe = RecipePresets.Find("mnist") with
{
    Data = args[0],
    Epochs = args.Length > 1 ? int.Parse(args[1]) : 10,
};
var folder = new RunFolder(args.Length > 2 ? args[2] : "runs/from-code");

using var interruption = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    // The state is stored first; the next start goes on from it.
    pressed.Cancel = true;
    interruption.Cancel();
};

using (var device = DeviceSelector.Open(recipe.Device, report: Console.Error.WriteLine))
using (var run = new TrainingRun(recipe, folder, device, new Progress(), resume: true))
{
    try
    {
        var best = run.Trainer.Run(interruption.Token);
        Console.WriteLine($"best: epoch {best.Epoch + 1}, {best.Metrics["top1"]:F2} %");
    }
    catch (OperationCanceledException)
    {
        Console.Error.WriteLine($"interrupted; what is done is kept in {folder.Root}");
        return 130;
    }
}

// The weights know their network, classes and preprocessing.
using var classifier = Classifier.Load(folder.Root);
Console.WriteLine($"{classifier.Model.Name} tells {classifier.Model.Classes} classes apart: {folder.BestWeights}");
return 0;

/// <summary>Says how it goes, once an epoch.</summary>
internal sealed class Progress : ITrainingObserver
{
    public void EpochEnded(TrainingEpoch epoch) => Console.WriteLine(
        $"epoch {epoch.Summary.Epoch + 1}: loss {epoch.Summary.TrainLoss:F3}, {epoch.Summary.Metrics["top1"]:F2} % after "
        + $"{epoch.Time.TotalSeconds:F1} s");

    public void Warned(string message) => Console.Error.WriteLine(message);
}
