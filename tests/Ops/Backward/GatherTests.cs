using GpuFormer.Graph;
using GpuFormer.Graph.Lowered.Backward;
using GpuFormer.Graph.Ops;
using Xunit;

namespace GpuFormer.Tests.Ops.Backward;

/// <summary>Of <see cref="Gather"/> and its gradient, <c>GatherBackward</c>.</summary>
public sealed class GatherTests : GradientTests
{
    private protected override IEnumerable<GradientCase> Cases =>
    [
        Case(1, 1, 1, [0]), Case(2, 3, 5, [2, 0, 2, -1, 1, 2, 0, 0]), Case(1, 7, 33, [6, 6, 7, 0, 6]), Case(2, 2, 4, [-5, 1]),
    ];

    [Fact]
    public void A_number_of_no_row_makes_zeros_and_reads_nothing()
    {
        Given x = new([1, 2], new Shape(1, 2, 1));
        Given indices = new([float.NaN, -1, 2, 1e30f, float.NegativeInfinity, 1], new Shape(1, 6));
        foreach (var device in new[] { "cpu", "ilgpu:cpu" })
            Assert.Equal([0f, 0, 0, 0, 0, 2], OpRun.First(TestDevices.Get(device), new Gather(), x, indices));
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused() =>
        Assert.Throws<ShapeException>(() => new Gather().InferShapes([new Shape(2, 3, 4), new Shape(1, 3)]));

    private static GradientCase Case(int N, int M, int D, int[] indices)
    {
        var K = indices.Length / N;
        Given chosen = new([.. indices.Select(i => (float)i)], new Shape(N, K));
        return new($"{M} rows of {D}, {K} chosen", K, [Given.Activation("x", N, M, D)],
            [Given.Activation("dy", N, K, D)],
            inputs =>
            [
                .. from k in Enumerable.Range(0, N * K)
                   from d in Enumerable.Range(0, D)
                   select indices[k] >= 0 && indices[k] < M
                       ? inputs[0][(((k / K * M) + indices[k]) * D) + d]
                       : inputs[0][0] * 0,
            ],
            (builder, tensors, dy) => [OpGradient.Add(builder, new Gather(), [tensors[0], Indices()], dy)[0]],
            (builder, tensors) => [builder.Add("y", new Gather(), tensors[0], Indices())]);

        Tensor Indices() => chosen.AsConstant("indices");
    }
}

/// <summary>Of <see cref="Clamp"/> and its gradient, <c>ClampBackward</c>.</summary>
public sealed class ClampBackwardTests : GradientTests
{
    private protected override IEnumerable<GradientCase> Cases => [Case(1), Case(3, 7), Case(2, 9, 33)];

    private static GradientCase Case(params int[] shape)
    {
        var step = new Clamp(-0.5f, 0.25f);
        return new($"[{string.Join(',', shape)}]", 1, [Given.Activation("x", shape)], [Given.Activation("dy", shape)],
            inputs =>
            [
                .. inputs[0].Select(x => x.Apply(
                    Math.Clamp(x.Value, step.Low, step.High), x.Value >= step.Low && x.Value <= step.High ? 1 : 0)),
            ],
            (builder, inputs, dy) => OpGradient.Add(
                builder, new Elementwise { Epilogue = Epilogue.Identity.Then(step) }, inputs, dy));
    }
}

/// <summary>Of <see cref="Slice"/>, which becomes a <see cref="ChannelSlice"/>, and of <c>ChannelSliceBackward</c>.</summary>
public sealed class SliceTests : GradientTests
{
    private protected override IEnumerable<GradientCase> Cases =>
    [
        Case(0, 1, 1), Case(2, 3, 4, 7), Case(0, 5, 2, 3, 5), Case(33, 17, 1, 3, 2, 70),
        Case(1, 1, 2, 256, 129, 2), // more pixels than a grid has groups along one axis
    ];

    private static GradientCase Case(int offset, int count, params int[] x)
    {
        var op = new Slice(offset, count);
        return new($"{offset}, {count} of [{string.Join(',', x)}]", 1, [Given.Activation("x", x)],
            [Given.Activation("dy", [.. x[..^1], count])],
            inputs => [.. inputs[0].Chunk(x[^1]).SelectMany(row => row.Skip(offset).Take(count))],
            (builder, tensors, dy) => OpGradient.Add(builder, op, tensors, dy),
            (builder, tensors) => OpGradient.Lowered(builder, "y", op, tensors));
    }
}
