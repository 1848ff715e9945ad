using GpuFormer.Models;
using GpuFormer.Tests.Ops;
using GpuFormer.Training;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host.Training;

/// <summary>
/// A step of ResNets with the statistics of the batch and with frozen ones, against what torchvision computes in double
/// precision (<c>tests/Golden/make_resnets.py</c>).
/// </summary>
public sealed class ResNetTrainingTests
{
    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    public void Gradients_of_ResNet18_with_the_statistics_of_the_batch_are_torchvisions(string kind)
    {
        AssertStep(kind, "resnet18", frozen: false, SeededWeights.Fill, 7.57674029, 75.1373175, new()
        {
            ["conv1.weight"] = (22.9517128, -19.0209126),
            ["layer1.0.conv2.weight"] = (21.4690355, 13.1642948),
            ["layer2.0.conv2.weight"] = (20.2796938, 13.850268),
            ["layer2.0.downsample.0.weight"] = (4.68763465, 4.87201659),
            ["layer3.1.conv1.weight"] = (16.902719, -0.866156412),
            ["layer4.1.conv2.weight"] = (12.3148085, 10.3090515),
            ["fc.weight"] = (10.6075864, -2.13694355),
            ["fc.bias"] = (0.50173854, -0.347050177),
            ["bn1.weight"] = (1.30292985, -0.665990919),
            ["layer4.1.bn2.bias"] = (0.347255982, 0.13344842),
        });
    }

    // Not on Vulkan, whose drivers need reach no more than 128 MiB at once: the filters in all layouts take 197.
    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("cuda")]
    public void Gradients_of_ResNet50_with_the_statistics_of_the_batch_are_torchvisions(string kind)
    {
        // With the plain weights PyTorch's own single precision is off by 2 %: inputs of ReLUs lie too near to 0.
        AssertStep(kind, "resnet50", frozen: false, Cleared, 15.5603302, 142.539971, new()
        {
            ["conv1.weight"] = (1.02067578, 0.288189607),
            ["layer1.0.conv2.weight"] = (0.858610699, 0.42412631),
            ["layer2.0.conv2.weight"] = (1.58546521, -0.0860646134),
            ["layer2.0.downsample.0.weight"] = (0.705812698, -0.0560592383),
            ["layer3.1.conv1.weight"] = (0.725006128, 0.0337221701),
            ["layer4.1.conv2.weight"] = (3.37054721, -2.95457423),
            ["fc.weight"] = (142.253198, 10.8644971),
            ["fc.bias"] = (0.628452969, -0.357785125),
            ["bn1.weight"] = (0.205793021, 0.034220418),
        });
    }

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    public void Gradients_of_ResNet18_with_frozen_statistics_are_torchvisions(string kind)
    {
        AssertStep(kind, "resnet18", frozen: true, SeededWeights.Fill, 7.92658269, 26.3220783, new()
        {
            ["conv1.weight"] = (1.60908034, -1.35780272),
            ["layer1.0.conv2.weight"] = (4.10613066, -2.47376339),
            ["layer2.0.conv2.weight"] = (6.23253273, 4.47499003),
            ["layer2.0.downsample.0.weight"] = (2.15029471, 0.473672941),
            ["layer4.1.conv2.weight"] = (6.37385243, -3.37252874),
            ["fc.bias"] = (0.500990567, -0.31169259),
        });
    }

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("cuda")]
    public void Gradients_of_ResNet50_with_frozen_statistics_are_torchvisions(string kind)
    {
        AssertStep(kind, "resnet50", frozen: true, SeededWeights.Fill, 7.31299373, 49.5368875, new()
        {
            ["conv1.weight"] = (1.34771568, -1.02678286),
            ["layer1.0.conv2.weight"] = (2.13115408, 0.358443811),
            ["layer2.0.conv2.weight"] = (3.99361558, -1.4779909),
            ["layer2.0.downsample.0.weight"] = (3.49606703, -3.22382013),
            ["layer3.1.conv1.weight"] = (4.36102752, 0.603202515),
            ["layer4.1.conv2.weight"] = (8.17740811, -1.13920339),
            ["fc.weight"] = (31.4896985, 26.1028633),
            ["fc.bias"] = (0.500608175, -0.392261123),
        });
    }

    // "clear" of the script: within a block odd channels lie far below the kink of ReLU, all others far above.
    private static float[] Cleared(string key, IReadOnlyList<int> shape)
    {
        var values = SeededWeights.Fill(key, shape);
        var isNorm = key.Contains("bn", StringComparison.Ordinal) || key.Contains("downsample.1", StringComparison.Ordinal);
        if (isNorm && key.EndsWith(".weight", StringComparison.Ordinal))
            return Array.ConvertAll(values, v => 0.25f * v);
        if (!isNorm || !key.EndsWith(".bias", StringComparison.Ordinal))
            return values;
        var isInner = key.StartsWith("layer", StringComparison.Ordinal)
            && (key.EndsWith("bn1.bias", StringComparison.Ordinal) || key.EndsWith("bn2.bias", StringComparison.Ordinal));
        return [.. values.Select((v, i) => v + 1.25f - (isInner && i % 2 == 1 ? 2.5f : 0))];
    }

    private static void AssertStep(string kind, string name, bool frozen, Func<string, IReadOnlyList<int>, float[]> fill,
        double loss, double norm, Dictionary<string, (double Norm, double Probe)> expected)
    {
        var variant = ResNetVariant.All.Single(variant => variant.Name == name);
        var model = new ResNet(variant, frozenNorms: frozen);
        using var session = new TrainingSession(TestDevices.Get(kind), model,
            new TrainingOptions(4, 64, 64, new OptimizerOptions(OptimizerKind.AdamW, WeightDecay: 0)));
        session.Load(model.Parameters.ToDictionary(p => p.Name, p => fill(p.Name, p.Shape)));
        var targets = new float[4 * model.Classes];
        foreach (var (label, i) in new[] { 3, 7, 42, 999 }.Select((label, i) => (label, i)))
            targets[(i * model.Classes) + label] = 1;
        var step = session.Backward(SeededWeights.Input(4 * 3 * 64 * 64, "input_train"), targets);
        Assert.Equal(loss, step.Loss, 1e-4);
        Assert.Equal(norm, step.GradientNorm, 1e-3 * norm);
        var gradients = session.ReadGradients();
        foreach (var (parameter, (length, probe)) in expected)
        {
            var gradient = gradients[parameter];
            Assert.Equal(length, Math.Sqrt(gradient.Sum(g => (double)g * g)), 1e-3 * length);
            // The product with another vector tells elements apart.
            var hash = SeededWeights.Hash("probe." + parameter);
            var product = gradient.Select((g, i) => g * ((2 * SeededWeights.Unit(hash, i + 1)) - 1)).Sum();
            Assert.Equal(probe, product, 1e-3 * length);
        }

        if (frozen)
        {
            Assert.False(gradients.TryGetValue("bn1.weight", out var still) && still.Any(g => g != 0));
            Assert.Equal(fill("bn1.running_var", [64]), session.ReadState()["bn1.running_var"]);
        }
    }
}
