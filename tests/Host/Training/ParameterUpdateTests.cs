using System.Runtime.InteropServices;
using GpuFormer.Graph;
using GpuFormer.Graph.Training;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;
using GpuFormer.Tests.Ops;
using GpuFormer.Training;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host.Training;

/// <summary>
/// Five updates of a few parameters against those of PyTorch and of the optimizers' formulas in double precision
/// (<c>tests/Golden/make_optimizers.py</c>).
/// </summary>
public sealed class ParameterUpdateTests
{
    private const int Steps = 5;
    private const int Every = 9;
    private const double Rate = 0.01;

    private static readonly Dictionary<string, OptimizerOptions> Cases = new()
    {
        ["sgd"] = Of(OptimizerKind.Sgd),
        ["adam"] = Of(OptimizerKind.Adam),
        ["adamw"] = Of(OptimizerKind.AdamW),
        ["rmsprop"] = Of(OptimizerKind.RmsProp),
        ["lamb"] = Of(OptimizerKind.Lamb),
        ["lion"] = Of(OptimizerKind.Lion),
        ["sgd-norm"] = Of(OptimizerKind.Sgd) with { ClipNorm = 0.5 },
        ["sgd-value"] = Of(OptimizerKind.Sgd) with { ClipValue = 0.05 },
        ["sgd-agc"] = Of(OptimizerKind.Sgd) with { ClipFactor = 0.05 },
        ["lamb-agc"] = Of(OptimizerKind.Lamb) with { ClipFactor = 0.2 },
        ["lamb-value"] = Of(OptimizerKind.Lamb) with { ClipValue = 0.2 },
        ["adamw-layers"] = Of(OptimizerKind.AdamW) with { LayerDecay = 0.7 },
        ["lamb-layers"] = Of(OptimizerKind.Lamb) with { LayerDecay = 0.7 },
    };

    [Theory]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("ilgpu:opencl")]
    [OnDevice("ilgpu:cuda")]
    [OnDevice("cpu")]
    [OnDevice("cuda")]
    [OnDevice("opencl")]
    [OnDevice("ptx")]
    [OnDevice("vulkan")]
    public void Five_updates_are_those_of_the_formulas(string kind)
    {
        using var golden = SafetensorsFile.Open(Path.Combine(AppContext.BaseDirectory, "Golden/optimizers.safetensors"));
        Assert.Equal(golden.Tensors.Select(t => t.Name.Split('/')[0]).Distinct().Order(), Cases.Keys.Order());
        foreach (var (name, options) in Cases)
        {
            var state = Updated(TestDevices.Get(kind), options, batches: 1);
            foreach (var (parameter, values) in state)
            {
                var expected = new float[(values.Length + Every - 1) / Every];
                golden.ReadFloat32($"{name}/{parameter}", expected);
                for (var i = 0; i < expected.Length; i++)
                {
                    var (want, have) = (expected[i], values[i * Every]);
                    Assert.True(Math.Abs(want - have) <= 2e-5 * Math.Max(1, Math.Abs(want)),
                        $"{name}/{parameter}[{i * Every}] is {have}, not {want}");
                }
            }
        }
    }

    [Theory]
    [InlineData("sgd-norm")]
    [InlineData("sgd-value")]
    [InlineData("sgd-agc")]
    [InlineData("lamb-agc")]
    [InlineData("lamb")]
    public void A_sum_of_batches_is_clipped_as_their_mean(string name)
    {
        var device = TestDevices.Get("cpu");
        var one = Updated(device, Cases[name], batches: 1);
        // Sums of powers of two are exact: bytes are equal.
        Assert.Equal(one, Updated(device, Cases[name] with { AccumulationSteps = 4 }, batches: 4));
    }

    [Fact]
    public void Averages_that_warm_up_follow_timms_decay()
    {
        var options = Cases["sgd"] with { EmaDecay = 0.5, EmaWarmsUp = true };
        var (model, device) = (new Few(), TestDevices.Get("cpu"));
        var groups = new ParameterGroups(model, options);
        var layout = Layout(model, groups);
        var state = new VariableState(model, layout);
        using DeviceBuffer variables = Zeros(device, layout.Elements), gradients = Zeros(device, layout.Elements);
        using var update = new ParameterUpdate(device, layout, groups, options, variables, gradients, momentum: 0.1f);
        state.Write(variables, Named(Numbers), "", statistics: true);
        var expected = 0.0;
        // timm's ModelEmaV3 has 0, 1 - 2^(-2/3), then the decay that was asked for.
        foreach (var (step, decay) in new[] { (1, 0), (2, 1 - Math.Pow(2, -2.0 / 3)), (3, 0.5), (4, 0.5) })
        {
            state.Write(gradients, Named((shape, place) => Gradient(shape, place, step)), "", statistics: true);
            update.Run(step, Rate, 1, update.SumNorm());
            expected = (decay * expected) + ((1 - decay) * state.ReadAll(variables)["head.weight"][3]);
            Assert.Equal(expected, state.ReadAll(update.Average!)["head.weight"][3], 1e-6);
        }
    }

    [Fact]
    public void Bytes_of_the_buffers_are_known_before()
    {
        var device = TestDevices.Get("cpu");
        foreach (var options in Cases.Values)
        {
            var (model, before) = (new Few(), device.AllocatedBytes);
            var groups = new ParameterGroups(model, options);
            var layout = Layout(model, groups);
            using var buffer = device.CreateBuffer(layout.Elements * sizeof(float));
            before += buffer.ByteSize;
            using var update = new ParameterUpdate(device, layout, groups, options, buffer, buffer, momentum: 0.1f);
            Assert.Equal(ParameterUpdate.BufferBytes(device.Capabilities, layout, groups, options).Sum(),
                device.AllocatedBytes - before);
        }
    }

    private static OptimizerOptions Of(OptimizerKind kind) => new(kind, WeightDecay: 0.1)
    {
        Beta2 = kind == OptimizerKind.Lion ? 0.99 : 0.999,
        Epsilon = kind == OptimizerKind.Lamb ? 1e-6 : 1e-8,
    };

    private static VariableLayout Layout(ImageModel model, ParameterGroups groups) => VariableState.LayoutOf(
        model, model.Parameters.Select(p => p.Name).ToHashSet(), groupOf: groups.GroupOf);

    // Gradients of several equal batches come one after the other.
    private static Dictionary<string, float[]> Updated(Device device, OptimizerOptions options, int batches)
    {
        var model = new Few();
        var groups = new ParameterGroups(model, options);
        var layout = Layout(model, groups);
        var state = new VariableState(model, layout);
        using DeviceBuffer variables = Zeros(device, layout.Elements), gradients = Zeros(device, layout.Elements);
        using var update = new ParameterUpdate(device, layout, groups, options, variables, gradients, momentum: 0.1f);
        state.Write(variables, Named(Numbers), "", statistics: true);
        for (var step = 0; step < Steps; step++)
        {
            state.Write(gradients, Named((shape, place) => Gradient(shape, place, step)), "", statistics: true);
            for (var batch = 0; batch < batches; batch++)
                update.Accumulate(isFirst: batch == 0);
            update.Run(step + 1, Rate, batches, update.SumNorm() / batches);
        }

        return state.ReadAll(variables).ToDictionary();
    }

    private static Dictionary<string, float[]> Named(Func<Shape, int, float[]> values) => new Few().Parameters
        .Select((parameter, place) => (parameter.Name, Values: values(parameter.Shape, place)))
        .ToDictionary(p => p.Name, p => p.Values);

    private static float[] Numbers(Shape shape, int salt) => [.. Enumerable.Range(0, shape.Elements).Select(i =>
        (float)(((((long)i * 2654435761) + ((long)salt * 40503) + 12345) % (1L << 32) / Math.Pow(2, 32)) - 0.5))];

    private static float[] Gradient(Shape shape, int place, int step) => [.. Numbers(shape, (100 * step) + place + 7)
        .Select(x => (float)((double)x * (float)(0.002 * Math.Pow(4, place))))];

    private static DeviceBuffer Zeros(Device device, int elements)
    {
        var buffer = device.CreateBuffer((long)elements * sizeof(float));
        buffer.Write(MemoryMarshal.AsBytes<float>(new float[elements]));
        return buffer;
    }

    /// <summary>The parameters of the golden file.</summary>
    private sealed class Few : ImageModel
    {
        public override string Name => "few";

        public override ModelFamily Family { get; } = new("Few", ["few"], ["head"], (_, _, _) => new Few());

        public override int Classes => 4;

        public override int OutputChannels => 4;

        public override IReadOnlyList<FeatureStage> Features => [];

        public override IReadOnlyList<Parameter> Parameters { get; } =
        [
            new("stem.weight", new Shape(6, 3, 3, 3), ParameterKind.Weight),
            new("stem.bias", new Shape(6), ParameterKind.Weight),
            new("features.0.weight", new Shape(5, 6), ParameterKind.Weight),
            new("features.0.scale", new Shape(5), ParameterKind.Weight),
            new("features.1.weight", new Shape(45, 100), ParameterKind.Weight),
            new("head.weight", new Shape(4, 5), ParameterKind.Weight),
            new("head.bias", new Shape(4), ParameterKind.Weight),
        ];

        public override ComputeGraph Build(
            int batch, int height, int width, bool withStages = false, TrainingRates? training = null) =>
            throw new NotSupportedException();
    }
}
