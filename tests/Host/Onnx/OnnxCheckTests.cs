using GpuFormer.Files;
using GpuFormer.Onnx;
using GpuFormer.Tests.Cli;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host.Onnx;

public sealed class OnnxCheckTests
{
    // y = Relu(x) W with W [2, 3].
    private static OnnxModel Small(
        IReadOnlyList<OnnxNode>? nodes = null, IReadOnlyList<OnnxTensor>? tensors = null, int columns = 3,
        int opset = 17) =>
        new(8, opset, new OnnxGraph("small", [Value("x", 1, 2)], [Value("y", 1, columns)],
            tensors ?? [OnnxTensor.Of("w", new float[6], 2, 3)],
            nodes ?? [Node("a", "Relu", ["x"], "r"), Node("b", "MatMul", ["r", "w"], "y")]));

    [Fact]
    public void A_sound_file_is_summed_up()
    {
        var summary = OnnxCheck.Check(Small(), "f");
        Assert.Equal((17, 2, 1, 24L), (summary.Opset, summary.Nodes, summary.Initialisers, summary.InitialiserBytes));
        Assert.Equal(["y [1,3]"], summary.Outputs);
    }

    [Fact]
    public void A_value_that_is_read_before_it_is_made_is_named() => AssertRefused("reads 'r' in node 'b'",
        Small([Node("b", "MatMul", ["r", "w"], "y"), Node("a", "Relu", ["x"], "r")]));

    [Fact]
    public void A_value_that_is_made_twice_is_named() => AssertRefused("makes 'w' a second time in node 'a'",
        Small([Node("a", "Relu", ["x"], "w"), Node("b", "MatMul", ["w", "w"], "y")]));

    [Fact]
    public void Two_nodes_of_one_name_are_refused() => AssertRefused("two nodes called node 'a'",
        Small([Node("a", "Relu", ["x"], "r"), Node("a", "MatMul", ["r", "w"], "y")]));

    [Fact]
    public void An_output_that_nothing_makes_is_named() => AssertRefused("never makes its output 'y'",
        Small([Node("a", "Relu", ["x"], "r")]));

    [Fact]
    public void An_unknown_operator_is_named() => AssertRefused("operator 'Telu' in node 'a'",
        Small([Node("a", "Telu", ["x"], "y")]));

    [Fact]
    public void Shapes_that_do_not_fit_are_named() => AssertRefused("cannot multiply [1,2] by [3,2]",
        Small(tensors: [OnnxTensor.Of("w", new float[6], 3, 2)]));

    [Fact]
    public void A_stated_shape_that_is_another_is_named() => AssertRefused("states y [1,4], and its nodes make [1,3]",
        Small(columns: 4));

    [Fact]
    public void A_node_without_its_inputs_is_refused() => AssertRefused("needs more than 1 inputs",
        Small([Node("b", "MatMul", ["x"], "y")]));

    [Fact]
    public void A_constant_of_another_size_than_its_bytes_is_named() => AssertRefused("tensor 'w'",
        Small(tensors: [OnnxTensor.Of("w", new float[5], 2, 3)]));

    [Theory]
    [InlineData(16)]
    [InlineData(22)]
    public void Versions_that_are_not_known_are_refused(int opset) =>
        AssertRefused($"opset {opset}", Small(opset: opset));

    [Fact]
    public void Other_domains_are_refused()
    {
        var node = new ProtoMessage();
        node.Text(4, "Attention");
        node.Text(7, "com.example");
        var graph = new ProtoMessage();
        graph.Message(1, node);
        var model = new ProtoMessage();
        model.Message(7, graph);
        using var stream = new MemoryStream();
        model.WriteTo(stream);
        var failure = Assert.Throws<ModelFormatException>(() => OnnxReader.Read(stream.ToArray(), "f"));
        Assert.Contains("com.example", failure.Message);
    }

    [Fact]
    public void Every_cut_of_a_file_is_refused_with_its_name()
    {
        var bytes = Bytes(Small());
        for (var length = 0; length < bytes.Length; length++)
        {
            var cut = bytes[..length];
            var failure = Record.Exception(() => OnnxCheck.Check(OnnxReader.Read(cut, "small.onnx"), "small.onnx"));
            // The last field states the version of the operators: only the whole file is sound.
            Assert.IsType<ModelFormatException>(failure);
            Assert.Contains("small.onnx", failure.Message);
        }
    }

    [Fact]
    public void Damaged_files_are_refused_or_sound_and_nothing_else()
    {
        using var model = Model.WithSeededWeights("mobile_former_26m", new ModelOptions { Classes = 1 });
        var translated = OnnxExport.Translate(model, new OnnxExportOptions { Height = 32, Width = 32 });
        // Weights would take all the damage: a few nodes and their small constants matter here.
        var small = Bytes(Small());
        var structure = Bytes(translated with
        {
            Graph = translated.Graph with
            {
                Initialisers = [.. translated.Graph.Initialisers.Where(tensor => tensor.Raw.Length <= 64)],
            },
        });
        var random = new Random(4);
        foreach (var bytes in new[] { small, structure })
        {
            for (var round = 0; round < 3000; round++)
            {
                var damaged = (byte[])bytes.Clone();
                for (var i = 0; i <= random.Next(3); i++)
                    damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                var failure = Record.Exception(() => OnnxCheck.Check(OnnxReader.Read(damaged, "f"), "f"));
                Assert.True(failure is null or ModelFormatException, failure?.ToString());
            }
        }
    }

    [Fact]
    public void An_absent_file_is_told_by_its_name()
    {
        using var folder = new TemporaryFolder();
        var failure = Assert.Throws<FileNotFoundException>(() => OnnxCheck.Check(folder["absent.onnx"]));
        Assert.Contains("absent.onnx", failure.Message);
    }

    private static void AssertRefused(string reason, OnnxModel model)
    {
        var failure = Assert.Throws<ModelFormatException>(() => OnnxCheck.Check(model, "f.onnx"));
        Assert.Contains(reason, failure.Message);
        Assert.Contains("f.onnx", failure.Message);
    }

    private static OnnxNode Node(string name, string op, string[] inputs, string output) =>
        new(name, op, inputs, [output], []);

    private static OnnxValue Value(string name, params long[] shape) =>
        new(name, OnnxType.Float, [.. shape.Select(size => new OnnxDimension(size))]);

    private static byte[] Bytes(OnnxModel model)
    {
        using var stream = new MemoryStream();
        OnnxWriter.Write(model, stream);
        return stream.ToArray();
    }
}
