using GpuFormer.Graph.Ops;

namespace GpuFormer.Graph.Passes;

/// <summary>
/// Turns bridges into kernels, and lets every reader of a slice read the stacked layers instead.
/// </summary>
/// <remarks>
/// <code>
/// before: o = BridgeToTokens(x, Slice(0, C)(s), Slice(C, C)(s))
/// after:  p = MobileToFormerAttend(x, s);  o = MobileToFormerMerge(p, s)
///
/// before: y = BridgeToMap(x, Slice(0, C)(s), Slice(C, C)(s))
/// after:  y = FormerToMobile(x, s)
///
/// before: y = Pointwise(Slice(48, 48)(s), W, b)
/// after:  y = Pointwise, channels 48 to 95 of (s, W, b)
/// </code>
/// </remarks>
internal static class BridgeLowering
{
    public static ComputeGraph Run(ComputeGraph graph)
    {
        var rewriter = new GraphRewriter(graph);
        foreach (var node in rewriter.Nodes)
        {
            var inputs = rewriter.MappedInputs(node);
            switch (node.Op)
            {
                case BridgeToTokens bridge:
                    LowerToTokens(rewriter, node, bridge, inputs[0], Pair(node, bridge, inputs));
                    break;
                case BridgeToMap bridge:
                    rewriter.Replace(node.Output, rewriter.Builder.Add(node.Name, new FormerToMobile(bridge.Heads),
                        inputs[0], Pair(node, bridge, inputs)));
                    break;
                case Pointwise pointwise when inputs[0].Producer is { Op: Slice slice } producer:
                    rewriter.Copy(node, pointwise with { InputOffset = slice.Offset, InputChannels = slice.Count },
                        [producer.Inputs[0], .. inputs.Skip(1)]);
                    break;
                default:
                    rewriter.Copy(node);
                    break;
            }
        }

        return rewriter.Build();
    }

    private static void LowerToTokens(
        GraphRewriter rewriter, Node node, BridgeToTokens bridge, Tensor x, Tensor queriesAndGate)
    {
        var attended = rewriter.Builder.AddNode(node.Name + ".attend",
            new MobileToFormerAttend(bridge.Heads, bridge.ReturnsScores), x, queriesAndGate);
        var merged = rewriter.Builder.Add(node.Name + ".merge",
            new MobileToFormerMerge(bridge.Heads), attended[0], queriesAndGate);
        rewriter.Replace(node, [merged, .. attended.Skip(1)]);
    }

    // The stacked tensor of which inputs 1 and 2 are the two halves.
    private static Tensor Pair(Node node, ScaledAttention op, IReadOnlyList<Tensor> inputs)
    {
        if (op.Scale == 1 && inputs[1].Producer is { Op: Slice { Offset: 0 } first } left
            && inputs[2].Producer is { Op: Slice second } right
            && left.Inputs[0] == right.Inputs[0] && second.Offset == first.Count
            && left.Inputs[0].Shape.Last == first.Count + second.Count)
        {
            return left.Inputs[0];
        }

        throw new NotSupportedException(
            $"{op.Name} '{node.Name}': its inputs 1 and 2 must be linears of the same tokens that can be stacked, and "
            + "its scale must have been moved into them.");
    }
}
