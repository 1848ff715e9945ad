using GpuFormer.Graph;
using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Ops;
using Xunit;

namespace GpuFormer.Tests.Ops;

/// <summary>
/// The modules of Networks 5.4, put together from single ops, against values of the official code: C = 8, d = 16,
/// M = 3.
/// </summary>
public sealed class GoldenModuleTests
{
    private const double Digits = 1e-6;
    private static readonly Given s_tokens = new(SpecFill.Values("tok", 48), new Shape(1, 3, 16));
    private static readonly Given s_map = new(Transposed(SpecFill.Values("feat", 128), 8, 16), new Shape(1, 4, 4, 8));

    [Theory]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ptx")]
    public void Mobile_to_former(string device)
    {
        var qAlpha = BridgeQueries(device);
        var attend = new MobileToFormerAttend(2);
        var partial = new Given(Run(device, attend, s_map, qAlpha), attend.InferShapes([s_map.Shape, qAlpha.Shape])[0]);
        var gated = new Given(Run(device, new MobileToFormerMerge(2), partial, qAlpha), new Shape(1, 3, 8));
        var added = Linear(device, "l2g.proj", gated, 16, new AddResidual(), s_tokens);
        var z = Normalised(device, "l2g.layer_norm", added);
        Near([0.3289935, -0.1829384, 1.9622532, 1.0555305], z.Values);
        Assert.Equal(-0.5969615, z.Values.Sum(v => (double)v), 1e-5);
    }

    [Theory]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ptx")]
    public void Logits_of_the_bridge(string device)
    {
        // With the queries of the second head at 0, the mean of the heads is half of the first.
        var queries = BridgeQueries(device);
        for (var m = 0; m < 3; m++)
            queries.Values.AsSpan((m * 16) + 4, 4).Clear();
        var attend = new MobileToFormerAttend(2, ReturnsLogits: true);
        var logits = OpRun.All(TestDevices.Get(device), attend, s_map, queries)[1];
        Near([0.5380850, 0.5605999, -0.5104905, 0.7151840], [.. Enumerable.Range(0, 4).Select(p => 2 * logits[3 * p])]);
    }

    [Theory]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ptx")]
    public void Former(string device)
    {
        var q = Linear(device, "gb.q", s_tokens, 16);
        q = q with { Values = [.. q.Values.Select(v => v / 2)] };
        var attended = new Given(Run(device, new TokenAttention(4), q, s_tokens), s_tokens.Shape);
        var z = Normalised(device, "gb.layer_norm",
            Linear(device, "gb.channel_mlp", attended, 16, new AddResidual(), s_tokens));
        var hidden = Linear(device, "gb.ffn.0", z, 32, new Gelu());
        z = Normalised(device, "gb.ffn_norm", Linear(device, "gb.ffn.2", hidden, 16, new AddResidual(), z));
        Near([0.6364638, 0.4560249, 1.7132372, 0.8713454], z.Values);
        Assert.Equal(38.5176182, z.Values.Sum(v => Math.Abs((double)v)), 1e-5);
    }

    [Theory]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ptx")]
    public void Former_to_mobile(string device)
    {
        var (k, v) = (Linear(device, "g2l.k", s_tokens, 8), Linear(device, "g2l.proj", s_tokens, 8));
        var kv = new Given(
            [.. Enumerable.Range(0, 3).SelectMany(m =>
                k.Values.Skip(8 * m).Take(8).Select(x => x / 2).Concat(v.Values.Skip(8 * m).Take(8)))],
            new Shape(1, 3, 16));
        var y = Run(device, new FormerToMobile(2), s_map, kv);
        Near([0.0884064, -0.1354004, -1.4800642, 0.5350459], Transposed(y, 16, 8));
        Assert.Equal(-12.0225402, y.Sum(x => (double)x), 1e-5);
    }

    [Theory]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ptx")]
    public void Dynamic_ReLU_and_its_generator(string device)
    {
        var token = new Given(s_tokens.Values[..16], new Shape(1, 16));
        var hidden = Linear(device, "hy.hyper.0", token, 4, new Relu());
        var shares = Linear(device, "hy.hyper.2", hidden, 16, new HardSigmoid());
        Near([0.4282193, 0.5246403, 0.5196459, 0.4946823], shares.Values);
        Assert.Equal(7.9892862, shares.Values.Sum(x => (double)x), 1e-5);

        var slopes = Linear(device, "hy.hyper.2", hidden, 16, new HyperSlopes());
        var y = Run(device, new Elementwise { Epilogue = Epilogue.Identity.Then(new DyRelu()) }, s_map, slopes);
        Near([0.5110034, 0.3469283, 0.0856780, 0.7961796], Transposed(y, 16, 8));
        Assert.Equal(36.0760217, y.Sum(x => (double)x), 1e-5);
    }

    [Theory]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ptx")]
    public void Spatial_aware_coefficients(string device)
    {
        var attend = new MobileToFormerAttend(2, ReturnsLogits: true);
        var logits = OpRun.All(TestDevices.Get(device), attend, s_map, BridgeQueries(device))[1];
        var shape = new Shape(1, 4, 4, 3);
        var shares = new Given(Run(device, new Softmax(), new Given(logits, shape)), shape);
        var hidden = Linear(device, "hy.hyper.0", s_tokens, 4, new Relu());
        var ofTokens = Linear(device, "hy.hyper.2", hidden, 16, new HardSigmoid());
        // Of x = 1, first slopes that are the coefficients and second ones of 0, the result is the mixed coefficient.
        var slopes = new Given(
            [.. Enumerable.Range(0, 3).SelectMany(m => ofTokens.Values.Skip(16 * m).Take(16).Concat(new float[16]))],
            new Shape(1, 3, 32));
        var ones = new Given([.. Enumerable.Repeat(1f, 256)], new Shape(1, 4, 4, 16));
        var mixed = new Elementwise { Epilogue = Epilogue.Identity.Then(new SpatialDyRelu()) };
        var y = Run(device, mixed, ones, shares, slopes);
        Near([0.4507809, 0.4549208, 0.4582009, 0.4556984], Transposed(y, 16, 16));
        Assert.Equal(127.7265001, y.Sum(x => (double)x), 5e-5);
    }

    private static float[] Run(string device, KernelOp op, params Given[] inputs) =>
        OpRun.First(TestDevices.Get(device), op, inputs);

    // q, scaled by (C/2)^(-1/2) = 1/2, and alpha beside each other.
    private static Given BridgeQueries(string device)
    {
        var (q, alpha) = (Linear(device, "l2g.q", s_tokens, 8), Linear(device, "l2g.alpha.0", s_tokens, 8));
        return new(
            [.. Enumerable.Range(0, 3).SelectMany(m =>
                q.Values.Skip(8 * m).Take(8).Select(x => x / 2).Concat(alpha.Values.Skip(8 * m).Take(8)))],
            new Shape(1, 3, 16));
    }

    private static Given Linear(
        string device, string key, Given x, int channels, EpilogueStep? step = null, params Given[] further)
    {
        var op = new Pointwise { Epilogue = step is null ? Epilogue.Identity : Epilogue.Identity.Then(step) };
        var y = Run(device, op,
        [
            x, new(SpecFill.Parameter($"{key}.weight", channels, x.Shape.Last), new(channels, x.Shape.Last), true),
            new(SpecFill.Parameter($"{key}.bias", channels), new(channels), true), .. further,
        ]);
        return new(y, x.Shape.WithLast(channels));
    }

    private static Given Normalised(string device, string key, Given x) =>
        new(Run(device, new LayerNorm(1e-5f), x,
            new(SpecFill.Parameter($"{key}.weight", 16), new(16), true),
            new(SpecFill.Parameter($"{key}.bias", 16), new(16), true)), x.Shape);

    private static void Near(double[] expected, float[] actual)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], Digits);
    }

    /// <summary>[rows, columns] as [columns, rows].</summary>
    private static float[] Transposed(float[] x, int rows, int columns) =>
        [.. Enumerable.Range(0, x.Length).Select(i => x[((i % rows) * columns) + (i / rows)])];
}
