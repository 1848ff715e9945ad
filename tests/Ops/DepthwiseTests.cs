using GpuFormer.Graph;
using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Ops;
using Xunit;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Tests.Ops;

internal sealed class DepthwiseCases : IOpCases
{
    public static IEnumerable<OpCase> Cases =>
    [
        Case("one pixel", 1, [1, 1, 1, 1], 1),
        Case("one column", 1, [1, 7, 1, 5], 1),
        Case("one row", 2, [1, 1, 7, 5], 1),
        Case("odd sizes", 1, [2, 5, 9, 13], 1),
        Case("odd sizes, stride 2", 2, [2, 7, 33, 9], 1),
        Case("even sizes, stride 2", 2, [1, 8, 16, 8], 1),
        Case("7 columns", 1, [1, 7, 7, 24], 1, new Relu6()),
        Case("strips of 8 that overlap", 1, [1, 2, 19, 8], 1),
        Case("SiLU after each of two runs", 1, [1, 3, 129, 12], 1, new Silu()),
        Case("SiLU after each of two runs, stride 2", 2, [2, 3, 259, 4], 1, new Silu()),
        Case("SiLU of one row", 1, [1, 1, 9, 8], 2, new Silu()),
        Case("channel multiplier", 1, [1, 3, 8, 12], 3),
        Case("channel multiplier, stride 2", 2, [2, 6, 5, 10], 4, new Relu()),
        Case("dynamic ReLU", 1, [2, 4, 4, 9], 2, new DyRelu()),
        Case("spatial-aware dynamic ReLU", 2, [2, 5, 5, 8], 1, new SpatialDyRelu()),
        Case("5x5, one pixel", 1, [1, 1, 1, 3], 1, 5, 5),
        Case("5x5, two columns", 1, [1, 3, 2, 3], 1, 5, 5),
        Case("5x5, odd sizes", 1, [2, 7, 9, 13], 1, 5, 5, new HardSwish()),
        Case("5x5, runs of 8", 1, [1, 4, 17, 8], 1, 5, 5),
        Case("5x5, one column, stride 2", 2, [1, 5, 1, 4], 1, 5, 5),
        Case("5x5, odd sizes, stride 2", 2, [2, 7, 33, 9], 1, 5, 5),
        Case("5x5, even sizes, stride 2", 2, [1, 8, 34, 8], 2, 5, 5, new Relu6()),
        Case("3x1", 1, [2, 5, 9, 10], 1, 3, 1),
        Case("3x1, stride 2", 2, [2, 5, 18, 4], 2, 3, 1),
        Case("1x3", 1, [2, 5, 9, 10], 3, 1, 3),
        Case("1x3, stride 2", 2, [1, 6, 17, 4], 1, 1, 3),
        Case("1x1, stride 2", 2, [1, 6, 17, 4], 1, 1, 1),
        Case("5x3", 1, [1, 6, 7, 4], 1, 5, 3),
        Case("3x7, stride 2", 2, [1, 6, 19, 4], 1, 3, 7),
        Case("9x9", 1, [1, 5, 13, 4], 2, 9, 9),
        Case("7x7, stride 2", 2, [1, 9, 12, 4], 1, 7, 7),
        Case("13x13, one pixel", 1, [1, 1, 1, 3], 1, 13, 13),
        Case("13x13, odd sizes", 1, [2, 7, 17, 13], 1, 13, 13, new HardSwish()),
        Case("13x13, stride 2", 2, [2, 15, 12, 9], 2, 13, 13, new Relu6()),
        Case("31x31, larger than the map", 1, [1, 6, 3, 4], 1, 31, 31),
        Case("15x1", 1, [1, 9, 5, 4], 3, 15, 1, new DyRelu()),
        Case("3x13, stride 2", 2, [1, 9, 21, 4], 1, 3, 13, new SpatialDyRelu()),
        Case("13x5, stride 2 down", (2, 1), [1, 9, 10, 9], 1, 13, 5),
        Case("13x13, stride 2 across", (1, 2), [1, 9, 10, 9], 2, 13, 13),
        Case("3x1, stride 2 down", (2, 1), [2, 5, 9, 10], 2, 3, 1),
        Case("3x1, stride 2 down, even sizes", (2, 1), [1, 6, 17, 8], 1, 3, 1, new Relu6()),
        Case("1x3, stride 2 across", (1, 2), [2, 5, 9, 10], 2, 1, 3),
        Case("1x3, stride 2 across, even sizes", (1, 2), [1, 6, 18, 8], 1, 1, 3, new DyRelu()),
        Case("3x3, stride 2 down", (2, 1), [1, 7, 10, 9], 1, 3, 3),
        Case("3x3, stride 2 across", (1, 2), [1, 8, 9, 9], 1, 3, 3),
        Case("5x5, stride 2 down", (2, 1), [1, 7, 18, 9], 1, 5, 5),
        Case("5x5, stride 2 across", (1, 2), [1, 8, 9, 9], 1, 5, 5),
        Panels("panels", 8, 8, new(1), [2, 5, 9, 16], 1, 3, new Relu()),
        Panels("from panels", 8, 0, new(1), [2, 5, 9, 16], 1, 3, new DyRelu()),
        Panels("to panels", 0, 8, new(1), [2, 5, 9, 16], 1, 3, new DyRelu()),
        Panels("panels, channel multiplier", 4, 4, new(1), [2, 3, 8, 12], 3, 3),
        Panels("panels, SiLU after each of two runs", 4, 4, new(1), [1, 3, 129, 8], 1, 3, new Silu()),
        Panels("panels, stride 2", 8, 8, new(2), [2, 7, 33, 24], 1, 3, new HardSwish()),
        Panels("panels, 5x5", 4, 4, new(1), [2, 7, 9, 12], 1, 5, new DyRelu()),
        Panels("from panels, 5x5, stride 2", 8, 0, new(2), [2, 8, 34, 16], 2, 5),
        Panels("to panels, 5x5, stride 2 across", 0, 8, new(1) { ColumnStride = 2 }, [2, 8, 9, 8], 1, 5),
    ];

    public static double[] Expected(Depthwise op, Given[] inputs)
    {
        var (x, filter, bias) = (inputs[0], inputs[1], inputs[2]);
        var (H, W, C, Q) = (x.Shape[1], x.Shape[2], x.Shape[3], bias.Shape[0]);
        var (R, S) = (filter.Shape[0], filter.Shape[1]);
        var output = op.InferShapes([.. inputs.Select(i => i.Shape)])[0];
        var y = new double[output.Elements];
        for (var index = 0; index < y.Length; index++)
        {
            var (q, ow, oh) = (index % Q, index / Q % output[2], index / Q / output[2] % output[1]);
            var image = index / Q / output[2] / output[1];
            var sum = bias[q];
            for (var r = 0; r < R; r++)
            {
                for (var s = 0; s < S; s++)
                {
                    var (ih, iw) = ((oh * op.Stride) + r - (R / 2), (ow * op.ColumnStride) + s - (S / 2));
                    if (ih >= 0 && ih < H && iw >= 0 && iw < W)
                        sum += x[(((((image * H) + ih) * W) + iw) * C) + (q % C)] * filter[(((r * S) + s) * Q) + q];
                }
            }

            y[index] = Reference.Apply(op.Epilogue, sum, output, index, inputs.AsSpan(3));
        }

        return y;
    }

    private static OpCase Case(string name, int stride, int[] x, int multiplier, params EpilogueStep[] steps) =>
        Case(name, stride, x, multiplier, 3, 3, steps);

    private static OpCase Case(
        string name, int stride, int[] x, int multiplier, int R, int S, params EpilogueStep[] steps) =>
        Case(name, (stride, stride), x, multiplier, R, S, steps);

    private static OpCase Case(
        string name, (int Down, int Across) stride, int[] x, int multiplier, int R, int S, params EpilogueStep[] steps) =>
        Of(name, new(stride.Down) { ColumnStride = stride.Across }, x, multiplier, R, S, steps);

    private static OpCase Panels(
        string name, int from, int to, Depthwise op, int[] x, int multiplier, int size, params EpilogueStep[] steps) =>
        Of(name, op with { FromPanels = from, ToPanels = to }, x, multiplier, size, size, steps);

    private static OpCase Of(string name, Depthwise op, int[] x, int multiplier, int R, int S, EpilogueStep[] steps)
    {
        op = op with { Epilogue = steps.Aggregate(Epilogue.Identity, (epilogue, step) => epilogue.Then(step)) };
        var (oh, ow, Q) = (((x[1] - 1) / op.Stride) + 1, ((x[2] - 1) / op.ColumnStride) + 1, x[3] * multiplier);
        Given[] further = steps switch
        {
            [DyRelu] => [Given.Activation("slopes", x[0], 2 * Q)],
            [SpatialDyRelu] =>
                [Given.Activation("attention", x[0], oh, ow, 3), Given.Activation("slopes", x[0], 3, 2 * Q)],
            _ => [],
        };
        Given[] inputs =
            [Given.Activation("x", x), Given.Constant("filter", R, S, Q), Given.Constant("bias", Q), .. further];
        return new(name, R * S, () => Expected(op, inputs), device => OpRun.First(device, op, inputs));
    }
}

public sealed class DepthwiseTests : OpTests
{
    private protected override IEnumerable<OpCase> Cases => DepthwiseCases.Cases;

    /// <summary>
    /// A bounds check that continues two nested loops above sums in a local array: the shape that a loop unroller with
    /// wrong exits miscompiles.
    /// </summary>
    [Theory]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ptx")]
    public void Naive_kernel_with_continue_matches_reference(string device)
    {
        foreach (var (stride, across, tile, R, S) in new[]
            {
                (1, 1, 1, 3, 3), (1, 1, 2, 3, 3), (1, 1, 4, 3, 3), (2, 2, 1, 3, 3), (2, 2, 3, 3, 3), (2, 2, 4, 3, 3),
                (2, 2, 2, 5, 1), (2, 1, 3, 3, 1), (1, 2, 2, 1, 3),
            })
        {
            Given[] inputs =
                [Given.Activation("x", 2, 5, 7, 3), Given.Activation("filter", R, S, 6), Given.Activation("bias", 6)];
            var op = new Depthwise(stride) { ColumnStride = across };
            var output = op.InferShapes([.. inputs.Select(i => i.Shape)])[0];
            using var run = new KernelRun(TestDevices.Get(device));
            var y = run.Output(output.Elements);
            run.Launch(new(Library.DepthwiseKernels.Naive, new(4),
                new Library.DepthwiseConstants { R = R, S = S, Stride = stride, Across = across, Tile = tile }),
                new(2, (output[2] + tile - 1) / tile, 2 * output[1]), run.Input(inputs[0].Values),
                run.Input(inputs[1].Values), run.Input(inputs[2].Values), y,
                new Library.DepthwiseSizes(5, 7, 3, output[1], output[2]), 6);
            Tolerance.Check($"strides {stride}, {across}, tile {tile}, {R}x{S} on {device}", R * S,
                DepthwiseCases.Expected(op, inputs), run.Read(y));
        }
    }
}
