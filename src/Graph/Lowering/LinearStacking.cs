using GpuFormer.Graph.Constants;
using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Graph.Lowering;

/// <summary>
/// Makes one launch of small linears that read the same tokens: queries and gate of a bridge, its keys and values, and
/// the first layers of a block's two slope generators. Launches, not arithmetic, are what these cost.
/// </summary>
/// <remarks>
/// <code>
/// before: q = Pointwise(z, Wq, bq);  a = Pointwise(z, Wa, ba);  o = BridgeToTokens(x, q, a)
/// after:  s = Pointwise(z, [Wq; Wa], [bq; ba]);  o = BridgeToTokens(x, Slice(0, C)(s), Slice(C, C)(s))
/// </code>
/// </remarks>
internal static class LinearStacking
{
    public static ComputeGraph Run(ComputeGraph graph)
    {
        var rewriter = new GraphRewriter(graph);
        var groups = graph.Nodes.Select(node => (node, key: Key(rewriter, node))).Where(pair => pair.key is not null)
            .GroupBy(pair => pair.key!, pair => pair.node)
            .Where(group => group.Count() > 1).ToDictionary(group => group.First(), group => group.ToArray());
        var stacked = groups.Values.SelectMany(group => group).ToHashSet();
        foreach (var node in graph.Nodes)
        {
            if (groups.TryGetValue(node, out var group))
                Stack(rewriter, group);
            else if (!stacked.Contains(node))
                rewriter.Copy(node);
        }

        return rewriter.Build();
    }

    // Nodes with equal keys are stacked: same input, same attributes, and readers that can read a slice.
    private static object? Key(GraphRewriter rewriter, Node node)
    {
        if (node.Op is not Pointwise { FilterGroups: 1, Shuffle: false, InputChannels: 0, Epilogue.InputCount: 0 } op
            || node.Inputs[0].Shape.Rank > 3)
        {
            return null;
        }

        return rewriter.SoleConsumer(node.Output) switch
        {
            { Op: BridgeToTokens or BridgeToMap } bridge when bridge.Inputs[0] != node.Output =>
                (node.Inputs[0], op.FirstToken, op.Name, bridge),
            { Op: Pointwise } reader when reader.Inputs[0] == node.Output =>
                (node.Inputs[0], op.FirstToken, op.Name, (Node?)null),
            _ => null,
        };
    }

    private static void Stack(GraphRewriter rewriter, Node[] group)
    {
        // A bridge takes its inputs in this order; for others any order does.
        if (rewriter.SoleConsumer(group[0].Output) is { Op: ScaledAttention } bridge)
            group = [.. group.OrderBy(node => bridge.Inputs.ToList().IndexOf(node.Output))];
        var rows = new Concatenated(0);
        var filter = GraphBuilder.Derived(rows, [.. group.Select(node => node.Inputs[1])]);
        var bias = GraphBuilder.Derived(rows, [.. group.Select(node => node.Inputs[2])]);
        var name = string.Join(" | ", group.Select(node => node.Name));
        var sum = rewriter.Builder.Add(name, group[0].Op, rewriter[group[0].Inputs[0]], filter, bias);
        var offset = 0;
        foreach (var node in group)
        {
            var count = node.Output.Shape.Last;
            rewriter.Replace(node.Output, rewriter.Builder.Add(node.Name, new Slice(offset, count), sum));
            offset += count;
        }
    }
}
