using GpuFormer.Graph.Ops;

namespace GpuFormer.Graph.Passes;

/// <summary>
/// Multiplies queries (or keys) by the scale of their attention in a step of its own, which is fused into the linear
/// that makes them: weights that are learned cannot take it.
/// </summary>
/// <remarks>
/// <code>
/// before: q = Linear(z, W, b);  o = SelfAttention(q, z), scale s
/// after:  q = Linear(z, W, b);  t = Multiply(s)(q);  o = SelfAttention(t, z), scale 1
/// </code>
/// </remarks>
internal static class AttentionScaling
{
    public static ComputeGraph Run(ComputeGraph graph)
    {
        var rewriter = new GraphRewriter(graph);
        foreach (var node in rewriter.Nodes)
        {
            if (node.Op is ScaledAttention { Scale: not 1 } attention)
            {
                var inputs = rewriter.MappedInputs(node).ToArray();
                var scaled = attention.ScaledInput;
                inputs[scaled] = rewriter.Builder.Add(node.Name + ".scale",
                    new Elementwise { Epilogue = Epilogue.Identity.Then(new Multiply(attention.Scale)) },
                    inputs[scaled]);
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
