using GpuFormer.Graph;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Onnx;

/// <summary>Says activations, dynamic ReLU and sums in ONNX's standard operators.</summary>
internal static class OnnxActivations
{
    public static string Apply(OnnxScope scope, Epilogue epilogue)
    {
        var value = scope[0];
        var input = 1;
        foreach (var step in epilogue.Steps)
        {
            value = Apply(scope, step, value, input);
            input += step.InputCount;
        }

        return value;
    }

    private static string Apply(OnnxScope scope, EpilogueStep step, string x, int input) => step switch
    {
        Activation { OnnxName: { } name } => scope.Add(name.ToLowerInvariant(), name, [x]),
        Relu6 => scope.Add("clip", "Clip", [x, scope.Graph.Number(0), scope.Graph.Number(6)]),
        Clamp clamp => scope.Add("clip", "Clip", [x, scope.Graph.Number(clamp.Low), scope.Graph.Number(clamp.High)]),
        HardSigmoid => HardSigmoidOf(scope, x),
        HardGate => scope.Times("doubled", HardSigmoidOf(scope, x), 2),
        Gelu => GeluOf(scope, x),
        Silu => scope.Add("gated", "Mul", [x, scope.Add("sigmoid", "Sigmoid", [x])]),
        HyperSlopes => Slopes(scope, x, scope.ShapeOf(0).Last),
        DyRelu => Larger(scope, x, scope.Node.Output.Shape,
            scope.Reshape("slopes", scope[input], 0, 2 * scope.Node.Output.Shape.Last, 1, 1)),
        SpatialDyRelu => Larger(scope, x, scope.Node.Output.Shape, SpatialSlopes(scope, input)),
        ChannelScale scale => Scaled(scope, x, input, scale.Factor),
        AddResidual => scope.Add("sum", "Add", [x, scope[input]]),
        Maximum => scope.Add("larger", "Max", [x, scope[input]]),
        Multiply => scope.Add("product", "Mul", [x, scope[input]]),
        _ => throw new NotSupportedException($"{step.Name} of '{scope.Node.Name}' has no counterpart in ONNX."),
    };

    /// <summary>min(max(x + 3, 0), 6) / 6.</summary>
    public static string HardSigmoidOf(OnnxScope scope, string x) =>
        scope.Add("hardsigmoid", "HardSigmoid", [x],
            OnnxAttribute.Of("alpha", 1f / 6), OnnxAttribute.Of("beta", 0.5f));

    // Opset 20 has an operator for it; runtimes recognise this order of older ones.
    private static string GeluOf(OnnxScope scope, string x)
    {
        var scaled = scope.Add("scaled", "Div", [x, scope.Graph.Number(MathF.Sqrt(2))]);
        var erf = scope.Add("erf", "Erf", [scaled]);
        var shifted = scope.Add("shifted", "Add", [erf, scope.Graph.Number(1)]);
        return scope.Times("half", scope.Add("gated", "Mul", [x, shifted]), 0.5f);
    }

    // 2 * hardSigmoid(x), and 1 less in the second half.
    private static string Slopes(OnnxScope scope, string x, int width)
    {
        var name = $"slopes of {width / 2} channels";
        var offset = scope.Graph.Constant(name, () =>
        {
            var values = new float[width];
            values.AsSpan(width / 2).Fill(-1);
            return OnnxTensor.Of(name, values, width);
        });
        return scope.Add("shifted", "Add", [scope.Times("doubled", HardSigmoidOf(scope, x), 2), offset]);
    }

    // Slopes of each pixel: attention [N, M, H, W] over tokens times slopes [N * M, 2C].
    private static string SpatialSlopes(OnnxScope scope, int input)
    {
        var (map, attention) = (scope.Node.Output.Shape, scope.ShapeOf(input));
        var (tokens, width) = (attention.Last, 2 * map.Last);
        var shares = scope.Reshape("shares", scope[input], 0, tokens, map[1] * map[2]);
        var slopes = scope.Reshape("images", scope[input + 1], -1, tokens, width);
        var pixels = scope.Add("pixels", "MatMul", [scope.Transpose("turned", slopes, 0, 2, 1), shares]);
        return scope.Reshape("slopes", pixels, 0, width, map[1], map[2]);
    }

    // A scale [N, C] stands beside [N, C, H, W] as [N, C, 1, 1].
    private static string Scaled(OnnxScope scope, string x, int input, float factor)
    {
        var (map, shape) = (scope.Node.Output.Shape, scope.ShapeOf(input));
        var scale = map.Rank == 4 && shape.Rank == 2
            ? scope.Reshape("scale", scope[input], 0, map.Last, 1, 1)
            : scope[input];
        var scaled = scope.Add("scaled", "Mul", [x, scale]);
        return factor == 1 ? scaled : scope.Times("times", scaled, factor);
    }

    // max(s1 * x, s2 * x) with slopes [N, 2C, ...], first all s1, then all s2.
    private static string Larger(OnnxScope scope, string x, Shape map, string slopes)
    {
        var (first, second) = scope.Halves("halves", slopes, 1, map.Last);
        return scope.Add("larger", "Max",
            [scope.Add("first", "Mul", [x, first]), scope.Add("second", "Mul", [x, second])]);
    }
}
