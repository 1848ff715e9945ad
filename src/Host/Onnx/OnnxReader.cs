using GpuFormer.Weights;

namespace GpuFormer.Onnx;

/// <summary>
/// Decodes an ONNX file as data, as far as this library's own files use the format; what it does not know it refuses.
/// Allocates at most a small multiple of the file's size.
/// </summary>
internal static class OnnxReader
{
    private const string Dense = "Store all tensors in the file itself, each with all of its numbers.";

    // Of anything in a row: a node of two bytes becomes an object of many.
    private const int MostEntries = 100_000;

    private const int MostSizes = 8;
    private const int MostIntegers = 64;

    /// <exception cref="ModelFormatException">The bytes are damaged, or use what is not known.</exception>
    public static OnnxModel Read(ReadOnlyMemory<byte> bytes, string file)
    {
        var reader = new ProtoReader(bytes, file);
        var (irVersion, opset) = (0L, 0L);
        var (producer, version, doc) = ("", "", "");
        OnnxGraph? graph = null;
        var metadata = new List<KeyValuePair<string, string>>();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    irVersion = reader.Integer();
                    break;
                case 2:
                    producer = reader.Text();
                    break;
                case 3:
                    version = reader.Text();
                    break;
                case 6:
                    doc = reader.Text();
                    break;
                case 7:
                    graph = ReadGraph(reader.Bytes(), file);
                    break;
                case 8:
                    opset = ReadOpset(reader.Bytes(), file);
                    break;
                case 14:
                    Add(metadata, ReadEntry(reader.Bytes(), file), "entries of metadata", file);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (graph is null || irVersion is < 1 or > 1000 || opset is < 1 or > 1000)
            throw reader.Damaged("it has no graph, no version of the format or no version of the operators");
        return new OnnxModel((int)irVersion, (int)opset, graph)
        {
            ProducerName = producer,
            ProducerVersion = version,
            DocString = doc,
            Metadata = metadata,
        };
    }

    private static void Add<T>(List<T> list, T item, string what, string file)
    {
        if (list.Count == MostEntries)
        {
            throw new ModelFormatException(file, null, $"has more than {MostEntries} {what}",
                "No network that is known here has as many; export it again.");
        }

        list.Add(item);
    }

    private static long ReadOpset(ReadOnlyMemory<byte> bytes, string file)
    {
        var reader = new ProtoReader(bytes, file);
        var version = 0L;
        while (reader.Next())
        {
            if (reader.Field == 1 && reader.Text() is { Length: > 0 } domain)
            {
                throw new ModelFormatException(file, null,
                    $"uses operators of the domain '{ModelFormatException.Printable(domain)}'",
                    "Only operators of the standard are known here.");
            }

            if (reader.Field == 2)
                version = reader.Integer();
            else if (reader.Field != 1)
                reader.Skip();
        }

        return version;
    }

    private static KeyValuePair<string, string> ReadEntry(ReadOnlyMemory<byte> bytes, string file)
    {
        var reader = new ProtoReader(bytes, file);
        var (key, value) = ("", "");
        while (reader.Next())
        {
            if (reader.Field == 1)
                key = reader.Text();
            else if (reader.Field == 2)
                value = reader.Text();
            else
                reader.Skip();
        }

        return new(key, value);
    }

    private static OnnxGraph ReadGraph(ReadOnlyMemory<byte> bytes, string file)
    {
        var reader = new ProtoReader(bytes, file);
        var (name, doc) = ("", "");
        var (nodes, tensors) = (new List<OnnxNode>(), new List<OnnxTensor>());
        var (inputs, outputs, values) = (new List<OnnxValue>(), new List<OnnxValue>(), new List<OnnxValue>());
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    Add(nodes, ReadNode(reader.Bytes(), file), "nodes", file);
                    break;
                case 2:
                    name = reader.Text();
                    break;
                case 5:
                    Add(tensors, ReadTensor(reader.Bytes(), file), "constants", file);
                    break;
                case 10:
                    doc = reader.Text();
                    break;
                case 11:
                    Add(inputs, ReadValue(reader.Bytes(), file), "inputs", file);
                    break;
                case 12:
                    Add(outputs, ReadValue(reader.Bytes(), file), "outputs", file);
                    break;
                case 13:
                    Add(values, ReadValue(reader.Bytes(), file), "values", file);
                    break;
                case 15:
                    throw new ModelFormatException(file, null, "has sparse tensors", Dense);
                default:
                    reader.Skip();
                    break;
            }
        }

        return new OnnxGraph(name, inputs, outputs, tensors, nodes) { Values = values, DocString = doc };
    }

    private static OnnxNode ReadNode(ReadOnlyMemory<byte> bytes, string file)
    {
        var reader = new ProtoReader(bytes, file);
        var (name, type, doc) = ("", "", "");
        var (inputs, outputs, attributes) = (new List<string>(), new List<string>(), new List<OnnxAttribute>());
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    Add(inputs, reader.Text(), "inputs of a node", file);
                    break;
                case 2:
                    Add(outputs, reader.Text(), "outputs of a node", file);
                    break;
                case 3:
                    name = reader.Text();
                    break;
                case 4:
                    type = reader.Text();
                    break;
                case 5:
                    Add(attributes, ReadAttribute(reader.Bytes(), file), "attributes of a node", file);
                    break;
                case 6:
                    doc = reader.Text();
                    break;
                case 7 when reader.Text() is { Length: > 0 } domain:
                    throw reader.Damaged($"a node is of the domain '{ModelFormatException.Printable(domain)}'");
                default:
                    if (reader.Field != 7)
                        reader.Skip();
                    break;
            }
        }

        return new OnnxNode(name, type, inputs, outputs, attributes) { DocString = doc };
    }

    private static OnnxAttribute ReadAttribute(ReadOnlyMemory<byte> bytes, string file)
    {
        var reader = new ProtoReader(bytes, file);
        var name = "";
        var (number, integer, kind, text) = (0f, 0L, 0L, "");
        var integers = new List<long>();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    name = reader.Text();
                    break;
                case 2:
                    number = reader.Number();
                    break;
                case 3:
                    integer = reader.Integer();
                    break;
                case 4:
                    text = reader.Text();
                    break;
                case 8:
                    reader.Integers(integers, MostIntegers);
                    break;
                case 20:
                    kind = reader.Integer();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return kind switch
        {
            1 => OnnxAttribute.Of(name, number),
            2 => OnnxAttribute.Of(name, integer),
            3 => OnnxAttribute.Of(name, text),
            7 => OnnxAttribute.Of(name, integers),
            _ => throw reader.Damaged(
                $"the attribute '{ModelFormatException.Printable(name)}' is of the unknown type {kind}"),
        };
    }

    private static OnnxTensor ReadTensor(ReadOnlyMemory<byte> bytes, string file)
    {
        var reader = new ProtoReader(bytes, file);
        var (name, type) = ("", 0L);
        var shape = new List<long>();
        ReadOnlyMemory<byte> raw = default;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    reader.Integers(shape, MostSizes);
                    break;
                case 2:
                    type = reader.Integer();
                    break;
                case 8:
                    name = reader.Text();
                    break;
                case 9:
                    raw = reader.Bytes();
                    break;
                // Whatever the other file is: a path in a model opens nothing.
                case 13:
                case 14 when reader.Integer() != 0:
                    throw new ModelFormatException(file, name, "keeps its numbers in another file", Dense);
                case 14:
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (type is not ((long)OnnxType.Float or (long)OnnxType.Int64))
        {
            throw new ModelFormatException(file, name, $"has elements of the type {type}",
                "Only float32 (1) and int64 (7) are known here.");
        }

        return new OnnxTensor(name, (OnnxType)type, shape, raw);
    }

    private static OnnxValue ReadValue(ReadOnlyMemory<byte> bytes, string file)
    {
        var reader = new ProtoReader(bytes, file);
        var (name, doc) = ("", "");
        var (type, shape) = (0L, new List<OnnxDimension>());
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    name = reader.Text();
                    break;
                case 2:
                    (type, shape) = ReadType(Only(reader.Bytes(), 1, file), file);
                    break;
                case 3:
                    doc = reader.Text();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new OnnxValue(name, (OnnxType)type, shape) { DocString = doc };
    }

    private static (long Type, List<OnnxDimension> Shape) ReadType(ReadOnlyMemory<byte> bytes, string file)
    {
        var reader = new ProtoReader(bytes, file);
        var (type, shape) = (0L, new List<OnnxDimension>());
        while (reader.Next())
        {
            if (reader.Field == 1)
                type = reader.Integer();
            else if (reader.Field == 2)
                shape = ReadShape(reader.Bytes(), file);
            else
                reader.Skip();
        }

        return (type, shape);
    }

    private static List<OnnxDimension> ReadShape(ReadOnlyMemory<byte> bytes, string file)
    {
        var reader = new ProtoReader(bytes, file);
        var shape = new List<OnnxDimension>();
        while (reader.Next())
        {
            if (reader.Field != 1)
            {
                reader.Skip();
                continue;
            }

            var size = new ProtoReader(reader.Bytes(), file);
            var dimension = default(OnnxDimension);
            while (size.Next())
            {
                if (size.Field == 1)
                    dimension = new OnnxDimension(size.Integer());
                else if (size.Field == 2)
                    dimension = new OnnxDimension(0, size.Text());
                else
                    size.Skip();
            }

            shape.Add(dimension);
            if (shape.Count > MostSizes)
                throw reader.Damaged($"a shape has more than {MostSizes} sizes");
        }

        return shape;
    }

    // The bytes of the one field that matters here.
    private static ReadOnlyMemory<byte> Only(ReadOnlyMemory<byte> bytes, int field, string file)
    {
        var reader = new ProtoReader(bytes, file);
        ReadOnlyMemory<byte> found = default;
        while (reader.Next())
        {
            if (reader.Field == field)
                found = reader.Bytes();
            else
                reader.Skip();
        }

        return found;
    }
}
