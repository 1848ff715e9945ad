using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Tests.Ops;

internal sealed class StemCases : IOpCases
{
    public static IEnumerable<OpCase> Cases =>
    [
        Case("one pixel", 2, [1, 3, 1, 1], 1),
        Case("odd sizes", 2, [2, 3, 7, 33], 12),
        Case("even sizes", 2, [1, 3, 16, 16], 16),
        Case("stride 1", 1, [1, 2, 5, 7], 7),
        Case("24 channels", 2, [1, 3, 6, 10], 24),
    ];

    private static OpCase Case(string name, int stride, int[] x, int channels)
    {
        var op = new Stem(stride) { Epilogue = Epilogue.Identity.Then(new Relu6()) };
        Given[] inputs =
        [
            Given.Activation("x", x), Given.Constant("filter", 3, 3, x[1], channels), Given.Constant("bias", channels),
        ];
        return new(name, 27, () => Expected(op, inputs), device => OpRun.First(device, op, inputs));
    }

    private static double[] Expected(Stem op, Given[] inputs)
    {
        var (x, filter, bias) = (inputs[0], inputs[1], inputs[2]);
        var (K, H, W, C) = (x.Shape[1], x.Shape[2], x.Shape[3], bias.Shape[0]);
        var output = op.InferShapes([.. inputs.Select(i => i.Shape)])[0];
        var y = new double[output.Elements];
        for (var index = 0; index < y.Length; index++)
        {
            var (c, ow, oh) = (index % C, index / C % output[2], index / C / output[2] % output[1]);
            var image = index / C / output[2] / output[1];
            var sum = bias[c];
            for (var tap = 0; tap < 9 * K; tap++)
            {
                var (r, s, k) = (tap / K / 3, tap / K % 3, tap % K);
                var (ih, iw) = ((oh * op.Stride) + r - 1, (ow * op.Stride) + s - 1);
                if (ih >= 0 && ih < H && iw >= 0 && iw < W)
                    sum += x[(((((image * K) + k) * H) + ih) * W) + iw] * filter[(tap * C) + c];
            }

            y[index] = Reference.Apply(op.Epilogue, sum, output, index, []);
        }

        return y;
    }
}

public sealed class StemTests : OpTests
{
    private protected override IEnumerable<OpCase> Cases => StemCases.Cases;
}
