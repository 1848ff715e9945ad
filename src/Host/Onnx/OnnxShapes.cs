namespace GpuFormer.Onnx;

/// <summary>
/// The shapes of all values of an ONNX graph for one batch size, by the rules of the operators that are written here.
/// A node that its operator's rule refuses is an <see cref="OnnxShapeException"/>.
/// </summary>
internal sealed class OnnxShapes
{
    // Of one constant that a shape depends on; more cannot be meant.
    private const int MostIntegers = 64;

    private static readonly Dictionary<string, Func<OnnxShapes, OnnxNode, long[][]>> Rules = new(StringComparer.Ordinal)
    {
        ["Add"] = Broadcast,
        ["AveragePool"] = AveragePool,
        ["BatchNormalization"] = (shapes, node) => shapes.Normalise(node, 1, 4),
        ["Clip"] = Same,
        ["Concat"] = Concat,
        ["Conv"] = Conv,
        ["Div"] = Broadcast,
        ["Erf"] = Same,
        ["Flatten"] = Flatten,
        ["Gather"] = Gather,
        ["Gemm"] = Gemm,
        ["GlobalAveragePool"] = GlobalAveragePool,
        ["HardSigmoid"] = Same,
        ["HardSwish"] = Same,
        ["LayerNormalization"] = (shapes, node) => shapes.Normalise(node, -1, 2),
        ["MatMul"] = MatMul,
        ["Max"] = Broadcast,
        ["MaxPool"] = MaxPool,
        ["Mul"] = Broadcast,
        ["Relu"] = Same,
        ["Reshape"] = Reshape,
        ["Resize"] = Resize,
        ["Shape"] = ShapeOf,
        ["Sigmoid"] = Same,
        ["Softmax"] = Same,
        ["Split"] = Split,
        ["Tile"] = Tile,
        ["Transpose"] = Transpose,
    };

    private readonly Dictionary<string, long[]> _shapes = new(StringComparer.Ordinal);

    // Elements of the int64 values that shapes depend on.
    private readonly Dictionary<string, long[]> _integers = new(StringComparer.Ordinal);

    private OnnxShapes()
    {
    }

    public static bool Knows(string op) => Rules.ContainsKey(op);

    /// <summary>Infers all shapes; inputs with a named size get <paramref name="batch"/> there.</summary>
    public static IReadOnlyDictionary<string, long[]> Infer(OnnxGraph graph, long batch)
    {
        var shapes = new OnnxShapes();
        foreach (var input in graph.Inputs)
            shapes._shapes[input.Name] = [.. input.Shape.Select(size => size.Name is null ? size.Value : batch)];
        foreach (var tensor in graph.Initialisers)
        {
            shapes._shapes[tensor.Name] = [.. tensor.Shape];
            if (tensor.Type == OnnxType.Int64 && tensor.Raw.Length <= MostIntegers * sizeof(long))
                shapes._integers[tensor.Name] = tensor.Integers();
        }

        foreach (var node in graph.Nodes)
        {
            var outputs = Rules[node.Operator](shapes, node);
            Require(outputs.Length == node.Outputs.Count, node, $"makes {outputs.Length} values");
            foreach (var (name, shape) in node.Outputs.Zip(outputs))
                shapes._shapes[name] = shape;
        }

        return shapes._shapes;
    }

    private long[] this[OnnxNode node, int input]
    {
        get
        {
            Require(input < node.Inputs.Count, node, $"needs more than {node.Inputs.Count} inputs");
            var name = node.Inputs[input];
            Require(name.Length > 0, node, $"needs input {input}, which has no name");
            return _shapes[name];
        }
    }

    private static long[][] Same(OnnxShapes shapes, OnnxNode node) => [shapes[node, 0]];

    private static long[][] Broadcast(OnnxShapes shapes, OnnxNode node)
    {
        var result = shapes[node, 0];
        for (var i = 1; i < node.Inputs.Count; i++)
            result = Common(node, result, shapes[node, i]);
        return [result];
    }

    // NumPy's rule: from the innermost size outwards, equal or one of them 1.
    private static long[] Common(OnnxNode node, ReadOnlySpan<long> a, ReadOnlySpan<long> b)
    {
        var result = new long[Math.Max(a.Length, b.Length)];
        for (var i = 1; i <= result.Length; i++)
        {
            var (left, right) = (i <= a.Length ? a[^i] : 1, i <= b.Length ? b[^i] : 1);
            Require(left == right || left == 1 || right == 1, node, $"cannot broadcast {Text(a)} and {Text(b)}");
            result[^i] = Math.Max(left, right);
        }

        return result;
    }

    private long[][] Normalise(OnnxNode node, int axis, int parameters)
    {
        var x = this[node, 0];
        var channels = x[axis < 0 ? x.Length + axis : axis];
        for (var i = 1; i <= parameters; i++)
            Require(this[node, i] is [var size] && size == channels, node, $"input {i} must be [{channels}]");
        return [x];
    }

    private static long[][] Conv(OnnxShapes shapes, OnnxNode node)
    {
        var (x, filter) = (shapes[node, 0], shapes[node, 1]);
        Require(x.Length == 4 && filter.Length == 4, node, "works on maps");
        var group = node.Integer("group", 1);
        Require(filter[1] * group == x[1] && filter[0] % group == 0, node,
            $"a filter {Text(filter)} in {group} groups does not fit {Text(x)}");
        var (height, width) = Windows(node, x, filter[2], filter[3]);
        return [[x[0], filter[0], height, width]];
    }

    private static long[][] MaxPool(OnnxShapes shapes, OnnxNode node)
    {
        var x = shapes[node, 0];
        var window = node.Integers("kernel_shape");
        Require(x.Length == 4 && window is [> 0, > 0], node, "works on maps");
        var (height, width) = Windows(node, x, window![0], window[1]);
        return [[x[0], x[1], height, width]];
    }

    // How many windows of R rows and S columns there are on a map.
    private static (long Height, long Width) Windows(OnnxNode node, long[] x, long R, long S)
    {
        var pads = node.Integers("pads") ?? [0, 0, 0, 0];
        var strides = node.Integers("strides") ?? [1, 1];
        var dilations = node.Integers("dilations") ?? [1, 1];
        var ceiling = node.Integer("ceil_mode", 0) != 0;
        Require(pads.Count == 4 && strides.Count == 2 && strides.All(stride => stride > 0)
            && dilations.Count == 2 && dilations.All(dilation => dilation > 0), node, "has bad attributes");
        return (Count(0, R), Count(1, S));

        long Count(int axis, long size)
        {
            var (room, stride) = (x[2 + axis] + pads[axis] + pads[2 + axis] - ((size - 1) * dilations[axis]) - 1,
                strides[axis]);
            var count = ((ceiling ? room + stride - 1 : room) / stride) + 1;
            return ceiling && (count - 1) * stride >= x[2 + axis] + pads[axis] ? count - 1 : count;
        }
    }

    private static long[][] AveragePool(OnnxShapes shapes, OnnxNode node)
    {
        var x = shapes[node, 0];
        var (window, strides) = (node.Integers("kernel_shape"), node.Integers("strides"));
        Require(x.Length == 4 && window is [> 0, > 0] && strides is [> 0, > 0], node, "works on maps");
        return [[x[0], x[1], ((x[2] - window![0]) / strides![0]) + 1, ((x[3] - window[1]) / strides[1]) + 1]];
    }

    private static long[][] GlobalAveragePool(OnnxShapes shapes, OnnxNode node)
    {
        var x = shapes[node, 0];
        Require(x.Length == 4, node, "works on maps");
        return [[x[0], x[1], 1, 1]];
    }

    private static long[][] Flatten(OnnxShapes shapes, OnnxNode node)
    {
        var x = shapes[node, 0];
        var axis = (int)node.Integer("axis", 1);
        Require(axis >= 0 && axis <= x.Length, node, $"axis {axis} is not possible");
        return [[Product(x.AsSpan(0, axis)), Product(x.AsSpan(axis))]];
    }

    private static long[][] Gemm(OnnxShapes shapes, OnnxNode node)
    {
        var (x, weight, bias) = (shapes[node, 0], shapes[node, 1], shapes[node, 2]);
        Require(x.Length == 2 && weight.Length == 2 && node.Integer("transA", 0) == 0, node, "works on matrices");
        var turned = node.Integer("transB", 0) != 0;
        var (inner, outer) = turned ? (weight[1], weight[0]) : (weight[0], weight[1]);
        Require(inner == x[1], node, $"cannot multiply {Text(x)} by {Text(weight)}");
        Require(bias is [var size] && size == outer, node, $"its bias must be [{outer}]");
        return [[x[0], outer]];
    }

    private static long[][] MatMul(OnnxShapes shapes, OnnxNode node)
    {
        var (a, b) = (shapes[node, 0], shapes[node, 1]);
        Require(a.Length >= 2 && b.Length >= 2 && a[^1] == b[^2], node, $"cannot multiply {Text(a)} by {Text(b)}");
        return [[.. Common(node, a.AsSpan(0, a.Length - 2), b.AsSpan(0, b.Length - 2)), a[^2], b[^1]]];
    }

    private static long[][] Transpose(OnnxShapes shapes, OnnxNode node)
    {
        var x = shapes[node, 0];
        var order = node.Integers("perm") ?? [];
        Require(order.Order().SequenceEqual(Enumerable.Range(0, x.Length).Select(axis => (long)axis)), node,
            $"its order does not fit {Text(x)}");
        return [[.. order.Select(axis => x[axis])]];
    }

    private static long[][] Reshape(OnnxShapes shapes, OnnxNode node)
    {
        var x = shapes[node, 0];
        var result = (long[])shapes.Integers(node, 1).Clone();
        var open = Array.IndexOf(result, -1);
        for (var i = 0; i < result.Length; i++)
        {
            Require(result[i] != 0 || i < x.Length, node, $"size {i} is to be copied and is not there");
            result[i] = result[i] == 0 ? x[i] : i == open ? 1 : result[i];
        }

        Require(result.All(size => size > 0), node, "has a size below 1");
        var (known, all) = (Product(result), Product(x));
        if (open >= 0)
            result[open] = all / known;
        Require(Product(result) == all, node, $"cannot make {Text(result)} of {Text(x)}");
        return [result];
    }

    private static long[][] Split(OnnxShapes shapes, OnnxNode node)
    {
        var (x, parts) = (shapes[node, 0], shapes.Integers(node, 1));
        var axis = (int)node.Integer("axis", 0);
        Require(axis >= 0 && axis < x.Length && parts.Sum() == x[axis], node, $"does not divide {Text(x)}");
        return
        [
            .. parts.Select(part =>
            {
                var shape = (long[])x.Clone();
                shape[axis] = part;
                return shape;
            }),
        ];
    }

    private static long[][] Concat(OnnxShapes shapes, OnnxNode node)
    {
        var result = (long[])shapes[node, 0].Clone();
        var axis = (int)node.Integer("axis", 0);
        Require(axis >= 0 && axis < result.Length, node, $"axis {axis} is not possible");
        for (var i = 1; i < node.Inputs.Count; i++)
        {
            var next = shapes[node, i];
            Require(next.Length == result.Length
                && result.Where((_, j) => j != axis).SequenceEqual(next.Where((_, j) => j != axis)), node,
                $"cannot join {Text(result)} and {Text(next)}");
            result[axis] += next[axis];
        }

        if (node.Inputs.All(shapes._integers.ContainsKey) && result[axis] <= MostIntegers)
            shapes._integers[node.Outputs[0]] = [.. node.Inputs.SelectMany(input => shapes._integers[input])];
        return [result];
    }

    private static long[][] Gather(OnnxShapes shapes, OnnxNode node)
    {
        var (x, indices) = (shapes[node, 0], shapes.Integers(node, 1));
        var axis = (int)node.Integer("axis", 0);
        Require(axis >= 0 && axis < x.Length && indices.All(index => index >= 0 && index < x[axis]), node,
            $"reaches outside {Text(x)}");
        return [[.. x[..axis], .. shapes[node, 1], .. x[(axis + 1)..]]];
    }

    private static long[][] Tile(OnnxShapes shapes, OnnxNode node)
    {
        var (x, repeats) = (shapes[node, 0], shapes.Integers(node, 1));
        Require(repeats.Length == x.Length && repeats.All(count => count > 0), node, $"does not fit {Text(x)}");
        return [[.. x.Zip(repeats, (size, count) => size * count)]];
    }

    // With sizes, as they are written here: no region, no scales.
    private static long[][] Resize(OnnxShapes shapes, OnnxNode node)
    {
        var x = shapes[node, 0];
        Require(node.Inputs is [_, "", "", _], node, "must have sizes, and neither a region nor scales");
        var sizes = shapes.Integers(node, 3);
        Require(sizes.Length == x.Length && sizes.All(size => size > 0), node, $"does not fit {Text(x)}");
        Require(x.Length == 4 && sizes[0] == x[0] && sizes[1] == x[1], node, "resizes more than rows and columns");
        return [(long[])sizes.Clone()];
    }

    private static long[][] ShapeOf(OnnxShapes shapes, OnnxNode node)
    {
        var x = shapes[node, 0];
        var (start, end) = ((int)node.Integer("start", 0), (int)node.Integer("end", x.Length));
        Require(start >= 0 && start < end && end <= x.Length, node, $"does not fit {Text(x)}");
        shapes._integers[node.Outputs[0]] = x[start..end];
        return [[end - start]];
    }

    private long[] Integers(OnnxNode node, int input)
    {
        Require(input < node.Inputs.Count && _integers.ContainsKey(node.Inputs[input]), node,
            $"input {input} must be constant integers");
        return _integers[node.Inputs[input]];
    }

    private static long Product(ReadOnlySpan<long> sizes)
    {
        var product = 1L;
        foreach (var size in sizes)
            product = checked(product * size);
        return product;
    }

    private static string Text(ReadOnlySpan<long> shape) => $"[{string.Join(",", shape.ToArray())}]";

    private static void Require(bool condition, OnnxNode node, string problem)
    {
        if (!condition)
            throw new OnnxShapeException($"{node.Operator} '{Weights.ModelFormatException.Printable(node.Name)}' {problem}");
    }
}

/// <summary>A node's inputs do not fit its operator.</summary>
internal sealed class OnnxShapeException(string message) : Exception(message);
