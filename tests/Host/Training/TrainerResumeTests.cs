using GpuFormer.Data;
using GpuFormer.Tests.Cli;
using GpuFormer.Training;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host.Training;

/// <summary>A run that was stopped and resumed ends with the bytes of one that was not.</summary>
public sealed class TrainerResumeTests
{
    private static readonly TrainingRecipe Saving = TrainerRun.Recipe with { RecoveryInterval = 3 };

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public void Twenty_kills_change_no_byte(int recoveryInterval)
    {
        var recipe = TrainerRun.Recipe with { RecoveryInterval = recoveryInterval, Epochs = 15 };
        using var folder = new TemporaryFolder();
        TrainerRun.Go(folder["whole"], recipe);

        var random = new Random(recoveryInterval);
        for (var kill = 0; kill < 20; kill++)
        {
            // An epoch has 8 steps; with a state once an epoch a shorter life would never come past one.
            var life = recoveryInterval == 0 ? random.Next(1, 17) : random.Next(1, 9);
            var killed = false;
            try
            {
                TrainerRun.Go(folder["run"], recipe with { Workers = 1 + kill % 3 }, resume: true,
                    observer: new Watch(life, () => throw new Killed()));
            }
            catch (Killed)
            {
                killed = true;
            }

            // What a kill while the state is written leaves: its name is in the manifest before.
            if (File.ReadLines(folder["run/manifest.txt"]).Contains("state.safetensors"))
                File.WriteAllText(folder["run/.state.safetensors.run.tmp"], "half a state");
            if (!killed)
                break;
        }

        TrainerRun.Go(folder["run"], recipe, resume: true);
        Assert.Equal(TrainerRun.Files(folder["whole"]), TrainerRun.Files(folder["run"]));
    }

    [Fact]
    public void Cancelling_stores_the_state_at_once()
    {
        using var folder = new TemporaryFolder();
        TrainerRun.Go(folder["whole"]);
        using var interruption = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => TrainerRun.Go(
            folder["run"], observer: new Watch(19, interruption.Cancel), cancellation: interruption.Token));
        var progress = TrainingCheckpoint.Load(folder["run/state.safetensors"]).Progress;
        Assert.Equal((2, 3), (progress.Epoch, progress.Batch));

        var watch = new Watch();
        TrainerRun.Go(folder["run"], resume: true, observer: watch);
        Assert.Equal((2, 3), (watch.Start!.ResumedEpoch, watch.Start.ResumedBatch));
        Assert.Equal(6 * 8 - 19, watch.Steps.Count);
        Assert.Equal(TrainerRun.Files(folder["whole"]), TrainerRun.Files(folder["run"]));
    }

    [Fact]
    public void With_accumulation_a_state_waits_for_the_end_of_the_step()
    {
        var recipe = TrainerRun.Recipe with { AccumulationSteps = 3, RecoveryInterval = 1 };
        using var folder = new TemporaryFolder();
        using var interruption = new CancellationTokenSource();
        var watch = new Watch(4, interruption.Cancel);
        Assert.Throws<OperationCanceledException>(
            () => TrainerRun.Go(folder["run"], recipe, observer: watch, cancellation: interruption.Token));
        // 8 batches give two steps of 3; it was cancelled in the first batch of the second.
        Assert.Equal(6, TrainingCheckpoint.Load(folder["run/state.safetensors"]).Progress.Batch);
        Assert.Equal(2, watch.Saves);

        TrainerRun.Go(folder["run"], recipe, resume: true);
        TrainerRun.Go(folder["whole"], recipe);
        Assert.Equal(TrainerRun.Files(folder["whole"]), TrainerRun.Files(folder["run"]));
    }

    [Fact]
    public void A_batch_that_is_left_out_in_mid_accumulation_moves_no_boundary()
    {
        var recipe = TrainerRun.Recipe with { AccumulationSteps = 3, RecoveryInterval = 1 };
        // Steps of 3 batches; the second of the second step, then all of the third.
        foreach (var broken in new[] { (5L, 1), (7L, 3) })
        {
            using var folder = new TemporaryFolder();
            TrainerRun.Go(folder["whole"], recipe, broken: broken);
            foreach (var life in new[] { 5, 4, 7, 9 })
            {
                Assert.Throws<Killed>(() => TrainerRun.Go(
                    folder["run"], recipe, resume: true, observer: new Watch(life, Kill), broken: broken));
                Assert.Equal(0, TrainingCheckpoint.Load(folder["run/state.safetensors"]).Progress.Batch % 3);
            }

            TrainerRun.Go(folder["run"], recipe, resume: true, broken: broken);
            Assert.Equal(TrainerRun.Files(folder["whole"]), TrainerRun.Files(folder["run"]));
        }
    }

    [Fact]
    public void Weights_that_are_newer_than_the_state_are_written_again()
    {
        using var folder = new TemporaryFolder();
        TrainerRun.Go(folder["whole"], Saving);
        // What a kill leaves between the weights of an epoch and its state.
        Assert.Throws<Killed>(() => TrainerRun.Go(folder["run"], Saving, observer: new Watch(30, Kill)));
        var old = File.ReadAllBytes(folder["run/state.safetensors"]);
        Assert.Throws<Killed>(() => TrainerRun.Go(folder["run"], Saving, resume: true, observer: new Watch(15, Kill)));
        File.WriteAllBytes(folder["run/state.safetensors"], old);

        TrainerRun.Go(folder["run"], Saving, resume: true);
        Assert.Equal(TrainerRun.Files(folder["whole"]), TrainerRun.Files(folder["run"]));
    }

    [Fact]
    public void A_run_that_is_over_is_left_as_it_is()
    {
        using var folder = new TemporaryFolder();
        var best = TrainerRun.Go(folder["run"]);
        var before = TrainerRun.Files(folder["run"]);
        var watch = new Watch();
        Assert.Equal(best, TrainerRun.Go(folder["run"], resume: true, observer: watch));
        Assert.Empty(watch.Steps);
        Assert.Equal(before, TrainerRun.Files(folder["run"]));
    }

    [Fact]
    public void Without_resuming_nothing_of_an_earlier_run_stays()
    {
        using var folder = new TemporaryFolder();
        TrainerRun.Go(folder["whole"]);
        TrainerRun.Go(folder["run"], TrainerRun.Recipe with { Seed = 7, CheckpointHistory = 5 });
        TrainerRun.Go(folder["run"]);
        Assert.Equal(TrainerRun.Files(folder["whole"]), TrainerRun.Files(folder["run"]));
    }

    [Fact]
    public void The_state_of_another_model_is_refused_and_kept()
    {
        using var folder = new TemporaryFolder();
        TrainerRun.Go(folder["run"]);
        var before = TrainerRun.Files(folder["run"]);
        var exception = Assert.Throws<ModelFormatException>(
            () => TrainerRun.Go(folder["run"], TrainerRun.Recipe with { Model = "cubic" }, resume: true));
        Assert.Contains("linear", exception.Message);
        Assert.Contains("cubic", exception.Message);
        exception = Assert.Throws<ModelFormatException>(() => TrainerRun.Go(folder["run"], resume: true, classes: 3));
        Assert.Contains("4 classes", exception.Message);
        Assert.Equal(before, TrainerRun.Files(folder["run"]));
    }

    [Fact]
    public void A_recipe_that_would_give_other_results_is_refused_with_every_difference()
    {
        using var folder = new TemporaryFolder();
        TrainerRun.Go(folder["run"]);
        var exception = Assert.Throws<RecipeException>(() => TrainerRun.Go(
            folder["run"], TrainerRun.Recipe with { Seed = 1, WeightDecay = 0.5 }, resume: true));
        Assert.Contains("--seed was '42', is '1'", exception.Message);
        Assert.Contains("--weight-decay was '0.05', is '0.5'", exception.Message);
    }

    [Fact]
    public void What_does_not_decide_the_result_may_change()
    {
        using var folder = new TemporaryFolder();
        TrainerRun.Go(folder["whole"]);
        Assert.Throws<Killed>(() => TrainerRun.Go(folder["run"], Saving, observer: new Watch(20, Kill)));
        TrainerRun.Go(folder["run"], TrainerRun.Recipe with { Workers = 1, LogInterval = 7 }, resume: true);
        const string State = "state.safetensors";
        Assert.Equal(TrainerRun.Files(folder["whole"])[State], TrainerRun.Files(folder["run"])[State]);
    }

    [Fact]
    public void Other_data_than_the_run_began_with_are_refused_unless_allowed()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<Killed>(() => TrainerRun.Go(folder["run"], observer: new Watch(20, Kill)));
        var before = TrainerRun.Files(folder["run"]);
        var exception = Assert.Throws<DatasetFormatException>(
            () => TrainerRun.Go(folder["run"], resume: true, pictures: 70));
        Assert.Contains("to learn from, it had 66 pictures, has 70", exception.Message);
        Assert.Contains("--allow-changed-data", exception.Message);
        Assert.Equal(before, TrainerRun.Files(folder["run"]));
        TrainerRun.Go(folder["run"], resume: true, pictures: 70, allowChangedData: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    public void A_damaged_state_is_refused_with_its_name(string content)
    {
        using var folder = new TemporaryFolder();
        TrainerRun.Go(folder["run"]);
        folder.Write("run/state.safetensors", content);
        var exception = Assert.Throws<ModelFormatException>(() => TrainerRun.Go(folder["run"], resume: true));
        Assert.Contains("state.safetensors", exception.Message);
    }

    [Fact]
    public void Weights_alone_are_no_state()
    {
        using var folder = new TemporaryFolder();
        TrainerRun.Go(folder["run"]);
        File.Copy(folder["run/weights/last.safetensors"], folder["run/state.safetensors"], overwrite: true);
        var exception = Assert.Throws<ModelFormatException>(() => TrainerRun.Go(folder["run"], resume: true));
        Assert.Contains("--initial-checkpoint", exception.Message);
    }

    private static void Kill() => throw new Killed();

    private sealed class Killed : Exception;
}
