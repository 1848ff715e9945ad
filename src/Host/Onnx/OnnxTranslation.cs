using GpuFormer.Graph;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Onnx;

/// <summary>Says each op that models are made of in ONNX's standard operators.</summary>
internal static class OnnxTranslation
{
    /// <summary>Translates all nodes in their order.</summary>
    /// <exception cref="NotSupportedException">An op is one that passes make, not models.</exception>
    public static void Run(ComputeGraph graph, OnnxGraphBuilder builder)
    {
        foreach (var node in graph.Nodes)
        {
            var scope = new OnnxScope(builder, node);
            builder.Bind(node.Output, Translate(scope), scope.IsInRows && node.Output.Shape.Rank == 4);
        }

        builder.Finish();
    }

    // The value of the node's first output, made by the last node that was added.
    private static string Translate(OnnxScope scope) => scope.Node.Op switch
    {
        Convolution op => Convolve(scope, op),
        BatchNorm op => scope.Add("norm", "BatchNormalization",
            [scope[0], scope[1], scope[2], scope[3], scope[4]], OnnxAttribute.Of("epsilon", op.Epsilon)),
        ChannelShuffle op => Shuffle(scope, op),
        GlobalAveragePool { KeepsMap: true } => scope.Add("pool", "GlobalAveragePool", [scope[0]]),
        GlobalAveragePool => scope.ShapeOf(0).Rank == 3
            ? MeanOfTokens(scope)
            : scope.Add("flatten", "Flatten", [scope.Add("pool", "GlobalAveragePool", [scope[0]])],
                OnnxAttribute.Of("axis", 1)),
        AdaptiveAveragePool op => Pool(scope, op),
        MaxPool op => Pool(scope, op),
        Elementwise op => OnnxActivations.Apply(scope, op.Epilogue),
        Softmax => scope.Add("softmax", "Softmax", [scope[0]],
            OnnxAttribute.Of("axis", scope.ShapeOf(0).Rank == 4 ? 1 : -1)),
        Linear op => scope.Add("product", "Gemm",
            [op.FirstToken ? scope.FirstToken(0) : scope[0], scope[1], scope[2]], OnnxAttribute.Of("transB", 1)),
        LayerNorm op => scope.Add("norm", "LayerNormalization", [scope[0], scope[1], scope[2]],
            OnnxAttribute.Of("axis", -1), OnnxAttribute.Of("epsilon", op.Epsilon)),
        Concat op => scope.Add("concat", "Concat", [scope[0], Taken(scope, op)], OnnxAttribute.Of("axis", 1)),
        Transpose op => Turn(scope, op),
        BridgeToTokens op => OnnxAttention.ToTokens(scope, op),
        BridgeToMap op => OnnxAttention.ToMap(scope, op),
        SelfAttention op => OnnxAttention.AmongTokens(scope, op),
        MultiHeadAttention op => OnnxAttention.OverKeys(scope, op),
        PatchAttention op => OnnxAttention.AcrossPatches(scope, op),
        Resize op => Resized(scope, op),
        Slice op => Sliced(scope, op),
        Join op => Joined(scope, op),
        PositionMap => Positions(scope),
        var op => throw new NotSupportedException($"{op.Name} '{scope.Node.Name}' is made by a pass and has no "
            + "counterpart in ONNX; export the graph as the model states it."),
    };

    private static string Convolve(OnnxScope scope, Convolution op)
    {
        var (rows, columns) = (op.Rows(scope.ShapeOf(1)), op.Columns(scope.ShapeOf(1)));
        string[] inputs = scope.Node.Inputs.Count > 2 ? [scope[0], scope[1], scope[2]] : [scope[0], scope[1]];
        OnnxAttribute[] dilations =
            op.Dilation == 1 ? [] : [OnnxAttribute.Of("dilations", rows.Dilation, columns.Dilation)];
        var value = scope.Add("convolution", "Conv", inputs,
        [
            OnnxAttribute.Of("group", op.FilterGroups), .. Windows(rows, columns), .. dilations,
        ]);
        return op.Shuffle ? Shuffle(scope, value, op.FilterGroups) : value;
    }

    private static string Pool(OnnxScope scope, MaxPool op)
    {
        OnnxAttribute[] ceiling = op.CeilMode ? [OnnxAttribute.Of("ceil_mode", 1)] : [];
        OnnxAttribute[] dilations = op.Rows.Dilation == 1 && op.Columns.Dilation == 1
            ? [] : [OnnxAttribute.Of("dilations", op.Rows.Dilation, op.Columns.Dilation)];
        return scope.Add("pool", "MaxPool", [scope[0]], [.. Windows(op.Rows, op.Columns), .. ceiling, .. dilations]);
    }

    private static OnnxAttribute[] Windows(Window rows, Window columns) =>
    [
        OnnxAttribute.Of("kernel_shape", rows.Size, columns.Size),
        OnnxAttribute.Of("pads", rows.Padding, columns.Padding, rows.Padding, columns.Padding),
        OnnxAttribute.Of("strides", rows.Stride, columns.Stride),
    ];

    private static string Shuffle(OnnxScope scope, ChannelShuffle op) => Shuffle(scope, scope[0], op.Groups);

    // Channels as [groups, C / groups], turned over: output channel j * groups + i is input i * (C / groups) + j.
    private static string Shuffle(OnnxScope scope, string value, int groups)
    {
        var map = scope.Node.Output.Shape;
        var split = scope.Reshape("groups", value, 0, groups, map[3] / groups, map[1], map[2]);
        var turned = scope.Transpose("turned", split, 0, 2, 1, 3, 4);
        return scope.Reshape("shuffled", turned, 0, map[3], map[1], map[2]);
    }

    // By these rules for pixels' places resizing is PyTorch's.
    private static string Resized(OnnxScope scope, Resize op)
    {
        string[] inputs = [scope[0], "", "", scope.Sizes("resize", scope.ShapeOf(0).Last, op.Height, op.Width)];
        return op.Mode switch
        {
            ResizeMode.Nearest => scope.Add("resize", "Resize", inputs,
                OnnxAttribute.Of("mode", "nearest"), OnnxAttribute.Of("coordinate_transformation_mode", "asymmetric"),
                OnnxAttribute.Of("nearest_mode", "floor")),
            var mode => scope.Add("resize", "Resize", inputs,
                OnnxAttribute.Of("mode", "linear"), OnnxAttribute.Of("coordinate_transformation_mode",
                    mode == ResizeMode.Bilinear ? "half_pixel" : "align_corners")),
        };
    }

    // Rows of an image behind each other: of a map pixel by pixel, channels innermost.
    private static string Joined(OnnxScope scope, Join op)
    {
        string[] parts = [.. Enumerable.Range(0, 2).Select(input =>
        {
            var shape = scope.ShapeOf(input);
            var value = shape.Rank == 4 ? scope.Transpose($"pixels{input}", scope[input], 0, 2, 3, 1) : scope[input];
            return scope.Reshape($"rows{input}", value, -1, shape.Elements / shape[0] / op.Width, op.Width);
        })];
        return scope.Reshape("rows", scope.Add("joined", "Concat", parts, OnnxAttribute.Of("axis", 1)), -1, op.Width);
    }

    // Channels are axis 1 of maps, tokens and vectors.
    private static string Sliced(OnnxScope scope, Slice op)
    {
        long[] parts = [op.Offset, op.Count, scope.ShapeOf(0).Last - op.Offset - op.Count];
        return scope.Part("parts", scope[0], 1, [.. parts.Where(part => part > 0)], op.Offset > 0 ? 1 : 0);
    }

    // Without padding they are constant: rows of pixels, once for each image.
    private static string Positions(OnnxScope scope)
    {
        var (shape, half) = (scope.Node.Output.Shape, scope.Node.Output.Shape.Last / 2);
        var name = $"{scope.Node.Name} {shape[1]} x {shape[2]}";
        var (rows, columns) = (OnnxGraphBuilder.OfImage(scope.Node.Inputs[0]), OnnxGraphBuilder.OfImage(scope.Node.Inputs[1]));
        var pixels = scope.Graph.Constant(name, () =>
        {
            var (down, along) = (scope.Graph.ElementsOf(rows), scope.Graph.ElementsOf(columns));
            var values = new float[shape[1] * shape[2] * shape[3]];
            for (var i = 0; i < shape[1] * shape[2]; i++)
            {
                down.AsSpan(i / shape[2] * half, half).CopyTo(values.AsSpan(2 * i * half));
                along.AsSpan(i % shape[2] * half, half).CopyTo(values.AsSpan(((2 * i) + 1) * half));
            }

            return OnnxTensor.Of(name, values, shape[1] * shape[2], shape[3]);
        });
        return scope.Graph.Repeated(pixels, shape[0]);
    }

    // What a concatenation takes of its second input. Rows beside rows are as they are.
    private static string Taken(OnnxScope scope, Concat op)
    {
        var b = scope.ShapeOf(1);
        if (b.Rank == 2 || scope.ShapeOf(0).Rank != 2)
            return scope[1];
        if (op is { Tokens: 1, FirstToken: 0 })
            return scope.FirstToken(1);
        var images = scope.Reshape("images", scope[1], -1, b[1], b[2]);
        var tokens = scope.Graph.Integers([.. Enumerable.Range(op.FirstToken, op.Tokens).Select(m => (long)m)]);
        var taken = scope.Add("taken", "Gather", [images, tokens], OnnxAttribute.Of("axis", 1));
        return scope.Reshape("row", taken, -1, op.Tokens * b[2]);
    }

    // Pixels are innermost in ONNX already.
    private static string Turn(OnnxScope scope, Transpose op)
    {
        var (x, y) = (scope.ShapeOf(0), scope.Node.Output.Shape);
        if (x.Rank == 4)
            return scope.Reshape("rows", scope[0], -1, y.Last);
        if (op.Height > 0)
            return scope.Reshape("map", scope[0], -1, y.Last, op.Height, op.Width);
        var images = scope.Reshape("images", scope[0], -1, x[1], x[2]);
        return scope.Reshape("rows", scope.Transpose("turned", images, 0, 2, 1), -1, y.Last);
    }

    private static string MeanOfTokens(OnnxScope scope)
    {
        var x = scope.ShapeOf(0);
        var name = $"mean of {x[1]} tokens";
        var shares = scope.Graph.Constant(
            name, () => OnnxTensor.Of(name, [.. Enumerable.Repeat(1f / x[1], x[1])], 1, x[1]));
        var images = scope.Reshape("images", scope[0], -1, x[1], x[2]);
        return scope.Reshape("row", scope.Add("mean", "MatMul", [shares, images]), -1, x[2]);
    }

    private static string Pool(OnnxScope scope, AdaptiveAveragePool op)
    {
        var map = scope.ShapeOf(0);
        var (height, width) = (map[1], map[2]);
        if (height % op.Height == 0 && width % op.Width == 0)
        {
            long[] window = [height / op.Height, width / op.Width];
            return scope.Add("pool", "AveragePool", [scope[0]],
                OnnxAttribute.Of("kernel_shape", window), OnnxAttribute.Of("strides", window));
        }

        // Windows that differ in size are products with matrices of means, over the columns and over the rows.
        var columns = scope.Graph.Constant($"means {width} to {op.Width}, columns",
            () => OnnxTensor.Of($"means {width} to {op.Width}, columns", Means(width, op.Width, turned: true),
                width, op.Width));
        var rows = scope.Graph.Constant($"means {height} to {op.Height}, rows",
            () => OnnxTensor.Of($"means {height} to {op.Height}, rows", Means(height, op.Height, turned: false),
                op.Height, height));
        return scope.Add("rows", "MatMul", [rows, scope.Add("columns", "MatMul", [scope[0], columns])]);
    }

    private static float[] Means(int from, int to, bool turned)
    {
        var means = new float[from * to];
        for (var o = 0; o < to; o++)
        {
            var (begin, end) = (o * from / to, (((o + 1) * from) + to - 1) / to);
            for (var i = begin; i < end; i++)
                means[turned ? (i * to) + o : (o * from) + i] = 1f / (end - begin);
        }

        return means;
    }
}
