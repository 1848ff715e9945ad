using GpuFormer.Graph.Ops;

namespace GpuFormer.Tests.Ops;

internal sealed class GlobalAveragePoolCases : IOpCases
{
    public static IEnumerable<OpCase> Cases =>
    [
        Case([1, 1, 1, 1]), Case([2, 7, 7, 33]), Case([1, 3, 5, 12]), Case([1, 2, 2, 100]),
        Case([2, 3, 3, 10], keepsMap: true), Case([2, 3, 5, 48], panel: 8), Case([2, 3, 3, 12], panel: 4),
    ];

    private static OpCase Case(int[] x, bool keepsMap = false, int panel = 0)
    {
        var op = new GlobalAveragePool
        {
            Epilogue = Epilogue.Identity.Then(new HardSwish()),
            KeepsMap = keepsMap,
            FromPanels = panel,
        };
        var given = Given.Activation("x", x);
        return new($"[{string.Join(',', x)}]{(panel > 0 ? " from panels" : "")}", x[1] * x[2], () =>
        {
            var y = new double[x[0] * x[3]];
            for (var i = 0; i < y.Length; i++)
            {
                var mean = Enumerable.Range(0, x[1] * x[2])
                    .Average(p => given[(((i / x[3] * x[1] * x[2]) + p) * x[3]) + (i % x[3])]);
                y[i] = mean * Reference.HardSigmoid(mean);
            }

            return y;
        }, device => OpRun.First(device, op, given));
    }
}

public sealed class GlobalAveragePoolTests : OpTests
{
    private protected override IEnumerable<OpCase> Cases => GlobalAveragePoolCases.Cases;
}

internal sealed class AdaptiveAveragePoolCases : IOpCases
{
    public static IEnumerable<OpCase> Cases =>
        [Case([1, 1, 1, 1], 1, 1), Case([2, 8, 6, 4], 4, 3), Case([1, 7, 9, 6], 4, 5), Case([1, 5, 3, 12], 2, 2)];

    private static OpCase Case(int[] x, int height, int width)
    {
        var given = Given.Activation("x", x);
        return new($"[{string.Join(',', x)}] to {height}x{width}", 16, () =>
        {
            var y = new double[x[0] * height * width * x[3]];
            for (var i = 0; i < y.Length; i++)
            {
                var (c, ow, oh, n) =
                    (i % x[3], i / x[3] % width, i / x[3] / width % height, i / x[3] / width / height);
                var rows = Window(oh, x[1], height);
                var columns = Window(ow, x[2], width);
                y[i] = rows.SelectMany(h => columns.Select(w => given[(((((n * x[1]) + h) * x[2]) + w) * x[3]) + c]))
                    .Average();
            }

            return y;
        }, device => OpRun.First(device, new AdaptiveAveragePool(height, width), given));
    }

    private static int[] Window(int o, int size, int outputs)
    {
        var first = (int)Math.Floor(o * size / (double)outputs);
        var end = (int)Math.Ceiling((o + 1) * size / (double)outputs);
        return [.. Enumerable.Range(first, end - first)];
    }
}

public sealed class AdaptiveAveragePoolTests : OpTests
{
    private protected override IEnumerable<OpCase> Cases => AdaptiveAveragePoolCases.Cases;
}

internal sealed class ElementwiseCases : IOpCases
{
    public static IEnumerable<OpCase> Cases =>
    [
        Case([1, 1], [], new Relu()),
        Case([2, 7, 5, 12], [[2, 24]], new DyRelu()),
        Case([2, 9, 9, 33], [[2, 9, 9, 33]], new AddResidual(), new Relu6()),
        Case([2, 3, 5, 8], [[2, 3, 5, 4], [2, 4, 16]], new SpatialDyRelu()),
        Case([3, 16], [], new Gelu(), new HardSwish()),
        Case([3, 16], [], new HardSigmoid()),
        Case([2, 3, 5, 9], [[2, 9]], new ChannelScale()),
        Case([2, 7, 5, 12], [[2, 1, 1, 12]], new Relu6(), new ChannelScale(2)),
        Case([3, 10], [[3, 10]], new ChannelScale(0.5f), new HardSwish()),
        Case([3, 21], [], new Silu()),
        Case([3, 5, 21], [], new Sigmoid()),
        Case([3, 5, 19], [], new Clamp(-0.5f, 0.25f)),
        Case([3, 16], [], new HardGate()),
        Case([2, 5, 33], [[2, 5, 33]], new Multiply()),
        Case([2, 5, 33], [[2, 5, 33]], new Maximum(), new Relu6()),
        Case(new() { FromPanels = 8, ToPanels = 8 }, [2, 3, 5, 24], [[2, 24]], new ChannelScale()),
        Case(new() { FromPanels = 4 }, [2, 3, 5, 12], [[2, 24]], new DyRelu()),
        Case(new() { ToPanels = 4 }, [2, 3, 5, 12], [], new HardSwish()),
    ];

    private static OpCase Case(int[] x, int[][] further, params EpilogueStep[] steps) => Case(new(), x, further, steps);

    private static OpCase Case(Elementwise op, int[] x, int[][] further, params EpilogueStep[] steps)
    {
        op = op with { Epilogue = steps.Aggregate(Epilogue.Identity, (epilogue, step) => epilogue.Then(step)) };
        Given[] inputs =
            [Given.Activation("x", x), .. further.Select((shape, i) => Given.Activation($"further {i}", shape))];
        inputs[0] = inputs[0] with { Values = [.. inputs[0].Values.Select(v => 5 * v)] };
        return new($"{op.Epilogue} of [{string.Join(',', x)}]", 8,
            () => [.. inputs[0].Values.Select((v, i) =>
                Reference.Apply(op.Epilogue, v, inputs[0].Shape, i, inputs.AsSpan(1)))],
            device => OpRun.First(device, op, inputs));
    }
}

public sealed class ElementwiseTests : OpTests
{
    private protected override IEnumerable<OpCase> Cases => ElementwiseCases.Cases;
}
