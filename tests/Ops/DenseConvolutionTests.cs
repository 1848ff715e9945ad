using GpuFormer.Devices.Ilgpu;
using GpuFormer.Graph;
using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Launch;
using Xunit;

namespace GpuFormer.Tests.Ops;

internal sealed class DenseConvolutionCases : IOpCases
{
    public static IEnumerable<OpCase> Cases =>
    [
        Case("one pixel, one channel", new(), [1, 1, 1, 1], 1),
        Case("one column", new(), [1, 5, 1, 3], 4),
        Case("one row", new(), [2, 1, 7, 5], 9),
        Case("two columns", new(), [1, 3, 2, 4], 17),
        Case("odd sizes of two images", With(new Relu()), [2, 5, 7, 3], 33),
        Case("last panel and tile overlap", With(new Silu()), [1, 4, 13, 8], 20),
        Case("7x7", With(new AddResidual(), new Silu()), [2, 7, 7, 12], 24, [2, 7, 7, 24]),
        Case("dynamic ReLU of two images", With(new DyRelu()), [2, 3, 4, 5], 8, [2, 16]),
        Case("fewer channels", new(), [1, 8, 8, 40], 16),
    ];

    private static DenseConvolution With(params EpilogueStep[] steps) =>
        new() { Epilogue = steps.Aggregate(Epilogue.Identity, (epilogue, step) => epilogue.Then(step)) };

    private static OpCase Case(string name, DenseConvolution op, int[] x, int C, params int[][] further)
    {
        Given[] inputs =
        [
            Given.Activation("x", x), Given.Constant("filter", C, 3, 3, x[3]), Given.Constant("bias", C),
            .. further.Select((shape, i) => Given.Activation($"further {i}", shape)),
        ];
        return new(name, 9 * x[3], () => Expected(op, inputs), device => OpRun.First(device, op, inputs));
    }

    internal static double[] Expected(DenseConvolution op, Given[] inputs)
    {
        var (x, filter, bias) = (inputs[0], inputs[1], inputs[2]);
        var (H, W, K) = (x.Shape[1], x.Shape[2], x.Shape[3]);
        var output = op.InferShapes([.. inputs.Select(i => i.Shape)])[0];
        var y = new double[output.Elements];
        for (var i = 0; i < y.Length; i++)
        {
            var (n, h, w, c) = (i / (H * W * output.Last), i / (W * output.Last) % H, i / output.Last % W,
                i % output.Last);
            var sum = bias[c];
            for (var tap = 0; tap < 9; tap++)
            {
                var (row, column) = (h + (tap / 3) - 1, w + (tap % 3) - 1);
                if (row < 0 || row >= H || column < 0 || column >= W)
                    continue;
                for (var k = 0; k < K; k++)
                    sum += x[(((((n * H) + row) * W) + column) * K) + k] * filter[(((c * 9) + tap) * K) + k];
            }

            y[i] = Reference.Apply(op.Epilogue, sum, output, i, inputs.AsSpan(3));
        }

        return y;
    }
}

public sealed class DenseConvolutionTests : OpTests
{
    private protected override IEnumerable<OpCase> Cases => DenseConvolutionCases.Cases;

    [Fact]
    public void Small_tiles_in_groups_of_several_match_reference()
    {
        var device = IlgpuDevice.OpenCpu(new DeviceCapabilities(16, 256, 32768, 4, IsProcessor: false));
        foreach (var @case in DenseConvolutionCases.Cases)
            Tolerance.Check(@case.Name, @case.ReductionLength, @case.Reference(), @case.Run(device));
    }

    [Theory]
    [InlineData(new[] { 1, 4, 4, 8 }, new[] { 6, 3, 3, 7 }, 6)]
    [InlineData(new[] { 1, 4, 4, 8 }, new[] { 6, 5, 5, 8 }, 6)]
    [InlineData(new[] { 1, 4, 4, 8 }, new[] { 6, 3, 3, 8 }, 5)]
    [InlineData(new[] { 4, 4, 8 }, new[] { 6, 3, 3, 8 }, 6)]
    public void Shapes_that_do_not_fit_are_refused(int[] x, int[] filter, int bias) =>
        Assert.Throws<ShapeException>(() =>
            new DenseConvolution().InferShapes([new Shape(x), new Shape(filter), new Shape(bias)]));
}
