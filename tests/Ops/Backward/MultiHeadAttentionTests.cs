using GpuFormer.Graph;
using GpuFormer.Graph.Lowered.Backward;
using GpuFormer.Graph.Ops;
using Xunit;

namespace GpuFormer.Tests.Ops.Backward;

internal static class MultiHeadAttentionCases
{
    public static IEnumerable<GradientCase> All =>
    [
        Case(1, 1, 1, 1, 1), Case(2, 3, 1, 4, 2), Case(2, 3, 5, 6, 2, j => j % 2), Case(1, 5, 7, 10, 1),
        Case(2, 2, 3, 4, 1, j => j < 3 ? 0 : 1), Case(1, 19, 70, 24, 3, j => j % 3), Case(2, 67, 9, 32, 2),
        Case(1, 3, 2000, 4, 1, j => j < 1500 ? 0 : j % 7), Case(1, 130, 66, 8, 1),
        Case(1, 17, 20, 512, 1), // a head that fills the shared memory of processors
        Case(2, 3, 5, 6, 2, drop: 0.3), Case(2, 67, 40, 16, 2, j => j % 3, drop: 0.5), Case(1, 19, 70, 24, 3, drop: 0.1),
    ];

    // The mask says whether key j of all images, counted through, takes part: all if there is none.
    private static GradientCase Case(
        int N, int queries, int keys, int D, int heads, Func<int, int>? mask = null, double drop = 0)
    {
        List<Given> inputs =
        [
            Given.Activation("q", N, queries, D), Given.Activation("k", N, keys, D), Given.Activation("v", N, keys, D),
        ];
        if (mask is not null)
        {
            inputs.Add(new Given(
                [.. Enumerable.Range(0, N * keys).Select(j => mask(j) == 0 ? 0f : 1f)], new Shape(N, keys)));
        }

        const int Layer = 4;
        var op = new MultiHeadAttention(heads) { Drops = drop > 0 ? new Dropout(drop, Layer) : null };
        return new($"{queries} queries, {keys} keys, {heads} heads of {D / heads}, {(mask is null ? "all" : "masked")}, "
            + $"{drop} dropped", keys + queries + D, [.. inputs], [Given.Activation("dy", N, queries, D)],
            values => Loop(values, N, queries, keys, D, heads, Kept),
            (builder, tensors, dy) => [.. OpGradient.Add(builder, op, All(tensors), dy).Take(tensors.Count)],
            (builder, tensors) => [builder.AddNode("y", op, All(tensors))[0]]);

        // Shares of keys are numbered image by image, head by head, query by query.
        double Kept(int image, int head, int query, int key) => drop == 0 ? 1
            : DropoutTests.Draw(9, 3, Layer, (((((image * heads) + head) * queries) + query) * keys) + key) < drop ? 0
            : 1 / (1 - drop);

        IReadOnlyList<Tensor> All(IReadOnlyList<Tensor> tensors) => drop == 0 ? tensors
            : [.. tensors, DropoutTests.Scalars(9, 3).AsConstant("step")];
    }

    private static Term[] Loop(
        Term[][] inputs, int N, int queries, int keys, int D, int heads, Func<int, int, int, int, double> kept)
    {
        var (width, scale) = (D / heads, Math.Pow(D / heads, -0.5));
        var y = new Term[N * queries * D];
        for (var n = 0; n < N; n++)
        {
            // A number between 0 and 1 would be no mask; a half lets finite differences move it.
            int[] taken = [.. Enumerable.Range(n * keys, keys).Where(j => inputs.Length < 4 || inputs[3][j].Value > 0.5)];
            for (var row = n * queries; row < (n + 1) * queries; row++)
            {
                for (var h = 0; h < heads; h++)
                {
                    var columns = Enumerable.Range(h * width, width);
                    Term[] shares = taken.Length == 0 ? [] : Term.Softmax([.. taken.Select(j =>
                        Term.Sum(columns.Select(c => inputs[0][(row * D) + c] * inputs[1][(j * D) + c])) * scale)]);
                    foreach (var c in columns)
                    {
                        y[(row * D) + c] = taken.Length == 0
                            ? inputs[0][0] * 0
                            : Term.Sum(taken.Zip(shares, (j, share) =>
                                share * inputs[2][(j * D) + c] * kept(n, h, row - (n * queries), j - (n * keys))));
                    }
                }
            }
        }

        return y;
    }
}

/// <summary>Of <see cref="MultiHeadAttention"/>.</summary>
public sealed class MultiHeadAttentionTests : OpTests
{
    internal static IEnumerable<OpCase> AllCases =>
        from @case in MultiHeadAttentionCases.All
        select new OpCase(@case.Name, @case.ReductionLength, @case.ExpectedForward, @case.RunForward);

    private protected override IEnumerable<OpCase> Cases => AllCases;

    [Fact]
    public void Scores_far_apart_neither_overflow_nor_vanish()
    {
        Given q = new([100f, -100f], new Shape(1, 2, 1));
        Given k = new([3f, -3f, 2.9f], new Shape(1, 3, 1));
        Given v = new([1f, 2f, 3f], new Shape(1, 3, 1));
        foreach (var device in new[] { "cpu", "ilgpu:cpu" })
        {
            var y = OpRun.First(TestDevices.Get(device), new MultiHeadAttention(1), q, k, v);
            Assert.Equal(1 + (2 / (1 + Math.Exp(10))), y[0], 1e-5);
            Assert.Equal(2, y[1], 1e-5);
        }
    }

    [Theory]
    [InlineData(new[] { 1, 3, 4 }, new[] { 1, 5, 6 }, new[] { 1, 5 })]
    [InlineData(new[] { 1, 3, 5 }, new[] { 1, 5, 5 }, new[] { 1, 5 })]
    [InlineData(new[] { 2, 3, 4 }, new[] { 1, 5, 4 }, new[] { 1, 5 })]
    [InlineData(new[] { 1, 3, 4 }, new[] { 1, 5, 4 }, new[] { 1, 4 })]
    public void Shapes_that_do_not_fit_are_refused(int[] q, int[] k, int[] mask) =>
        Assert.Throws<ShapeException>(() => new MultiHeadAttention(2).InferShapes(
            [new Shape(q), new Shape(k), new Shape(k), new Shape(mask)]));
}

/// <summary>Of <c>AttentionQueryGradient</c> and <c>AttentionKeyGradient</c>.</summary>
public sealed class MultiHeadAttentionBackwardTests : GradientTests
{
    private protected override IEnumerable<GradientCase> Cases => MultiHeadAttentionCases.All;
}
