using GpuFormer.Graph;
using GpuFormer.Graph.Constants;
using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Launch;
using Xunit;

namespace GpuFormer.Tests.Ops;

internal sealed class WinogradCases : IOpCases
{
    public static IEnumerable<OpCase> Cases =>
    [
        Case("one pixel, one channel", 2, Epilogue.Identity, [1, 1, 1, 1], 1),
        Case("one pixel, one channel", 4, Epilogue.Identity, [1, 1, 1, 1], 1),
        Case("one column", 4, Epilogue.Identity, [1, 5, 1, 3], 4),
        Case("one row", 2, Epilogue.Identity, [2, 1, 7, 5], 9),
        Case("odd sizes of two images", 2, With(new Relu()), [2, 5, 7, 3], 33),
        Case("odd sizes of two images", 4, With(new Relu()), [2, 5, 7, 3], 33),
        Case("whole tiles", 2, With(new Silu()), [1, 4, 6, 20], 20),
        Case("whole tiles", 4, With(new Silu()), [1, 8, 12, 20], 20),
        Case("inner tiles of many channels", 4, Epilogue.Identity, [1, 12, 12, 70], 64),
        Case("residual", 4, With(new AddResidual(), new Silu()), [2, 7, 7, 12], 24, [2, 7, 7, 24]),
        Case("dynamic ReLU of two images", 2, With(new DyRelu()), [2, 3, 4, 5], 8, [2, 16]),
    ];

    private static Epilogue With(params EpilogueStep[] steps) =>
        steps.Aggregate(Epilogue.Identity, (epilogue, step) => epilogue.Then(step));

    private static OpCase Case(string name, int m, Epilogue epilogue, int[] x, int C, params int[][] further)
    {
        var op = new DenseConvolution { Epilogue = epilogue };
        Given[] inputs =
        [
            Given.Activation("x", x), Given.Constant("filter", C, 3, 3, x[3]), Given.Constant("bias", C),
            .. further.Select((shape, i) => Given.Activation($"further {i}", shape)),
        ];
        // At points of tiles of 4 stand sums of terms several times as large.
        return new($"{name}, tiles of {m}", 9 * x[3] * (m == 2 ? 2 : 6),
            () => DenseConvolutionCases.Expected(op, inputs),
            device => Run(device, m, op, inputs));
    }

    private static float[] Run(Device device, int m, DenseConvolution op, Given[] inputs)
    {
        var (x, filter, bias) = (inputs[0], inputs[1], inputs[2]);
        var (C, K) = (bias.Shape[0], x.Shape[3]);
        var points = new WinogradInput(m);
        var tiles = new Given(OpRun.First(device, points, x), points.InferShapes([x.Shape])[0]);
        var product = new Pointwise { FilterGroups = Winograd.Points(m) };
        Given[] operands =
        [
            tiles, new(new WinogradPoints(m).Evaluate([new(filter.Values, filter.Shape)]), new Shape(Winograd.Points(m) * C, K), true),
            new(new float[Winograd.Points(m) * C], new Shape(Winograd.Points(m) * C), true),
        ];
        var products = new Given(
            OpRun.First(device, product, operands), product.InferShapes([.. operands.Select(o => o.Shape)])[0]);
        var output = new WinogradOutput(m, x.Shape.WithLast(C)) { Epilogue = op.Epilogue };
        return OpRun.First(device, output, [products, bias, .. inputs.Skip(3)]);
    }
}

public sealed class WinogradTests : OpTests
{
    private protected override IEnumerable<OpCase> Cases => WinogradCases.Cases;

    [Theory]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ptx")]
    public void Points_of_two_maps_stand_beside_each_other(string device)
    {
        int[][] channels = [[3, 5], [20, 9], [64, 32]];
        foreach (var both in channels)
        {
            var (x, z) = (Given.Activation("x", 2, 5, 6, both[0]), Given.Activation("z", 2, 5, 6, both[1]));
            var run = OpRun.First(TestDevices.Get(device), new WinogradInput(4), x, z);
            Given[] maps = [x, z];
            for (var map = 0; map < 2; map++)
            {
                var alone = OpRun.First(TestDevices.Get("ilgpu:cpu"), new WinogradInput(4), maps[map]);
                for (var i = 0; i < alone.Length; i++)
                {
                    var at = (i / both[map] * both.Sum()) + (map * both[0]) + (i % both[map]);
                    Assert.Equal(alone[i], run[at], 1e-5f);
                }
            }
        }
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        Assert.Throws<ShapeException>(() => new WinogradInput(4).InferShapes([new Shape(4, 4, 8)]));
        Assert.Throws<ShapeException>(() =>
            new WinogradInput(4).InferShapes([new Shape(1, 4, 4, 8), new Shape(1, 4, 5, 8)]));
        var output = new WinogradOutput(2, new Shape(1, 4, 5, 8));
        Assert.Throws<ShapeException>(() => output.InferShapes([new Shape(6, 8), new Shape(8)]));
        Assert.Throws<ShapeException>(() => output.InferShapes([new Shape(6, 16 * 8), new Shape(7)]));
    }
}
