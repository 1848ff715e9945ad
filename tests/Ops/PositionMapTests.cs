using GpuFormer.Graph;
using GpuFormer.Graph.Ops;
using Xunit;

namespace GpuFormer.Tests.Ops;

internal sealed class PositionMapCases : IOpCases
{
    public static IEnumerable<OpCase> Cases =>
        [Case(1, 1, 2, (1, 1)), Case(3, 4, 4, (3, 4), (2, 4), (1, 1)), Case(5, 2, 18, (5, 1)), Case(2, 7, 64, (0, 7), (2, 0))];

    private static OpCase Case(int H, int W, int half, params (int Rows, int Columns)[] kept)
    {
        var N = kept.Length;
        var (rows, columns) = (Given.Activation("rows", N, H, half), Given.Activation("columns", N, W, half));
        Given sizes = new([.. kept.SelectMany(size => new float[] { size.Rows, size.Columns })], new Shape(N, 2));
        return new($"{N} of {H}x{W}x{2 * half}", 1, () =>
        [
            .. from n in Enumerable.Range(0, N)
               from h in Enumerable.Range(0, H)
               from w in Enumerable.Range(0, W)
               from c in Enumerable.Range(0, 2 * half)
               select c < half
                   ? w < kept[n].Columns ? rows[(((n * H) + h) * half) + c] : c % 2
                   : h < kept[n].Rows ? columns[(((n * W) + w) * half) + c - half] : (c - half) % 2,
        ], device => OpRun.First(device, new PositionMap(), rows, columns, sizes));
    }
}

public sealed class PositionMapTests : OpTests
{
    private protected override IEnumerable<OpCase> Cases => PositionMapCases.Cases;

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        foreach (var (rows, columns, sizes) in new (int[], int[], int[])[]
            {
                ([1, 2, 3], [1, 2, 3], [1, 2]), ([1, 2, 4], [1, 2, 2], [1, 2]), ([2, 2, 4], [1, 2, 4], [2, 2]),
                ([2, 2, 4], [2, 2, 4], [1, 2]), ([2, 4], [2, 2, 4], [2, 2]),
            })
        {
            Assert.Throws<ShapeException>(
                () => new PositionMap().InferShapes([new Shape(rows), new Shape(columns), new Shape(sizes)]));
        }
    }
}
