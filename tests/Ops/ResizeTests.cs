using GpuFormer.Graph;
using GpuFormer.Graph.Ops;
using Xunit;

namespace GpuFormer.Tests.Ops;

internal sealed class ResizeCases : IOpCases
{
    public static IEnumerable<OpCase> Cases =>
    [
        Case([1, 1, 1, 1], 2, 2), Case([2, 7, 7, 12], 8, 8), Case([1, 8, 8, 33], 7, 7), Case([1, 3, 5, 8], 4, 6),
        Case([1, 9, 4, 3], 3, 11), Case([2, 5, 6, 4], 5, 6),
        .. from mode in new[] { ResizeMode.BilinearAlignedCorners, ResizeMode.Nearest }
           from size in new[] { (1, 1), (2, 2), (8, 7), (3, 11), (50, 25) }
           from x in new int[][] { [1, 1, 1, 1], [2, 7, 5, 12], [1, 25, 13, 2] }
           select Case(x, size.Item1, size.Item2, mode),
    ];

    /// <summary>What output o of `to` reads of `from` inputs: indices and shares.</summary>
    public static (int Index, double Share)[] Shares(int o, int from, int to, ResizeMode mode = ResizeMode.Bilinear)
    {
        // PyTorch computes which pixel is the nearest in float32.
        if (mode == ResizeMode.Nearest)
            return [(Math.Min((int)(o * ((float)from / to)), from - 1), 1)];
        var place = mode == ResizeMode.Bilinear
            ? Math.Max(0, ((o + 0.5) * from / to) - 0.5)
            : o * (from - 1.0) / Math.Max(to - 1, 1);
        var near = (int)Math.Floor(place);
        return [(near, 1 - (place - near)), (Math.Min(near + 1, from - 1), place - near)];
    }

    private static OpCase Case(int[] x, int height, int width, ResizeMode mode = ResizeMode.Bilinear)
    {
        var (given, C) = (Given.Activation("x", x), x[3]);
        // The places of pixels are rounded too, before they are multiplied.
        return new($"[{string.Join(',', x)}] to {height}x{width}, {mode}", 64, () =>
        [
            .. from n in Enumerable.Range(0, x[0])
               from h in Enumerable.Range(0, height)
               from w in Enumerable.Range(0, width)
               from c in Enumerable.Range(0, C)
               select (from row in Shares(h, x[1], height, mode)
                       from column in Shares(w, x[2], width, mode)
                       select row.Share * column.Share
                           * given[(((((n * x[1]) + row.Index) * x[2]) + column.Index) * C) + c]).Sum(),
        ], device => OpRun.First(device, new Resize(height, width) { Mode = mode }, given));
    }
}

public sealed class ResizeTests : OpTests
{
    private protected override IEnumerable<OpCase> Cases => ResizeCases.Cases;

    [Fact]
    public void Tokens_are_refused() =>
        Assert.Throws<ShapeException>(() => new Resize(4, 4).InferShapes([new Shape(1, 4, 8)]));
}
