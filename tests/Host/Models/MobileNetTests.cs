using System.Collections.Concurrent;
using System.Text;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;
using GpuFormer.Tests.Ops;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host.Models;

/// <summary>
/// MobileNets against torchvision: keys and counts of Networks 1.11 and 4.1, golden files, the logits of 5.8.
/// </summary>
public sealed class MobileNetTests
{
    // What ILGPU's CPU accelerator makes of each network, once for all devices.
    private static readonly ConcurrentDictionary<string, double[]> Judged = new();

    [Theory]
    [InlineData("mobilenet_v2", 314, 10860, 0xc2a22b71)]
    [InlineData("mobilenet_v3_large", 312, 11253, 0xb6bbedc5)]
    [InlineData("mobilenet_v3_small", 244, 8673, 0x4cfde025)]
    [InlineData("mobilenet_v3_large_075", 312, 11207, 0xbdfba256)]
    [InlineData("mobilenet_v3_large_125", 312, 11311, 0xa6c263a3)]
    public void State_dict_is_torchvisions(string name, int entries, int bytes, uint checksum)
    {
        var model = ModelCatalogue.Create(name);
        var text = new StringBuilder();
        foreach (var parameter in model.Parameters)
            text.Append($"{parameter.Name} {string.Join(",", parameter.Shape)}\n");
        Assert.Equal(entries, model.Parameters.Count);
        Assert.Equal(bytes, text.Length);
        Assert.Equal(checksum, SeededWeights.Hash(text.ToString()));
    }

    [Theory]
    [InlineData("mobilenet_v2", 3504872, 300774272)]
    [InlineData("mobilenet_v3_small", 2542856, 56510400)]
    [InlineData("mobilenet_v3_large_075", 3377576, 140033816)]
    [InlineData("mobilenet_v3_large", 5483032, 216589760)]
    [InlineData("mobilenet_v3_large_125", 8164744, 343461000)]
    public void Parameters_and_multiply_adds_are_the_published_ones(string name, long parameters, long multiplyAdds)
    {
        var model = ModelCatalogue.Create(name);
        Assert.Equal(parameters, model.ParameterCount);
        Assert.Equal(multiplyAdds, model.MultiplyAdds);
    }

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    public void Golden_file_is_reproduced(string kind)
    {
        using var golden = new GoldenFile("forward-mobilenet_v3_large");
        var run = new ModelRun(TestDevices.Get(kind), ModelCatalogue.Create(golden.Model), golden.Weights.Fill,
            golden.Input, (golden.Batch, golden.Size, golden.Size));
        GoldenTaps.AssertClose(golden.Read("logits"), run.Logits, "logits");
        foreach (var name in golden.Names.Where(n => n.EndsWith(".sample", StringComparison.Ordinal)))
        {
            var (stage, _) = GoldenTaps.Parse(name);
            GoldenTaps.AssertClose(golden.Read(name), GoldenTaps.Sample(run.Stage(stage, tokens: false)!.Data), name);
        }
    }

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    public void Logits_match_those_of_the_networks_page(string kind)
    {
        AssertLogits("mobilenet_v2", [0.133508, -0.022921, -0.271464, -0.115682, -0.220930], -2.672142, 548);
        AssertLogits("mobilenet_v3_large", [-0.102385, -0.235646, -0.042524, -0.098471, -0.037270], -8.714869, 165);
        AssertLogits("mobilenet_v3_small", [-0.079714, -0.126032, 0.033416, -0.125965, 0.002096], -0.093297, 209);
        // Not in Networks 5.8: tests/Golden/make_mobilenets.py.
        AssertLogits("mobilenet_v3_large_075", [-0.071416, -0.002246, 0.19342, -0.08336, -0.152308], -3.999689, 225);
        AssertLogits("mobilenet_v3_large_125", [-0.102374, -0.088631, -0.015954, -0.120896, -0.040336], -5.814932, 174);

        void AssertLogits(string name, double[] first, double sum, int best)
        {
            var logits = new ModelRun(TestDevices.Get(kind), ModelCatalogue.Create(name), SeededWeights.Fill,
                SeededWeights.Input(3 * 224 * 224), (1, 224, 224)).Logits;
            for (var i = 0; i < first.Length; i++)
                Assert.Equal(first[i], logits[i], 1e-4);
            Assert.Equal(sum, logits.Sum(), 2e-2);
            Assert.Equal(best, Array.IndexOf(logits, logits.Max()));
        }
    }

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("ptx")]
    public void Small_odd_pictures_give_the_same_on_every_device(string kind)
    {
        foreach (var name in new[] { "mobilenet_v2", "mobilenet_v3_small" })
        {
            var expected = Judged.GetOrAdd(name, _ => Logits(TestDevices.Get("ilgpu:cpu")));
            var actual = Logits(TestDevices.Get(kind));
            for (var i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], actual[i], 1e-4);

            double[] Logits(Device device) => new ModelRun(device, ModelCatalogue.Create(name, 7),
                SeededWeights.Fill, SeededWeights.Input(2 * 3 * 33 * 40), (2, 33, 40)).Logits;
        }
    }
}
