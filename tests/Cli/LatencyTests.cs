using GpuFormer.Cli;
using Xunit;

namespace GpuFormer.Tests.Cli;

public sealed class LatencyTests
{
    [Fact]
    public void Median_and_percentiles_lie_between_ranks_as_in_NumPy()
    {
        var latency = Latency.Of([4, 1, 3, 2]);
        Assert.Equal(2.5, latency.Median, 12);
        Assert.Equal(3.85, latency.Percentile95, 12);
        Assert.Equal(3.97, latency.Percentile99, 12);
        Assert.Equal(4, latency.Iterations);
    }

    [Fact]
    public void One_run_is_its_own_median() => Assert.Equal(new Latency(7, 7, 7, 1), Latency.Of([7]));

    [Fact]
    public void As_many_runs_are_measured_as_were_asked_for_after_a_warm_up()
    {
        var runs = 0;
        var latency = Latency.Measure(() => runs++, iterations: 5, default);
        Assert.Equal(5, latency.Iterations);
        Assert.True(runs > 5);
    }

    [Fact]
    public void Interruption_ends_a_measurement()
    {
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Latency.Measure(source.Cancel, iterations: 5, source.Token));
    }
}
