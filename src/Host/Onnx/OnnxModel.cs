using System.Runtime.InteropServices;

namespace GpuFormer.Onnx;

/// <summary>An ONNX file in memory: what this library writes and checks of <c>onnx.proto</c>.</summary>
internal sealed record OnnxModel(int IrVersion, int Opset, OnnxGraph Graph)
{
    public string ProducerName { get; init; } = "";

    public string ProducerVersion { get; init; } = "";

    public string DocString { get; init; } = "";

    public IReadOnlyList<KeyValuePair<string, string>> Metadata { get; init; } = [];
}

/// <summary>Nodes in an order in which every value is made before it is read.</summary>
internal sealed record OnnxGraph(
    string Name, IReadOnlyList<OnnxValue> Inputs, IReadOnlyList<OnnxValue> Outputs,
    IReadOnlyList<OnnxTensor> Initialisers, IReadOnlyList<OnnxNode> Nodes)
{
    /// <summary>Shapes of values between nodes, for readers.</summary>
    public IReadOnlyList<OnnxValue> Values { get; init; } = [];

    public string DocString { get; init; } = "";
}

/// <summary>One use of a standard operator.</summary>
internal sealed record OnnxNode(
    string Name, string Operator, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs,
    IReadOnlyList<OnnxAttribute> Attributes)
{
    public string DocString { get; init; } = "";

    public long Integer(string name, long fallback) =>
        Find<OnnxAttribute.Integer>(name) is { } found ? found.Value : fallback;

    public IReadOnlyList<long>? Integers(string name) => Find<OnnxAttribute.Integers>(name)?.Values;

    private T? Find<T>(string name)
        where T : OnnxAttribute => Attributes.OfType<T>().FirstOrDefault(attribute => attribute.Name == name);
}

/// <summary>An attribute of a node, of one of the three kinds that are needed.</summary>
internal abstract record OnnxAttribute
{
    private OnnxAttribute(string name) => Name = name;

    public string Name { get; }

    public static OnnxAttribute Of(string name, long value) => new Integer(name, value);

    public static OnnxAttribute Of(string name, float value) => new Number(name, value);

    public static OnnxAttribute Of(string name, string value) => new Text(name, value);

    public static OnnxAttribute Of(string name, params IReadOnlyList<long> values) => new Integers(name, values);

    public sealed record Integer(string Key, long Value) : OnnxAttribute(Key);

    public sealed record Number(string Key, float Value) : OnnxAttribute(Key);

    public sealed record Text(string Key, string Value) : OnnxAttribute(Key);

    public sealed record Integers(string Key, IReadOnlyList<long> Values) : OnnxAttribute(Key);
}

/// <summary>The types of elements that are written; numbers as in <c>TensorProto.DataType</c>.</summary>
internal enum OnnxType
{
    Float = 1,
    Int64 = 7,
}

/// <summary>A constant with its elements, row by row and little-endian.</summary>
internal sealed record OnnxTensor(string Name, OnnxType Type, IReadOnlyList<long> Shape, ReadOnlyMemory<byte> Raw)
{
    public static OnnxTensor Of(string name, float[] values, params IReadOnlyList<long> shape) =>
        new(name, OnnxType.Float, shape, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());

    public static OnnxTensor Of(string name, long[] values, params IReadOnlyList<long> shape) =>
        new(name, OnnxType.Int64, shape, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());

    /// <summary>The elements of an int64 tensor.</summary>
    public long[] Integers() => MemoryMarshal.Cast<byte, long>(Raw.Span).ToArray();
}

/// <summary>A named value and its shape.</summary>
internal sealed record OnnxValue(string Name, OnnxType Type, IReadOnlyList<OnnxDimension> Shape)
{
    public string DocString { get; init; } = "";
}

/// <summary>A size that is known, or else one that has a name.</summary>
internal readonly record struct OnnxDimension(long Value, string? Name = null)
{
    public override string ToString() => Name ?? $"{Value}";
}
