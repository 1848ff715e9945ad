using GpuFormer.Graph;
using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Ops;
using Xunit;

namespace GpuFormer.Tests.Ops.Backward;

/// <summary>Of <see cref="StackImages"/>, pairs of <see cref="JoinImages"/>, whose gradients are <see cref="ImageSlice"/>s.</summary>
public sealed class StackImagesTests : GradientTests
{
    private protected override IEnumerable<GradientCase> Cases =>
        [Case(1, 1, 3), Case(2, 1, 1), Case(3, 2, 5, 2), Case(5, 1, 7), Case(6, 2, 3, 33), Case(9, 1, 2, 3)];

    [Fact]
    public void Tensors_of_different_shapes_are_refused()
    {
        Assert.Throws<ShapeException>(() => new StackImages().InferShapes([new Shape(1, 2), new Shape(2, 2)]));
        Assert.Throws<ShapeException>(() => new JoinImages().InferShapes([new Shape(1, 2), new Shape(1, 3)]));
        Assert.Throws<ShapeException>(() => new ImageSlice(1, 2).InferShapes([new Shape(2, 3)]));
    }

    private static GradientCase Case(int count, params int[] x)
    {
        var op = new StackImages();
        return new($"{count} of [{string.Join(',', x)}]", 1,
            [.. Enumerable.Range(0, count).Select(i => Given.Activation($"x{i}", x))],
            [Given.Activation("dy", [count * x[0], .. x[1..]])],
            inputs => [.. inputs.SelectMany(input => input)],
            (builder, tensors, dy) => OpGradient.Add(builder, op, tensors, dy),
            count == 1 ? null : (builder, tensors) => OpGradient.Lowered(builder, "y", op, tensors));
    }
}
