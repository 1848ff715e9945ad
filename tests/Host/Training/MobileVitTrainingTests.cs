using System.Globalization;
using GpuFormer.Models;
using GpuFormer.Tests.Host.Models;
using GpuFormer.Tests.Ops;
using GpuFormer.Training;
using Xunit;

namespace GpuFormer.Tests.Host.Training;

/// <summary>Steps of MobileViT against what PyTorch computed with timm's code.</summary>
public sealed class MobileVitTrainingTests
{
    // Gradients that are 0 but for rounding: what they belong to is cancelled by a soft-max or a norm behind it.
    private const double Rounding = 2e-6;

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    public void Golden_gradients_statistics_and_losses_are_reproduced(string kind)
    {
        using var golden = new GoldenFile("backward-mobilevit_xxs");
        var model = ModelCatalogue.Create(golden.Model, int.Parse(golden.Metadata["classes"], CultureInfo.InvariantCulture));
        var images = golden.Input;
        var targets = golden.Weights.Targets(golden.Batch, model.Classes);
        using var session = new TrainingSession(TestDevices.Get(kind), model, new TrainingOptions(
            golden.Batch, golden.Size, golden.Size,
            new OptimizerOptions(OptimizerKind.AdamW, WeightDecay: 0.05) { DecaysAll = true }));
        var state = model.Parameters.Where(p => p.Kind != ParameterKind.Counter)
            .ToDictionary(p => p.Name, p => golden.Weights.Fill(p.Name, p.Shape));
        session.Load(state);
        session.Backward(images, targets);
        foreach (var (name, gradient) in session.ReadGradients())
        {
            var sample = golden.Read($"grad.{name}.sample");
            AssertSample(name, sample, gradient, (1e-3 * sample.Max(Math.Abs)) + Rounding);
        }

        foreach (var (name, value) in session.ReadState()
            .Where(entry => entry.Key.Contains("running", StringComparison.Ordinal)))
        {
            AssertSample(name, golden.Read($"buffer.{name}.sample"), value, 1e-4);
        }

        session.Load(state);
        var losses = golden.Read("losses");
        for (var i = 0; i < losses.Length; i++)
        {
            // From the third on rounding decides, as AdamW's first updates of gradients that are all rounding are as
            // large as any.
            var loss = session.Step(images, targets, learningRate: 1e-3).Loss;
            Assert.Equal(losses[i], loss, i < 2 ? 1e-3 : 2e-2);
        }
    }

    [Fact]
    public void Dropout_is_in_the_transformers_and_before_the_last_linear()
    {
        var graph = ModelCatalogue.Create("mobilevit_xxs").Build(2, 64, 64, training: new TrainingRates(0.1, 0));
        var rates = graph.Nodes.Select(node => node.Op).OfType<GpuFormer.Graph.Ops.Dropout>().ToArray();
        Assert.Equal(1 + (2 * 9), rates.Length);
        Assert.Equal(rates.Length, rates.Select(drop => drop.Layer).Distinct().Count());
        Assert.Equal(0.1, rates[^1].Rate);
        Assert.All(rates[..^1], drop => Assert.Equal(0.05, drop.Rate));
    }

    [Fact]
    public void Preset_has_the_learning_rates_of_the_networks_page()
    {
        // Networks 5.6, at 3000 / 3.5 steps an epoch: larger batches of smaller pictures make fewer.
        var schedule = RecipePresets.Find("mobilevit-xxs").CreateSchedule();
        Assert.Equal(2e-4, schedule.At(0), 1e-9);
        Assert.Equal(1.1e-3, schedule.At(1500 * 3.5 / 3000), 1e-9);
        Assert.Equal(1.1e-3, schedule.At(150), 1e-9);
        // The warm-up rises with every step, the cosine falls once per epoch.
        Assert.Equal(2e-4 + (1.8e-3 * 3.49 / 3.5), schedule.At(3.49), 1e-9);
        Assert.Equal(2e-4 + (0.9e-3 * (1 + Math.Cos(Math.PI * 3 / 300))), schedule.At(3.6), 1e-9);
        Assert.Equal(schedule.At(150), schedule.At(150.99));
        Assert.Equal(2.0005e-4, schedule.At(299), 1e-8);
        Assert.Equal(300, schedule.TotalEpochs);
    }

    [Fact]
    public void Odd_maps_are_trained_too()
    {
        var model = ModelCatalogue.Create("mobilevit_xxs", classes: 3);
        using var session = new TrainingSession(TestDevices.Get("cpu"), model, new TrainingOptions(
            2, 96, 80, new OptimizerOptions(OptimizerKind.AdamW, WeightDecay: 0.01))
        { Dropout = 0.1 });
        session.Initialise(seed: 1);
        var images = GpuFormer.Weights.SeededWeights.Input(2 * 3 * 96 * 80);
        float[] targets = [1, 0, 0, 0, 0, 1];
        var first = session.Step(images, targets, learningRate: 1e-3).Loss;
        var last = 0f;
        for (var i = 0; i < 12; i++)
            last = session.Step(images, targets, learningRate: 1e-3).Loss;
        Assert.True(last < first / 2, $"{first} became {last}.");
    }

    private static void AssertSample(string name, float[] sample, float[] values, double tolerance)
    {
        for (var i = 0; i < sample.Length; i++)
        {
            var value = values[(int)((long)i * values.Length / sample.Length)];
            Assert.True(Math.Abs(value - sample[i]) <= tolerance,
                $"{name} is {value} where PyTorch has {sample[i]}, at sample {i}.");
        }
    }
}
