using GpuFormer.Graph.Ops;

namespace GpuFormer.Graph.Passes;

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
                var scale = attention.Scale;
                var inputs = rewriter.MappedInputs(node).ToArray();
                inputs[attention.ScaledInput] = rewriter.Builder.Add(linear.Name, linear.Op, linear.Inputs[0],
                    Scaled(linear.Inputs[1], scale), Scaled(linear.Inputs[2], scale));
                rewriter.Copy(node, attention with { Scale = 1 }, inputs);
            }
            else
            {
                rewriter.Copy(node);
            }
        }

        return rewriter.Build();
    }

    private static Tensor Scaled(Tensor constant, float scale) =>
        GraphBuilder.Derived("scale", constant.Shape, [constant], c => Constants.Scaled(c[0], scale));
}
