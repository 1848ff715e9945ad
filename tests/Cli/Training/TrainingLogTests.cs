using GpuFormer.Cli.Training;
using GpuFormer.Training;
using Xunit;

namespace GpuFormer.Tests.Cli.Training;

public sealed class TrainingLogTests
{
    [Fact]
    public void A_line_has_the_fields_of_timm_in_its_order()
    {
        using var text = new StringWriter();
        var log = new TrainingLog(text, 50);
        log.Stepped(Step(0, 5.5, 0.25));
        for (var batch = 1; batch < 50; batch++)
            log.Stepped(Step(batch, 5.5, 0.25));
        log.Stepped(Step(50, 5.371, 0.2));
        var lines = text.ToString().TrimEnd().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.Equal("Train: 4 [  50/5004 (  1%)]  Loss: 5.37 (5.40)  Time: 0.200s,  640.00/s  (0.249s,  514.02/s)  "
            + "LR: 6.227e-02  Data: 0.013 (0.013)", lines[1].TrimEnd());
    }

    [Fact]
    public void The_mean_rate_counts_the_pictures_of_each_batch()
    {
        using var text = new StringWriter();
        var log = new TrainingLog(text, 1);
        log.Stepped(Step(0, 5.5, 0.5) with { Pictures = 328 });
        log.Stepped(Step(1, 5.5, 0.3));
        // 456 pictures in 0.8 seconds.
        Assert.Contains("Time: 0.300s,  426.67/s  (0.400s,  570.00/s)", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_display_keeps_a_line_for_each_epoch()
    {
        using var text = new StringWriter();
        var result = ProgressDisplay.Show(text, (observer, write) =>
        {
            write("the [device]");
            observer.Started(new TrainingStart("net", 10, "runs", 100, 20, 2, 4, 25, null, 0));
            observer.Stepped(Step(0, 1, 0.1));
            observer.Warned("a [strange] picture");
            observer.Validating(3);
            var summary = new EpochSummary(3, 0.5, new(("loss", 0.4), ("top1", 98.765), ("top5", 100)), 1e-3);
            observer.EpochEnded(new TrainingEpoch(summary, summary, ClassificationMetrics.Set, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1)));
            return 42;
        });
        Assert.Equal(42, result);
        Assert.Contains("a [strange] picture", text.ToString());
        Assert.Contains("98.77", text.ToString());
        Assert.Contains("the [device]", text.ToString());
        Assert.Contains("epoch   4 ", text.ToString());
    }

    private static TrainingStep Step(int batch, double loss, double seconds) => new(
        3, batch, 5004, 128, loss, 5.4, 6.227e-2, TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(0.013));
}
