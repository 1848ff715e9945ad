using System.Diagnostics;
using GpuFormer.Files;
using GpuFormer.Onnx;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host.Onnx;

/// <summary>A model that points at other files opens none of them, however it points and wherever it says so.</summary>
public sealed class ExternalDataTests : IDisposable
{
    private readonly Cli.TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (var place in new[] { "initializer", "attribute", "sparse" })
        {
            foreach (var way in new[] { "absolute", "parent", "link", "linked folder", "hard link", "device" })
                data.Add(place, way);
        }

        return data;
    }

    [Cli.UnixTheory]
    [MemberData(nameof(Cases))]
    public void External_data_are_refused(string place, string way)
    {
        var secret = _folder.Write("outside/secret.bin", new byte[64]);
        Directory.CreateDirectory(_folder["model"]);
        var location = way switch
        {
            "absolute" => secret,
            "parent" => "../outside/secret.bin",
            "link" => Linked(() => File.CreateSymbolicLink(_folder["model/link.bin"], secret), "link.bin"),
            "linked folder" => Linked(
                () => Directory.CreateSymbolicLink(_folder["model/folder"], _folder["outside"]), "folder/secret.bin"),
            "hard link" => Linked(
                () => Process.Start("ln", [secret, _folder["model/same.bin"]]).WaitForExit(), "same.bin"),
            _ => "/dev/zero",
        };
        var path = _folder["model/m.onnx"];
        using (var stream = File.Create(path))
            Model(place, location).WriteTo(stream);
        var exception = Assert.Throws<ModelFormatException>(() => OnnxCheck.Check(path));
        Assert.StartsWith(path, exception.Message);
        Assert.DoesNotContain("secret", exception.Message.Replace(path, "", StringComparison.Ordinal));
    }

    private static string Linked(Action make, string name)
    {
        make();
        return name;
    }

    // ModelProto 7 graph; GraphProto 1 node, 5 initializer, 15 sparse_initializer; NodeProto 5 attribute;
    // AttributeProto 5 t, 22 sparse_tensor; TensorProto 13 external_data, 14 data_location (onnx.proto).
    private static ProtoMessage Model(string place, string location)
    {
        var entry = new ProtoMessage();
        entry.Text(1, "location");
        entry.Text(2, location);
        var tensor = new ProtoMessage();
        tensor.Integer(1, 16);
        tensor.Integer(2, 1);
        tensor.Text(8, "w");
        tensor.Message(13, entry);
        tensor.Integer(14, 1);
        var sparse = new ProtoMessage();
        sparse.Message(1, tensor);
        sparse.Integer(3, 16);
        var graph = new ProtoMessage();
        if (place == "initializer")
        {
            graph.Message(5, tensor);
        }
        else if (place == "sparse")
        {
            graph.Message(15, sparse);
        }
        else
        {
            var attribute = new ProtoMessage();
            attribute.Text(1, "value");
            attribute.Integer(20, 4);
            attribute.Message(5, tensor);
            var node = new ProtoMessage();
            node.Item(2, "w");
            node.Text(4, "Constant");
            node.Message(5, attribute);
            graph.Message(1, node);
        }

        var operators = new ProtoMessage();
        operators.Integer(2, 17);
        var model = new ProtoMessage();
        model.Integer(1, 8);
        model.Message(8, operators);
        model.Message(7, graph);
        return model;
    }
}
