using GpuFormer.Models;
using GpuFormer.SelfTest;
using GpuFormer.Tests.Host.Models;
using GpuFormer.Tests.Ops;
using GpuFormer.Training;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host.Training;

/// <summary>
/// A training step of whole networks through ILGPU against the CPU device, with pictures as small as a network takes: a
/// driver compiles each kernel for a second.
/// </summary>
public sealed class IlgpuTrainingTests
{
    // The last maps are of one pixel: with fewer pictures than these, batch norms would divide by what is mostly rounding.
    private const int Batch = 8;
    private const int Side = 32;
    private const int Classes = 5;

    // Of a gradient's own square, as 1e-3 of its size: orders of sums differ.
    private const double LargestError = 1e-6;

    [Theory]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("ilgpu:opencl")]
    [OnDevice("ilgpu:cuda")]
    public void Step_of_mobile_former_26m_is_that_of_the_cpu_device(string kind) => AssertStep(kind, "mobile_former_26m");

    [Theory]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("ilgpu:opencl")]
    [OnDevice("ilgpu:cuda")]
    public void Step_of_mobilevit_xxs_is_that_of_the_cpu_device(string kind) => AssertStep(kind, "mobilevit_xxs");

    private static void AssertStep(string kind, string name)
    {
        var (expected, expectedLosses) = Step("cpu", name);
        var (actual, actualLosses) = Step(kind, name);
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        var largest = expected.Values.Max(gradient => gradient.Max(Math.Abs));
        Assert.All(expected, gradient =>
        {
            // Gradients that are 0 but for rounding are nothing to compare.
            if (gradient.Value.Max(Math.Abs) > 1e-5 * largest)
                Assert.InRange(DeviceSelfTest.NormalisedError(gradient.Value, actual[gradient.Key]), 0, LargestError);
        });
        Assert.Equal(expectedLosses[0], actualLosses[0], 1e-5);
        Assert.Equal(expectedLosses[1], actualLosses[1], 1e-2);
    }

    private static (Dictionary<string, float[]> Gradients, double[] Losses) Step(string kind, string name)
    {
        var model = ModelCatalogue.Create(name, Classes);
        using var session = new TrainingSession(TestDevices.Get(kind), model, new TrainingOptions(
            Batch, Side, Side, new OptimizerOptions(OptimizerKind.AdamW, WeightDecay: 0.05)));
        var state = model.Parameters.Where(p => p.Kind != ParameterKind.Counter)
            .ToDictionary(p => p.Name, p => SeededWeights.Fill(p.Name, p.Shape));
        var images = SpecFill.Values("images", Batch * 3 * Side * Side);
        var targets = new float[Batch * Classes];
        for (var i = 0; i < Batch; i++)
            targets[(i * Classes) + (i % Classes)] = 1f;
        session.Load(state);
        session.Backward(images, targets);
        var gradients = session.ReadGradients().ToDictionary(g => g.Key, g => g.Value.ToArray());
        session.Load(state);
        double[] losses =
        [
            session.Step(images, targets, learningRate: 1e-3).Loss, session.Step(images, targets, learningRate: 1e-3).Loss,
        ];
        return (gradients, losses);
    }
}
