using System.Globalization;
using System.Text.Json;
using GpuFormer.Tests.Cli;
using GpuFormer.Training;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host.Training;

public sealed class TrainerTests
{
    [Fact]
    public void A_run_learns_and_leaves_summary_weights_state_and_report()
    {
        using var folder = new TemporaryFolder();
        var watch = new Watch();
        var best = TrainerRun.Go(folder["run"], observer: watch);

        Assert.Equal(6, watch.Epochs.Count);
        Assert.Equal(6 * 8, watch.Steps.Count);
        Assert.True(best.Metrics["top1"] > 60, $"{best.Metrics["top1"]} % is no better than guessing among four.");
        Assert.True(watch.Epochs[^1].Summary.Metrics["loss"] < watch.Epochs[0].Summary.Metrics["loss"]);
        var kept = EpochRanking.Rank(watch.Epochs.Select(e => e.Summary), ClassificationMetrics.Set.Ranking).Take(2).Select(e => e.Epoch).Order();
        Assert.Equal(
            [
                ".run.lock", "classes.csv", "manifest.txt", "report.html", "state.safetensors", "summary.csv",
                "train_batch0.png", "train_batch1.png", "train_batch2.png", "weights/best.safetensors",
                "weights/config.json",
                .. kept.Select(e => $"weights/epoch-{e:D4}.safetensors"), "weights/last.safetensors",
            ],
            TrainerRun.Files(folder["run"]).Keys);
    }

    [Fact]
    public void The_summary_has_one_line_an_epoch_with_the_columns_of_timm()
    {
        using var folder = new TemporaryFolder();
        var watch = new Watch();
        TrainerRun.Go(folder["run"], observer: watch);
        var lines = File.ReadAllLines(folder["run/summary.csv"]);
        Assert.Equal("epoch,train_loss,eval_loss,eval_top1,eval_top5,lr", lines[0]);
        Assert.Equal(7, lines.Length);
        var values = lines[3].Split(',').Select(v => double.Parse(v, CultureInfo.InvariantCulture)).ToArray();
        var summary = watch.Epochs[2].Summary;
        Assert.Equal([2, summary.TrainLoss, .. summary.Metrics.Select(metric => metric.Value), summary.LearningRate],
            values);
        // Networks 2.3, with 5 epochs: half a cosine, not shifted by the warm-up.
        Assert.Equal(1e-5 + 0.5 * (0.05 - 1e-5) * (1 + Math.Cos(Math.PI * 2 / 5)), values[5], 1e-12);
        Assert.Equal(1e-5, double.Parse(lines[6].Split(',')[5], CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Every_so_many_epochs_are_kept_beside_the_best()
    {
        using var folder = new TemporaryFolder();
        TrainerRun.Go(folder["run"], TrainerRun.Recipe with { SavePeriod = 2, CheckpointHistory = 1 });
        var kept = Directory.GetFiles(folder["run/weights"], "epoch-*").Select(Path.GetFileNameWithoutExtension).ToList();
        foreach (var epoch in new[] { "epoch-0001", "epoch-0003", "epoch-0005" })
            Assert.Contains(epoch, kept);
        Assert.InRange(kept.Count, 3, 4);
    }

    [Fact]
    public void No_epoch_is_begun_when_the_time_is_over_and_a_resumed_run_ends_as_one_without_a_limit()
    {
        using var folder = new TemporaryFolder();
        var watch = new Watch();
        var limited = TrainerRun.Recipe with { MaxTime = 1e-9 };
        TrainerRun.Go(folder["limited"], limited, observer: watch);
        Assert.Single(watch.Epochs);
        Assert.Contains(watch.Warnings, warning => warning.Contains("--max-time", StringComparison.Ordinal));

        TrainerRun.Go(folder["limited"], resume: true);
        TrainerRun.Go(folder["whole"]);
        Assert.Equal(TrainerRun.Files(folder["whole"])["state.safetensors"],
            TrainerRun.Files(folder["limited"])["state.safetensors"]);
    }

    [Fact]
    public void The_rate_may_change_with_every_step()
    {
        using var folder = new TemporaryFolder();
        var watch = new Watch();
        var recipe = TrainerRun.Recipe with { ScheduleOnSteps = true };
        TrainerRun.Go(folder["run"], recipe, observer: watch);
        var schedule = recipe.CreateSchedule();
        Assert.Equal(schedule.At(0.25), watch.Steps[2].LearningRate);
        Assert.Equal(schedule.At(3.875), watch.Steps[31].LearningRate);
        Assert.NotEqual(schedule.At(3.75), schedule.At(3.875));
    }

    [Fact]
    public void The_rate_may_change_with_every_step_of_the_warm_up_alone()
    {
        using var folder = new TemporaryFolder();
        var watch = new Watch();
        var recipe = TrainerRun.Recipe with { WarmUpOnSteps = true, WarmUpEpochs = 1.5, WarmUpRate = 1e-3 };
        TrainerRun.Go(folder["run"], recipe, observer: watch);
        double Risen(double epoch) => 1e-3 + (epoch * (recipe.LearningRate - 1e-3) / 1.5);
        Assert.Equal(Risen(0.25), watch.Steps[2].LearningRate, 1e-12);
        Assert.Equal(Risen(1.375), watch.Steps[11].LearningRate, 1e-12);
        // From the middle of epoch 1 on, what the epochs would have without a warm-up.
        var cold = (recipe with { WarmUpEpochs = 0 }).CreateSchedule();
        Assert.All(watch.Steps.Skip(12).Take(4), step => Assert.Equal(cold.At(1), step.LearningRate));
        Assert.All(watch.Steps.Skip(24).Take(8), step => Assert.Equal(cold.At(3), step.LearningRate));
    }

    [Fact]
    public void Weights_carry_what_predict_needs_and_are_those_that_were_validated()
    {
        using var folder = new TemporaryFolder();
        TrainerRun.Go(folder["run"]);
        using var last = SafetensorsFile.Open(folder["run/weights/last.safetensors"]);
        Assert.Equal("linear", last.Metadata["model"]);
        Assert.Equal("5", last.Metadata["epoch"]);
        Assert.Equal("stripe <2>", JsonDocument.Parse(last.Metadata["labels"]).RootElement[2].GetString());
        Assert.Equal([224, 224], JsonDocument.Parse(last.Metadata["preprocessing"]).RootElement
            .GetProperty("input_size").EnumerateArray().Skip(1).Select(e => e.GetInt32()));
        Assert.True(last.TryGet(LinearNetwork.Weight, out var weight));
        Assert.Equal([4, LinearNetwork.Pixels], weight.Shape.AsSpan().ToArray());
        Assert.True(last.TryGet(LinearNetwork.Counter, out var counter));
        Assert.Equal(DType.I64, counter.DType);

        var average = new float[LinearNetwork.Pixels * 4];
        last.ReadFloat32(LinearNetwork.Weight, average);
        Assert.Equal(TrainingCheckpoint.Load(folder["run/state.safetensors"]).Ema![LinearNetwork.Weight], average);
    }

    [Fact]
    public void A_step_with_a_loss_that_is_no_number_is_named_and_the_run_goes_on()
    {
        using var folder = new TemporaryFolder();
        var watch = new Watch();
        TrainerRun.Go(folder["run"], observer: watch, broken: (12, 3));
        Assert.Equal(3, watch.Warnings.Count);
        Assert.Contains("epoch 2, batch 4", watch.Warnings[0]);
        Assert.Contains("NaN", watch.Warnings[0]);
        Assert.Equal(6, watch.Epochs.Count);
        Assert.True(double.IsFinite(watch.Epochs[1].Summary.TrainLoss));
    }

    [Fact]
    public void Ten_such_steps_in_a_row_end_the_run_with_the_first_bad_layer_and_keep_the_state()
    {
        using var folder = new TemporaryFolder();
        var watch = new Watch();
        var exception = Assert.Throws<NonFiniteLossException>(
            () => TrainerRun.Go(folder["run"], observer: watch, broken: (17, 1000)));
        Assert.Contains("features.3.conv1", exception.Message);
        Assert.Contains("--resume auto", exception.Message);
        Assert.Equal(9, watch.Warnings.Count);
        // Eight of them were the third epoch, which is stored; they changed nothing but the position.
        var state = TrainingCheckpoint.Load(folder["run/state.safetensors"]);
        Assert.Equal(3, state.Progress.Epoch);
        Assert.All(state.State.Values.SelectMany(v => v), v => Assert.True(float.IsFinite(v)));
    }

    [Fact]
    public void A_run_without_a_better_epoch_ends_when_patience_does()
    {
        using var folder = new TemporaryFolder();
        var watch = new Watch();
        TrainerRun.Go(folder["run"], TrainerRun.Recipe with
        {
            LearningRate = 0,
            WarmUpRate = 0,
            LowestRate = 0,
            Patience = 2,
        }, observer: watch);
        Assert.Equal(3, watch.Epochs.Count);
    }

    [Fact]
    public void Pictures_that_cannot_be_read_are_listed_and_do_not_stop_the_run()
    {
        using var folder = new TemporaryFolder();
        var watch = new Watch();
        TrainerRun.Go(folder["run"], observer: watch, damaged: new HashSet<int> { 5, 31 });
        Assert.Contains(watch.Warnings, w => w.Contains("picture 5"));
        Assert.Contains(watch.Warnings, w => w.Contains("picture 31"));
        Assert.Equal(2, File.ReadAllLines(folder["run/unreadable.txt"]).Length);
        Assert.Contains("2 images could not be read", File.ReadAllText(folder["run/report.html"]));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_named_before_the_first_step()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("file", "not a folder");
        var watch = new Watch();
        var exception = Assert.Throws<IOException>(() => TrainerRun.Go(Path.Combine(file, "run"), observer: watch));
        Assert.Contains("--output", exception.Message);
        Assert.Contains(file, exception.Message);
        Assert.Empty(watch.Steps);
    }

    [Fact]
    public void When_the_run_cannot_be_stored_the_state_before_stays_and_the_run_can_go_on()
    {
        using var folder = new TemporaryFolder();
        TrainerRun.Go(folder["whole"]);
        // The disk goes away, for the weights, in the third epoch.
        var weights = folder["run/weights"];
        var exception = Assert.Throws<IOException>(() => TrainerRun.Go(folder["run"], observer: new Watch(17, () =>
        {
            Directory.Move(weights, weights + "-gone");
            File.WriteAllText(weights, "in the way");
        })));
        Assert.Contains("cannot be stored", exception.Message);
        Assert.Contains("--resume auto", exception.Message);
        Assert.Equal(2, TrainingCheckpoint.Load(folder["run/state.safetensors"]).Progress.Epoch);

        File.Delete(weights);
        Directory.Move(weights + "-gone", weights);
        TrainerRun.Go(folder["run"], resume: true);
        Assert.Equal(TrainerRun.Files(folder["whole"]), TrainerRun.Files(folder["run"]));
    }

    [Fact]
    public void Accumulation_that_no_epoch_fills_is_refused()
    {
        using var folder = new TemporaryFolder();
        var exception = Assert.Throws<RecipeException>(
            () => TrainerRun.Go(folder["run"], TrainerRun.Recipe with { AccumulationSteps = 9 }));
        Assert.Contains("8 batches", exception.Message);
    }
}
