using GpuFormer.Graph.Ops;
using GpuFormer.Graph.Ops.Training;

namespace GpuFormer.Graph.Lowering;

/// <summary>Replaces attentions by those that keep what their gradients need.</summary>
/// <remarks>
/// <code>
/// before: o = BridgeToTokens(x, q, alpha)
/// after:  o, result, terms = TrainedBridgeToTokens(x, q, alpha)
/// </code>
/// </remarks>
internal static class AttentionLowering
{
    public static ComputeGraph Run(ComputeGraph graph)
    {
        var rewriter = new GraphRewriter(graph);
        foreach (var node in rewriter.Nodes)
        {
            switch (node.Op)
            {
                case BridgeToTokens bridge:
                    var made = rewriter.Builder.AddNode(node.Name,
                        new TrainedBridgeToTokens(bridge.Heads, bridge.Scale, bridge.ReturnsScores)
                        {
                            IsGated = bridge.IsGated,
                            HasValues = bridge.HasValues,
                        },
                        rewriter.MappedInputs(node));
                    // Between result and scores stands what the gradient needs.
                    rewriter.Replace(node, [made[0], .. made.Skip(3)]);
                    break;
                case BridgeToMap bridge:
                    rewriter.Copy(node, new TrainedBridgeToMap(bridge.Heads, bridge.Scale) { Skips = bridge.Skips },
                        rewriter.MappedInputs(node));
                    break;
                case SelfAttention attention:
                    rewriter.Copy(
                        node, new TrainedSelfAttention(attention.Heads, attention.Scale), rewriter.MappedInputs(node));
                    break;
                case PatchAttention attention:
                    rewriter.Replace(node, rewriter.Builder.AddNode(
                        node.Name, new TrainedPatchAttention(attention.Heads), rewriter.MappedInputs(node)));
                    break;
                default:
                    rewriter.Copy(node);
                    break;
            }
        }

        return rewriter.Build();
    }
}
