using GpuFormer.Graph;
using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Ops;
using GpuFormer.Models;
using GpuFormer.Onnx;
using GpuFormer.Tests.Cli;
using GpuFormer.Tests.Host.Models;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host.Onnx;

public sealed class OnnxExportTests
{
    public static TheoryData<string> Models => [.. ModelCatalogue.NamesOf(ModelTask.Classification)];

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_model_passes_the_check_of_its_structure(string name)
    {
        var summary = OnnxCheck.Check(Export(name), name);
        Assert.Equal(17, summary.Opset);
        var side = ModelCatalogue.Create(name).ImageSize;
        Assert.Equal([$"input [1,3,{side},{side}]"], summary.Inputs);
        Assert.Equal(["logits [1,1000]"], summary.Outputs);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Constants_have_the_names_and_shapes_of_the_state_dict(string name)
    {
        var tensors = Export(name).Graph.Initialisers.ToDictionary(tensor => tensor.Name);
        var parameters = ModelCatalogue.Create(name).Parameters.Where(p => p.Kind != ParameterKind.Counter).ToArray();
        foreach (var parameter in parameters)
        {
            var tensor = tensors[parameter.Name];
            Assert.Equal(parameter.Shape.Select(size => (long)size), tensor.Shape);
            Assert.Equal(OnnxType.Float, tensor.Type);
        }

        // What is left are numbers that operators take as inputs, none of them large.
        var names = parameters.Select(p => p.Name).ToHashSet();
        Assert.All(tensors.Values.Where(t => !names.Contains(t.Name)), t => Assert.True(t.Raw.Length <= 16384, t.Name));
    }

    [Fact]
    public void Nodes_are_called_like_the_layers_of_the_model()
    {
        var model = ModelCatalogue.Create("mobile_former_294m");
        var names = Export("mobile_former_294m").Graph.Nodes.Select(node => node.Name).ToHashSet();
        foreach (var node in model.Build(1, 224, 224).Nodes)
            Assert.Contains(node.Name, names);
    }

    [Fact]
    public void Convolutions_read_maps_that_nobody_turned_over()
    {
        var graph = Export("mobile_former_294m").Graph;
        var makers = graph.Nodes.SelectMany(node => node.Outputs.Select(output => (output, node)))
            .ToDictionary(pair => pair.output, pair => pair.node);
        foreach (var convolution in graph.Nodes.Where(node => node.Operator == "Conv"))
        {
            if (makers.TryGetValue(convolution.Inputs[0], out var maker))
                Assert.NotEqual("Transpose", maker.Operator);
        }

        Assert.Equal(41, graph.Nodes.Count(node => node.Operator == "Conv"));
    }

    [Theory]
    [InlineData("mobile_former_26m", false, 1, 32, 40, false)]
    [InlineData("mobile_former_26m", false, 2, 33, 32, true)]
    [InlineData("mobile_former_52m", true, 2, 32, 32, true)]
    [InlineData("mobile_former_52m", true, 1, 37, 50, false)]
    [InlineData("mobile_former_96m", false, 2, 32, 32, false)]
    public void Exported_graphs_compute_the_logits_of_the_reference(
        string name, bool spatial, int batch, int height, int width, bool dynamic)
    {
        var options = new ModelOptions { NetworkOptions = spatial ? ["hyper_token_id=-1"] : null, Classes = 10 };
        using var model = Model.WithSeededWeights(name, options);
        var graph = OnnxExport.Translate(model, new OnnxExportOptions
        {
            BatchSize = dynamic ? 1 : batch,
            DynamicBatch = dynamic,
            Height = height,
            Width = width,
        }).Graph;
        var input = SeededWeights.Input(batch * 3 * height * width);
        var logits = OnnxInterpreter.Run(graph, new([batch, 3, height, width], [.. input.Select(x => (double)x)]));
        var reference = new MobileFormerReference(
            ((MobileFormer)model.Network).Variant, SeededWeights.Fill, spatial, classes: 10);
        var expected = reference.Run(Values.Of(input, batch, 3, height, width));
        Assert.Equal([batch, 10], logits.Shape);
        for (var i = 0; i < logits.Data.Length; i++)
            Assert.InRange(logits.Data[i], expected.Data[i] - 1e-5, expected.Data[i] + 1e-5);
    }

    [Fact]
    public void An_open_batch_has_a_name_wherever_it_counts()
    {
        var model = Export("mobile_former_26m", new OnnxExportOptions { DynamicBatch = true });
        var summary = OnnxCheck.Check(model, "26m");
        Assert.Equal(["input [batch,3,224,224]"], summary.Inputs);
        Assert.Equal(["logits [batch,1000]"], summary.Outputs);
        var values = model.Graph.Values.ToDictionary(value => value.Name, value => string.Join(",", value.Shape));
        Assert.Equal("batch,8,112,112", values["stem.2"]);
        Assert.Equal("3 * batch,128", values["features.1.global_block.ffn_norm"]);
    }

    [Fact]
    public void Values_of_a_fixed_batch_have_numbers_alone()
    {
        var model = Export("mobile_former_26m", new OnnxExportOptions { BatchSize = 4, Height = 96, Width = 64 });
        Assert.Equal(["input [4,3,96,64]"], OnnxCheck.Check(model, "26m").Inputs);
        Assert.All(model.Graph.Values, value => Assert.All(value.Shape, size => Assert.Null(size.Name)));
    }

    [Theory]
    [InlineData(17, 8)]
    [InlineData(21, 10)]
    public void The_version_of_the_format_follows_that_of_the_operators(int opset, int irVersion)
    {
        var model = Export("mobile_former_26m", new OnnxExportOptions { Opset = opset });
        Assert.Equal((irVersion, opset), (model.IrVersion, model.Opset));
        OnnxCheck.Check(model, "26m");
    }

    [Theory]
    [InlineData(16)]
    [InlineData(22)]
    public void Versions_that_cannot_be_written_are_refused_with_those_that_can(int opset)
    {
        using var model = Model.WithSeededWeights("mobile_former_26m");
        var failure = Assert.Throws<ArgumentOutOfRangeException>(() =>
            model.ExportOnnx(Stream.Null, new OnnxExportOptions { Opset = opset }));
        Assert.Contains("17 to 21", failure.Message);
    }

    [Fact]
    public void Ops_that_passes_make_are_refused_by_name()
    {
        var builder = new GraphBuilder();
        var x = builder.Input("x", new Shape(1, 4));
        var y = builder.Add("half", new ChannelSlice(0, 2), x);
        var graph = builder.Build(y);
        var failure = Assert.Throws<NotSupportedException>(() =>
            OnnxTranslation.Run(graph, new OnnxGraphBuilder(graph, (_, _) => [], dynamicBatch: false)));
        Assert.Contains("ChannelSlice 'half'", failure.Message);
    }

    [Fact]
    public void Equal_models_give_equal_bytes()
    {
        Assert.Equal(Bytes(), Bytes());

        static byte[] Bytes()
        {
            using var model = Model.WithSeededWeights("mobile_former_26m");
            using var stream = new MemoryStream();
            model.ExportOnnx(stream);
            return stream.ToArray();
        }
    }

    [Fact]
    public void What_is_written_is_what_is_read()
    {
        var model = Export("mobile_former_26m");
        using var stream = new MemoryStream();
        OnnxWriter.Write(model, stream);
        var read = OnnxReader.Read(stream.ToArray(), "26m");
        Assert.Equal((model.IrVersion, model.Opset, model.DocString), (read.IrVersion, read.Opset, read.DocString));
        Assert.Equal(("GpuFormer", model.ProducerVersion), (read.ProducerName, read.ProducerVersion));
        Assert.Equal(model.Graph.Nodes.Select(Text), read.Graph.Nodes.Select(Text));
        Assert.Equal(model.Graph.Values.Select(v => $"{v.Name} {v.Type} {string.Join(",", v.Shape)}"),
            read.Graph.Values.Select(v => $"{v.Name} {v.Type} {string.Join(",", v.Shape)}"));
        foreach (var (written, back) in model.Graph.Initialisers.Zip(read.Graph.Initialisers))
        {
            Assert.Equal((written.Name, written.Type), (back.Name, back.Type));
            Assert.Equal(written.Shape, back.Shape);
            Assert.True(written.Raw.Span.SequenceEqual(back.Raw.Span), written.Name);
        }

        static string Text(OnnxNode node) =>
            $"{node.Name} {node.Operator} {string.Join(",", node.Inputs)} {string.Join(",", node.Outputs)} "
            + $"{node.DocString} " + string.Join(",", node.Attributes.Select(attribute => attribute switch
            {
                OnnxAttribute.Integers integers => $"{integers.Name}={string.Join(",", integers.Values)}",
                _ => attribute.ToString(),
            }));
    }

    [Fact]
    public void Labels_and_preprocessing_travel_with_the_file()
    {
        using var folder = new TemporaryFolder();
        var weights = StoredModel.Write(folder["w.safetensors"], classes: 2, labels: """["cat", "dog"]""");
        using var model = Model.Load("mobile_former_26m", weights);
        var metadata = OnnxExport.Translate(model, new OnnxExportOptions()).Metadata;
        Assert.Contains(KeyValuePair.Create("labels", """["cat", "dog"]"""), metadata);
        Assert.Contains(KeyValuePair.Create("preprocessing", StoredModel.SmallPictures), metadata);
    }

    [Fact]
    public void A_file_beyond_the_limit_is_refused_before_anything_is_written()
    {
        using var stream = new MemoryStream();
        var failure = Assert.Throws<NotSupportedException>(() =>
            OnnxWriter.Write(Export("mobile_former_26m"), stream, limit: 1 << 20));
        Assert.Contains("1048576", failure.Message);
        Assert.Equal(0, stream.Length);
    }

    [Fact]
    public void A_failed_export_leaves_the_old_file()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("m.onnx", "old");
        using var model = Model.WithSeededWeights("mobile_former_26m");
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            model.ExportOnnx(path, new OnnxExportOptions { BatchSize = 1 << 30 }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    private static OnnxModel Export(string name, OnnxExportOptions? options = null)
    {
        using var model = Model.WithSeededWeights(name);
        return OnnxExport.Translate(model, options ?? new OnnxExportOptions());
    }
}
