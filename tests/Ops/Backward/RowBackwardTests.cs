using GpuFormer.Graph;
using GpuFormer.Graph.Ops;
using GpuFormer.Graph.Ops.Backward;

namespace GpuFormer.Tests.Ops.Backward;

public sealed class ConcatBackwardTests : GradientTests
{
    private protected override IEnumerable<GradientCase> Cases =>
        [Case([1, 1], [1, 1]), Case([3, 7], [3, 9]), Case([2, 33], [2, 3, 16]), Case([3, 5], [3, 6, 4])];

    private static GradientCase Case(int[] a, int[] b)
    {
        Given[] inputs = [Given.Activation("a", a), Given.Activation("b", b)];
        var stride = inputs[1].Shape.Elements / b[0];
        return new($"[{string.Join(',', a)}] and [{string.Join(',', b)}]", 0, inputs,
            [Given.Activation("dy", a[0], a[1] + b[^1])],
            x => [.. Enumerable.Range(0, a[0]).SelectMany(n =>
                x[0].Skip(n * a[1]).Take(a[1]).Concat(x[1].Skip(n * stride).Take(b[^1])))],
            (builder, _, dy) =>
            {
                var (da, db) = ConcatBackward.Add(builder, "dx", dy[0], inputs[0].Shape, inputs[1].Shape);
                return [da, db];
            });
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
