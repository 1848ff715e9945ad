using System.Globalization;
using System.Text;

using GpuFormer.Graph.Execution;
using GpuFormer.Models;
using GpuFormer.Tests.Ops;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host.Models;

/// <summary>DETR against its authors' code, run by PyTorch.</summary>
public sealed class DetrTests
{
    private static readonly DetrOptions Small = new(Classes: 11)
    {
        Queries = 20,
        Channels = 64,
        Heads = 4,
        EncoderLayers = 2,
        DecoderLayers = 3,
        Hidden = 128,
    };

    [Theory]
    [InlineData("detr_resnet50", false, 41524768, 106240, 458, 0x72fce0f7)]
    [InlineData("detr_resnet50_dc5", false, 41524768, 106240, 458, 0x72fce0f7)]
    [InlineData("detr_resnet101", false, 60464672, 210688, 713, 0xfc32b4a3)]
    [InlineData("detr_resnet50", true, 23814415, 106240, 356, 0x7085b54d)]
    public void State_dict_is_the_authors(
        string name, bool isSmall, long parameters, long buffers, int entries, uint checksum)
    {
        var model = new Detr(DetrVariant.Find(name), isSmall ? Small : null);
        var text = new StringBuilder();
        foreach (var parameter in model.Parameters)
            text.Append(CultureInfo.InvariantCulture, $"{parameter.Name} {string.Join(",", parameter.Shape)}\n");
        Assert.Equal(entries, model.Parameters.Count);
        Assert.Equal(parameters, model.ParameterCount);
        Assert.Equal(buffers, model.BufferCount);
        Assert.Equal(checksum, SeededWeights.Hash(text.ToString()));
    }

    [Theory]
    [InlineData("detr_resnet50", 800, 1333, 101.666)]
    [InlineData("detr_resnet50", 800, 1066, 81.245)]
    [InlineData("detr_resnet50_dc5", 800, 1066, 173.251)]
    [InlineData("detr_resnet101", 800, 1333, 181.213)]
    public void Multiply_adds_are_the_authors(string name, int height, int width, double billions)
    {
        // In training, when all layers of the decoder have outputs, as theirs always do.
        var graph = new Detr(DetrVariant.Find(name)).Build(1, height, width, training: new TrainingRates(0, 0));
        Assert.Equal(billions, graph.MultiplyAdds / 1e9, 3);
    }

    [Theory]
    [InlineData("detr-forward-resnet50-small", "cpu")]
    [InlineData("detr-forward-resnet50-dc5-small", "cpu")]
    [InlineData("detr-forward-resnet50", "cpu")]
    public void Golden_files_are_reproduced(string file, string kind) => Compare(file, kind);

    [Theory]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    public void Golden_file_is_reproduced_by_drivers(string kind) => Compare("detr-forward-resnet50-small", kind);

    [Fact]
    public void Golden_file_is_reproduced_by_ILGPU() => Compare("detr-forward-resnet50-small", "ilgpu:cpu");

    [Fact]
    public void Without_padding_predictions_are_those_of_images_that_fill_the_batch()
    {
        using var golden = new DetectorGoldenFile("detr-forward-resnet50-dc5-small");
        var model = Model(golden);
        var device = TestDevices.Get("cpu");
        var padded = golden.Run(device, model, allLayers: false);
        var graph = ((IPaddedNetwork)model).BuildUnpadded(1, golden.Height, golden.Width);
        Assert.Equal(["input"], graph.Inputs.Select(input => input.Name));
        using var executor = Executor.Create(device, graph, golden.Weights.Fill);
        executor.WriteInput(golden.Input());
        executor.Run();
        foreach (var (output, i) in graph.Outputs.Select((output, i) => (output, i)))
        {
            var elements = new float[output.Tensor.Shape.Elements];
            executor.ReadOutput(elements, i);
            Assert.Equal(padded[output.Name].Elements, elements);
        }
    }

    [Fact]
    public void In_a_session_images_fill_the_batch_until_their_sizes_are_written()
    {
        using var model = GpuFormer.Model.WithSeededWeights("detr_resnet18", new ModelOptions
        {
            Classes = 4,
            NetworkOptions = ["hidden=32", "heads=4", "enc=1", "dec=1", "ffn=48", "queries=5"],
        });
        using var session = new Session(model, TestDevices.Get("cpu"), batchSize: 2, height: 64, width: 96);
        var images = SeededWeights.Input(2 * 3 * 64 * 96);
        var whole = Boxes();
        Write((64, 96), (64, 96));
        Assert.Equal(whole, Boxes());
        Write((64, 96), (64, 32));
        var padded = Boxes();
        Assert.Equal(whole[..20], padded[..20]);
        Assert.NotEqual(whole[20..], padded[20..]);

        float[] Boxes()
        {
            session.Run(images);
            var boxes = new float[2 * 5 * 4];
            session.Read("boxes", boxes);
            return boxes;
        }

        void Write(params (int Height, int Width)[] sizes) => ((IPaddedNetwork)model.Network).WriteSizes(
            64, 96, sizes, (input, elements) => session.Write(input, elements));
    }

    [Fact]
    public void Sizes_of_images_that_do_not_fit_the_batch_are_refused()
    {
        IPaddedNetwork model = new Detr(DetrVariant.Find("detr_resnet18"), Small);
        foreach (var size in new[] { (0, 5), (33, 5), (5, 65) })
            Assert.Throws<ArgumentException>(() => model.WriteSizes(32, 64, [(32, 64), size], (_, _) => { }));
    }

    [Fact]
    public void Options_that_are_no_network_are_refused()
    {
        foreach (var options in new[]
            {
                Small with { Heads = 5 }, Small with { Channels = 66, Heads = 1 }, Small with { DecoderLayers = 0 },
                Small with { Queries = 0 }, Small with { Classes = 1 }, Small with { Hidden = 0 },
            })
        {
            Assert.Throws<ArgumentException>(() => new Detr(DetrVariant.Find("detr_resnet50"), options));
        }
    }

    private static void Compare(string file, string kind)
    {
        using var golden = new DetectorGoldenFile(file);
        var outputs = golden.Run(TestDevices.Get(kind), Model(golden), allLayers: true);
        golden.AssertMap("c5", outputs["backbone.0.body.layer4.2.x"]);
        golden.AssertPredictions(outputs);
        golden.AssertSample("tap.hs.sample", outputs["decoder.tokens"].Elements);
    }

    private static Detr Model(DetectorGoldenFile golden) => new(
        DetrVariant.Find(golden.Metadata.ContainsKey("dilation") ? "detr_resnet50_dc5" : "detr_resnet50"),
        new DetrOptions(golden.Classes)
        {
            Queries = golden.Number("queries", 100),
            Channels = golden.Number("hidden", 256),
            Heads = golden.Number("heads", 8),
            EncoderLayers = golden.Number("enc", 6),
            DecoderLayers = golden.Number("dec", 6),
            Hidden = golden.Number("ffn", 2048),
        });
}
