using GpuFormer.Graph;
using GpuFormer.Graph.Lowered.Backward;
using GpuFormer.Graph.Ops;
using Xunit;

namespace GpuFormer.Tests.Ops.Backward;

internal static class MaxPoolCases
{
    public static IEnumerable<GradientCase> All =>
    [
        Case(new(new(3, 2, 1), new(3, 2, 1)), 1, 1, 1, 1),
        Case(new(new(3, 2, 1), new(3, 2, 1)), 2, 5, 8, 3),
        Case(new(new(2, 2, 0), new(2, 2, 0)) { CeilMode = true }, 1, 5, 4, 2),
        Case(new(new(2, 3, 1), new(2, 3, 1)) { CeilMode = true }, 1, 4, 6, 2),
        Case(new(new(1, 3, 0), new(2, 1, 0)), 1, 7, 5, 2),
        Case(new(new(2, 1, 1, 2), new(3, 1, 1, 2)), 1, 6, 7, 2),
        Case(new(new(5, 1, 2), new(7, 1, 3)), 1, 3, 4, 2),
        Case(new(new(3, 2, 1), new(3, 2, 1)), 2, 14, 13, 33),
    ];

    public static GradientCase Case(MaxPool op, params int[] x)
    {
        var y = op.InferShapes([new Shape(x)])[0];
        return new($"{op.Rows} {op.Columns} [{string.Join(',', x)}]", 9, [Given.Activation("x", x)],
            [Given.Activation("dy", [.. y])], inputs => [.. Largest(op, x, y, inputs[0])],
            (builder, tensors, dy) => OpGradient.Add(builder, op, tensors, dy),
            (builder, tensors) => [builder.Add("y", op, tensors)]);
    }

    // MaxBy takes the first of equal ones.
    private static IEnumerable<Term> Largest(MaxPool op, int[] x, Shape y, Term[] values) =>
        from n in Enumerable.Range(0, y[0])
        from h in Enumerable.Range(0, y[1])
        from w in Enumerable.Range(0, y[2])
        from c in Enumerable.Range(0, y[3])
        select (from r in Enumerable.Range(0, op.Rows.Size)
                from s in Enumerable.Range(0, op.Columns.Size)
                let row = (h * op.Rows.Stride) + (r * op.Rows.Dilation) - op.Rows.Padding
                let column = (w * op.Columns.Stride) + (s * op.Columns.Dilation) - op.Columns.Padding
                where row >= 0 && row < x[1] && column >= 0 && column < x[2]
                select values[(((((n * x[1]) + row) * x[2]) + column) * x[3]) + c]).MaxBy(term => term.Value);
}

/// <summary>Of <see cref="MaxPool"/>.</summary>
public sealed class MaxPoolTests : OpTests
{
    internal static IEnumerable<OpCase> AllCases =>
        from @case in MaxPoolCases.All
        select new OpCase(@case.Name, @case.ReductionLength, @case.ExpectedForward, @case.RunForward);

    private protected override IEnumerable<OpCase> Cases => AllCases;

    [Fact]
    public void Windows_that_do_not_fit_are_refused()
    {
        Assert.Throws<ShapeException>(() => new MaxPool(new(3, 1, 0), new(3, 1, 0)).InferShapes([new Shape(1, 2, 4, 1)]));
        Assert.Throws<ShapeException>(() => new MaxPool(new(3, 1, 0), new(3, 1, 0)).InferShapes([new Shape(4, 4, 1)]));
        Assert.Throws<ArgumentException>(
            () => new MaxPool(new(2, 1, 2), new(2, 1, 1)).InferShapes([new Shape(1, 4, 4, 1)]));
    }

    [Fact]
    public void Of_equal_values_the_first_gets_the_gradient_and_minus_infinity_is_a_value()
    {
        var op = new MaxPool(new(2, 2, 0), new(2, 2, 0));
        var infinity = float.NegativeInfinity;
        Given x = new([1, 1, infinity, infinity, 1, 0, infinity, infinity], new Shape(1, 2, 4, 1));
        foreach (var device in new[] { "cpu", "ilgpu:cpu" })
        {
            Assert.Equal([1f, infinity], OpRun.First(TestDevices.Get(device), op, x));
            var taps = OpRun.First(TestDevices.Get(device), new GpuFormer.Graph.Lowered.Backward.MaxPoolTaps(op), x);
            Assert.Equal([0f, 0f], taps);
        }
    }
}

/// <summary>Of the gradient of <see cref="MaxPool"/>, <c>MaxPoolBackward</c>.</summary>
public sealed class MaxPoolBackwardTests : GradientTests
{
    private protected override IEnumerable<GradientCase> Cases => MaxPoolCases.All;
}
