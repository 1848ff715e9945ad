using GpuFormer.Graph;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Onnx;

/// <summary>
/// Says the attentions in ONNX's standard operators. Maps stay [N, heads, C / heads, pixels], which is how they
/// lie in memory; what is turned over is small, or turned within a product by runtimes that can.
/// </summary>
internal static class OnnxAttention
{
    /// <summary>Tokens look at the map: keys and values are the map itself, or two maps.</summary>
    public static string ToTokens(OnnxScope scope, BridgeToTokens op)
    {
        var (x, tokens) = (scope.ShapeOf(0), scope.ShapeOf(1)[1]);
        var (pixels, width) = (x[1] * x[2], x[3] / op.Heads);
        var map = scope.Reshape("map", scope[0], 0, op.Heads, width, pixels);
        var queries = scope.Times("scaled", scope[1], op.Scale);
        if (op.ReturnsScores)
            AddScores(scope, op, queries);

        var heads = Heads(scope, "queries", queries, tokens, op.Heads, width, 0, 2, 1, 3);
        var scores = scope.Add("scores", "MatMul", [heads, map]);
        var shares = scope.Add("softmax", "Softmax", [scores], OnnxAttribute.Of("axis", -1));
        var values = op.HasValues
            ? scope.Reshape("value_map", scope[scope.Node.Inputs.Count - 1], 0, op.Heads, width, pixels)
            : map;
        var sums = scope.Add("product", "MatMul", [shares, scope.Transpose("values", values, 0, 1, 3, 2)]);
        var joined = Joined(scope, sums, x[3]);
        return op.IsGated
            ? scope.Add("gated", "Mul",
                [joined, scope.Times("gate", OnnxActivations.HardSigmoidOf(scope, scope[2]), 2)])
            : joined;
    }

    /// <summary>The map looks at the tokens and adds what it finds.</summary>
    public static string ToMap(OnnxScope scope, BridgeToMap op)
    {
        var (x, tokens) = (scope.ShapeOf(0), scope.ShapeOf(1)[1]);
        var (pixels, width) = (x[1] * x[2], x[3] / op.Heads);
        var map = scope.Reshape("map", scope[0], 0, op.Heads, width, pixels);
        var keys = scope.Times("scaled", scope[1], op.Scale);
        var scores = scope.Add("scores", "MatMul",
            [Heads(scope, "keys", keys, tokens, op.Heads, width, 0, 2, 1, 3), map]);
        // Over tokens, [N, heads, M, pixels]: pixels stay innermost, as the map has them.
        var shares = scope.Add("softmax", "Softmax", [scores], OnnxAttribute.Of("axis", 2));
        var found = scope.Add("product", "MatMul",
            [Heads(scope, "values", scope[2], tokens, op.Heads, width, 0, 2, 3, 1), shares]);
        var result = scope.Reshape("found", found, 0, x[3], x[1], x[2]);
        return op.Skips ? scope.Add("sum", "Add", [scope[0], result]) : result;
    }

    /// <summary>Tokens look at each other.</summary>
    public static string AmongTokens(OnnxScope scope, SelfAttention op)
    {
        var (tokens, channels) = (scope.ShapeOf(0)[1], scope.ShapeOf(0)[2]);
        var width = channels / op.Heads;
        var queries = Heads(scope, "queries", scope.Times("scaled", scope[0], op.Scale), tokens, op.Heads, width,
            0, 2, 1, 3);
        var parts = scope.Reshape("parts", scope[1], -1, tokens, op.Heads, width);
        var scores = scope.Add("scores", "MatMul", [queries, scope.Transpose("keys", parts, 0, 2, 3, 1)]);
        var shares = scope.Add("softmax", "Softmax", [scores], OnnxAttribute.Of("axis", -1));
        var sums = scope.Add("product", "MatMul", [shares, scope.Transpose("values", parts, 0, 2, 1, 3)]);
        return Joined(scope, sums, channels);
    }

    /// <summary>Queries look at keys; both are tokens or pixels as rows.</summary>
    /// <exception cref="NotSupportedException">Keys are masked.</exception>
    public static string OverKeys(OnnxScope scope, MultiHeadAttention op)
    {
        if (scope.Node.Inputs.Count > 3)
        {
            throw new NotSupportedException(
                $"{op.Name} '{scope.Node.Name}' is exported without a mask only, as images without padding have it.");
        }

        var (q, k) = (scope.ShapeOf(0), scope.ShapeOf(1));
        var (looking, seen, channels, width) = (q.Rows / q[0], k.Rows / k[0], q.Last, q.Last / op.Heads);
        var queries = Heads(scope, "queries", scope.Times("scaled", scope[0], op.Scale(channels)), looking, op.Heads, width,
            0, 2, 1, 3);
        var scores = scope.Add("scores", "MatMul",
            [queries, Heads(scope, "keys", scope[1], seen, op.Heads, width, 0, 2, 3, 1)]);
        var shares = scope.Add("softmax", "Softmax", [scores], OnnxAttribute.Of("axis", -1));
        var sums = scope.Add("product", "MatMul",
            [shares, Heads(scope, "values", scope[2], seen, op.Heads, width, 0, 2, 1, 3)]);
        return Joined(scope, sums, channels);
    }

    /// <summary>Pixels at the same place in their patches look at each other.</summary>
    public static string AcrossPatches(OnnxScope scope, PatchAttention op)
    {
        var map = scope.Node.Output.Shape;
        var (patches, channels, width) = (map[1] / 2 * (map[2] / 2), map[3], map[3] / op.Heads);
        var parts = scope.Parts("parts", scope[0], 1, 3, channels);
        var queries = Heads(scope, "queries", scope.Times("scaled", parts[0], op.Scale(channels)), patches, op.Heads,
            width, 0, 2, 1, 3);
        var scores = scope.Add("scores", "MatMul",
            [queries, Heads(scope, "keys", parts[1], patches, op.Heads, width, 0, 2, 3, 1)]);
        var shares = scope.Add("softmax", "Softmax", [scores], OnnxAttribute.Of("axis", -1));
        var sums = scope.Add("product", "MatMul",
            [shares, Heads(scope, "values", parts[2], patches, op.Heads, width, 0, 2, 1, 3)]);
        return Joined(scope, sums, channels);
    }

    // The mean over heads of their scores is the product over all channels, divided by the heads.
    private static void AddScores(OnnxScope scope, BridgeToTokens op, string queries)
    {
        var (x, tokens) = (scope.ShapeOf(0), scope.ShapeOf(1)[1]);
        var all = scope.Reshape("all_queries", queries, -1, tokens, x[3]);
        var flat = scope.Reshape("all_pixels", scope[0], 0, x[3], x[1] * x[2]);
        var sums = scope.Add("all_scores", "MatMul", [all, flat]);
        var mean = scope.Times("mean", sums, 1f / op.Heads);
        scope.Graph.Bind(scope.Node.Outputs[1], scope.Reshape("mean_map", mean, 0, tokens, x[1], x[2]));
    }

    // [N * M, C] as [N, M, heads, C / heads] in another order.
    private static string Heads(
        OnnxScope scope, string part, string value, int tokens, int heads, int width, params long[] order) =>
        scope.Transpose(part, scope.Reshape($"{part}/heads", value, -1, tokens, heads, width), order);

    // [N, heads, M, C / heads] as [N * M, C].
    private static string Joined(OnnxScope scope, string value, int channels) =>
        scope.Reshape("joined", scope.Transpose("tokens", value, 0, 2, 1, 3), -1, channels);
}
