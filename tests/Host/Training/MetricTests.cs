using System.Text.Json;
using GpuFormer.Training;
using Xunit;

namespace GpuFormer.Tests.Host.Training;

public sealed class MetricTests
{
    // Of a state that an earlier version wrote.
    private const string Old =
        """
        {"Epoch":1,"Batch":0,"Step":8,"LossSum":0,"LossCount":0,"LearningRate":0.05,"SkippedInARow":0,"Skipped":0,"Epochs":[{"Epoch":0,"TrainLoss":"NaN","EvalLoss":1.3,"EvalTop1":45,"EvalTop5":100,"LearningRate":0.05}]}
        """;

    private static readonly MetricSet Detection = new(
        [
            new Metric("AP", "AP", HigherIsBetter: true, MetricUnit.Share),
            new Metric("mIoU", "mean IoU", HigherIsBetter: true, MetricUnit.Share),
        ], "AP", "Average precision");

    [Fact]
    public void States_of_earlier_versions_are_read_and_written_byte_for_byte()
    {
        var progress = TrainingProgress.FromJson(Old);
        Assert.Equal([("loss", 1.3), ("top1", 45), ("top5", 100)], progress.Epochs[0].Metrics);
        Assert.Equal(Old.Trim(), progress.ToJson());
    }

    [Fact]
    public void Metrics_and_parts_of_the_loss_of_any_task_come_back_from_a_state()
    {
        var epoch = new EpochSummary(0, 2.5, new(("AP", 0.25), ("mIoU", double.NaN)), 1e-3)
        {
            TrainLosses = new(("classification", 1.5), ("boxes", double.PositiveInfinity)),
        };
        var progress = new TrainingProgress { Epoch = 1, Epochs = [epoch] };
        var read = TrainingProgress.FromJson(progress.ToJson()).Epochs[0];
        Assert.Equal(epoch.Metrics, read.Metrics);
        Assert.Equal(epoch.TrainLosses, read.TrainLosses);
        Assert.Equal("epoch,train_loss,train_classification,train_boxes,AP,mIoU,lr\n0,2.5,1.5,Infinity,0.25,NaN,0.001\n",
            SummaryTable.Write([read], Detection, ["classification", "boxes"]));
    }

    [Theory]
    [InlineData("""{"Epoch":0}""")]
    [InlineData("""{"Epoch":0,"TrainLoss":"much","LearningRate":1}""")]
    [InlineData("""{"Epoch":0,"TrainLoss":1,"EvalTop1":{},"LearningRate":1}""")]
    [InlineData("""[]""")]
    public void An_epoch_that_is_damaged_is_no_progress(string epoch)
    {
        var text = $$"""{"Epoch":1,"Batch":0,"Step":8,"Epochs":[{{epoch}}]}""";
        Assert.Throws<JsonException>(() => TrainingProgress.FromJson(text));
    }

    [Fact]
    public void A_name_that_is_no_metric_of_the_task_is_refused_and_ranks_nothing()
    {
        var refused = Assert.Throws<RecipeException>(() => Detection.Find("top1"));
        Assert.Contains("top1", refused.Message);
        Assert.Contains("AP, mIoU", refused.Message);
    }

    [Theory]
    [InlineData("loss", new[] { 2, 1, 0, 3 })]
    [InlineData("top1", new[] { 1, 0, 2, 3 })]
    public void The_best_epoch_comes_first_whichever_way_a_metric_points_and_no_number_comes_last(string name, int[] order)
    {
        EpochSummary Epoch(int number, double loss, double top1) =>
            new(number, 1, new(("loss", loss), ("top1", top1), ("top5", 100)), 0);
        EpochSummary[] epochs = [Epoch(0, 3, 50), Epoch(1, 2, 60), Epoch(2, 1, 50), Epoch(3, double.NaN, double.NaN)];
        Assert.Equal(order, EpochRanking.Rank(epochs, ClassificationMetrics.Set.Find(name)).Select(epoch => epoch.Epoch));
    }
}
