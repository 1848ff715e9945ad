using GpuFormer.Models;
using GpuFormer.Onnx;
using GpuFormer.Tests.Host.Models;
using GpuFormer.Tests.Ops;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host.Onnx;

public sealed class MobileVitExportTests
{
    public static TheoryData<string> Models => [.. MobileVitVariant.All.Select(variant => variant.Name)];

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_size_passes_the_check_of_its_structure(string name)
    {
        foreach (var (side, dynamic) in new[] { (256, false), (224, false), (224, true) })
        {
            using var model = Model.WithSeededWeights(ModelCatalogue.Create(name));
            var exported = OnnxExport.Translate(
                model, new OnnxExportOptions { Height = side, Width = side, DynamicBatch = dynamic });
            using var stream = new MemoryStream();
            OnnxWriter.Write(exported, stream);
            var summary = OnnxCheck.Check(OnnxReader.Read(stream.ToArray(), name), name);
            Assert.Equal([$"logits [{(dynamic ? "batch" : "1")},1000]"], summary.Outputs);
        }
    }

    [Theory]
    [InlineData(1, 64, 64, false)]
    [InlineData(2, 96, 32, false)]
    [InlineData(2, 40, 96, true)]
    public void Exported_graphs_compute_the_logits_of_the_session(int batch, int height, int width, bool dynamic)
    {
        using var model = Model.WithSeededWeights(ModelCatalogue.Create("mobilevit_xxs", classes: 10));
        var graph = OnnxExport.Translate(model, new OnnxExportOptions
        {
            BatchSize = dynamic ? 1 : batch,
            DynamicBatch = dynamic,
            Height = height,
            Width = width,
        }).Graph;
        var input = SeededWeights.Input(batch * 3 * height * width);
        var logits = OnnxInterpreter.Run(graph, new([batch, 3, height, width], [.. input.Select(x => (double)x)]));
        var expected = new ModelRun(
            TestDevices.Get("cpu"), model.Network, SeededWeights.Fill, input, (batch, height, width)).Logits;
        Assert.Equal([batch, 10], logits.Shape);
        for (var i = 0; i < logits.Data.Length; i++)
            Assert.InRange(logits.Data[i], expected[i] - 1e-5, expected[i] + 1e-5);
    }

    [Fact]
    public void Pixels_are_turned_over_once_on_the_way_into_a_block_and_once_out_of_it()
    {
        using var model = Model.WithSeededWeights(ModelCatalogue.Create("mobilevit_s"));
        var nodes = OnnxExport.Translate(model, new OnnxExportOptions()).Graph.Nodes;
        // Three in attention for queries, keys and values and one for its result, in each of nine layers.
        Assert.Equal((2 * 3) + (4 * 9), nodes.Count(node => node.Operator == "Transpose"));
    }
}
