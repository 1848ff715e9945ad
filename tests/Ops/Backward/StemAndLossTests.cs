using GpuFormer.Graph;
using GpuFormer.Graph.Lowered.Backward;
using GpuFormer.Graph.Ops;
using GpuFormer.Graph.Ops.Training;
using Xunit;

namespace GpuFormer.Tests.Ops.Backward;

public sealed class StemFilterGradientTests : GradientTests
{
    private protected override IEnumerable<GradientCase> Cases =>
        [Case(1, 3, 3, 2, 1), Case(2, 7, 6, 8, 2), Case(1, 90, 60, 12, 2), Case(3, 5, 9, 20, 1)];

    private static GradientCase Case(int N, int H, int W, int C, int stride)
    {
        const int K = 3;
        var (outH, outW) = (((H - 1) / stride) + 1, ((W - 1) / stride) + 1);
        return new($"[{N},{K},{H},{W}] to {C}, stride {stride}", N * outH * outW,
            [Given.Activation("filter", C, K, 3, 3), Given.Activation("x", N, K, H, W)],
            [Given.Activation("dy", N, outH, outW, C)],
            inputs =>
            [
                .. Enumerable.Range(0, N * outH * outW * C).Select(i =>
                {
                    var (n, oh, ow, c) = (i / (outH * outW * C), i / (outW * C) % outH, i / C % outW, i % C);
                    var sum = inputs[0][0] * 0.0;
                    for (var tap = 0; tap < K * 9; tap++)
                    {
                        var (k, h, w) = (tap / 9, (oh * stride) + (tap / 3 % 3) - 1, (ow * stride) + (tap % 3) - 1);
                        if (h >= 0 && h < H && w >= 0 && w < W)
                            sum += inputs[0][(c * K * 9) + tap] * inputs[1][(((((n * K) + k) * H) + h) * W) + w];
                    }

                    return sum;
                }),
            ],
            (builder, inputs, dy) => [StemFilterGradient.Add(builder, "filter", stride, inputs[1], dy[0]), null]);
    }
}

public sealed class CrossEntropyTests : GradientTests
{
    private protected override IEnumerable<GradientCase> Cases => [Case(1, 1), Case(2, 3), Case(5, 10), Case(33, 101)];

    [Theory]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    public void Loss_matches_reference(string device)
    {
        var (logits, targets) = (Given.Activation("logits", 5, 7), Given.Activation("targets", 5, 7));
        var expected = 0.0;
        for (var row = 0; row < 5; row++)
        {
            var x = logits.Values.Skip(row * 7).Take(7).Select(v => (double)v).ToArray();
            var total = Math.Log(x.Sum(Math.Exp));
            expected += x.Zip(targets.Values.Skip(row * 7), (v, t) => t * (total - v)).Sum() / 5;
        }

        var terms = OpRun.First(TestDevices.Get(device), new CrossEntropy(), logits, targets);
        Assert.Equal(expected, new CrossEntropy().Value(terms), 6);
    }

    private static GradientCase Case(int N, int classes) =>
        new($"[{N},{classes}]", classes,
            [Given.Activation("logits", N, classes), Given.Activation("targets", N, classes)],
            [new Given([1f], new Shape(1))],
            inputs =>
            [
                Term.Sum(Enumerable.Range(0, N).Select(row =>
                {
                    var x = inputs[0][(row * classes)..((row + 1) * classes)];
                    var shares = Term.Softmax(x);
                    return Term.Sum(shares.Select((share, c) =>
                        share.Apply(-Math.Log(share.Value), -1 / share.Value)
                        * inputs[1][(row * classes) + c]));
                })) * (1.0 / N),
            ],
            (builder, inputs, _) => [builder.AddNode("loss", new CrossEntropy(), inputs[0], inputs[1])[1], null]);
}
