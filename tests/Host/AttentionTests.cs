using GpuFormer.Graph;
using GpuFormer.Graph.Execution;
using GpuFormer.Imaging;
using GpuFormer.Models;
using GpuFormer.Tests.Cli;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host;

public sealed class AttentionTests : IDisposable
{
    private const int Side = 64;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("cpu")]
    [InlineData("ilgpu:cpu")]
    public void Weights_are_the_soft_max_of_queries_and_pixels_in_double_precision(string kind)
    {
        // One block in place of all: ilgpu:cpu is slow.
        var smallest = MobileFormerVariant.All[0];
        var cut = smallest with { Name = "two_blocks", Blocks = [.. smallest.Blocks.Take(2)] };
        var network = new MobileFormer(cut, new MobileFormerOptions(Classes: 4));
        using var model = Model.WithSeededWeights(network);
        using var device = DeviceSelector.Open(kind);
        var input = SeededWeights.Input(3 * Side * Side);
        var attention = network.BuildAttention(1, Side, Side);
        using var executor = Executor.Create(device, attention.Graph, model.ReadWeight);
        executor.WriteInput(input);
        executor.Run();
        var staged = network.Build(1, Side, Side, withStages: true);
        using var stages = Executor.Create(device, staged, model.ReadWeight);
        stages.WriteInput(input);
        stages.Run();
        float[] Stage(string name)
        {
            var index = staged.Outputs.Select(output => output.Name).ToList().IndexOf(name);
            var values = new float[staged.Outputs[index].Tensor.Shape.Elements];
            stages.ReadOutput(values, index);
            return values;
        }

        Assert.Equal(["features.1", "head"], attention.Bridges.Select(bridge => bridge.Name));
        var output = 1;
        foreach (var (bridge, x, tokens, path) in new[]
        {
            (attention.Bridges[0], "features.0.x", "features.0.tokens", "features.1.local_global.q"),
            (attention.Bridges[1], "features.1.x", "features.1.tokens", "local_global.q"),
        })
        {
            var (map, state) = (Stage(x), Stage(tokens));
            for (var head = 0; head < bridge.Heads; head++)
            {
                var weights = new float[bridge.Tokens * bridge.Height * bridge.Width];
                executor.ReadOutput(weights, output++);
                var expected = Expected(model, path, bridge, map, state, head);
                for (var i = 0; i < weights.Length; i++)
                    Assert.Equal(expected[i], weights[i], 1e-6);
            }
        }

        // The second network is the first, with more outputs.
        var logits = new float[4];
        executor.ReadOutput(logits);
        var usual = new float[4];
        stages.ReadOutput(usual);
        for (var i = 0; i < 4; i++)
            Assert.Equal(usual[i], logits[i], 1e-5f);
    }

    [Fact]
    public void Each_token_of_each_bridge_looks_at_all_pixels_with_weights_that_add_up_to_one()
    {
        using var classifier = Load("mobile_former_26m");
        var image = Picture();
        var maps = classifier.ClassifyWithAttention(image, topK: 3);
        var expected = classifier.Classify(image, topK: 3);
        Assert.Equal(expected.Select(p => p.ClassIndex), maps.Predictions.Select(p => p.ClassIndex));
        Assert.All(expected.Zip(maps.Predictions),
            pair => Assert.Equal(pair.First.Probability, pair.Second.Probability, 1e-5f));
        Assert.Equal(9, maps.Bridges.Count);
        Assert.Equal((Side, Side), (maps.Input.Height, maps.Input.Width));
        foreach (var bridge in maps.Bridges)
        {
            Assert.Equal(bridge.Tokens * bridge.Height * bridge.Width, bridge.Weights.Length);
            foreach (var weights in bridge.Weights.Chunk(bridge.Height * bridge.Width))
            {
                Assert.Equal(1, weights.Sum(weight => (double)weight), 1e-4);
                Assert.All(weights, weight => Assert.True(weight >= 0));
            }
        }

        // Another picture draws other looks.
        Assert.NotEqual(maps.Bridges[^1].Weights, classifier.ClassifyWithAttention(new Image(30, 30)).Bridges[^1].Weights);
    }

    [Fact]
    public void Heat_maps_show_the_picture_and_one_cell_for_each_token()
    {
        using var classifier = Load("mobile_former_26m");
        var maps = classifier.ClassifyWithAttention(Picture());
        var bridge = maps.Bridges[0];
        var row = maps.Render(bridge);
        Assert.True(row.Width > (bridge.Tokens + 1) * 128);
        var sheet = maps.RenderSheet();
        Assert.Equal(row.Width, sheet.Width);
        Assert.InRange(sheet.Height, maps.Bridges.Count * 64, 4096);
        Assert.NotEqual(maps.Render(bridge, 0).Pixels, maps.Render(bridge, 1).Pixels);
        Assert.Throws<ArgumentOutOfRangeException>(() => maps.Render(bridge, bridge.Tokens));
    }

    [Fact]
    public void Networks_without_bridges_are_refused_by_name()
    {
        using var classifier = Load("mobilenet_v3_small");
        Assert.Contains("mobilenet_v3_small",
            Assert.Throws<NotSupportedException>(() => classifier.ClassifyWithAttention(Picture())).Message);
        Assert.NotEmpty(classifier.Classify(Picture()));
    }

    // softmax over pixels of (W tokens + b) . x / sqrt(channels of a head), over the channels of one head.
    private static double[] Expected(
        Model model, string path, BridgeStage bridge, float[] map, float[] tokens, int head)
    {
        var pixels = bridge.Height * bridge.Width;
        var (channels, d) = (map.Length / pixels, tokens.Length / bridge.Tokens);
        var weight = model.ReadWeight(path + ".weight", new Shape(channels, d));
        var bias = model.ReadWeight(path + ".bias", new Shape(channels));
        var width = channels / bridge.Heads;
        var result = new double[bridge.Tokens * pixels];
        for (var token = 0; token < bridge.Tokens; token++)
        {
            var scores = new double[pixels];
            for (var c = head * width; c < (head + 1) * width; c++)
            {
                double query = bias[c];
                for (var k = 0; k < d; k++)
                    query += (double)weight[(c * d) + k] * tokens[(token * d) + k];
                for (var pixel = 0; pixel < pixels; pixel++)
                    scores[pixel] += query * map[(pixel * channels) + c] / Math.Sqrt(width);
            }

            var largest = scores.Max();
            var sum = scores.Sum(score => Math.Exp(score - largest));
            for (var pixel = 0; pixel < pixels; pixel++)
                result[(token * pixels) + pixel] = Math.Exp(scores[pixel] - largest) / sum;
        }

        return result;
    }

    private Classifier Load(string model)
    {
        var weights = StoredModel.Write(_folder[$"{model}.safetensors"], model, classes: 10,
            preprocessing: """{"input_size": [3, 64, 64], "crop_pct": 1.0}""");
        return Classifier.Load(model, weights, new ClassifierOptions { Device = "cpu" });
    }

    private static Image Picture()
    {
        var image = new Image(90, 80);
        for (var i = 0; i < image.Pixels.Length; i++)
            image.Pixels[i] = (byte)((i * 7) + (i >> 6));
        return image;
    }
}
