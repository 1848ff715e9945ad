using System.Globalization;
using GpuFormer.Graph;
using GpuFormer.Graph.Constants;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Onnx;

/// <summary>
/// The ONNX graph that a compute graph becomes, node by node. Maps [N, H, W, C] are values [N, C, H, W] there, tokens
/// [N, M, D] are values [N * M, D]: so convolutions and linears are single operators. Where linears read a map, its
/// pixels are rows, [N * pixels, C]: in graphs with attention across patches one place in the 2x2 patches after the other,
/// as it wants them, in others as they lie. Outputs that are tokens are [N, M, D] for those who read them.
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
    private readonly bool _hasPatches;

    /// <param name="graph">As a model states it.</param>
    /// <param name="weights">Reads a tensor of the state-dict.</param>
    /// <param name="dynamicBatch">Whether the graph must work for any number of images.</param>
    public OnnxGraphBuilder(ComputeGraph graph, Func<string, Shape, float[]> weights, bool dynamicBatch)
    {
        (_weights, _outputs, DynamicBatch) = (weights, graph.Outputs, dynamicBatch);
        _hasPatches = graph.Nodes.Any(node => node.Op is PatchAttention);
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
            ConstantSource.Derived { Transform: RepeatedForImages, Inputs: [var tokens] } =>
                Repeated(ValueOf(tokens), tensor.Shape[0]),
            _ => Constant(tensor.Name, () => OnnxTensor.Of(
                tensor.Name, ElementsOf(tensor), [.. tensor.Shape.Select(size => (long)size)])),
        };
    }

    /// <summary>What a constant is for each image, where it is the same for all.</summary>
    public static Tensor OfImage(Tensor constant) =>
        constant.Source is ConstantSource.Derived { Transform: RepeatedForImages, Inputs: [var image] }
            ? image
            : throw new NotSupportedException($"{constant} is not the same for all images: export a graph without padding.");

    /// <summary>The elements of a constant.</summary>
    public float[] ElementsOf(Tensor constant) => constant.Source switch
    {
        ConstantSource.Stored stored => _weights(stored.Name, constant.Shape),
        ConstantSource.Derived derived => derived.Transform.Evaluate(
            [.. derived.Inputs.Select(input => new ConstantValue<float>(ElementsOf(input), input.Shape))]),
        _ => throw new NotSupportedException($"{constant} is neither made by a node nor constant and cannot be exported."),
    };

    /// <summary>Whether the pixels of a map are known as rows alone.</summary>
    public bool HasRowsOnly(Tensor map) => _rows.ContainsKey(map) && !_values.ContainsKey(map);

    /// <summary>The value that stands for the pixels of a map as rows.</summary>
    public string RowsOf(Tensor map)
    {
        if (_rows.TryGetValue(map, out var known))
            return known;
        var (value, shape) = (ValueOf(map), map.Shape);
        if (!_hasPatches)
        {
            const string Plain = "Pixels as rows.";
            var pixels = Add($"{value}/pixels", Plain, "Transpose", [value], OnnxAttribute.Of("perm", 0, 2, 3, 1));
            return _rows[map] = Add($"{value}/rows", Plain, "Reshape", [pixels, Integers(-1, shape[3])]);
        }

        const string Doc = "Pixels as rows, by their places in patches.";
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
    /// Says that a value of the last node is a tensor's, and calls it so: by its name as an output of the graph, or
    /// else by the tensor's. A constant may stand for a tensor too, and keeps its name.
    /// </summary>
    /// <param name="tensor">Of the model's graph.</param>
    /// <param name="value">What the last node makes.</param>
    /// <param name="asRows">Whether the value is a map's pixels as rows.</param>
    public void Bind(Tensor tensor, string value, bool asRows = false)
    {
        if (_constants.Contains(value))
        {
            (asRows ? _rows : _values)[tensor] = value;
            return;
        }

        var name = OutputOf(tensor) is { } output && tensor.Shape.Rank != 3 ? output.Name : tensor.Name;
        var outputs = _nodes[^1].Outputs.ToArray();
        var place = Array.IndexOf(outputs, value);
        if (place < 0)
            throw new InvalidOperationException($"{tensor} is not what the last node makes.");
        outputs[place] = name;
        _nodes[^1] = _nodes[^1] with { Name = tensor.Name, Outputs = outputs };
        (asRows ? _rows : _values)[tensor] = name;
    }

    /// <summary>Gives outputs that are tokens an axis of their own for images; and maps known as rows alone theirs.</summary>
    public void Finish()
    {
        foreach (var (name, tensor) in _outputs.Select(output => (output.Name, output.Tensor)))
        {
            if (tensor.Shape.Rank == 3)
            {
                var value = ValueOf(tensor);
                // A node and its value may be called as the output is.
                if (value == name)
                    value = Renamed(name, $"{name}/rows");
                Add(name, "Tokens of each image.", "Reshape", [value, Integers(-1, tensor.Shape[1], tensor.Shape[2])]);
            }
            else if (HasRowsOnly(tensor))
            {
                throw new NotSupportedException($"The output '{name}' is a map that is known as rows alone.");
            }
        }
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

    private GraphOutput? OutputOf(Tensor tensor) => _outputs.FirstOrDefault(output => output.Tensor == tensor);

    private string Renamed(string from, string to)
    {
        for (var i = 0; i < _nodes.Count; i++)
        {
            var node = _nodes[i];
            _nodes[i] = node with
            {
                Name = node.Name == from ? to : node.Name,
                Inputs = [.. node.Inputs.Select(input => input == from ? to : input)],
                Outputs = [.. node.Outputs.Select(output => output == from ? to : output)],
            };
        }

        return to;
    }

    // Rows as a map again.
    private string Folded(string rows, Shape map)
    {
        if (!_hasPatches)
        {
            const string Plain = "Pixels where they lie in the map.";
            var pixels = Add($"{rows}/pixels", Plain, "Reshape", [rows, Integers(-1, map[1], map[2], map[3])]);
            return Add($"{rows}/map", Plain, "Transpose", [pixels], OnnxAttribute.Of("perm", 0, 3, 1, 2));
        }

        const string Doc = "Pixels where they lie in the map.";
        var patches = Add($"{rows}/patches", Doc, "Reshape",
            [rows, Integers(-1, 2, 2, map[1] / 2, map[2] / 2, map[3])]);
        var turned = Add($"{rows}/turned", Doc, "Transpose", [patches], OnnxAttribute.Of("perm", 0, 5, 3, 1, 4, 2));
        return Add($"{rows}/map", Doc, "Reshape", [turned, Integers(-1, map[3], map[1], map[2])]);
    }

    /// <summary>Rows [M, D] that are the same for all images, below each other once for each image.</summary>
    public string Repeated(string rows, int batch)
    {
        const string Doc = "The same for each image.";
        // Learned tokens are called so; others by themselves.
        var name = rows.EndsWith("tokens.weight", StringComparison.Ordinal) ? "tokens" : $"{rows}/images";
        if (!DynamicBatch)
            return batch == 1 ? rows : Add(name, Doc, "Tile", [rows, Integers(batch, 1)]);
        var images = Add($"{name}/batch", Doc, "Shape", [ValueOf(Input)],
            OnnxAttribute.Of("start", 0), OnnxAttribute.Of("end", 1));
        var repeats = Add($"{name}/repeats", Doc, "Concat", [images, Integers(1)], OnnxAttribute.Of("axis", 0));
        return Add(name, Doc, "Tile", [rows, repeats]);
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
    public bool IsInRows { get; } = Node.Op is MultiHeadAttention or PositionMap
        || (Node.Inputs[0].Shape.Rank == 4 && (Node.Op is Linear or LayerNorm or PatchAttention
            || (Node.Op is Elementwise && Graph.HasRowsOnly(Node.Inputs[0]))));

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

    /// <summary>One of several parts of a value along an axis.</summary>
    public string Part(string part, string value, int axis, long[] sizes, int wanted)
    {
        return Graph.AddMany($"{Node.Name}/{part}", Doc, "Split", sizes.Length, [value, Graph.Integers(sizes)],
            OnnxAttribute.Of("axis", axis))[wanted];
    }

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
