using GpuFormer.Models;
using GpuFormer.Tests.Cli;
using GpuFormer.Tests.Host.Models;
using GpuFormer.Tests.Ops;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host;

public sealed class FeatureExtractorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Models => [.. ModelCatalogue.NamesOf(ModelTask.Classification)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_model_has_maps_of_four_strides(string name)
    {
        var model = ModelCatalogue.Create(name);
        Assert.Equal([4, 8, 16, 32], model.Features.Select(stage => stage.Stride));
        var graph = model.BuildFeatures(2, 65, 96);
        var shapes = graph.Outputs.Select(output => string.Join(',', output.Tensor.Shape));
        Assert.Equal(
            model.Features.Select(s => $"2,{(64 / s.Stride) + 1},{96 / s.Stride},{s.Channels}"), shapes);
    }

    [Theory]
    [InlineData("mobile_former_294m", "24 48 128 192")]
    [InlineData("mobilenet_v2", "24 32 96 320")]
    [InlineData("mobilenet_v3_large", "24 40 112 160")]
    [InlineData("mobilenet_v3_small", "16 24 48 96")]
    public void Channels_are_those_of_the_tables(string name, string channels) =>
        Assert.Equal(channels, string.Join(' ', ModelCatalogue.Create(name).Features.Select(s => s.Channels)));

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    public void Maps_are_the_stages_of_the_whole_network(string kind)
    {
        foreach (var name in new[] { "mobile_former_26m", "mobilenet_v2", "mobilenet_v3_small", "mobilevit_xxs" })
        {
            var device = TestDevices.Get(kind);
            using var model = Model.WithSeededWeights(name);
            using var extractor = new FeatureExtractor(model, device, 2, 48, 64);
            var input = SeededWeights.Input(extractor.InputShape.Elements);
            var maps = extractor.Extract(input);
            var run = new ModelRun(device, model.Network, SeededWeights.Fill, input, (2, 48, 64));
            Assert.Equal(4, maps.Count);
            foreach (var map in maps)
            {
                var expected = run.Stage(map.Stage.Name[..^2], tokens: false)!;
                int[] sizes = [map.Shape[0], map.Shape[3], map.Shape[1], map.Shape[2]];
                Assert.Equal(expected.Sizes, sizes);
                Assert.Equal(expected.Data[^1], map[1, map.Shape[1] - 1, map.Shape[2] - 1, map.Shape[3] - 1], 1e-4);
                Assert.Equal(expected.Mean, map.Values.Average(v => (double)v), 1e-4);
            }
        }
    }

    [Theory]
    [InlineData("mobile_former_26m", 1024)]
    [InlineData("mobilenet_v2", 1280)]
    [InlineData("mobilenet_v3_small", 1024)]
    [InlineData("mobilevit_xxs", 320)]
    public void A_network_without_classes_makes_what_its_last_linear_would_read(string name, int width)
    {
        var weights = StoredModel.Write(_folder["w.safetensors"], name, classes: 5);
        using var whole = Model.Load(name, weights);
        using var headless = Model.Load(name, weights, new ModelOptions { Classes = 0 });
        var device = TestDevices.Get("cpu");
        using var classes = new Session(whole, device, 1, 32, 32);
        using var features = new Session(headless, device, 1, 32, 32);
        var input = SeededWeights.Input(3 * 32 * 32);
        var (logits, hidden) = (new float[5], new float[width]);
        Assert.Equal(5, classes.OutputShape.Last);
        Assert.Equal(width, features.OutputShape.Last);
        classes.Predict(input, logits);
        features.Predict(input, hidden);
        var state = whole.ReadState();
        var last = ModelCatalogue.FamilyOf(name).ClassLayers[0];
        for (var k = 0; k < logits.Length; k++)
        {
            var sum = (double)state[$"{last}.bias"][k];
            for (var i = 0; i < hidden.Length; i++)
                sum += (double)hidden[i] * state[$"{last}.weight"][(k * hidden.Length) + i];
            Assert.Equal(sum, logits[k], 1e-4);
        }
    }

    [Fact]
    public void The_command_line_stores_maps()
    {
        var weights = StoredModel.Write(_folder["w.safetensors"], "mobilenet_v3_small", classes: 5);
        var input = new SafetensorsWriter();
        input.Add("input", SeededWeights.Input(3 * 64 * 64), 1, 3, 64, 64);
        input.Save(_folder["x.safetensors"]);
        var run = CommandLineRun.Of("run", "--model", "mobilenet-v3-small", "--weights", weights, "--input",
            _folder["x.safetensors"], "--output", _folder["y.safetensors"], "--features", "--device", "cpu");
        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        using var output = SafetensorsFile.Open(_folder["y.safetensors"]);
        Assert.Equal(["stride16 1,48,4,4", "stride32 1,96,2,2", "stride4 1,16,16,16", "stride8 1,24,8,8"],
            output.Tensors.Select(t => $"{t.Name} {string.Join(',', t.Shape)}").Order(StringComparer.Ordinal));
    }
}
