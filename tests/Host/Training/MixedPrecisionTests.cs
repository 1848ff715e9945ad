using GpuFormer.Graph;
using GpuFormer.Graph.Losses;
using GpuFormer.Graph.Ops.Training;
using GpuFormer.Graph.Training;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;
using GpuFormer.Tests.Ops;
using GpuFormer.Training;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host.Training;

/// <summary>Training with maps and their gradients stored in two bytes a number.</summary>
public sealed class MixedPrecisionTests
{
    private const int Batch = 4;
    private const int Side = 64;
    private const int Classes = 5;

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    public void Gradients_are_those_of_single_precision_but_for_rounding(string kind)
    {
        foreach (var name in new[] { "mobilevit_xxs", "mobilenet_v3_small" })
        {
            var expected = GradientsOf(kind, name, Precision.Single);
            // A number of 11 bits is off by 2.4e-4 on average, one of 8 bits by 2e-3; layers add up.
            foreach (var (precision, most) in new[] { (Precision.Half, 0.03), (Precision.BFloat16, 0.25) })
            {
                var actual = GradientsOf(kind, name, precision);
                var (error, size) = (0.0, 0.0);
                foreach (var (key, values) in expected)
                {
                    for (var i = 0; i < values.Length; i++)
                    {
                        error += Math.Pow(values[i] - actual[key][i], 2);
                        size += Math.Pow(values[i], 2);
                    }
                }

                Assert.InRange(Math.Sqrt(error / size), 1e-5, most);
            }
        }
    }

    [Theory]
    [InlineData("mobile_former_26m", 0.68)]
    [InlineData("mobilevit_xxs", 0.6)]
    [InlineData("mobilenet_v3_large", 0.6)]
    [InlineData("resnet18", 0.6)]
    public void Maps_and_their_gradients_take_two_bytes_and_all_else_four(string name, double share)
    {
        var device = new DeviceCapabilities(32, 256, 32 << 10, 16, IsProcessor: false);
        var single = PlanOf(name, device, Precision.Single);
        foreach (var precision in new[] { Precision.Half, Precision.BFloat16 })
        {
            var plan = PlanOf(name, device, precision);
            Assert.True(plan.ArenaBytes < share * single.ArenaBytes, $"{plan.ArenaBytes} of {single.ArenaBytes}");
            Assert.Equal(single.VariableBytes, plan.VariableBytes);
            Assert.All(plan.Graph.Inputs, input => Assert.False(input.IsNarrow));
            Assert.All(plan.Graph.Outputs, output => Assert.False(output.Tensor.IsNarrow));
            Assert.All(plan.Graph.Constants(), constant => Assert.False(constant.IsNarrow));
            Assert.All(plan.Graph.Nodes.SelectMany(node => node.Outputs).Where(tensor => tensor.IsNarrow),
                map => Assert.Equal(Batch, map.Shape[0]));
            Assert.Equal(precision == Precision.Half ? 1 : 0, plan.Graph.Nodes.Count(node => node.Op is StepScaling));
        }
    }

    [Fact]
    public void An_overflow_leaves_the_weights_and_halves_the_scale_and_the_run_goes_on()
    {
        using var session = Open(TestDevices.Get("cpu"), "mobilenet_v3_small", Precision.Half);
        var before = session.ReadState();
        // Such a loss scale no gradient fits.
        session.LoadOptimizer(WithScale(session, 1e30f, good: 5));
        var skipped = session.Step(Images(0), Targets(), 1e-3);
        Assert.True(skipped is { Skipped: true, Updated: false, Overflowed: true, LossScale: 1e30f });
        Assert.True(float.IsFinite(skipped.Loss));
        var after = session.ReadState();
        Assert.All(before, pair => Assert.Equal(pair.Value, after[pair.Key]));
        Assert.Equal([5e29f, 0], session.ReadOptimizer()["loss_scale"]);
        session.LoadOptimizer(WithScale(session, 65536, good: 1999));
        Assert.True(session.Step(Images(0), Targets(), 1e-3) is { Updated: true, Skipped: false });
        Assert.Equal([131072, 0], session.ReadOptimizer()["loss_scale"]);
    }

    [Fact]
    public void A_state_goes_on_with_the_same_bytes_and_its_scale()
    {
        var device = TestDevices.Get("cpu");
        using var whole = Open(device, "mobilenet_v3_small", Precision.Half);
        using var resumed = Open(device, "mobilenet_v3_small", Precision.Half);
        whole.LoadOptimizer(WithScale(whole, 1024, good: 7));
        whole.Step(Images(1), Targets(), 1e-3);
        resumed.Load(whole.ReadState());
        resumed.LoadOptimizer(whole.ReadOptimizer());
        Assert.Equal([1024, 8], resumed.ReadOptimizer()["loss_scale"]);
        whole.Step(Images(2), Targets(), 1e-3);
        resumed.Step(Images(2), Targets(), 1e-3);
        var expected = whole.ReadState();
        Assert.All(resumed.ReadState(), pair => Assert.Equal(expected[pair.Key], pair.Value));
        var withoutScale = whole.ReadOptimizer().Where(pair => pair.Key != "loss_scale").ToDictionary();
        Assert.Contains("loss_scale", Assert.Throws<ArgumentException>(() => resumed.LoadOptimizer(withoutScale)).Message);
    }

    [Theory]
    [InlineData(Precision.Half)]
    [InlineData(Precision.BFloat16)]
    public void Five_hundred_steps_have_finite_losses_that_fall(Precision precision)
    {
        using var session = Open(TestDevices.Get("cpu"), "mobilenet_v3_small", precision, side: 32);
        var losses = new List<float>();
        for (var i = 0; i < 500; i++)
        {
            var result = session.Step(Images(i % 4, side: 32), Targets(), 1e-3);
            Assert.True(float.IsFinite(result.Loss), $"step {i}: {result.Loss}");
            losses.Add(result.Loss);
        }

        Assert.True(losses.TakeLast(20).Average() < 0.5 * losses.Take(20).Average());
    }

    [Fact]
    public void A_device_that_stores_float32_alone_refuses_by_name()
    {
        var error = Assert.Throws<NotSupportedException>(() =>
            Open(TestDevices.Get("ilgpu:cpu"), "mobilenet_v3_small", Precision.Half));
        Assert.Contains("float32 alone", error.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyDictionary<string, float[]> GradientsOf(string kind, string name, Precision precision)
    {
        using var session = Open(TestDevices.Get(kind), name, precision);
        Assert.False(session.Backward(Images(0), Targets()).Skipped);
        return session.ReadGradients();
    }

    private static Dictionary<string, float[]> WithScale(TrainingSession session, float scale, int good) =>
        new(session.ReadOptimizer()) { ["loss_scale"] = [scale, good] };

    private static TrainingPlan PlanOf(string name, DeviceCapabilities device, Precision precision)
    {
        var model = ModelCatalogue.Create(name, Classes);
        var graph = model.Build(Batch, Side, Side, training: new TrainingRates(0, 0));
        var layout = VariableState.LayoutOf(
            model, TrainingPlan.VariablesOf(graph), VariableState.Frozen(model, []), _ => 0);
        return TrainingPlan.Create(graph, new SoftTargetCriterion(), layout, device, precision);
    }

    private static TrainingSession Open(Device device, string name, Precision precision, int side = Side)
    {
        var session = new TrainingSession(device, ModelCatalogue.Create(name, Classes), new TrainingOptions(
            Batch, side, side, new OptimizerOptions(OptimizerKind.AdamW, WeightDecay: 0.05))
        { Precision = precision });
        session.Initialise(seed: 1);
        return session;
    }

    private static float[] Images(int number, int side = Side) =>
        SeededWeights.Input(Batch * 3 * side * side, $"images {number}");

    private static float[] Targets()
    {
        var targets = new float[Batch * Classes];
        for (var i = 0; i < Batch; i++)
            targets[(i * Classes) + i] = 1;
        return targets;
    }
}
