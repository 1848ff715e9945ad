using System.Globalization;
using System.Text;
using System.Text.Json;
using GpuFormer.Graph.Execution;
using GpuFormer.Models;
using GpuFormer.Tests.Ops;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host.Models;

/// <summary>
/// The end-to-end Mobile-Former against the same network in PyTorch, its trunk the authors' code (Networks 9.3).
/// </summary>
public sealed class EndToEndMobileFormerTests
{
    private const string SmallFile = "e2emf-forward-mobile_former_96m-small";

    [Theory]
    [InlineData("26m", 19160780, 22317, 930, 0x5ad316d8, 29.911)]
    [InlineData("52m", 19355612, 22317, 930, 0x2070e4e4, 30.418)]
    [InlineData("96m", 19749660, 25262, 936, 0xc14abcec, 31.412)]
    [InlineData("151m", 22653548, 31111, 1086, 0x541157e7, 32.516)]
    [InlineData("214m", 23490488, 35599, 1086, 0x1305fd87, 33.927)]
    [InlineData("294m", 24356848, 39815, 1086, 0x26ec8a37, 35.701)]
    [InlineData("508m", 26236200, 47927, 1086, 0xaf3d8ddb, 40.471)]
    public void State_dict_and_multiply_adds_are_those_of_the_networks_page(
        string size, long parameters, long buffers, int entries, uint checksum, double billions)
    {
        var model = new EndToEndMobileFormer(MobileFormerVariant.Find($"mobile_former_{size}"));
        var text = new StringBuilder();
        foreach (var parameter in model.Parameters)
            text.Append(CultureInfo.InvariantCulture, $"{parameter.Name} {string.Join(",", parameter.Shape)}\n");
        Assert.Equal($"e2e_mobile_former_{size}", model.Name);
        Assert.Equal(entries, model.Parameters.Count);
        Assert.Equal(parameters, model.ParameterCount);
        Assert.Equal(buffers, model.BufferCount);
        Assert.Equal(checksum, SeededWeights.Hash(text.ToString()));
        // In training, when all blocks have outputs.
        Assert.Equal(billions, model.Build(1, 800, 1333, training: new TrainingRates(0, 0)).MultiplyAdds / 1e9, 3);
    }

    [Theory]
    [InlineData(SmallFile)]
    [InlineData("e2emf-forward-mobile_former_26m")]
    [InlineData("e2emf-forward-mobile_former_508m")]
    public void Golden_files_are_reproduced(string file) => Compare(file, "cpu");

    [Theory]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    public void Golden_file_is_reproduced_by_drivers(string kind) => Compare(SmallFile, kind);

    [Fact]
    public void Golden_file_is_reproduced_by_ILGPU() => Compare(SmallFile, "ilgpu:cpu");

    [Fact]
    public void Without_padding_predictions_are_those_of_images_that_fill_the_batch()
    {
        using var golden = new DetectorGoldenFile("e2emf-forward-mobile_former_508m");
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
    public void Options_that_are_no_network_are_refused()
    {
        foreach (var text in new[]
            {
                "width=66", "heads=3", "blocks=5,2,0", "query_hidden=0", "map_hidden=0", "queries=0", "expansion=0",
                "blocks=5,2", "depth=9",
            })
        {
            Assert.Throws<ArgumentException>(
                () => ModelFamily.EndToEndMobileFormer.Create("e2e_mobile_former_26m", 92, [text]));
        }
    }

    [Fact]
    public void Options_are_told_and_read_again()
    {
        string[] texts = ["width=64", "heads=4", "blocks=2,1,1", "query_hidden=128", "map_hidden=96", "queries=20", "gate=False"];
        var model = ModelFamily.EndToEndMobileFormer.Create("e2e_mobile_former_96m", 11, texts);
        Assert.Equal(texts, model.OptionTexts);
        Assert.Equal(11, model.Classes);
        Assert.DoesNotContain(model.Parameters, parameter => parameter.Name.Contains("alpha", StringComparison.Ordinal)
            && !parameter.Name.StartsWith("backbone.", StringComparison.Ordinal));
    }

    private static void Compare(string file, string kind)
    {
        using var golden = new DetectorGoldenFile(file);
        var model = Model(golden);
        var outputs = golden.Run(TestDevices.Get(kind), model, allLayers: true);
        foreach (var (name, stage) in new[] { "c3", "c4", "c5" }.Zip(model.Features.Skip(1)))
            golden.AssertMap(name, outputs[stage.Name]);
        for (var s = 0; s < 3; s++)
        {
            for (var b = 0; b < model.Options.Blocks[s]; b++)
            {
                golden.AssertMap($"stages.{s}.{b}.x", outputs[$"stages.{s}.{b}.x"]);
                golden.AssertSample($"tap.stages.{s}.{b}.features.sample", outputs[$"stages.{s}.{b}.tokens"].Elements);
                golden.AssertSample($"tap.stages.{s}.{b}.positions.sample", outputs[$"stages.{s}.{b}.queries"].Elements);
            }
        }

        golden.AssertPredictions(outputs);
    }

    private static EndToEndMobileFormer Model(DetectorGoldenFile golden) => new(
        MobileFormerVariant.Find(golden.Metadata["model"]),
        new EndToEndOptions(golden.Classes)
        {
            Channels = golden.Number("width", 256),
            Heads = golden.Number("heads", 8),
            Blocks = golden.Metadata.TryGetValue("blocks", out var blocks)
                ? JsonSerializer.Deserialize<int[]>(blocks)! : [5, 2, 2],
            QueryHidden = golden.Number("query_hidden", 512),
            MapHidden = golden.Number("map_hidden", 2048),
            Queries = golden.Number("queries", 100),
        });
}
