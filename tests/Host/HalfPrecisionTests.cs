using GpuFormer.Data;
using GpuFormer.Graph;
using GpuFormer.Graph.Execution;
using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;
using GpuFormer.Tests.Ops;
using GpuFormer.Tests.Style;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host;

/// <summary>Networks whose filters and maps are stored in half precision.</summary>
public sealed class HalfPrecisionTests
{
    private const string Model26 = "mobile_former_26m";
    private static readonly DeviceCapabilities Card = new(32, 256, 32 << 10, 16, IsProcessor: false);
    private static readonly DeviceCapabilities Cpu =
        new(8, 1024, 256 << 10, 2, IsProcessor: true) { ConvertsHalves = false };

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    public void Top_class_of_a_thousand_pictures_is_that_of_single_precision(string kind)
    {
        var data = Path.Combine(Repository.Root, "data");
        using var model = Model.Load(Model26, Path.Combine(data, "weights", "mobile_former_26m-mnist.safetensors"));
        var side = model.Preprocessing.InputSize;
        var device = TestDevices.Get(kind);
        // Without a cheap conversion, filters are stored in half precision where they are read for few rows.
        var size = device.Capabilities.ConvertsHalves ? 100 : 1;
        using var batches = new BatchLoader(
            DatasetReader.Open(Path.Combine(data, "mnist-small"), DatasetSplit.Train),
            new BatchLoaderOptions { BatchSize = size, Preprocessing = model.Preprocessing });
        using var single = new Session(model, device, size, side, side);
        using var half = new Session(model, device, size, side, side, Precision.Half);
        Assert.True(half.DeviceBytes < 0.75 * single.DeviceBytes, $"{half.DeviceBytes} of {single.DeviceBytes} bytes");
        var (expected, actual) = (new float[single.OutputShape.Elements], new float[single.OutputShape.Elements]);
        var (pictures, equal, largest) = (0, 0, 0f);
        foreach (var batch in batches.Epoch(0))
        {
            single.Predict(batch.Pixels, expected);
            half.Predict(batch.Pixels, actual);
            for (var i = 0; i < batch.Size; i++)
            {
                pictures++;
                equal += Best(expected, i) == Best(actual, i) ? 1 : 0;
            }

            largest = Math.Max(largest, expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max());
        }

        Assert.Equal(1000, pictures);
        Assert.True(equal >= 990, $"{equal} of {pictures} pictures have the same class.");
        // Rounded they are, and not by much.
        Assert.InRange(largest, 1e-6f, 0.1f);

        int Best(float[] logits, int row)
        {
            var classes = single.OutputShape[1];
            return Enumerable.Range(0, classes).MaxBy(c => logits[(row * classes) + c]);
        }
    }

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("ptx")]
    public void Products_of_matrices_give_the_logits_of_single_precision_but_for_rounding(string kind)
    {
        var own = TestDevices.Get(kind);
        using var device = new AdaptedDevice(own, own.Capabilities with { HasMatrixUnits = true });
        using var model = Model.WithSeededWeights("mobile_former_52m");
        using var single = new Session(model, device, 4, 32, 32);
        using var half = new Session(model, device, 4, 32, 32, Precision.Half);
        Assert.Equal(0, Products(Precision.Single));
        Assert.InRange(Products(Precision.Half), 10, 100);
        var input = SeededWeights.Input(single.InputShape.Elements);
        var (expected, actual) = (new float[single.OutputShape.Elements], new float[single.OutputShape.Elements]);
        single.Predict(input, expected);
        half.Predict(input, actual);
        Assert.InRange(GpuFormer.SelfTest.DeviceSelfTest.NormalisedError(expected, actual), 1e-12, 1e-5);

        int Products(Precision precision) =>
            ExecutionPlan.Create(model.Network.Build(4, 32, 32), device.Capabilities, precision).Graph.Nodes
                .Count(node => node.Op is Pointwise { MultipliesFragments: true });
    }

    [Theory]
    [InlineData(Model26)]
    [InlineData("mobile_former_294m")]
    [InlineData("mobilenet_v3_large")]
    [InlineData("mobilevit_xxs")]
    public void A_card_keeps_filters_and_maps_in_half_the_memory(string name)
    {
        var graph = ModelCatalogue.Create(name).Build(1, 224, 224);
        var single = ExecutionPlan.Create(graph, Card);
        var half = ExecutionPlan.Create(graph, Card, Precision.Half);
        // The picture stays as it is.
        var picture = graph.Inputs.Sum(input => input.Bytes);
        Assert.InRange(half.ArenaBytes - picture, 0.4 * (single.ArenaBytes - picture), 0.6 * (single.ArenaBytes - picture));
        Assert.InRange(half.ConstantBytes, 0.5 * single.ConstantBytes, 0.55 * single.ConstantBytes);
        Assert.Equal(single.Graph.Nodes.Count, half.Graph.Nodes.Count);
        Assert.All(half.Graph.Inputs, input => Assert.False(input.IsNarrow));
        Assert.All(half.Graph.Outputs, output => Assert.False(output.Tensor.IsNarrow));
        foreach (var node in half.Graph.Nodes)
        {
            Assert.True(!node.Outputs.Any(t => t.IsNarrow) || (node.Kernel.MakesMaps && node.Output.Shape.Rank == 4), $"{node}");
            for (var i = 0; i < node.Inputs.Count; i++)
            {
                if (node.Inputs[i].IsConstant)
                    Assert.Equal(i == node.Kernel.FilterInput, node.Inputs[i].IsNarrow);
            }
        }

        Assert.All(half.Graph.Nodes.Where(node => node.Op is MobileToFormerAttend or Softmax or AdaptiveAveragePool),
            node => Assert.All(node.Outputs, scores => Assert.False(scores.IsNarrow)));
    }

    [Fact]
    public void A_processor_keeps_filters_of_few_rows_in_half_the_memory()
    {
        var graph = ModelCatalogue.Create("mobile_former_294m").Build(1, 224, 224);
        var half = ExecutionPlan.Create(graph, Cpu, Precision.Half);
        Assert.Equal(ExecutionPlan.Create(graph, Cpu).ArenaBytes, half.ArenaBytes);
        foreach (var node in half.Graph.Nodes.Where(node => node.Kernel.FilterInput is not null))
        {
            Assert.Equal(node.Output.Shape.Rows <= 8, node.Inputs[1].IsNarrow);
            Assert.False(node.Output.IsNarrow);
        }

        Assert.Contains(half.Graph.Nodes, node => node is { Name: "classifier.classifier.1" }
            && node.Inputs[1].IsNarrow);
    }

    [Fact]
    public void A_map_that_is_an_output_stays_in_single_precision()
    {
        var half = ExecutionPlan.Create(
            ModelCatalogue.Create(Model26).BuildFeatures(1, 64, 64), Card, Precision.Half);
        Assert.Equal(4, half.Graph.Outputs.Count);
        Assert.All(half.Graph.Outputs, output => Assert.False(output.Tensor.IsNarrow));
        Assert.Contains(half.Graph.Nodes, node => node.Output.IsNarrow);
    }

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    public void Feature_maps_are_those_of_single_precision_but_for_rounding(string kind)
    {
        using var model = Model.WithSeededWeights(Model26);
        using var single = new FeatureExtractor(model, TestDevices.Get(kind), 1, 64, 64);
        using var half = new FeatureExtractor(model, TestDevices.Get(kind), 1, 64, 64, Precision.Half);
        var input = SeededWeights.Input(single.InputShape.Elements);
        var maps = single.Extract(input).Zip(half.Extract(input)).ToList();
        Assert.Equal(4, maps.Count);
        foreach (var (expected, actual) in maps)
        {
            Assert.Equal(expected.Shape, actual.Shape);
            Assert.InRange(
                GpuFormer.SelfTest.DeviceSelfTest.NormalisedError(expected.Values, actual.Values), 0, 1e-5);
        }
    }

    [Fact]
    public void A_weight_that_half_precision_cannot_hold_is_refused_by_value()
    {
        using var seeded = Model.WithSeededWeights(Model26, new ModelOptions { Classes = 3 });
        using var model = Model.FromState(seeded.Network, seeded.Network.Parameters.ToDictionary(
            p => p.Name, p => SeededWeights.Fill(p.Name, p.Shape).Select(value => 1e7f * value).ToArray()));
        using var device = DeviceSelector.Open("cpu");
        var refusal = Assert.Throws<OverflowException>(
            () => new Session(model, device, 1, 32, 32, Precision.Half));
        Assert.Contains("half precision cannot hold", refusal.Message);
        Assert.Equal(0, device.AllocatedBytes);
        new Session(model, device, 1, 32, 32).Dispose();
    }
}
