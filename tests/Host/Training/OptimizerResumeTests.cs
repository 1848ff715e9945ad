using GpuFormer.Tests.Host.Data;
using GpuFormer.Training;
using Xunit;

namespace GpuFormer.Tests.Host.Training;

public sealed class OptimizerResumeTests
{
    [Fact]
    public void A_run_with_LAMB_and_adaptive_clipping_that_is_killed_ends_with_the_bytes_of_one_that_was_not()
    {
        using var folder = new Cli.TemporaryFolder();
        byte[] labels = [.. Enumerable.Range(0, 32).Select(i => (byte)(i % 10))];
        foreach (var split in new[] { "train", "t10k" })
        {
            folder.Write($"d/{split}-images-idx3-ubyte", IdxBytes.Images(labels.Length, 20, 20));
            folder.Write($"d/{split}-labels-idx1-ubyte", IdxBytes.Labels(labels));
        }

        var recipe = TrainingRecipe.For("mobile_former_26m") with
        {
            Data = folder["d"],
            ImageSize = 32,
            BatchSize = 8,
            Epochs = 2,
            CoolDownEpochs = 0,
            Optimizer = OptimizerKind.Lamb,
            ClipMode = ClipMode.Agc,
            ClipGradient = 0.01,
            LayerDecay = 0.9,
            RecoveryInterval = 1,
        };
        using var device = DeviceSelector.Open("cpu", 2);
        Go("whole", null);
        Assert.Throws<TimeoutException>(() => Go("killed", new Watch(3, () => throw new TimeoutException())));
        Go("killed", null);
        Assert.Equal(FilesOf("whole"), FilesOf("killed"));

        // The report tells the time that the run took, and that it was resumed.
        IEnumerable<KeyValuePair<string, string>> FilesOf(string name) =>
            TrainerRun.Files(folder[name]).Where(file => file.Key != "report.html");

        void Go(string name, ITrainingObserver? observer)
        {
            using var run = new TrainingRun(recipe, new RunFolder(folder[name]), device, observer, resume: true);
            run.Trainer.Run();
        }
    }
}
