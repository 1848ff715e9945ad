using GpuFormer.Graph;
using GpuFormer.Kernels.Language;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Library;
using GpuFormer.Models;
using GpuFormer.Tests.Host;
using GpuFormer.Weights;
using ILGPU;
using Xunit;

namespace GpuFormer.Tests.Ops;

/// <summary>What is not a number stays none, on every device, as in PyTorch.</summary>
public sealed class NotANumberTests
{
    private const int Results = 14;
    private const int Threads = 8;

    // Numbers, zeros of both signs, infinities and what is no number, each with each.
    private static readonly float[] Values =
        [0f, -0f, 1f, -1f, 7f, -30f, float.PositiveInfinity, float.NegativeInfinity, float.NaN];

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("ilgpu:opencl")]
    [OnDevice("ilgpu:cuda")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ptx")]
    public void Extremes_and_activations_pass_on_what_is_not_a_number(string kind)
    {
        float[] x = [.. Values.SelectMany(a => Values.Select(_ => a))];
        float[] y = [.. Values.SelectMany(_ => Values)];
        var groups = (x.Length + Threads - 1) / Threads;
        using var run = new KernelRun(TestDevices.Get(kind));
        var result = run.Output(x.Length * Results);
        run.Launch(new(NotANumberKernels.All, new(Threads)), new(groups), run.Input(x), run.Input(y), result, x.Length);
        var actual = run.Read(result);
        for (var i = 0; i < x.Length; i++)
        {
            var expected = Expected(x[i], y[i]);
            for (var k = 0; k < Results; k++)
            {
                var (want, got) = (expected[k], actual[(i * Results) + k]);
                var isNear = want == got || Math.Abs(want - got) < 1e-6f * Math.Abs(want);
                Assert.True(float.IsNaN(want) ? float.IsNaN(got) : isNear,
                    $"Result {k} of {x[i]} and {y[i]} is {got}, not {want}.");
            }
        }
    }

    // The first filter, and with it every channel of the first map, or one channel alone.
    [Theory]
    [InlineData("mobilenet_v2", "features.0.0.weight")]
    [InlineData("mobilenet_v2", "features.0.1.running_var")]
    [InlineData("mobilenet_v3_small", "features.0.0.weight")]
    [InlineData("mobilenet_v3_small", "features.0.1.running_var")]
    [InlineData("mobilenet_v3_large", "features.0.0.weight")]
    [InlineData("mobile_former_26m", "stem.0.weight")]
    [InlineData("mobilevit_xxs", "stem.conv.weight")]
    public void A_network_with_one_weight_that_is_none_says_nothing_of_any_class(string name, string tensor)
    {
        foreach (var value in new[] { float.NaN, -1f })
        {
            var isVariance = tensor.EndsWith("running_var", StringComparison.Ordinal);
            if (value < 0 != isVariance)
                continue;
            using var folder = new Cli.TemporaryFolder();
            var path = StoredModel.Write(folder["w.safetensors"], name, classes: 4, preprocessing: null,
                change: tensors => tensors[tensor].Values[0] = value);
            using var model = Model.Load(name, path);
            Assert.All(Logits(model, TestDevices.Get("cpu"), SeededWeights.Input(3 * 64 * 64)),
                logit => Assert.True(float.IsNaN(logit), $"{logit}"));
        }
    }

    [Theory]
    [InlineData("mobilenet_v2", float.NaN)]
    [InlineData("mobilenet_v3_small", float.NaN)]
    [InlineData("mobilenet_v3_small", float.PositiveInfinity)]
    [InlineData("mobile_former_26m", float.NaN)]
    [InlineData("mobilevit_xxs", float.NaN)]
    public void A_picture_with_one_number_that_is_none_is_of_no_class(string name, float value)
    {
        using var model = Model.WithSeededWeights(name, new ModelOptions { Classes = 4 });
        var input = SeededWeights.Input(3 * 64 * 64);
        input[(64 * 64) + (10 * 64) + 10] = value;
        Assert.All(Logits(model, TestDevices.Get("cpu"), input), logit => Assert.True(float.IsNaN(logit), $"{logit}"));
    }

    // The stem of a Mobile-Former ends in ReLU6, which makes 0 and 6 of what is below and above it: an infinity is a
    // number to it, as in PyTorch, and does what any very large one does.
    [Theory]
    [InlineData(float.PositiveInfinity, 1e30f)]
    [InlineData(float.NegativeInfinity, -1e30f)]
    public void An_infinity_in_the_stem_of_a_mobile_former_is_the_limit_of_large_numbers(float infinite, float large)
    {
        const string Name = "mobile_former_26m";
        using var folder = new Cli.TemporaryFolder();
        var device = TestDevices.Get("cpu");
        float[] OfPicture(float value)
        {
            using var model = Model.WithSeededWeights(Name, new ModelOptions { Classes = 4 });
            var input = SeededWeights.Input(3 * 64 * 64);
            input[(64 * 64) + (10 * 64) + 10] = value;
            return Logits(model, device, input);
        }

        // The middle of the first filter, which is never outside the picture: infinity times its zeros is no number.
        float[] OfWeight(float value)
        {
            var path = StoredModel.Write(folder["w.safetensors"], Name, classes: 4, preprocessing: null,
                change: tensors => tensors["stem.0.weight"].Values[4] = value);
            using var model = Model.Load(Name, path);
            return Logits(model, device, SeededWeights.Input(3 * 64 * 64));
        }

        foreach (var logits in new[] { OfPicture, (Func<float, float[]>)OfWeight })
        {
            var actual = logits(infinite);
            Assert.All(actual, logit => Assert.True(float.IsFinite(logit), $"{logit}"));
            Assert.Equal(logits(large), actual);
            Assert.NotEqual(logits(1), actual);
        }
    }

    // On every device, of small pictures: each operator that a network is made of passes on what is not a number.
    [Theory]
    [OnDevice("cpu")]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("ilgpu:opencl")]
    [OnDevice("ilgpu:cuda")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ptx")]
    public void A_network_on_every_device_passes_on_what_is_not_a_number(string kind)
    {
        const string Name = "mobilenet_v3_small";
        const int Side = 16;
        using var folder = new Cli.TemporaryFolder();
        var input = SeededWeights.Input(3 * Side * Side);
        foreach (var (tensor, value) in new[]
        {
            ("features.0.0.weight", float.NaN), ("features.0.0.weight", float.PositiveInfinity),
            ("features.0.1.running_var", -1f),
        })
        {
            var path = StoredModel.Write(folder["w.safetensors"], Name, classes: 4, preprocessing: null,
                change: tensors => tensors[tensor].Values[0] = value);
            using var model = Model.Load(Name, path);
            Assert.All(Logits(model, TestDevices.Get(kind), input, Side),
                logit => Assert.True(float.IsNaN(logit), $"{tensor} {value}: {logit}"));
        }

        using var seeded = Model.WithSeededWeights(Name, new ModelOptions { Classes = 4 });
        using var session = new Session(seeded, TestDevices.Get(kind), 1, Side, Side);
        var logits = new float[seeded.Classes];
        foreach (var value in new[] { 0.5f, float.NaN, float.PositiveInfinity, 0.5f })
        {
            input[(5 * Side) + 5] = value;
            session.Predict(input, logits);
            Assert.All(logits, logit => Assert.True(
                float.IsFinite(logit) == float.IsFinite(value), $"{value} in the picture: {logit}"));
        }
    }

    // One slope of a channel: the larger of two is none if either is none.
    [Theory]
    [OnDevice("cpu")]
    [OnDevice("vulkan")]
    public void A_dynamic_relu_passes_on_either_slope(string kind)
    {
        const string Last = "features.1.conv1.act.hyper.2.bias";
        using var seeded = Model.WithSeededWeights("mobile_former_26m", new ModelOptions { Classes = 4 });
        var name = seeded.Network.Parameters.Select(p => p.Name).FirstOrDefault(n => n == Last)
            ?? seeded.Network.Parameters.Select(p => p.Name).First(n => n.Contains("hyper", StringComparison.Ordinal)
                && n.EndsWith("bias", StringComparison.Ordinal));
        var shape = seeded.Network.Parameters.Single(p => p.Name == name).Shape;
        foreach (var place in new[] { 0, shape.Elements - 1 })
        {
            using var model = Model.FromState(seeded.Network, seeded.Network.Parameters.ToDictionary(
                p => p.Name, p =>
                {
                    var values = SeededWeights.Fill(p.Name, p.Shape);
                    if (p.Name == name)
                        values[place] = float.NaN;
                    return values;
                }));
            Assert.All(Logits(model, TestDevices.Get(kind), SeededWeights.Input(3 * 64 * 64)),
                logit => Assert.True(float.IsNaN(logit), $"{name}[{place}]: {logit}"));
        }
    }

    private static float[] Logits(Model model, Device device, float[] input, int side = 64)
    {
        using var session = new Session(model, device, 1, side, side);
        var logits = new float[model.Classes];
        session.Predict(input, logits);
        return logits;
    }

    private static float[] Expected(float x, float y)
    {
        float Relu6(float v) => MathF.Min(MathF.Max(v, 0), 6);
        var sigmoid = (float)(1 / (1 + Math.Exp(-x)));
        return
        [
            MathF.Max(x, y), MathF.Min(x, y), MathF.Max(x, 0.5f), MathF.Min(x, 0.5f), MathF.Max(-2f, y),
            MathF.Min(-2f, y),
            MathF.Max(x, 0f), Relu6(x), Relu6(x + 3) / 6, x * (Relu6(x + 3) / 6), sigmoid,
            float.IsNaN(x) ? 1 : 0, (float)Math.Exp(Math.Min(x, 80)),
            // Of several in a row, as reductions have them.
            MathF.Max(MathF.Max(x, y), MathF.Max(y, 3f)),
        ];
    }
}

/// <summary>Every way in which kernels meet what is not a number.</summary>
internal static class NotANumberKernels
{
    // x, y: [count]   z: [count, 14]
    [Kernel]
    public static void All(ArrayView<float> x, ArrayView<float> y, ArrayView<float> z, int count)
    {
        var i = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (i >= count)
            return;
        var (a, b, at) = (x[i], y[i], i * 14);
        z[at] = KernelMath.Max(a, b);
        z[at + 1] = KernelMath.Min(a, b);
        z[at + 2] = KernelMath.Max(a, 0.5f);
        z[at + 3] = KernelMath.Min(a, 0.5f);
        z[at + 4] = KernelMath.Max(-2f, b);
        z[at + 5] = KernelMath.Min(-2f, b);
        z[at + 6] = Relu.Apply(a);
        z[at + 7] = Relu6.Apply(a);
        z[at + 8] = HardSigmoid.Apply(a);
        z[at + 9] = HardSwish.Apply(a);
        z[at + 10] = Sigmoid.Apply(a);
        z[at + 11] = KernelMath.IsNaN(a) ? 1f : 0f;
        z[at + 12] = KernelMath.Exp(KernelMath.Min(a, 80f));
        z[at + 13] = KernelMath.Max(KernelMath.Max(a, b), KernelMath.Max(b, 3f));
    }
}
