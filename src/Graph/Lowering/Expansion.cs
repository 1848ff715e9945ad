using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Graph.Lowering;

/// <summary>Replaces every node whose op is no kernel by the nodes that its op expands to.</summary>
/// <remarks>
/// <code>
/// before: y = Linear(x, W, b)
/// after:  y = Pointwise(x, W, b)
/// </code>
/// </remarks>
internal static class Expansion
{
    public static ComputeGraph Run(ComputeGraph graph)
    {
        var rewriter = new GraphRewriter(graph);
        foreach (var node in rewriter.Nodes)
        {
            // The op sees the node as it stands in the new graph, with outputs still to be made.
            var mapped = new Node(node.Name, node.Op, rewriter.MappedInputs(node), []);
            if (node.Op.Expand(rewriter.Builder, mapped) is { } made)
                rewriter.Replace(node, made);
            else
                rewriter.Copy(node);
        }

        return rewriter.Build();
    }
}
