using GpuFormer.Graph;
using GpuFormer.Graph.Lowered.Backward;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Tests.Ops.Backward;

public sealed class ConcatBackwardTests : GradientTests
{
    private protected override IEnumerable<GradientCase> Cases =>
    [
        Case([1, 1], [1, 1]), Case([3, 7], [3, 9]), Case([2, 33], [2, 3, 16]), Case([3, 5], [3, 6, 4]),
        Case([2, 9], [2, 5, 8], first: 0, tokens: 3), Case([3, 5], [3, 4, 6], first: 1, tokens: 2),
        Case([2, 3, 4], [2, 3, 6]), Case([2, 5, 33], [2, 5, 8]),
        Case([1, 1, 1, 2], [1, 1, 1, 1]), Case([2, 3, 5, 9], [2, 3, 5, 20]),
    ];

    private static GradientCase Case(int[] a, int[] b, int first = 0, int tokens = 1)
    {
        Given[] inputs = [Given.Activation("a", a), Given.Activation("b", b)];
        var rows = inputs[0].Shape.Rows;
        var stride = inputs[1].Shape.Elements / rows;
        var op = new Concat { FirstToken = first, Tokens = tokens };
        return new($"[{string.Join(',', a)}] and [{string.Join(',', b)}], tokens {first} and {tokens - 1} more", 0, inputs,
            [Given.Activation("dy", [.. a[..^1], a[^1] + (tokens * b[^1])])],
            x => [.. Enumerable.Range(0, rows).SelectMany(n => x[0].Skip(n * a[^1]).Take(a[^1])
                .Concat(x[1].Skip((n * stride) + (first * b[^1])).Take(tokens * b[^1])))],
            (builder, _, dy) =>
            {
                var (da, db) = ConcatBackward.Add(builder, "dx", op, dy[0], inputs[0].Shape, inputs[1].Shape);
                return [da, db];
            },
            (builder, tensors) => [builder.Add("y", op, tensors)]);
    }
}

public sealed class SoftmaxBackwardTests : GradientTests
{
    private protected override IEnumerable<GradientCase> Cases =>
        [Case(1, 1), Case(3, 6), Case(1, 2, 3, 3), Case(33, 7), Case(3, 5, 4, 6)];

    private static GradientCase Case(params int[] shape) =>
        new($"[{string.Join(',', shape)}]", 2 * shape[^1], [Given.Activation("x", shape)],
            [Given.Activation("dy", shape)],
            inputs => [.. inputs[0].Chunk(shape[^1]).SelectMany(Term.Softmax)],
            (builder, inputs, dy) =>
                [SoftmaxBackward.Add(builder, "dx", dy[0], builder.Add("y", new Softmax(), inputs[0]))]);
}

/// <summary>Of <see cref="Transpose"/>, whose gradient is one too.</summary>
public sealed class TransposeTests : GradientTests
{
    private protected override IEnumerable<GradientCase> Cases =>
        [Case([1, 1, 1]), Case([2, 3, 8]), Case([3, 5, 7, 6]), Case([1, 4, 4, 33]), Case([2, 6, 35], 7, 5)];

    private static GradientCase Case(int[] shape, int height = 0, int width = 0)
    {
        Given[] inputs = [Given.Activation("x", shape)];
        var (N, C) = (shape[0], shape[^1]);
        var rows = inputs[0].Shape.Rows / N;
        var op = new Transpose(height, width);
        var dy = Given.Activation("dy", [.. op.InferShapes([inputs[0].Shape])[0]]);
        return new($"[{string.Join(',', shape)}] to {dy.Shape}", 0, inputs, [dy],
            x => [.. from n in Enumerable.Range(0, N)
                     from c in Enumerable.Range(0, C)
                     from r in Enumerable.Range(0, rows)
                     select x[0][(((n * rows) + r) * C) + c]],
            (builder, tensors, gradients) => OpGradient.Add(builder, op, tensors, gradients),
            (builder, tensors) => [builder.Add("y", op, tensors)]);
    }
}
