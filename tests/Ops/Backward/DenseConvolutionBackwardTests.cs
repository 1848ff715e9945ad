using GpuFormer.Graph;
using GpuFormer.Graph.Constants;
using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Lowered.Backward;
using GpuFormer.Graph.Ops;
using Xunit;

namespace GpuFormer.Tests.Ops.Backward;

/// <summary>
/// Of <see cref="DenseFilterGradient"/>. The gradient of x is the convolution with the turned filter, a constant, which
/// is tested through <see cref="Turned_filter_makes_the_gradient_of_the_input"/>.
/// </summary>
public sealed class DenseConvolutionBackwardTests : GradientTests
{
    private protected override IEnumerable<GradientCase> Cases =>
    [
        Case(1, 1, 1, 1, 1), Case(2, 3, 2, 2, 3), Case(1, 4, 1, 3, 2), Case(1, 1, 5, 2, 2), Case(2, 5, 7, 9, 12),
        Case(3, 8, 8, 20, 7), Case(2, 30, 26, 4, 6),
    ];

    [Fact]
    public void Turned_filter_makes_the_gradient_of_the_input()
    {
        var (N, H, W, K, C) = (2, 4, 5, 3, 6);
        var filter = SpecFill.Values("filter", C * K * 9);
        var turned = new Turned(1).Evaluate([new(filter, new Shape(C, K, 3, 3))]);
        var x = Given.Activation("x", N, H, W, K);
        var dy = Given.Activation("dy", N, H, W, C);
        var tape = new Tape();
        Term[][] inputs =
            [[.. filter.Select(v => tape.Variable(v))], [.. x.Values.Select(v => tape.Variable(v))]];
        var gradients = tape.Gradients(Loop(inputs, N, H, W, K, C).Zip(dy.Values, (r, g) => (r, (double)g)));
        var dx = OpRun.First(TestDevices.Get("cpu"), new DenseConvolution(), dy,
            new Given(turned, new Shape(K, 3, 3, C), IsConstant: true), new Given(new float[K], new Shape(K), true));
        Tolerance.Check("dx", 9 * C, [.. inputs[1].Select(term => gradients[term.Index])], dx);
    }

    private static GradientCase Case(int N, int H, int W, int K, int C) =>
        new($"[{N},{H},{W},{K}] to {C}", N * H * W,
            [Given.Activation("filter", C, K, 3, 3), Given.Activation("x", N, H, W, K)],
            [Given.Activation("dy", N, H, W, C)], inputs => Loop(inputs, N, H, W, K, C),
            (builder, inputs, dy) => [DenseFilterGradient.Add(builder, "filter", inputs[1], dy[0]), null]);

    private static Term[] Loop(Term[][] inputs, int N, int H, int W, int K, int C) =>
    [
        .. from n in Enumerable.Range(0, N)
           from h in Enumerable.Range(0, H)
           from w in Enumerable.Range(0, W)
           from c in Enumerable.Range(0, C)
           select Term.Sum(
               from tap in Enumerable.Range(0, 9)
               let row = h + (tap / 3) - 1
               let column = w + (tap % 3) - 1
               where row >= 0 && row < H && column >= 0 && column < W
               from k in Enumerable.Range(0, K)
               select inputs[0][(((c * K) + k) * 9) + tap]
                   * inputs[1][(((((n * H) + row) * W) + column) * K) + k]),
    ];
}

/// <summary>Of <see cref="ResizeBackward"/>.</summary>
public sealed class ResizeBackwardTests : GradientTests
{
    private protected override IEnumerable<GradientCase> Cases =>
    [
        Case([1, 1, 1, 1], 2, 2), Case([2, 3, 3, 2], 4, 4), Case([1, 4, 4, 3], 3, 3), Case([1, 5, 3, 2], 11, 2),
        Case([2, 7, 7, 12], 8, 8), Case([1, 8, 8, 20], 7, 7),
        .. from mode in new[] { ResizeMode.BilinearAlignedCorners, ResizeMode.Nearest }
           from size in new[] { (1, 1), (2, 3), (8, 7), (3, 11), (50, 25) }
           from x in new int[][] { [1, 1, 1, 1], [2, 7, 5, 3], [1, 25, 13, 2] }
           select Case(x, size.Item1, size.Item2, mode),
    ];

    private static GradientCase Case(int[] x, int height, int width, ResizeMode mode = ResizeMode.Bilinear)
    {
        var C = x[3];
        return new($"[{string.Join(',', x)}] to {height}x{width}, {mode}", 64, [Given.Activation("x", x)],
            [Given.Activation("dy", x[0], height, width, C)],
            inputs =>
            [
                .. from n in Enumerable.Range(0, x[0])
                   from h in Enumerable.Range(0, height)
                   from w in Enumerable.Range(0, width)
                   from c in Enumerable.Range(0, C)
                   select Term.Sum(from row in ResizeCases.Shares(h, x[1], height, mode)
                                   from column in ResizeCases.Shares(w, x[2], width, mode)
                                   select inputs[0][(((((n * x[1]) + row.Index) * x[2]) + column.Index) * C) + c]
                                       * (row.Share * column.Share)),
            ],
            (builder, _, dy) => [builder.Add("dx", new ResizeBackward(x[1], x[2], mode), dy[0])]);
    }
}
