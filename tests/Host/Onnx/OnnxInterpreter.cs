using System.Runtime.InteropServices;
using GpuFormer.Onnx;
using GpuFormer.Tests.Host.Models;
using Xunit;

namespace GpuFormer.Tests.Host.Onnx;

/// <summary>
/// Computes ONNX graphs by the text of the standard, element by element in float64: slow, and independent of both the
/// writer's shapes and our kernels.
/// </summary>
internal static class OnnxInterpreter
{
    internal sealed record Value(int[] Shape, double[] Data)
    {
        public static Value Filled(int[] shape, Func<int[], double> element)
        {
            var data = new double[shape.Aggregate(1, (a, b) => a * b)];
            var index = new int[shape.Length];
            for (var i = 0; i < data.Length; i++)
            {
                data[i] = element(index);
                for (var axis = shape.Length - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--)
                    index[axis] = 0;
            }

            return new Value(shape, data);
        }

        /// <summary>The element at the innermost axes of an index, where an axis of size 1 counts for all.</summary>
        public double At(ReadOnlySpan<int> index) => Data[Offset(index)];

        public int Offset(ReadOnlySpan<int> index)
        {
            var offset = 0;
            for (var axis = 0; axis < Shape.Length; axis++)
            {
                var i = index[index.Length - Shape.Length + axis];
                offset = (offset * Shape[axis]) + (Shape[axis] == 1 ? 0 : i);
            }

            return offset;
        }

        public int[] Integers => [.. Data.Select(x => (int)x)];
    }

    /// <summary>The first output for one input.</summary>
    public static Value Run(OnnxGraph graph, Value input)
    {
        var values = graph.Initialisers.ToDictionary(tensor => tensor.Name, Read);
        values[graph.Inputs.Single().Name] = input;
        foreach (var node in graph.Nodes)
        {
            Value[] results = node.Operator == "Split"
                ? Split(node, values[node.Inputs[0]], values[node.Inputs[1]].Integers)
                : [Evaluate(node, [.. node.Inputs.Where(name => name.Length > 0).Select(name => values[name])])];
            foreach (var (name, result) in node.Outputs.Zip(results))
                values[name] = result;
        }

        return values[graph.Outputs[0].Name];
    }

    private static Value Read(OnnxTensor tensor) => new(
        [.. tensor.Shape.Select(size => (int)size)],
        tensor.Type == OnnxType.Int64
            ? [.. tensor.Integers().Select(x => (double)x)]
            : [.. MemoryMarshal.Cast<byte, float>(tensor.Raw.Span).ToArray().Select(x => (double)x)]);

    private static Value Evaluate(OnnxNode node, Value[] x) => node.Operator switch
    {
        "Add" => Combine(x, (a, b) => a + b),
        "Mul" => Combine(x, (a, b) => a * b),
        "Div" => Combine(x, (a, b) => a / b),
        "Max" => Combine(x, Math.Max),
        "Relu" => Map(x[0], a => Math.Max(a, 0)),
        "Clip" => Map(x[0], a => Math.Clamp(a, x[1].Data[0], x[2].Data[0])),
        "Sigmoid" => Map(x[0], a => 1 / (1 + Math.Exp(-a))),
        "Resize" => Resize(node, x[0], x[1].Integers),
        "Erf" => Map(x[0], ReferenceModules.Erf),
        "HardSigmoid" => Map(x[0], a => HardSigmoid(a, Number(node, "alpha"), Number(node, "beta"))),
        "HardSwish" => Map(x[0], a => a * HardSigmoid(a, 1.0 / 6, 0.5)),
        "Conv" => Conv(node, x[0], x[1], x.Length > 2 ? x[2] : null),
        "BatchNormalization" => BatchNorm(node, x),
        "LayerNormalization" => LayerNorm(node, x),
        "GlobalAveragePool" => Value.Filled([x[0].Shape[0], x[0].Shape[1], 1, 1], i =>
            Mean(x[0], i[0], i[1], (0, x[0].Shape[2]), (0, x[0].Shape[3]))),
        "AveragePool" => AveragePool(node, x[0]),
        "MaxPool" => MaxPool(node, x[0]),
        "Gemm" => Gemm(node, x),
        "MatMul" => MatMul(x[0], x[1]),
        "Softmax" => Softmax(x[0], (int)node.Integer("axis", -1)),
        "Transpose" => Transpose(x[0], [.. node.Integers("perm")!.Select(axis => (int)axis)]),
        "Reshape" => Reshape(x[0], x[1].Integers),
        "Flatten" => new Value([x[0].Shape[0], x[0].Data.Length / x[0].Shape[0]], x[0].Data),
        "Concat" => Concat(x, (int)node.Integer("axis", 0)),
        "Gather" => Gather(x[0], x[1], (int)node.Integer("axis", 0)),
        "Tile" => Value.Filled([.. x[0].Shape.Zip(x[1].Integers, (size, count) => size * count)], i =>
            x[0].At(i.Select((at, axis) => at % x[0].Shape[axis]).ToArray())),
        "Shape" => new Value([1], [x[0].Shape[(int)node.Integer("start", 0)]]),
        var op => throw new NotSupportedException(op),
    };

    private static double Number(OnnxNode node, string name) =>
        node.Attributes.OfType<OnnxAttribute.Number>().Single(attribute => attribute.Name == name).Value;

    private static string Text(OnnxNode node, string name) =>
        node.Attributes.OfType<OnnxAttribute.Text>().Single(attribute => attribute.Name == name).Value;

    private static double HardSigmoid(double x, double alpha, double beta) => Math.Clamp((alpha * x) + beta, 0, 1);

    private static Value Map(Value x, Func<double, double> f) => new(x.Shape, [.. x.Data.Select(f)]);

    private static Value Combine(Value[] x, Func<double, double, double> f)
    {
        var (a, b) = (x[0], x[1]);
        var rank = Math.Max(a.Shape.Length, b.Shape.Length);
        int Size(Value v, int axis) => axis < rank - v.Shape.Length ? 1 : v.Shape[axis - rank + v.Shape.Length];
        var shape = Enumerable.Range(0, rank).Select(axis => Math.Max(Size(a, axis), Size(b, axis))).ToArray();
        return Value.Filled(shape, i => f(a.At(i), b.At(i)));
    }

    private static Value Conv(OnnxNode node, Value x, Value filter, Value? bias)
    {
        var group = (int)node.Integer("group", 1);
        var (strides, pads) = (node.Integers("strides")!, node.Integers("pads")!);
        var dilations = node.Integers("dilations") ?? [1, 1];
        var (height, width, R, S) = (x.Shape[2], x.Shape[3], filter.Shape[2], filter.Shape[3]);
        var (inputs, outputs) = (filter.Shape[1], filter.Shape[0]);
        int[] shape =
        [
            x.Shape[0], outputs,
            (int)((height + pads[0] + pads[2] - ((R - 1) * dilations[0]) - 1) / strides[0]) + 1,
            (int)((width + pads[1] + pads[3] - ((S - 1) * dilations[1]) - 1) / strides[1]) + 1,
        ];
        return Value.Filled(shape, i =>
        {
            var sum = bias?.Data[i[1]] ?? 0.0;
            for (var k = 0; k < inputs; k++)
            {
                var channel = (i[1] / (outputs / group) * inputs) + k;
                for (var r = 0; r < R; r++)
                {
                    for (var s = 0; s < S; s++)
                    {
                        var (row, column) = ((i[2] * strides[0]) + (r * dilations[0]) - pads[0],
                            (i[3] * strides[1]) + (s * dilations[1]) - pads[1]);
                        if (row < 0 || row >= height || column < 0 || column >= width)
                            continue;
                        sum += x.Data[((((i[0] * x.Shape[1]) + channel) * height) + row) * width + column]
                            * filter.Data[((((i[1] * inputs) + k) * R) + r) * S + s];
                    }
                }
            }

            return sum;
        });
    }

    // Linear between centres of pixels, edges repeated.
    private static Value Resize(OnnxNode node, Value x, int[] sizes)
    {
        var rule = Text(node, "coordinate_transformation_mode");
        if (Text(node, "mode") == "nearest")
        {
            Assert.Equal("floor", Text(node, "nearest_mode"));
            Assert.Equal("asymmetric", rule);
            return Value.Filled(sizes, i =>
                x.At([i[0], i[1], i[2] * x.Shape[2] / sizes[2], i[3] * x.Shape[3] / sizes[3]]));
        }

        Assert.Equal("linear", Text(node, "mode"));
        return Value.Filled(sizes, i =>
        {
            var (row, column) = (Place(i[2], 2), Place(i[3], 3));
            return ((1 - row.Share) * Along(i, row.Near, column)) + (row.Share * Along(i, row.Far, column));
        });

        double Along(int[] i, int row, (int Near, int Far, double Share) column) =>
            ((1 - column.Share) * x.At([i[0], i[1], row, column.Near]))
            + (column.Share * x.At([i[0], i[1], row, column.Far]));

        (int Near, int Far, double Share) Place(int o, int axis)
        {
            var place = rule == "align_corners"
                ? o * (x.Shape[axis] - 1.0) / Math.Max(sizes[axis] - 1, 1)
                : ((o + 0.5) * x.Shape[axis] / sizes[axis]) - 0.5;
            var near = (int)Math.Floor(place);
            return (Math.Clamp(near, 0, x.Shape[axis] - 1), Math.Clamp(near + 1, 0, x.Shape[axis] - 1), place - near);
        }
    }

    private static Value BatchNorm(OnnxNode node, Value[] x) => Value.Filled(x[0].Shape, i =>
    {
        var (scale, bias, mean, variance) = (x[1].Data[i[1]], x[2].Data[i[1]], x[3].Data[i[1]], x[4].Data[i[1]]);
        return ((x[0].At(i) - mean) / Math.Sqrt(variance + Number(node, "epsilon")) * scale) + bias;
    });

    private static Value LayerNorm(OnnxNode node, Value[] x)
    {
        var width = x[0].Shape[^1];
        var result = new double[x[0].Data.Length];
        foreach (var (row, begin) in x[0].Data.Chunk(width).Select((row, r) => (row, r * width)))
        {
            var mean = row.Average();
            var deviation = Math.Sqrt(row.Average(value => (value - mean) * (value - mean)) + Number(node, "epsilon"));
            for (var c = 0; c < width; c++)
                result[begin + c] = ((row[c] - mean) / deviation * x[1].Data[c]) + x[2].Data[c];
        }

        return new Value(x[0].Shape, result);
    }

    private static Value AveragePool(OnnxNode node, Value x)
    {
        var (h, w) = ((int)node.Integers("kernel_shape")![0], (int)node.Integers("kernel_shape")![1]);
        return Value.Filled([x.Shape[0], x.Shape[1], x.Shape[2] / h, x.Shape[3] / w], i =>
            Mean(x, i[0], i[1], (i[2] * h, (i[2] + 1) * h), (i[3] * w, (i[3] + 1) * w)));
    }

    private static Value MaxPool(OnnxNode node, Value x)
    {
        var (window, strides, pads) =
            (node.Integers("kernel_shape")!, node.Integers("strides")!, node.Integers("pads")!);
        Assert.Equal(0, node.Integer("ceil_mode", 0));
        return Value.Filled(
        [
            x.Shape[0], x.Shape[1], (int)((x.Shape[2] + pads[0] + pads[2] - window[0]) / strides[0]) + 1,
            (int)((x.Shape[3] + pads[1] + pads[3] - window[1]) / strides[1]) + 1,
        ], i => (from r in Enumerable.Range(0, (int)window[0])
                 from s in Enumerable.Range(0, (int)window[1])
                 let row = (int)((i[2] * strides[0]) + r - pads[0])
                 let column = (int)((i[3] * strides[1]) + s - pads[1])
                 where row >= 0 && row < x.Shape[2] && column >= 0 && column < x.Shape[3]
                 select x.At([i[0], i[1], row, column])).Max());
    }

    private static double Mean(Value x, int n, int c, (int Begin, int End) rows, (int Begin, int End) columns)
    {
        var sum = 0.0;
        for (var row = rows.Begin; row < rows.End; row++)
        {
            for (var column = columns.Begin; column < columns.End; column++)
                sum += x.At([n, c, row, column]);
        }

        return sum / (rows.End - rows.Begin) / (columns.End - columns.Begin);
    }

    private static Value Gemm(OnnxNode node, Value[] x)
    {
        var weight = node.Integer("transB", 0) == 1 ? Transpose(x[1], [1, 0]) : x[1];
        return Combine([MatMul(x[0], weight), x[2]], (a, b) => a + b);
    }

    private static Value MatMul(Value a, Value b)
    {
        var outer = a.Shape.Length >= b.Shape.Length ? a.Shape[..^2] : b.Shape[..^2];
        var (rows, inner, columns) = (a.Shape[^2], a.Shape[^1], b.Shape[^1]);
        var result = new double[outer.Aggregate(rows * columns, (x, y) => x * y)];
        var next = 0;
        Value.Filled([.. outer, 1, 1], i =>
        {
            var (left, right) = (a.Offset(i), b.Offset(i));
            for (var row = 0; row < rows; row++)
            {
                for (var column = 0; column < columns; column++, next++)
                {
                    for (var k = 0; k < inner; k++)
                        result[next] += a.Data[left + (row * inner) + k] * b.Data[right + (k * columns) + column];
                }
            }

            return 0;
        });
        return new Value([.. outer, rows, columns], result);
    }

    private static Value Softmax(Value x, int axis)
    {
        axis = axis < 0 ? x.Shape.Length + axis : axis;
        var reduced = x.Shape.ToArray();
        reduced[axis] = 1;
        var highest = Value.Filled(reduced, i => Along(x, i, axis).Max());
        var sums = Value.Filled(reduced, i => Along(x, i, axis).Sum(value => Math.Exp(value - highest.At(i))));
        return Value.Filled(x.Shape, i => Math.Exp(x.At(i) - highest.At(i)) / sums.At(i));
    }

    private static IEnumerable<double> Along(Value x, int[] index, int axis)
    {
        var place = index.ToArray();
        for (place[axis] = 0; place[axis] < x.Shape[axis]; place[axis]++)
            yield return x.At(place);
    }

    private static Value Transpose(Value x, int[] order)
    {
        var source = new int[order.Length];
        return Value.Filled([.. order.Select(axis => x.Shape[axis])], i =>
        {
            for (var axis = 0; axis < order.Length; axis++)
                source[order[axis]] = i[axis];
            return x.At(source);
        });
    }

    private static Value Reshape(Value x, int[] shape)
    {
        int[] sizes = [.. shape.Select((size, axis) => size == 0 ? x.Shape[axis] : size)];
        var open = Array.IndexOf(sizes, -1);
        if (open >= 0)
            sizes[open] = x.Data.Length / -sizes.Aggregate(1, (a, b) => a * b);
        return new Value(sizes, x.Data);
    }

    private static Value Concat(Value[] x, int axis)
    {
        var shape = x[0].Shape.ToArray();
        shape[axis] = x.Sum(part => part.Shape[axis]);
        return Value.Filled(shape, i =>
        {
            var place = i.ToArray();
            var part = 0;
            for (; place[axis] >= x[part].Shape[axis]; part++)
                place[axis] -= x[part].Shape[axis];
            return x[part].At(place);
        });
    }

    private static Value Gather(Value x, Value index, int axis)
    {
        var rank = index.Shape.Length;
        return Value.Filled([.. x.Shape[..axis], .. index.Shape, .. x.Shape[(axis + 1)..]], i =>
            x.At([.. i[..axis], (int)index.At(i[axis..(axis + rank)]), .. i[(axis + rank)..]]));
    }

    private static Value[] Split(OnnxNode node, Value x, int[] parts)
    {
        var axis = (int)node.Integer("axis", 0);
        return
        [
            .. parts.Select((part, p) =>
            {
                var shape = x.Shape.ToArray();
                shape[axis] = part;
                return Value.Filled(shape, i =>
                {
                    var place = i.ToArray();
                    place[axis] += parts[..p].Sum();
                    return x.At(place);
                });
            }),
        ];
    }
}
