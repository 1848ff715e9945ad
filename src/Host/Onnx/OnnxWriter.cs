using GpuFormer.Files;

namespace GpuFormer.Onnx;

/// <summary>
/// Encodes an <see cref="OnnxModel"/>; field numbers as in <c>onnx.proto</c>. Equal models give equal bytes.
/// </summary>
internal static class OnnxWriter
{
    // Protobuf's own limit: lengths are signed 32-bit numbers in its implementations.
    private const long LargestFile = int.MaxValue;

    /// <summary>Writes the file.</summary>
    /// <exception cref="NotSupportedException">It would be larger than protobuf allows.</exception>
    public static void Write(OnnxModel model, Stream stream, long limit = LargestFile)
    {
        var message = Encode(model);
        if (message.Length > limit)
        {
            throw new NotSupportedException($"The ONNX file would have {message.Length} bytes, and the format allows "
                + $"{limit}. Export a smaller model or batch, or keep the weights as safetensors.");
        }

        message.WriteTo(stream);
    }

    private static ProtoMessage Encode(OnnxModel model)
    {
        var message = new ProtoMessage();
        message.Integer(1, model.IrVersion);
        message.Text(2, model.ProducerName);
        message.Text(3, model.ProducerVersion);
        message.Text(6, model.DocString);
        message.Message(7, Encode(model.Graph));
        var operators = new ProtoMessage();
        // The domain stays empty: the standard's operators.
        operators.Integer(2, model.Opset);
        message.Message(8, operators);
        foreach (var (key, value) in model.Metadata)
        {
            var entry = new ProtoMessage();
            entry.Text(1, key);
            entry.Text(2, value);
            message.Message(14, entry);
        }

        return message;
    }

    private static ProtoMessage Encode(OnnxGraph graph)
    {
        var message = new ProtoMessage();
        foreach (var node in graph.Nodes)
            message.Message(1, Encode(node));
        message.Text(2, graph.Name);
        foreach (var tensor in graph.Initialisers)
            message.Message(5, Encode(tensor));
        message.Text(10, graph.DocString);
        foreach (var value in graph.Inputs)
            message.Message(11, Encode(value));
        foreach (var value in graph.Outputs)
            message.Message(12, Encode(value));
        foreach (var value in graph.Values)
            message.Message(13, Encode(value));
        return message;
    }

    private static ProtoMessage Encode(OnnxNode node)
    {
        var message = new ProtoMessage();
        foreach (var input in node.Inputs)
            message.Item(1, input);
        foreach (var output in node.Outputs)
            message.Item(2, output);
        message.Text(3, node.Name);
        message.Text(4, node.Operator);
        foreach (var attribute in node.Attributes)
            message.Message(5, Encode(attribute));
        message.Text(6, node.DocString);
        return message;
    }

    // The type of an attribute is stated again in field 20: readers must not guess it from what is there.
    private static ProtoMessage Encode(OnnxAttribute attribute)
    {
        var message = new ProtoMessage();
        message.Text(1, attribute.Name);
        switch (attribute)
        {
            case OnnxAttribute.Number number:
                message.Number(2, number.Value);
                message.Integer(20, 1);
                break;
            case OnnxAttribute.Integer integer:
                message.Integer(3, integer.Value);
                message.Integer(20, 2);
                break;
            case OnnxAttribute.Text text:
                message.Item(4, text.Value);
                message.Integer(20, 3);
                break;
            case OnnxAttribute.Integers integers:
                foreach (var value in integers.Values)
                    message.Integer(8, value);
                message.Integer(20, 7);
                break;
        }

        return message;
    }

    private static ProtoMessage Encode(OnnxTensor tensor)
    {
        var message = new ProtoMessage();
        foreach (var size in tensor.Shape)
            message.Integer(1, size);
        message.Integer(2, (int)tensor.Type);
        message.Text(8, tensor.Name);
        message.Bytes(9, tensor.Raw);
        return message;
    }

    private static ProtoMessage Encode(OnnxValue value)
    {
        var shape = new ProtoMessage();
        foreach (var dimension in value.Shape)
        {
            var size = new ProtoMessage();
            if (dimension.Name is { } name)
                size.Text(2, name);
            else
                size.Integer(1, dimension.Value);
            shape.Message(1, size);
        }

        var tensor = new ProtoMessage();
        tensor.Integer(1, (int)value.Type);
        tensor.Message(2, shape);
        var type = new ProtoMessage();
        type.Message(1, tensor);
        var message = new ProtoMessage();
        message.Text(1, value.Name);
        message.Message(2, type);
        message.Text(3, value.DocString);
        return message;
    }
}
