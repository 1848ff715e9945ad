using GpuFormer.Graph.Constants;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Graph.Lowering;

/// <summary>Moves the scale of attention scores into the linear that makes the queries (or keys).</summary>
/// <remarks>
/// <code>
/// before: q = Linear(z, W, b);                 o = SelfAttention(q, z), scale s
/// after:  q = Linear(z, s * W, s * b);         o = SelfAttention(q, z), scale 1
/// </code>
/// </remarks>
internal static class AttentionScaleFolding
{
    public static ComputeGraph Run(ComputeGraph graph)
    {
        var rewriter = new GraphRewriter(graph);
        foreach (var node in rewriter.Nodes)
        {
            if (node.Op is ScaledAttention { Scale: not 1 } attention
                && node.Inputs[attention.ScaledInput] is var scaled
                && rewriter[scaled].Producer is { Op: Linear } linear && rewriter.SoleConsumer(scaled) is not null)
            {
                var scale = new Scaled(attention.Scale);
                var inputs = rewriter.MappedInputs(node).ToArray();
                inputs[attention.ScaledInput] = rewriter.Builder.Add(linear.Name, linear.Op, linear.Inputs[0],
                    GraphBuilder.Derived(scale, linear.Inputs[1]), GraphBuilder.Derived(scale, linear.Inputs[2]));
                rewriter.Copy(node, attention with { Scale = 1 }, inputs);
            }
            else
            {
                rewriter.Copy(node);
            }
        }

        return rewriter.Build();
    }
}
