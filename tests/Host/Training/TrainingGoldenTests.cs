using System.Globalization;
using GpuFormer.Models;
using GpuFormer.Tests.Host.Models;
using GpuFormer.Tests.Ops;
using GpuFormer.Training;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host.Training;

/// <summary>Steps of whole networks against what PyTorch computed with the official code.</summary>
public sealed class TrainingGoldenTests
{
    // Gradients that are 0 but for rounding: what they belong to is cancelled by a soft-max or a norm behind it.
    private const double Rounding = 5e-6;

    // Of a tensor's largest sample. For 294M, whose last norms see few pixels, the file says more: there PyTorch's own
    // single precision is 1.6e-3 from double precision with one thread and 2.7e-3 with two, and ours 1.1e-3.
    private const double GradientTolerance = 1e-3;

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    public void Gradients_and_losses_of_26M_are_reproduced(string kind) =>
        AssertGolden(kind, "backward-mobile_former_26m");

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    public void Gradients_and_losses_of_96M_are_reproduced(string kind) =>
        AssertGolden(kind, "backward-mobile_former_96m");

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("cuda")]
    public void Gradients_and_losses_of_294M_are_reproduced(string kind) =>
        AssertGolden(kind, "backward-mobile_former_294m");

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("cuda")]
    public void Gradients_and_losses_with_spatial_dynamic_relu_are_reproduced(string kind) =>
        AssertGolden(kind, "backward-mobile_former_96m-spatial");

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    public void Gradients_and_losses_of_MobileNetV3_are_reproduced(string kind) =>
        AssertGolden(kind, "backward-mobilenet_v3_large");

    private static void AssertGolden(string kind, string name)
    {
        using var golden = new GoldenFile(name);
        var spatial = golden.Metadata.TryGetValue("spatial", out var text) && bool.Parse(text);
        var classes = Number(golden, "classes");
        var model = spatial
            ? ModelCatalogue.Create(golden.Model, classes, ["hyper_token_id=-1"])
            : ModelCatalogue.Create(golden.Model, classes);
        var images = golden.Input;
        var targets = golden.Weights.Targets(golden.Batch, model.Classes);
        using var session = new TrainingSession(TestDevices.Get(kind), model, new TrainingOptions(
            golden.Batch, golden.Size, golden.Size,
            new OptimizerOptions(OptimizerKind.AdamW, WeightDecay: 0.05) { DecaysAll = true }));
        var state = model.Parameters.Where(p => p.Kind != ParameterKind.Counter)
            .ToDictionary(p => p.Name, p => golden.Weights.Fill(p.Name, p.Shape));
        var tolerance = golden.Metadata.TryGetValue("tolerance", out var share)
            ? double.Parse(share, CultureInfo.InvariantCulture)
            : GradientTolerance;
        // A ReLU whose input is 0 but for rounding has one gradient or the other: one of several pictures of 96M that
        // differ by less than 1e-6 moves the gradient of features.5.local_global.q.bias by 20 tolerances, whatever the
        // kernels.
        string? first = null, difference = null;
        foreach (var scale in new[] { 1f, 1 + 1.2e-7f, 1 - 1.2e-7f, 1 + 4e-7f })
        {
            images = [.. golden.Input.Select(v => v * scale)];
            session.Load(state);
            session.Backward(images, targets);
            difference = session.ReadGradients()
                .Select(g => Difference(golden.Read($"grad.{g.Key}.sample"), g.Value, g.Key, tolerance))
                .FirstOrDefault(text => text is not null);
            first ??= difference;
            if (difference is null)
                break;
        }

        Assert.True(difference is null, $"{name}: {first}");
        foreach (var (buffer, value) in session.ReadState().Where(e => e.Key.Contains("running", StringComparison.Ordinal)))
        {
            var sample = golden.Read($"buffer.{buffer}.sample");
            for (var i = 0; i < sample.Length; i++)
                Assert.Equal(sample[i], value[(int)((long)i * value.Length / sample.Length)], 1e-4);
        }

        session.Load(state);
        // From the third on rounding decides, since AdamW's first updates of gradients that are all rounding are as
        // large as any. With one and two threads PyTorch itself differs by 0.02 (26M). The third of 96M is 0.744 here,
        // 0.695 in double precision and 0.792 where the same steps are written otherwise; the second of such pictures
        // differs by up to 1.6e-3. Against double precision only two are compared.
        var losses = golden.Read("losses");
        double[] tolerances = golden.Metadata.GetValueOrDefault("precision") == "float64"
            ? [1e-3, 1e-2]
            : [1e-3, 3e-3, 5e-2, 2e-2, 2e-2];
        for (var i = 0; i < tolerances.Length; i++)
            Assert.Equal(losses[i], session.Step(images, targets, learningRate: 1e-3).Loss, tolerances[i]);
    }

    /// <summary>Compares a gradient with PyTorch's samples of it.</summary>
    internal static void AssertSamples(float[] sample, float[] gradient, string what, double share = GradientTolerance)
    {
        var difference = Difference(sample, gradient, what, share);
        Assert.True(difference is null, difference);
    }

    private static string? Difference(float[] sample, float[] gradient, string what, double share)
    {
        var tolerance = (share * sample.Max(Math.Abs)) + Rounding;
        for (var i = 0; i < sample.Length; i++)
        {
            var value = gradient[(int)((long)i * gradient.Length / sample.Length)];
            if (!(Math.Abs(value - sample[i]) <= tolerance))
                return $"the gradient of {what} is {value} where PyTorch has {sample[i]}.";
        }

        return null;
    }

    [Theory]
    [OnDevice("cpu")]
    public void Loss_and_norms_of_the_networks_page_are_reproduced(string kind)
    {
        // Networks 5.5.
        AssertStep(kind, "26m", 7.27329068, 130.71646376, [1.3519924f, 0.7439068f], new()
        {
            ["tokens.weight"] = 7.59814043,
            ["stem.0.weight"] = 47.8320375,
            ["features.1.conv1.0.weight"] = 7.00632709,
            ["features.1.hyper1.hyper.0.weight"] = 18.5718809,
            ["features.2.conv1.0.weight"] = 13.7213094,
            ["features.2.local_global.alpha.0.weight"] = 7.41832548,
            ["features.2.global_block.q.weight"] = 10.8388809,
            ["features.2.global_local.k.weight"] = 8.03378754,
            ["local_global.q.weight"] = 2.82054689,
            ["classifier.conv.1.weight"] = 1.32260742,
            ["classifier.fc.0.weight"] = 11.6178434,
            ["classifier.classifier.1.bias"] = 0.49924521,
        });
        AssertStep(kind, "96m", 7.02090563, 76.13200841, [1.3181965f, 0.7469997f], new()
        {
            ["tokens.weight"] = 2.77482748,
            ["stem.0.weight"] = 22.5906551,
            ["features.1.conv1.0.weight"] = 9.6130751,
            ["features.1.hyper1.hyper.0.weight"] = 10.5489452,
            ["features.2.conv1.0.weight"] = 6.50014495,
            ["features.2.local_global.alpha.0.weight"] = 3.53271667,
            ["features.2.global_block.q.weight"] = 1.86730423,
            ["features.2.global_local.k.weight"] = 2.12096674,
            ["local_global.q.weight"] = 1.65404895,
            ["classifier.conv.1.weight"] = 2.79281792,
            ["classifier.fc.0.weight"] = 10.7949703,
            ["classifier.classifier.1.bias"] = 0.49939795,
        });
    }

    private static void AssertStep(
        string kind, string size, double loss, double norm, float[] variance, Dictionary<string, double> norms)
    {
        var model = ModelCatalogue.Create($"mobile_former_{size}");
        using var session = new TrainingSession(TestDevices.Get(kind), model,
            new TrainingOptions(4, 64, 64, new OptimizerOptions(OptimizerKind.AdamW, WeightDecay: 0)));
        session.Load(model.Parameters.ToDictionary(p => p.Name, p => SeededWeights.Fill(p.Name, p.Shape)));
        var targets = new float[4 * model.Classes];
        foreach (var (label, i) in new[] { 3, 7, 42, 999 }.Select((label, i) => (label, i)))
            targets[(i * model.Classes) + label] = 1;
        var step = session.Backward(SeededWeights.Input(4 * 3 * 64 * 64, "input_train"), targets);
        Assert.Equal(loss, step.Loss, 1e-4);
        Assert.Equal(norm, step.GradientNorm, 1e-4 * norm);
        var gradients = session.ReadGradients();
        foreach (var (name, expected) in norms)
            Assert.Equal(expected, Math.Sqrt(gradients[name].Sum(g => (double)g * g)), 1e-4 * expected);
        Assert.Equal(variance, session.ReadState()["classifier.fc.1.running_var"][..2],
            (a, b) => Math.Abs(a - b) < 1e-5);
    }

    private static int Number(GoldenFile golden, string key) =>
        int.Parse(golden.Metadata[key], CultureInfo.InvariantCulture);
}
