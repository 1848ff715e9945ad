namespace GpuFormer.Graph.Lowering;

/// <summary>Removes nodes that no output needs.</summary>
/// <remarks>
/// <code>
/// before: a = f(x), b = g(a), c = h(x); output b
/// after:  a = f(x), b = g(a);           output b
/// </code>
/// </remarks>
internal static class DeadNodeRemoval
{
    public static ComputeGraph Run(ComputeGraph graph)
    {
        var needed = new HashSet<Tensor>(graph.Outputs.Select(o => o.Tensor));
        var kept = new List<Node>();
        for (var i = graph.Nodes.Count - 1; i >= 0; i--)
        {
            var node = graph.Nodes[i];
            if (!node.Outputs.Any(needed.Contains))
                continue;
            kept.Add(node);
            needed.UnionWith(node.Inputs);
        }

        if (kept.Count == graph.Nodes.Count)
            return graph;
        kept.Reverse();
        return new ComputeGraph(graph.Inputs, graph.Outputs, kept);
    }
}
