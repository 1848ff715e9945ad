using System.Text;
using GpuFormer.Models;
using GpuFormer.Tests.Ops;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host.Models;

/// <summary>ResNets against torchvision: <c>tests/Golden/make_resnets.py</c>.</summary>
public sealed class ResNetTests
{
    [Theory]
    [InlineData("resnet18", 122, 3561, 0x2efdb138, 11689512)]
    [InlineData("resnet50", 320, 9375, 0x1aedd55e, 25557032)]
    public void State_dict_is_torchvisions(string name, int entries, int bytes, uint checksum, long parameters)
    {
        var model = ModelCatalogue.Create(name);
        var text = new StringBuilder();
        foreach (var parameter in model.Parameters)
            text.Append($"{parameter.Name} {string.Join(",", parameter.Shape)}\n");
        Assert.Equal(entries, model.Parameters.Count);
        Assert.Equal(bytes, text.Length);
        Assert.Equal(checksum, SeededWeights.Hash(text.ToString()));
        Assert.Equal(parameters, model.ParameterCount);
    }

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    public void Logits_are_torchvisions(string kind)
    {
        AssertLogits("resnet18", (1, 96, 96), [-0.083586, 0.709883, 0.554472, 0.102598, 0.017036], 20.546681, 474);
        AssertLogits("resnet18", (2, 65, 49), [-0.535322, 0.383475, 0.362396, 0.283732, -0.191018], 41.947697, 113);
        AssertLogits("resnet50", (1, 96, 96), [1.115656, 0.339945, 0.939945, 3.063422, 1.313959], 107.333353, 807);
        AssertLogits("resnet50", (2, 65, 49), [0.73468, 0.37973, 0.84002, 2.472501, 1.015016], 158.102243, 283);

        void AssertLogits(string name, (int Batch, int Height, int Width) size, double[] first, double sum, int best)
        {
            var logits = new ModelRun(TestDevices.Get(kind), ModelCatalogue.Create(name), SeededWeights.Fill,
                SeededWeights.Input(size.Batch * 3 * size.Height * size.Width), size).Logits;
            for (var i = 0; i < first.Length; i++)
                Assert.Equal(first[i], logits[i], 1e-4);
            Assert.Equal(sum, logits.Sum(), 2e-2);
            var own = logits[..1000];
            Assert.Equal(best, Array.IndexOf(own, own.Max()));
        }
    }

    [Fact]
    public void ResNet_101_has_the_entries_of_torchvisions()
    {
        // 44,549,160 parameters in 626 entries; frozen norms change neither.
        var model = new ResNet(ResNetVariant.ResNet101, frozenNorms: true);
        Assert.Equal(44549160, model.ParameterCount);
        Assert.Equal(626, model.Parameters.Count);
    }
}
