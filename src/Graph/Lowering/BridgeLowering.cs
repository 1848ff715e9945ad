using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Lowered.Backward;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Graph.Lowering;

/// <summary>
/// Turns bridges into kernels, and lets every reader of a slice read the stacked layers instead. What was not stacked
/// (a bridge without a gate, values that are gated) is put beside each other by a kernel.
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
                    LowerToTokens(rewriter, node, bridge, inputs);
                    break;
                case BridgeToMap bridge:
                    rewriter.Replace(node.Output, rewriter.Builder.Add(
                        node.Name, new FormerToMobile(bridge.Heads, bridge.Skips), inputs[0],
                        Stacked(rewriter, node, bridge.Scale, [.. inputs.Skip(1)])));
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
        GraphRewriter rewriter, Node node, BridgeToTokens bridge, IReadOnlyList<Tensor> inputs)
    {
        var queriesAndGate =
            Stacked(rewriter, node, bridge.Scale, [.. inputs.Skip(1).Take(bridge.IsGated ? 2 : 1)]);
        var attended = rewriter.Builder.AddNode(node.Name + ".attend",
            new MobileToFormerAttend(bridge.Heads, bridge.ReturnsScores),
            [inputs[0], queriesAndGate, .. bridge.HasValues ? inputs.TakeLast(1) : []]);
        var merged = rewriter.Builder.Add(node.Name + ".merge",
            new MobileToFormerMerge(bridge.Heads), attended[0], queriesAndGate);
        rewriter.Replace(node, [merged, .. attended.Skip(1)]);
    }

    // What stands beside each other: the stacked layers that the parts are slices of, or else the parts, stacked here.
    private static Tensor Stacked(GraphRewriter rewriter, Node node, float scale, Tensor[] parts)
    {
        if (scale == 1 && parts.Length == 1 && parts[0].Producer is not { Op: Slice })
            return parts[0];
        if (scale == 1 && parts is [{ Producer: { Op: Slice { Offset: 0 } first } left },
            { Producer: { Op: Slice second } right }]
            && left.Inputs[0] == right.Inputs[0] && second.Offset == first.Count
            && left.Inputs[0].Shape.Last == first.Count + second.Count)
        {
            return left.Inputs[0];
        }

        if (parts.FirstOrDefault(part => part.Producer is { Op: Slice }) is { } slice)
            throw new NotSupportedException($"{node}: {slice} is a slice of layers that are not this bridge's alone.");
        return rewriter.Builder.Add(node.Name + ".stack", new ScaledStack(scale), parts);
    }
}
