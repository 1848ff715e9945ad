using GpuFormer.Graph;
using GpuFormer.Graph.Execution;
using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Models;
using Xunit;

namespace GpuFormer.Tests.Graph.Execution;

/// <summary>What cards are given of the networks, planned without one: enough threads, none with a long way.</summary>
public sealed class CardLaunchTests
{
    private static readonly DeviceCapabilities LargeCard =
        new(32, 1024, 48 << 10, Workers: 132, IsProcessor: false)
        {
            Tuning = TileTable.LargeCard,
            HasMatrixUnits = true,
        };

    [Theory]
    [InlineData("mobile_former_294m")]
    [InlineData("mobilenet_v3_large")]
    public void Sums_of_one_picture_are_shared_among_threads(string name)
    {
        var launches = Of(name, batch: 1, Precision.Single);
        var products = launches.Where(launch => launch.Node.Op is Pointwise).ToList();
        Assert.Contains(products, launch => launch.Kernel.Group.Z > 1);
        Assert.All(products, launch => Assert.True(
            launch.Node.MultiplyAdds / (launch.Kernel.Group.Threads * launch.Grid.Groups) < 1000, $"{launch.Node}"));
        Assert.All(launches.Where(launch => launch.Node.Op is GlobalAveragePool), launch =>
            Assert.InRange(launch.Node.Inputs[0].Shape.Rows / launch.Kernel.Group.Y, 1, 64));
        // Narrower groups share a warp (PtxGrid): powers of two.
        Assert.All(launches.Where(launch => launch.Node.Op is EpilogueOp), launch => Assert.True(
            launch.Kernel.Group.Threads >= 32 || launch.Kernel.Group is { X: 8 or 16, Y: 1, Z: 1 }, $"{launch.Node}"));
    }

    [Fact]
    public void Matrix_units_make_what_fills_the_card()
    {
        var many = Of("mobile_former_294m", batch: 256, Precision.Half);
        Assert.InRange(many.Count(launch => launch.Node.Op is Pointwise { MultipliesFragments: true }), 90, 130);
        var one = Of("mobile_former_294m", batch: 1, Precision.Half)
            .Where(launch => launch.Node.Op is Pointwise { MultipliesFragments: true }).ToList();
        Assert.NotEmpty(one);
        Assert.All(one, launch => Assert.True(4 * launch.Grid.Groups >= LargeCard.Workers, $"{launch.Node}"));
    }

    private static List<NodeLaunch> Of(string name, int batch, Precision precision)
    {
        using var nowhere = new PlannedBuffer();
        var plan = ExecutionPlan.Create(ModelCatalogue.Create(name).Build(batch, 224, 224), LargeCard, precision);
        return [.. plan.Schedule.Waves.SelectMany(wave => wave)
            .Select(node => NodeLaunch.Of(node, LargeCard, tensor => nowhere.FloatView(
                0, tensor.Shape.Elements, tensor.Format)))];
    }
}
