using GpuFormer.Graph;
using GpuFormer.Graph.Lowered.Backward;
using GpuFormer.Graph.Ops;
using Xunit;

namespace GpuFormer.Tests.Ops.Backward;

public sealed class ActivationBackwardTests : GradientTests
{
    private static readonly (EpilogueStep Step, Func<double, (double Value, double Derivative)> At)[] s_activations =
    [
        (new Relu(), x => x > 0 ? (x, 1) : (0, 0)),
        (new Relu6(), x => x <= 0 ? (0, 0) : x >= 6 ? (6, 0) : (x, 1)),
        (new GpuFormer.Graph.Ops.HardSigmoid(), x => (Reference.HardSigmoid(x), x > -3 && x < 3 ? 1 / 6.0 : 0)),
        (new HardGate(), x => (2 * Reference.HardSigmoid(x), x > -3 && x < 3 ? 1 / 3.0 : 0)),
        (new HardSwish(),
            x => (x * Reference.HardSigmoid(x), Reference.HardSigmoid(x) + (x > -3 && x < 3 ? x / 6 : 0))),
        (new Gelu(), x => (x * Normal(x), Normal(x) + (x * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI)))),
        (new GpuFormer.Graph.Ops.Sigmoid(), x => (Sigmoid(x), Sigmoid(x) * (1 - Sigmoid(x)))),
        (new Silu(), x => (x * Sigmoid(x), Sigmoid(x) * (1 + (x * (1 - Sigmoid(x)))))),
    ];

    private protected override IEnumerable<GradientCase> Cases =>
        from activation in s_activations
        from shape in new[] { new[] { 1 }, [3, 7], [2, 3, 5, 11], [3, 41, 35] }
        select Case(activation.Step, activation.At, shape);

    [Fact]
    public void Gradients_at_kinks_are_those_of_PyTorch()
    {
        Given x = new([-3f, 0f, 3f, 6f], new Shape(4));
        Given dy = new([1f, 1f, 1f, 1f], new Shape(4));
        foreach (var device in new[] { "ilgpu:cpu", "cpu" })
        {
            var on = TestDevices.Get(device);
            Assert.Equal([0f, 0f, 1f, 1f], OpRun.First(on, new ActivationBackward(new Relu()), dy, x));
            Assert.Equal([0f, 0f, 1f, 0f], OpRun.First(on, new ActivationBackward(new Relu6()), dy, x));
            Assert.Equal([0f, 1 / 6f, 0f, 0f],
                OpRun.First(on, new ActivationBackward(new GpuFormer.Graph.Ops.HardSigmoid()), dy, x));
            Assert.Equal([0f, 0.5f, 1f, 1f], OpRun.First(on, new ActivationBackward(new HardSwish()), dy, x));
        }
    }

    [Fact]
    public void No_gradient_passes_where_a_function_is_flat_not_even_an_infinite_one()
    {
        Given x = new([-4f, -4f, -4f, 1f], new Shape(4));
        Given dy = new([float.PositiveInfinity, float.NaN, -1f, float.PositiveInfinity], new Shape(4));
        foreach (var device in new[] { "ilgpu:cpu", "cpu" })
        {
            foreach (EpilogueStep step in new EpilogueStep[]
            {
                new Relu(), new Relu6(), new GpuFormer.Graph.Ops.HardSigmoid(), new HardSwish(),
            })
            {
                var dx = OpRun.First(TestDevices.Get(device), new ActivationBackward(step), dy, x);
                Assert.Equal([0, 0, 0, 0x7F800000], dx.Select(BitConverter.SingleToInt32Bits));
            }
        }
    }

    [Fact]
    public void A_step_with_further_inputs_has_no_such_gradient() =>
        Assert.Throws<NotSupportedException>(() => ActivationBackward.ReadsOutput(new DyRelu()));

    private static GradientCase Case(
        EpilogueStep step, Func<double, (double Value, double Derivative)> at, int[] shape)
    {
        // Wide enough for all kinks, which no value meets.
        Given x = new(SpecFill.Values($"x of {step.Name}", new Shape(shape).Elements, scale: 7), new Shape(shape));
        return new($"{step.Name} [{string.Join(',', shape)}]", 8, [x], [Given.Activation("dy", shape)],
            inputs => [.. inputs[0].Select(v => v.Apply(at(v.Value).Value, at(v.Value).Derivative))],
            (builder, inputs, dy) =>
            {
                var saved = ActivationBackward.ReadsOutput(step)
                    ? builder.Add("y", new Elementwise { Epilogue = Epilogue.Identity.Then(step) }, inputs[0])
                    : inputs[0];
                return [ActivationBackward.Add(builder, "dx", step, dy[0], saved)];
            });
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double Normal(double x) => (1 + Reference.Erf(x / Math.Sqrt(2))) / 2;
}

public sealed class HyperSlopesBackwardTests : GradientTests
{
    private protected override IEnumerable<GradientCase> Cases => [Case(1, 2), Case(3, 14), Case(2, 66)];

    private static GradientCase Case(int N, int C)
    {
        Given x = new(SpecFill.Values("raw slopes", N * C, scale: 4), new Shape(N, C));
        return new($"[{N},{C}]", 4, [x], [Given.Activation("dslopes", N, C)],
            inputs => [.. inputs[0].Select((v, i) => (v.HardSigmoid() * 2) + (i % C < C / 2 ? 0 : -1))],
            (builder, inputs, dy) => [HyperSlopesBackward.Add(builder, "dx", dy[0], inputs[0])]);
    }
}

/// <summary>Of <see cref="Multiply"/>, whose gradients are products too.</summary>
public sealed class MultiplyBackwardTests : GradientTests
{
    private protected override IEnumerable<GradientCase> Cases => [Case(1, 1), Case(3, 7), Case(2, 3, 33), Case(2, 3, 4, 8)];

    private static GradientCase Case(params int[] shape) =>
        new($"[{string.Join(',', shape)}]", 2, [Given.Activation("x", shape), Given.Activation("factor", shape)],
            [Given.Activation("dy", shape)], inputs => [.. inputs[0].Zip(inputs[1], (a, b) => a * b)],
            (builder, inputs, dy) => OpGradient.Add(
                builder, new Elementwise { Epilogue = Epilogue.Identity.Then(new Multiply()) }, inputs, dy));
}

/// <summary>Of <see cref="MaximumBackward"/>.</summary>
public sealed class MaximumBackwardTests : GradientTests
{
    private protected override IEnumerable<GradientCase> Cases =>
        [Case(1, 1), Case(3, 7), Case(2, 3, 33), Case(2, 9, 4, 8)];

    private static GradientCase Case(params int[] shape) =>
        new($"[{string.Join(',', shape)}]", 2, [Given.Activation("a", shape), Given.Activation("b", shape)],
            [Given.Activation("dy", shape)], inputs => [.. inputs[0].Zip(inputs[1], Term.Max)],
            (builder, inputs, dy) => OpGradient.Add(
                builder, new Elementwise { Epilogue = Epilogue.Identity.Then(new Maximum()) }, inputs, dy));
}
