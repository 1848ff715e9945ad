using GpuFormer.Graph;
using GpuFormer.Graph.Lowered.Backward;
using GpuFormer.Graph.Ops;
using Xunit;

namespace GpuFormer.Tests.Ops.Backward;

internal static class ConvolutionCases
{
    public static IEnumerable<GradientCase> All =>
    [
        Case("1x1 map, 3x3", new(1, 1) { Padding = 2, Dilation = 2 }, [1, 1, 1, 1], [1, 1, 3, 3]),
        Case("filter larger than the map", new(2, 1), [2, 2, 3, 2], [3, 2, 7, 7]),
        Case("stride larger than the filter", new(3, 1) { Padding = 0 }, [1, 7, 8, 2], [3, 2, 2, 2]),
        Case("1x1 with stride 2", new(2, 1), [2, 5, 6, 3], [4, 3, 1, 1]),
        Case("more padding than the filter covers", new(2, 1) { Padding = 2 }, [1, 3, 2, 2], [2, 2, 1, 1]),
        Case("dilation beyond the border", new(1, 1) { Padding = 6, Dilation = 6 }, [1, 4, 5, 2], [3, 2, 3, 3]),
        Case("even filter, odd sizes", new(1, 1) { Padding = 1 }, [2, 3, 5, 3], [5, 3, 4, 2]),
        Case("two strides", new(2, 1) { ColumnStride = 1 }, [1, 5, 7, 2], [3, 2, 3, 5]),
        Case("filter groups", new(2, 3), [1, 5, 5, 6], [6, 2, 3, 3]),
        Case("depthwise with dilation", new(1, 4) { Padding = 2, Dilation = 2 }, [1, 4, 5, 4], [8, 1, 3, 3]),
        Case("several panels and tiles", new(2, 1), [2, 9, 13, 5], [41, 5, 3, 3]),
        Case("dense with stride 2", new(2, 1), [1, 14, 15, 16], [24, 16, 3, 3]),
        Case("dense with dilation 2", new(1, 2) { Padding = 2, Dilation = 2 }, [1, 7, 7, 16], [32, 8, 3, 3]),
        Case("5x3 of many rows", new(1, 1), [1, 24, 23, 3], [8, 3, 5, 3]),
        Case("planar 7x7 with stride 2", new(2, 1) { Planar = true }, [1, 3, 11, 13], [8, 3, 7, 7]),
    ];

    private static GradientCase Case(string name, Convolution op, int[] x, int[] filter)
    {
        Given[] inputs =
        [
            Given.Activation("x", x), Given.Constant("filter", filter), Given.Constant("bias", filter[0]),
        ];
        var y = op.InferShapes([.. inputs.Select(input => input.Shape)])[0];
        var terms = Math.Max(y[0] * y[1] * y[2], Math.Max(filter[0], filter[1]) * filter[2] * filter[3]);
        return new(name, terms, inputs, [Given.Activation("dy", [.. y])], values => Loop(op, x, filter, y, values),
            // Nothing needs the gradient of an image in planes.
            (builder, tensors, dy) => OpGradient.Add(builder, op, tensors, dy, op.Planar ? 1 : 0),
            (builder, tensors) => OpGradient.Lowered(builder, "y", op, tensors));
    }

    private static Term[] Loop(Convolution op, int[] x, int[] filter, Shape y, Term[][] inputs)
    {
        var (H, W, K) = op.Planar ? (x[2], x[3], x[1]) : (x[1], x[2], x[3]);
        var (perGroup, R, S) = (filter[1], filter[2], filter[3]);
        var (down, along) = (op.Padding ?? (R - 1) / 2 * op.Dilation, op.Padding ?? (S - 1) / 2 * op.Dilation);
        return
        [
            .. from n in Enumerable.Range(0, y[0])
               from h in Enumerable.Range(0, y[1])
               from w in Enumerable.Range(0, y[2])
               from c in Enumerable.Range(0, y[3])
               let first = c / (y[3] / op.FilterGroups) * perGroup
               select Term.Sum((from r in Enumerable.Range(0, R)
                                from s in Enumerable.Range(0, S)
                                let row = (h * op.Stride) + (r * op.Dilation) - down
                                let column = (w * op.ColumnStride) + (s * op.Dilation) - along
                                where row >= 0 && row < H && column >= 0 && column < W
                                from k in Enumerable.Range(0, perGroup)
                                let at = op.Planar
                                    ? (((((n * K) + first + k) * H) + row) * W) + column
                                    : (((((n * H) + row) * W) + column) * K) + first + k
                                select inputs[0][at] * inputs[1][(((((c * perGroup) + k) * R) + r) * S) + s])
                   .Prepend(inputs[2][c])),
        ];
    }
}

/// <summary>Of <see cref="Convolution"/>s that no faster kernel takes: <see cref="GeneralConvolution"/>.</summary>
public sealed class ConvolutionTests : OpTests
{
    internal static IEnumerable<OpCase> AllCases =>
        from @case in ConvolutionCases.All
        select new OpCase(@case.Name, @case.ReductionLength, @case.ExpectedForward, @case.RunForward);

    private protected override IEnumerable<OpCase> Cases => AllCases;

    [Theory]
    [InlineData(new[] { 1, 2, 2, 4 }, new[] { 6, 4, 3, 3 }, 0, 1)]
    [InlineData(new[] { 1, 4, 4, 4 }, new[] { 6, 3, 3, 3 }, 1, 1)]
    [InlineData(new[] { 1, 4, 4, 4 }, new[] { 6, 4, 3, 3 }, 0, 2)]
    [InlineData(new[] { 4, 4, 4 }, new[] { 6, 4, 3, 3 }, 1, 1)]
    public void Shapes_that_do_not_fit_are_refused(int[] x, int[] filter, int padding, int dilation) =>
        Assert.Throws<ShapeException>(() => new Convolution(1, 1) { Padding = padding, Dilation = dilation }
            .InferShapes([new Shape(x), new Shape(filter)]));

    [Fact]
    public void An_even_filter_needs_its_padding_named() =>
        Assert.Throws<ShapeException>(
            () => new Convolution(1, 1).InferShapes([new Shape(1, 4, 4, 4), new Shape(6, 4, 2, 2)]));
}

/// <summary>
/// Of the gradients of <see cref="Convolution"/>s that no faster kernel takes: <c>ConvolutionFilterGradient</c>, and
/// <see cref="GeneralConvolution"/> with the filter turned.
/// </summary>
public sealed class ConvolutionBackwardTests : GradientTests
{
    private protected override IEnumerable<GradientCase> Cases => ConvolutionCases.All;
}

/// <summary>Of <see cref="Pad"/>.</summary>
public sealed class PadTests : GradientTests
{
    private protected override IEnumerable<GradientCase> Cases =>
    [
        Case(new(1, 2, 3, 0), 1, 1, 1, 1), Case(new(0, 0, 2, 1), 2, 3, 4, 5), Case(new(-1, 2, 1, -2), 2, 4, 5, 3),
        Case(new(-2, -1, -1, -1), 1, 4, 3, 33),
    ];

    private static GradientCase Case(Pad op, params int[] x)
    {
        var y = op.InferShapes([new Shape(x)])[0];
        return new($"{op} [{string.Join(',', x)}]", 1, [Given.Activation("x", x)], [Given.Activation("dy", [.. y])],
            inputs =>
            [
                .. from n in Enumerable.Range(0, y[0])
                   from h in Enumerable.Range(-op.Top, y[1])
                   from w in Enumerable.Range(-op.Left, y[2])
                   from c in Enumerable.Range(0, y[3])
                   select h >= 0 && h < x[1] && w >= 0 && w < x[2]
                       ? inputs[0][(((((n * x[1]) + h) * x[2]) + w) * x[3]) + c]
                       : inputs[0][0] * 0,
            ],
            (builder, tensors, dy) => OpGradient.Add(builder, op, tensors, dy),
            (builder, tensors) => [builder.Add("y", op, tensors)]);
    }
}
