using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using Xunit;

namespace GpuFormer.Tests.Ops;

/// <summary>Ops whose tiles are in the table compute right with every row of it, on every device.</summary>
public sealed class TileTableTests
{
    [Theory]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ptx")]
    public void Every_row_matches_reference(string device)
    {
        var own = TestDevices.Get(device);
        // The device's own row is what all other tests of ops run with.
        foreach (var row in TileTable.Rows.Where(row => row != TileTable.Of(own.Capabilities)))
        {
            // The largest tiles, although launches of tests are small.
            var tiled = TileTable.Adapt(own, row with { Vectors = 0 });
            // Each of a card's 128 threads is a thread of the machine there: small maps only.
            var bridges = MobileToFormerCases.Cases.Concat(FormerToMobileCases.Cases)
                .Where(@case => device != "ilgpu:cpu" || @case.ReductionLength < 60);
            foreach (var @case in PointwiseCases.Cases.Concat(DepthwiseCases.Cases)
                .Concat(DenseConvolutionCases.Cases).Concat(bridges).Concat(ElementwiseCases.Cases)
                .Concat(StemCases.Cases).Concat(GlobalAveragePoolCases.Cases))
            {
                Tolerance.Check($"{@case.Name} ({row.Name} on {device})", @case.ReductionLength,
                    @case.Reference(), @case.Run(tiled));
            }
        }
    }

    [Fact]
    public void Measured_tiles_fit_their_shapes()
    {
        Assert.NotEmpty(TileTable.Processor.Measured);
        Assert.All(TileTable.Processor.Measured, measured =>
        {
            Assert.InRange(measured.Value.Rows, 1, measured.Key.Rows);
            Assert.InRange(measured.Value.Channels * ProductTiles.Lanes, ProductTiles.Lanes, measured.Key.C);
        });
    }

    [Fact]
    public void Cards_with_many_multiprocessors_have_a_row_of_their_own()
    {
        DeviceCapabilities card = new(32, 1024, 48 << 10, Workers: 20, IsProcessor: false);
        Assert.Same(TileTable.Card, TileTable.Of(card));
        Assert.Same(TileTable.LargeCard, TileTable.Of(card with { Workers = 132 }));
        Assert.Same(TileTable.Card, TileTable.Of(card with { Workers = 132, EstimatesWorkers = true }));
        Assert.Equal(TileTable.Rows.Count, TileTable.Rows.Select(row => row.Name).Distinct().Count());
    }
}
