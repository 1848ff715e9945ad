using GpuFormer.Graph;
using GpuFormer.Graph.Lowered.Backward;
using GpuFormer.Graph.Ops;
using Xunit;

namespace GpuFormer.Tests.Ops.Backward;

internal sealed class SumRowsCases : IOpCases
{
    public static IEnumerable<OpCase> Cases =>
    [
        Columns(1, 1), Columns(3, 7), Columns(2, 3, 5, 20), Columns(513, 9), Columns(3, 400, 33),
        Images(1, 5), Images(3, 6, 12), Images(600, 3),
    ];

    private static OpCase Columns(params int[] shape) => Case("ColumnSum", shape, ColumnSum.Add, shape.Length - 1);

    private static OpCase Images(params int[] shape) => Case("SumImages", shape, SumImages.Add, 1);

    private static OpCase Case(
        string name, int[] shape, Func<GraphBuilder, string, Tensor, Tensor> add, int axes)
    {
        var x = Given.Activation("x", shape);
        var count = shape.Take(axes).Aggregate(1, (a, b) => a * b);
        var width = x.Shape.Elements / count;
        return new($"{name} [{string.Join(',', shape)}]", count,
            () => [.. Enumerable.Range(0, width).Select(c => Enumerable.Range(0, count).Sum(i => x[(i * width) + c]))],
            device =>
            {
                var builder = new GraphBuilder();
                var sum = add(builder, "sum", builder.Input("x", x.Shape));
                Assert.Equal(new Shape([.. shape.Skip(axes)]), sum.Shape);
                var values = x;
                foreach (var node in builder.Build(sum).Nodes)
                    values = new Given(OpRun.First(device, node.Kernel, values), node.Output.Shape);
                return values.Values;
            });
    }
}

public sealed class SumRowsTests : OpTests
{
    private protected override IEnumerable<OpCase> Cases => SumRowsCases.Cases;

    [Fact]
    public void The_innermost_axis_is_not_summed()
    {
        Assert.Equal([new Shape(2, 5)], new SumRows(1).InferShapes([new Shape(2, 3, 5)]));
        var e = Assert.Throws<ShapeException>(() => new SumRows(1, 2).InferShapes([new Shape(2, 3, 5)]));
        Assert.Equal("SumRows: x must be of rank 4 or more, not [2,3,5].", e.Message);
    }
}
