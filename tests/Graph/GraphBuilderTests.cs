using GpuFormer.Graph;
using GpuFormer.Graph.Constants;
using GpuFormer.Graph.Ops;
using Xunit;

namespace GpuFormer.Tests.Graph;

public sealed class GraphBuilderTests
{
    [Fact]
    public void Refused_shapes_are_named_with_op_and_node()
    {
        var builder = new GraphBuilder();
        var x = builder.Input("x", new Shape(1, 7, 9, 16));
        var error = Assert.Throws<ShapeException>(() => builder.Add("features.3.conv1", new Convolution(1, 1), x,
            builder.Stored("w", new Shape(32, 24, 1, 1))));
        Assert.Equal("Convolution", error.Op);
        Assert.Equal("features.3.conv1", error.Node);
        Assert.Equal("Convolution 'features.3.conv1': x [1,7,9,16] and filter of 1 filter groups [32,24,1,1] do not "
            + "fit each other.", error.Message);
    }

    [Fact]
    public void Refused_epilogue_operands_are_named()
    {
        var builder = new GraphBuilder();
        var x = builder.Input("x", new Shape(2, 5, 5, 8));
        var error = Assert.Throws<ShapeException>(() => builder.Add("act",
            new Elementwise { Epilogue = Epilogue.Identity.Then(new DyRelu()) }, x,
            builder.Input("slopes", new Shape(2, 8))));
        Assert.Contains("'act': DyRelu's slopes must be [2,16], not [2,8].", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stored_tensor_of_two_shapes_is_refused()
    {
        var builder = new GraphBuilder();
        Assert.Same(builder.Stored("w", new Shape(2, 3)), builder.Stored("w", new Shape(2, 3)));
        var error = Assert.Throws<ArgumentException>(() => builder.Stored("w", new Shape(3, 2)));
        Assert.Equal("'w' is [2,3] elsewhere and [3,2] here.", error.Message);
    }

    [Fact]
    public void Derived_constant_of_a_variable_is_refused()
    {
        var x = new GraphBuilder().Input("x", new Shape(4));
        var error = Assert.Throws<ArgumentException>(
            () => GraphBuilder.Derived("twice", new Scaled(2), x));
        Assert.Contains("'twice' needs constants", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void Sizes_below_one_are_refused(int size) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Shape(2, size));

    [Fact]
    public void Shapes_beyond_an_index_are_refused()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new Shape(65536, 32768));
        Assert.Contains("[65536,32768]", error.Message, StringComparison.Ordinal);
    }
}
