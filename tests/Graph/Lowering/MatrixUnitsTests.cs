using GpuFormer.Graph;
using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Lowering;
using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Launch;
using Xunit;

namespace GpuFormer.Tests.Graph.Lowering;

public sealed class MatrixUnitsTests
{
    private static readonly DeviceCapabilities Card =
        new(32, 1024, 96 << 10, 4, IsProcessor: false) { HasMatrixUnits = true };

    private readonly GraphBuilder _builder = new();

    [Fact]
    public void Convolutions_of_enough_rows_and_channels_multiply_fragments()
    {
        var node = Assert.Single(MatrixUnits.Run(Convolution(rows: 4, K: 24, C: 40, filterGroups: 1), Card).Nodes);
        Assert.True(Assert.IsType<Pointwise>(node.Op).MultipliesFragments);
        // Rows of the filter are filled up to whole slices.
        var packed = node.Kernel.Pack(1, [.. node.Inputs.Select(input => input.Shape)], [node.Output.Shape], Card);
        Assert.Equal(new Shape(40, 32), packed!.ShapeOf([node.Inputs[1].Shape]));
    }

    [Theory]
    [InlineData(3, 24, 40, 1)]
    [InlineData(4, 4, 40, 1)]
    [InlineData(4, 24, 4, 1)]
    [InlineData(4, 24, 40, 4)]
    public void Others_stay_as_they_are(int rows, int K, int C, int filterGroups)
    {
        var graph = MatrixUnits.Run(Convolution(rows, K, C, filterGroups), Card);
        Assert.False(Assert.IsType<Pointwise>(Assert.Single(graph.Nodes).Op).MultipliesFragments);
    }

    [Fact]
    public void Few_tiles_are_not_for_many_multiprocessors()
    {
        var graph = Convolution(rows: 4, K: 24, C: 40, filterGroups: 1);
        Assert.True(MultipliesFragments(Card));
        Assert.False(MultipliesFragments(Card with { Workers = 5 }));

        bool MultipliesFragments(DeviceCapabilities device) =>
            Assert.IsType<Pointwise>(Assert.Single(MatrixUnits.Run(graph, device).Nodes).Op).MultipliesFragments;
    }

    [Fact]
    public void Devices_without_units_keep_the_graph()
    {
        var graph = Convolution(rows: 4, K: 24, C: 40, filterGroups: 1);
        Assert.Same(graph, MatrixUnits.Run(graph, Card with { HasMatrixUnits = false }));
    }

    private ComputeGraph Convolution(int rows, int K, int C, int filterGroups)
    {
        var x = _builder.Input("x", new Shape(1, rows, 4, K));
        return _builder.Build(_builder.Add("y", new Pointwise { FilterGroups = filterGroups }, x,
            _builder.Stored("filter", new Shape(C, K / filterGroups)), _builder.Stored("bias", new Shape(C))));
    }
}
