using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Graph.Lowering;

/// <summary>Replaces every node whose op has a rule in the <see cref="LoweringTable"/> by the nodes of that.</summary>
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
            if (LoweringTable.RuleOf(node.Op) is { } rule)
                rewriter.Replace(node, rule(rewriter.Builder, new Node(node.Name, node.Op, rewriter.MappedInputs(node), [])));
            else
                rewriter.Copy(node);
        }

        return rewriter.Build();
    }
}
