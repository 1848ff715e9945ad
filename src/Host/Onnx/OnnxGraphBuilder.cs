using System.Globalization;
using GpuFormer.Graph;
using GpuFormer.Graph.Ops;
using GpuFormer.Graph.Ops.Training;

namespace GpuFormer.Onnx;

/// <summary>
/// The ONNX graph that a compute graph becomes, node by node. Maps [N, H, W, C] are values [N, C, H, W] there, tokens
/// [N, M, D] are values [N * M, D]: so convolutions and linears are single operators. Where linears read a map, its
/// pixels are rows: one place in the 2x2 patches after the other, [N * 4 * patches, C], as attention across patches
/// wants them.
/// </summary>
internal sealed class OnnxGraphBuilder
{
    private readonly Func<string, Shape, float[]> _weights;
    private readonly IReadOnlyList<GraphOutput> _outputs;
    private readonly List<OnnxNode> _nodes = [];
    private readonly List<OnnxTensor> _initialisers = [];
    private readonly HashSet<string> _constants = new(StringComparer.Ordinal);
    private readonly Dictionary<Tensor, string> _values = [];
    private readonly Dictionary<Tensor, string> _firstTokens = [];
    private readonly Dictionary<Tensor, string> _rows = [];

    /// <param name="graph">As a model states it.</param>
    /// <param name="weights">Reads a tensor of the state-dict.</param>
    /// <param name="dynamicBatch">Whether the graph must work for any number of images.</param>
    public OnnxGraphBuilder(ComputeGraph graph, Func<string, Shape, float[]> weights, bool dynamicBatch)
    {
        (_weights, _outputs, DynamicBatch) = (weights, graph.Outputs, dynamicBatch);
        Input = graph.Inputs.Single();
        _values[Input] = Input.Name;
    }

    public Tensor Input { get; }

    public bool DynamicBatch { get; }

    public IReadOnlyList<OnnxNode> Nodes => _nodes;

    public IReadOnlyList<OnnxTensor> Initialisers => _initialisers;

    /// <summary>The value that stands for a tensor.</summary>
    public string ValueOf(Tensor tensor)
    {
        if (_values.TryGetValue(tensor, out var known))
            return known;
        if (_rows.TryGetValue(tensor, out var rows))
            return _values[tensor] = Folded(rows, tensor.Shape);
        return _values[tensor] = tensor.Source switch
        {
            ConstantSource.Stored stored => Constant(stored.Name, () => OnnxTensor.Of(
                stored.Name, _weights(stored.Name, tensor.Shape), [.. tensor.Shape.Select(size => (long)size)])),
            ConstantSource.Derived { Label: RepeatImages.Label, Inputs: [var tokens] } =>
                Repeated(ValueOf(tokens), tensor.Shape[0]),
            _ => throw new NotSupportedException($"{tensor} is no tensor of the weights and cannot be exported."),
        };
    }

    /// <summary>Whether the pixels of a map are known as rows alone.</summary>
    public bool HasRowsOnly(Tensor map) => _rows.ContainsKey(map) && !_values.ContainsKey(map);

    /// <summary>The value that stands for the pixels of a map as rows.</summary>
    public string RowsOf(Tensor map)
    {
        if (_rows.TryGetValue(map, out var known))
            return known;
        const string Doc = "Pixels as rows, by their places in patches.";
        var (value, shape) = (ValueOf(map), map.Shape);
        var patches = Add($"{value}/patches", Doc, "Reshape",
            [value, Integers(-1, shape[3], shape[1] / 2, 2, shape[2] / 2, 2)]);
        var turned = Add($"{value}/places", Doc, "Transpose", [patches],
            OnnxAttribute.Of("perm", 0, 3, 5, 2, 4, 1));
        return _rows[map] = Add($"{value}/rows", Doc, "Reshape", [turned, Integers(-1, shape[3])]);
    }

    /// <summary>Adds a node with one output, which has the node's name.</summary>
    public string Add(string name, string doc, string op, IReadOnlyList<string> inputs,
        params IReadOnlyList<OnnxAttribute> attributes)
    {
        _nodes.Add(new OnnxNode(name, op, inputs, [name], attributes) { DocString = doc });
        return name;
    }

    /// <summary>Adds a node with several outputs.</summary>
    public string[] AddMany(string name, string doc, string op, int count, IReadOnlyList<string> inputs,
        params IReadOnlyList<OnnxAttribute> attributes)
    {
        var outputs = Enumerable.Range(0, count).Select(i => $"{name}:{i}").ToArray();
        _nodes.Add(new OnnxNode(name, op, inputs, outputs, attributes) { DocString = doc });
        return outputs;
    }

    /// <summary>
    /// Says that the value of the last node is a tensor's, and calls it so: by its name as an output of the graph, or
    /// else by the tensor's.
    /// </summary>
    /// <param name="tensor">Of the model's graph.</param>
    /// <param name="value">What the last node makes.</param>
    /// <param name="asRows">Whether the value is a map's pixels as rows.</param>
    public void Bind(Tensor tensor, string value, bool asRows = false)
    {
        var name = _outputs.FirstOrDefault(output => output.Tensor == tensor)?.Name ?? tensor.Name;
        if (_nodes[^1].Outputs is not [var last] || last != value)
            throw new InvalidOperationException($"{tensor} is not what the last node makes.");
        _nodes[^1] = _nodes[^1] with { Name = tensor.Name, Outputs = [name] };
        (asRows ? _rows : _values)[tensor] = name;
    }

    /// <summary>A list of integers that begins with the number of images.</summary>
    public string Sizes(string name, string doc, params long[] sizes)
    {
        if (!DynamicBatch)
            return Integers([Input.Shape[0], .. sizes]);
        var images = Add($"{name}/batch", doc, "Shape", [ValueOf(Input)],
            OnnxAttribute.Of("start", 0), OnnxAttribute.Of("end", 1));
        return Add($"{name}/sizes", doc, "Concat", [images, Integers(sizes)], OnnxAttribute.Of("axis", 0));
    }

    /// <summary>Token 0 of each image, [N, D], of tokens [N, M, D].</summary>
    public string FirstToken(Tensor tokens, string doc)
    {
        if (_firstTokens.TryGetValue(tokens, out var known))
            return known;
        var value = ValueOf(tokens);
        var images = Add($"{value}/images", doc, "Reshape",
            [value, Integers(-1, tokens.Shape[1], tokens.Shape[2])]);
        return _firstTokens[tokens] = Add($"{value}/first", doc, "Gather", [images, Index(0)],
            OnnxAttribute.Of("axis", 1));
    }

    /// <summary>A scalar.</summary>
    public string Number(float value)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"float {value:R}");
        return Constant(name, () => OnnxTensor.Of(name, [value]));
    }

    /// <summary>A list of integers, such as a shape.</summary>
    public string Integers(params long[] values)
    {
        var name = $"int64 [{string.Join(",", values)}]";
        return Constant(name, () => OnnxTensor.Of(name, values, values.Length));
    }

    /// <summary>A constant that is added once, by its name.</summary>
    public string Constant(string name, Func<OnnxTensor> make)
    {
        if (_constants.Add(name))
            _initialisers.Add(make());
        return name;
    }

    private string Index(long value)
    {
        var name = $"int64 {value}";
        return Constant(name, () => OnnxTensor.Of(name, [value]));
    }

    // Rows by their places in patches as a map again.
    private string Folded(string rows, Shape map)
    {
        const string Doc = "Pixels where they lie in the map.";
        var patches = Add($"{rows}/patches", Doc, "Reshape",
            [rows, Integers(-1, 2, 2, map[1] / 2, map[2] / 2, map[3])]);
        var turned = Add($"{rows}/turned", Doc, "Transpose", [patches], OnnxAttribute.Of("perm", 0, 5, 3, 1, 4, 2));
        return Add($"{rows}/map", Doc, "Reshape", [turned, Integers(-1, map[3], map[1], map[2])]);
    }

    // The learned tokens [M, D] below each other once for each image.
    private string Repeated(string tokens, int batch)
    {
        const string Doc = "The learned tokens, once for each image.";
        if (!DynamicBatch)
            return batch == 1 ? tokens : Add("tokens", Doc, "Tile", [tokens, Integers(batch, 1)]);
        var images = Add("tokens/batch", Doc, "Shape", [ValueOf(Input)],
            OnnxAttribute.Of("start", 0), OnnxAttribute.Of("end", 1));
        var repeats = Add("tokens/repeats", Doc, "Concat", [images, Integers(1)], OnnxAttribute.Of("axis", 0));
        return Add("tokens", Doc, "Tile", [tokens, repeats]);
    }
}

/// <summary>What the translation of one node sees: its inputs as ONNX values, and a place for new nodes.</summary>
internal readonly record struct OnnxScope(OnnxGraphBuilder Graph, Node Node)
{
    // What the model calls the op, since one op may become several nodes.
    private string Doc => $"{Node.Op.Name} '{Node.Name}'";

    public string this[int input] => IsInRows && Node.Inputs[input].Shape.Rank == 4
        ? Graph.RowsOf(Node.Inputs[input])
        : Graph.ValueOf(Node.Inputs[input]);

    /// <summary>
    /// Whether the op works on the pixels of maps as rows: it needs channels innermost, or gets them so.
    /// </summary>
    public bool IsInRows { get; } = Node.Inputs[0].Shape.Rank == 4 && (Node.Op is Linear or LayerNorm or PatchAttention
        || (Node.Op is Elementwise && Graph.HasRowsOnly(Node.Inputs[0])));

    public Shape ShapeOf(int input) => Node.Inputs[input].Shape;

    public string FirstToken(int input) => Graph.FirstToken(Node.Inputs[input], Doc);

    /// <summary>Adds a node that does a part of the op.</summary>
    public string Add(string part, string op, IReadOnlyList<string> inputs,
        params IReadOnlyList<OnnxAttribute> attributes) =>
        Graph.Add($"{Node.Name}/{part}", Doc, op, inputs, attributes);

    /// <summary>A list of integers that begins with the number of images.</summary>
    public string Sizes(string part, params long[] sizes) => Graph.Sizes($"{Node.Name}/{part}", Doc, sizes);

    /// <summary>Equal parts of a value along an axis.</summary>
    public string[] Parts(string part, string value, int axis, int count, int size) =>
        Graph.AddMany($"{Node.Name}/{part}", Doc, "Split", count,
            [value, Graph.Integers([.. Enumerable.Repeat((long)size, count)])], OnnxAttribute.Of("axis", axis));

    /// <summary>The two halves of a value along an axis.</summary>
    public (string First, string Second) Halves(string part, string value, int axis, int half)
    {
        var halves = Graph.AddMany($"{Node.Name}/{part}", Doc, "Split", 2, [value, Graph.Integers(half, half)],
            OnnxAttribute.Of("axis", axis));
        return (halves[0], halves[1]);
    }

    public string Reshape(string part, string value, params long[] shape) =>
        Add(part, "Reshape", [value, Graph.Integers(shape)]);

    public string Transpose(string part, string value, params long[] order) =>
        Add(part, "Transpose", [value], OnnxAttribute.Of("perm", order));

    public string Times(string part, string value, float factor) =>
        factor == 1 ? value : Add(part, "Mul", [value, Graph.Number(factor)]);
}
